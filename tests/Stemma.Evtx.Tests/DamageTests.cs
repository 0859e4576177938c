using System.Buffers.Binary;
using Stemma.Evtx.BinXml;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>Damage costs the part it is in, is located, and never throws.</summary>
public sealed class DamageTests
{
    private readonly byte[] _file = LogWriter.Many(5);
    private readonly IReadOnlyList<ReadRecord> _whole;

    public DamageTests() => _whole = ReadLog.Of(_file).Records;

    [Fact]
    public void A_file_cut_short_anywhere_gives_the_records_before_the_cut()
    {
        int last = (int)_whole[4].Position;
        for (int length = 0; length < last + 600; length++)
        {
            ReadLog log = ReadLog.Of(_file[..length]);
            int complete = _whole.Count(r => r.Position + Size(r) <= length);
            Assert.InRange(log.Records.Count, complete, complete + 1);
            Assert.Contains(log.Kinds, k => k is EvtxProblemKind.FileTruncated or EvtxProblemKind.FileHeader);
        }
    }

    [Fact]
    public void A_cut_within_a_chunk_is_located_at_the_cut()
    {
        int length = (int)_whole[3].Position + 10;
        ReadLog log = ReadLog.Of(_file[..length]);
        Assert.Contains(log.Problems, p => p.Kind == EvtxProblemKind.ChunkTruncated && p.Position == length);
    }

    [Fact]
    public void A_record_without_its_signature_is_stepped_over_and_located()
    {
        ReadLog log = Damaged(b => b[At(1)] = 0);
        Assert.Equal([1L, 3, 4, 5], log.Records.Select(r => r.Id));
        Assert.Equal((At(1), EvtxProblemKind.RecordHeader), (Assert.Single(log.Problems).Position, log.Problems[0].Kind));
    }

    [Fact]
    public void A_record_whose_size_is_too_large_ends_where_the_next_one_starts()
    {
        ReadLog log = Damaged(b => BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(At(1) + 4), 0xFFFFFF00));
        Assert.Equal([1L, 2, 3, 4, 5], log.Records.Select(r => r.Id));
        Assert.Equal(EvtxProblemKind.RecordHeader, Assert.Single(log.Problems).Kind);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(8u)]
    [InlineData(27u)]
    public void A_record_whose_size_is_too_small_to_be_one_ends_where_the_next_one_starts(uint size)
    {
        ReadLog log = Damaged(b => BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(At(1) + 4), size));
        Assert.Equal([1L, 2, 3, 4, 5], log.Records.Select(r => r.Id));
    }

    [Fact]
    public void A_record_whose_trailing_size_differs_is_read_when_a_record_follows_it()
    {
        ReadLog log = Damaged(b => b[At(2) - 4] ^= 0xFF);
        Assert.Equal([1L, 2, 3, 4, 5], log.Records.Select(r => r.Id));
        Assert.Equal((At(1), EvtxProblemKind.RecordSize), (Assert.Single(log.Problems).Position, log.Problems[0].Kind));
    }

    [Fact]
    public void A_record_whose_first_size_lies_loses_no_record_after_it()
    {
        ReadLog log = Damaged(b => BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(At(1) + 4), 64));
        Assert.Equal([1L, 3, 4, 5], log.Records.Where(r => r.Id != 2).Select(r => r.Id));
        Assert.Contains(EvtxProblemKind.RecordSize, log.Kinds);
    }

    [Fact]
    public void A_record_that_reaches_beyond_the_headers_end_is_read_when_it_is_whole()
    {
        ReadLog log = Damaged(b => BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(LogWriter.FirstChunk + 48), (uint)(At(4) + 60 - LogWriter.FirstChunk)));
        Assert.Equal([1L, 2, 3, 4, 5], log.Records.Select(r => r.Id));
        Assert.Equal((At(4), EvtxProblemKind.RecordHeader), (Assert.Single(log.Problems).Position, log.Problems[0].Kind));
    }

    [Fact]
    public void A_record_whose_values_reach_beyond_it_is_lost_alone()
    {
        // The second record's first value descriptor stands after its header, fragment header and instance.
        ReadLog log = Damaged(b => BinaryPrimitives.WriteUInt16LittleEndian(b.AsSpan(At(1) + 24 + 4 + 10 + 4), 0xFFFF));
        Assert.Equal([1L, 3, 4, 5], log.Records.Select(r => r.Id));
        Assert.Equal(EvtxProblemKind.RecordContent, Assert.Single(log.Problems).Kind);
        Assert.InRange(log.Problems[0].Position, At(1), At(2));
    }

    [Fact]
    public void A_number_of_values_beyond_the_record_costs_the_record_alone()
    {
        ReadLog log = Damaged(b => BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(At(1) + 24 + 4 + 10), 0xFFFF_FFFF));
        Assert.Equal([1L, 3, 4, 5], log.Records.Select(r => r.Id));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x10000u)]
    [InlineData(0xFFFF_FFFFu)]
    public void A_template_offset_outside_the_chunk_costs_the_record_alone(uint offset)
    {
        ReadLog log = Damaged(b => BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(At(1) + 24 + 4 + 6), offset));
        Assert.Equal([1L, 3, 4, 5], log.Records.Select(r => r.Id));
        Assert.Equal(EvtxProblemKind.RecordContent, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void A_template_offset_into_its_own_record_ends()
    {
        for (int into = 0; into < 200; into++)
            Damaged(b => BinaryPrimitives.WriteUInt32LittleEndian(b.AsSpan(At(1) + 24 + 4 + 6), (uint)(At(1) + into - LogWriter.FirstChunk)));
    }

    [Fact]
    public void A_definition_that_claims_to_be_larger_than_the_chunk_costs_its_record()
    {
        ChunkForge forge = new();
        int offset = 0;
        forge.Record(1, f => offset = f.Template(d => d.Open("A", dependency: true).Empty()));
        forge.Record(2, f => f.Open("B").Empty());
        BinaryPrimitives.WriteUInt32LittleEndian(forge.Bytes[(offset + 20)..], 0x7FFF_FFFF);
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Equal(2, log.Only.Id);
        Assert.Equal(EvtxProblemKind.RecordContent, Assert.Single(log.Problems).Kind);
    }

    [Theory]
    [InlineData(0xFFFF_FFFFu)]
    [InlineData(0xFFFCu)]
    [InlineData(0x10000u)]
    public void A_name_outside_the_chunk_costs_its_record(uint offset)
    {
        ChunkForge forge = new();
        forge.Record(1, f => f.Add(Token.OpenStartElement).UInt32(0).UInt32(offset).Empty());
        forge.Record(2, f => f.Open("B").Empty());
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Equal(2, log.Only.Id);
        Assert.Equal(EvtxProblemKind.RecordContent, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void Every_token_in_a_wrong_place_is_refused_or_read_but_ends()
    {
        for (int token = 0; token < 256; token++)
        {
            foreach (int second in new[] { 0, 1, 0x0C, 0x21, 0x41, 0x81, 0xFF })
            {
                ChunkForge forge = new();
                forge.Record(1, f => f.Add((byte)token, (byte)second, 0, 0, 0, 2, 0, 0));
                forge.Record(2, f => f.Open("B").Empty());
                Assert.Equal(2, ReadLog.OfChunk(forge.Chunk()).Records[^1].Id);
            }
        }
    }

    [Fact]
    public void A_record_of_a_header_and_nothing_else_is_reported()
    {
        ChunkForge forge = new();
        forge.UInt32(0x2A2A).UInt32(28).UInt64(1).UInt64(0).UInt32(28);
        forge.Record(2, f => f.Open("B").Empty());
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Equal(2, log.Only.Id);
        Assert.Equal("a fragment is empty", Assert.Single(log.Problems).Message);
    }

    [Fact]
    public void A_chunk_of_noise_gives_a_bounded_list_of_problems()
    {
        ChunkForge forge = new();
        for (int i = 0; i < 1500; i++) forge.Record(i, f => f.Add(0x3F));
        ReadLog log = ReadLog.OfChunk(forge.Chunk());
        Assert.Empty(log.Records);
        Assert.Equal(Limits.ProblemsPerChunk + 1, log.Problems.Count);
        Assert.Equal(EvtxProblemKind.Limit, log.Problems[^1].Kind);
    }

    [Fact]
    public void Every_single_byte_can_be_flipped()
    {
        int end = (int)_whole[4].Position + Size(_whole[4]);
        for (int at = 0; at < end; at++)
        {
            byte[] file = [.. _file];
            file[at] ^= 0xFF;
            ReadLog log = ReadLog.Of(file);
            // A byte in one record costs that record; one in a definition those that use it.
            if (at < LogWriter.FirstRecord) Assert.True(log.Records.Count == 5 || at is >= LogWriter.FirstChunk and < LogWriter.FirstChunk + 8, $"byte {at}");
            Assert.All(log.Problems, p => Assert.InRange(p.Position, 0, file.Length));
        }
    }

    private int At(int record) => (int)_whole[record].Position;

    private int Size(ReadRecord record) => BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan((int)record.Position + 4));

    /// <summary>The five records after a change, with checksums that know of it.</summary>
    private ReadLog Damaged(Action<byte[]> change)
    {
        byte[] file = [.. _file];
        change(file);
        return ReadLog.Of(ChunkForge.Sign(file, LogWriter.FirstChunk));
    }
}
