using System.Buffers.Binary;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

public sealed class ChunkTests
{
    [Fact]
    public void A_chunk_carved_from_a_disk_needs_no_file_header()
    {
        ReadLog log = ReadLog.Of(LogWriter.Many(3)[LogWriter.FirstChunk..]);
        Assert.Equal([1L, 2, 3], log.Records.Select(r => r.Id));
        Assert.Equal(512, log.Records[0].Position);
        Assert.Equal(EvtxProblemKind.FileHeader, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void A_record_whose_chunk_checksum_fails_is_still_read_and_the_chunk_reported()
    {
        byte[] file = LogWriter.Many(3);
        // The record's time: changes no structure.
        file[LogWriter.FirstRecord + 16]++;
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(3, log.Records.Count);
        Assert.Equal((LogWriter.FirstChunk + 52L, EvtxProblemKind.ChunkChecksum), (log.Problems[0].Position, Assert.Single(log.Problems).Kind));
    }

    [Fact]
    public void A_wrong_header_checksum_is_reported_and_costs_no_record()
    {
        byte[] file = LogWriter.Many(3);
        file[LogWriter.FirstChunk + 8]++;
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(3, log.Records.Count);
        Assert.Equal((LogWriter.FirstChunk + 124L, EvtxProblemKind.ChunkHeader), (log.Problems[0].Position, Assert.Single(log.Problems).Kind));
    }

    [Fact]
    public void A_checksum_of_zero_means_that_there_is_none()
    {
        byte[] file = LogWriter.Many(3);
        file.AsSpan(LogWriter.FirstChunk + 52, 4).Clear();
        file.AsSpan(LogWriter.FirstChunk + 124, 4).Clear();
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(3, log.Records.Count);
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void Checksums_are_not_compared_when_they_are_not_wanted()
    {
        byte[] file = LogWriter.Many(3);
        file[LogWriter.FirstRecord + 16]++;
        EvtxChunkParser parser = new(new EvtxTemplateCache()) { VerifyChecksums = false };
        Assert.True(parser.Load(file, LogWriter.FirstChunk, EvtxChunkParser.ChunkSize, LogWriter.FirstChunk));
        Assert.Equal(3, Count(parser));
        Assert.Empty(parser.Problems);
    }

    [Fact]
    public void A_part_that_is_no_chunk_is_reported_and_the_chunks_after_it_are_read()
    {
        byte[] file = LogWriter.Many(2000);
        int before = ReadLog.Of(file).Records.Count;
        file[LogWriter.FirstChunk] = (byte)'X';
        ReadLog log = ReadLog.Of(file);
        Assert.InRange(log.Records.Count, 1000, before - 1);
        Assert.Equal((LogWriter.FirstChunk + 0L, EvtxProblemKind.ChunkSignature), (log.Problems[0].Position, Assert.Single(log.Problems).Kind));
    }

    [Fact]
    public void Chunks_after_missing_bytes_are_found_again()
    {
        byte[] file = LogWriter.Many(3000);
        int second = LogWriter.FirstChunk + EvtxChunkParser.ChunkSize, third = second + EvtxChunkParser.ChunkSize;
        long first = ReadLog.Of(file).Records.First(r => r.Position > third).Id;
        ReadLog log = ReadLog.Of([.. file.AsSpan(0, second), .. file.AsSpan(second + 1000)]);
        Assert.Equal(3000, log.Records[^1].Id);
        Assert.Contains(first, log.Records.Select(r => r.Id));
        Assert.Contains(log.Problems, p => p.Kind == EvtxProblemKind.ChunkSignature && p.Position == second);
    }

    [Fact]
    public void Chunks_after_bytes_that_do_not_belong_there_are_found_again()
    {
        byte[] file = LogWriter.Many(2000);
        int second = LogWriter.FirstChunk + EvtxChunkParser.ChunkSize;
        ReadLog log = ReadLog.Of([.. file.AsSpan(0, second), .. "strange"u8, .. file.AsSpan(second)]);
        Assert.Equal(2000, log.Records.Count);
        Assert.Equal((second, EvtxProblemKind.ChunkSignature), (Assert.Single(log.Problems).Position, log.Problems[0].Kind));
    }

    [Fact]
    public void Room_that_no_record_has_filled_is_no_problem()
    {
        byte[] file = [.. LogWriter.Many(3), .. new byte[3 * EvtxChunkParser.ChunkSize]];
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(3, log.Records.Count);
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void An_end_of_records_out_of_bounds_is_reported_and_all_records_are_read()
    {
        byte[] file = LogWriter.Many(3);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(LogWriter.FirstChunk + 48), 0xFFFF_FFF0);
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(3, log.Records.Count);
        Assert.Contains(EvtxProblemKind.ChunkHeader, log.Kinds);
    }

    [Fact]
    public void Records_that_the_header_does_not_know_of_yet_are_read_while_their_numbers_go_on()
    {
        byte[] file = LogWriter.Many(3);
        int end = LogWriter.FirstRecord + RecordSize(file, LogWriter.FirstRecord);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(LogWriter.FirstChunk + 48), (uint)(end - LogWriter.FirstChunk));
        ChunkForge.Sign(file, LogWriter.FirstChunk);
        Assert.Equal([1L, 2, 3], ReadLog.Of(file).Records.Select(r => r.Id));
    }

    [Fact]
    public void What_an_older_use_of_the_chunk_left_behind_its_end_is_not_taken_for_its_records()
    {
        byte[] file = LogWriter.Many(3);
        int second = LogWriter.FirstRecord + RecordSize(file, LogWriter.FirstRecord);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(LogWriter.FirstChunk + 48), (uint)(second - LogWriter.FirstChunk));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(second + 8), 900);
        ChunkForge.Sign(file, LogWriter.FirstChunk);
        Assert.Equal(1, ReadLog.Of(file).Only.Id);
    }

    [Fact]
    public void Chunks_of_one_file_can_be_read_in_any_order_with_one_cache()
    {
        byte[] file = LogWriter.Many(2000);
        EvtxTemplateCache cache = new();
        EvtxChunkParser parser = new(cache);
        int count = 0;
        for (int at = file.Length - EvtxChunkParser.ChunkSize; at >= LogWriter.FirstChunk; at -= EvtxChunkParser.ChunkSize)
        {
            Assert.True(parser.Load(file, at, EvtxChunkParser.ChunkSize, at));
            count += Count(parser);
        }
        Assert.Equal(2000, count);
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public void A_range_outside_the_buffer_is_the_callers_error()
    {
        EvtxChunkParser parser = new(new EvtxTemplateCache());
        Assert.Throws<ArgumentOutOfRangeException>(() => parser.Load(new byte[10], 5, 6, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => parser.Load(new byte[10], -1, 6, 0));
    }

    [Fact]
    public void Reading_a_chunk_a_second_time_allocates_nothing()
    {
        byte[] file = LogWriter.Many(200);
        EvtxChunkParser parser = new(new EvtxTemplateCache());
        ReadAll();
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void ReadAll()
        {
            parser.Load(file, LogWriter.FirstChunk, EvtxChunkParser.ChunkSize, LogWriter.FirstChunk);
            while (parser.Read())
                foreach (ref readonly EvtxValue value in parser.Values) _ = parser.Text(value).Length;
        }
    }

    private static int RecordSize(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));

    private static int Count(EvtxChunkParser parser)
    {
        int count = 0;
        while (parser.Read()) count++;
        return count;
    }
}
