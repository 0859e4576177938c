using Stemma.Logs;

namespace Stemma.Tests.Logs;

/// <summary>Lines of a text whose bytes are not what they should be.</summary>
public class LineReaderTests
{
    [Fact]
    public void Line_ends_may_be_mixed_and_the_last_may_have_none() => Assert.Equal(["a", "b", "", "c"], Read("a\r\nb\n\nc"u8.ToArray()).Lines);

    [Fact]
    public void A_line_that_is_not_UTF8_is_Latin1_and_others_stay() =>
        Assert.Equal(["caf\u00E9", "\u00E9"], Read([.. "caf"u8, 0xE9, (byte)'\n', 0xC3, 0xA9]).Lines);

    [Fact]
    public void Zero_bytes_before_a_line_are_reported_and_the_line_is_read()
    {
        var (lines, problems) = Read([.. "a\n"u8, 0, 0, 0, .. "b\n"u8]);
        Assert.Equal(["a", "b"], lines);
        Assert.Equal((2, "3 zero bytes: this part of the file was never written"), Assert.Single(problems));
    }

    [Fact]
    public void A_line_without_end_costs_its_place_and_bounded_memory()
    {
        byte[] text = new byte[100 << 20];
        Array.Fill(text, (byte)'x');
        text[^3] = text[^1] = (byte)'\n';
        long before = GC.GetAllocatedBytesForCurrentThread();
        var (lines, problems) = Read(text);
        Assert.Equal(["x"], lines);
        Assert.Equal((0, "a line of more than 8 MiB"), Assert.Single(problems));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    private static (List<string> Lines, List<(long, string)> Problems) Read(byte[] bytes)
    {
        List<string> lines = [];
        List<(long, string)> problems = [];
        LineReader reader = new();
        reader.Open(new MemoryStream(bytes), new LogSink(_ => { }, (position, message, _) => problems.Add((position, message)), _ => { }, CancellationToken.None));
        while (reader.Next(out ReadOnlySpan<char> line)) lines.Add(line.ToString());
        return (lines, problems);
    }
}
