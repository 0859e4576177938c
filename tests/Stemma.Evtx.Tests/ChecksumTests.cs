using Stemma.Evtx.Checksums;

namespace Stemma.Evtx.Tests;

public sealed class ChecksumTests
{
    [Fact]
    public void The_checksum_of_the_standard_test_text_is_the_standard_one() =>
        Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));

    [Fact]
    public void Two_runs_give_the_checksum_of_their_whole()
    {
        byte[] bytes = new byte[500];
        new Random(1).NextBytes(bytes);
        Assert.Equal(Crc32.Compute(bytes), Crc32.Compute(bytes.AsSpan(0, 120), bytes.AsSpan(120)));
    }

    [Fact]
    public void Folding_and_the_table_agree_at_every_length()
    {
        byte[] bytes = new byte[400];
        new Random(2).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
            Assert.Equal(~Crc32.UpdateByTable(~0u, bytes.AsSpan(0, length)), Crc32.Compute(bytes.AsSpan(0, length)));
    }
}
