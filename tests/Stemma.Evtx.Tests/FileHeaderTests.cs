using System.Buffers.Binary;
using Stemma.Evtx.Checksums;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

public sealed class FileHeaderTests
{
    [Fact]
    public void A_headers_numbers_are_read()
    {
        EvtxFileHeader header = ReadLog.Of(LogWriter.Many(2000)).Header!;
        Assert.Equal(0ul, header.FirstChunk);
        Assert.Equal(header.ChunkCount - 1ul, header.LastChunk);
        Assert.Equal(2001ul, header.NextRecordId);
        Assert.Equal((3, 1), (header.MajorVersion, header.MinorVersion));
        Assert.True(header.ChunkCount > 1);
        Assert.True(header.IsChecksumValid);
        Assert.False(header.IsDirty || header.IsFull || header.HasNoChecksums);
    }

    [Fact]
    public void An_empty_file_has_no_header_and_says_so()
    {
        ReadLog log = ReadLog.Of([]);
        Assert.Null(log.Header);
        Assert.Empty(log.Records);
        Assert.Equal(new EvtxProblem(0, EvtxProblemKind.FileHeader, "the file is empty"), Assert.Single(log.Problems));
    }

    [Fact]
    public void A_header_cut_short_is_reported()
    {
        byte[] file = LogWriter.Many(1)[..100];
        Assert.False(EvtxFileHeader.TryRead(file, out EvtxFileHeader? header));
        Assert.Null(header);
        Assert.Contains(EvtxProblemKind.FileHeader, ReadLog.Of(file).Kinds);
    }

    [Fact]
    public void A_header_without_its_signature_costs_no_record()
    {
        byte[] file = LogWriter.Many(3);
        file[0] = (byte)'X';
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(3, log.Records.Count);
        Assert.Equal(EvtxProblemKind.FileHeader, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void A_wrong_header_checksum_is_reported_and_costs_no_record()
    {
        byte[] file = LogWriter.Many(3);
        file[24]++;
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(3, log.Records.Count);
        Assert.False(log.Header!.IsChecksumValid);
        Assert.Equal((124L, EvtxProblemKind.FileHeader), (log.Problems[0].Position, Assert.Single(log.Problems).Kind));
    }

    [Fact]
    public void A_file_that_was_not_closed_is_reported_as_dirty()
    {
        byte[] file = LogWriter.Many(3);
        file[120] |= 1;
        ReadLog log = ReadLog.Of(file);
        Assert.True(log.Header!.IsDirty);
        Assert.Equal(3, log.Records.Count);
        Assert.Equal(EvtxProblemKind.FileDirty, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void A_full_log_says_that_it_is_full_and_that_is_no_problem()
    {
        byte[] file = LogWriter.Many(3);
        file[120] |= 2;
        ReadLog log = ReadLog.Of(file);
        Assert.True(log.Header!.IsFull);
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void A_file_that_has_no_checksums_by_its_flag_is_not_blamed_for_it()
    {
        byte[] file = LogWriter.Many(3);
        file[120] |= 4;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(124), 0);
        ReadLog log = ReadLog.Of(file);
        Assert.True(log.Header!.HasNoChecksums && log.Header.IsChecksumValid);
        Assert.Empty(log.Problems);
    }

    [Fact]
    public void An_unknown_major_version_is_reported_and_read_all_the_same()
    {
        byte[] file = LogWriter.Many(3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(38), 9);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(124), Crc32.Compute(file.AsSpan(0, 120)));
        ReadLog log = ReadLog.Of(file);
        Assert.Equal(3, log.Records.Count);
        Assert.Equal(38, Assert.Single(log.Problems).Position);
    }

    [Fact]
    public void The_headers_count_of_chunks_is_not_believed()
    {
        byte[] file = LogWriter.Many(2000);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(42), 1);
        Assert.Equal(2000, ReadLog.Of(file).Records.Count);
    }
}
