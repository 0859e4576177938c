using System.Buffers.Binary;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

/// <summary>Records that the log no longer counts: found on request, marked, and never under wrong names.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public void Deleted_records_are_not_read_unless_asked_for() =>
        Assert.Equal([1L], Read(Cleared(), recover: false).Select(r => r.Id));

    [Fact]
    public void Deleted_records_behind_the_last_one_are_found_and_marked()
    {
        IReadOnlyList<(long Id, bool IsRecovered, string Xml)> records = Read(Cleared(), recover: true);
        Assert.Equal([1L, 770, 771], records.Select(r => r.Id));
        Assert.Equal([false, true, true], records.Select(r => r.IsRecovered));
        Assert.Contains("<Data Name=\"Index\">2</Data>", records[2].Xml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_record_whose_template_is_still_there_has_its_names()
    {
        ChunkForge forge = new();
        int template = 0;
        forge.Record(1, f => template = f.Template(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.String).End(), TemplateTests.Text("x")));
        Assert.Equal("<A>y</A>", Deleted(forge, f => f.Instance(template, TemplateTests.Text("y")), out _));
    }

    [Fact]
    public void A_deleted_record_whose_template_gave_way_to_another_has_no_names()
    {
        ChunkForge forge = new();
        int template = 0;
        forge.Record(1, f => template = f.Template(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.String).End(), TemplateTests.Text("x")));
        // The definition in its place is another one: another GUID than the instance's id says.
        forge.Bytes[template + 4] = 7;
        Assert.Equal("<Event><EventData><Data>y</Data></EventData></Event>", Deleted(forge, f => f.Instance(template, TemplateTests.Text("y")), out ReadLog log));
        Assert.Equal(EvtxProblemKind.RecordTemplate, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void A_deleted_record_whose_template_moved_within_its_chunk_has_its_names()
    {
        ChunkForge forge = new();
        int template = 0;
        forge.Record(1, f => template = f.Template(d => d.Open("A", dependency: true).Content().Substitute(0, EvtxType.String).End(), TemplateTests.Text("x")));
        Assert.Equal("<A>y</A>", Deleted(forge, f => f.Instance(template + 300, TemplateTests.Text("y")), out _));
    }

    [Fact]
    public void A_deleted_records_name_that_was_overwritten_is_not_believed()
    {
        ChunkForge forge = new();
        int name = 0;
        forge.Record(1, f =>
        {
            name = f.Position + 9;
            f.Open("Image").Content().Text("x").End();
        });
        // The live record's own walk does not care, and the deleted one must.
        forge.Bytes[name + 8] = (byte)'X';
        Assert.Null(Deleted(forge, f => f.Add(1).UInt32(0).UInt32(name).Content().Text("y").End(), out ReadLog log));
        Assert.Equal(EvtxProblemKind.DeletedRecord, Assert.Single(log.Problems).Kind);
    }

    [Fact]
    public void A_chunk_without_signature_is_searched_for_records()
    {
        byte[] file = LogWriter.Many(3);
        file[LogWriter.FirstChunk] = (byte)'X';
        Assert.Empty(Read(file, recover: false));
        Assert.Equal([(1L, true), (2, true), (3, true)], Read(file, recover: true).Select(r => (r.Id, r.IsRecovered)));
    }

    [Fact]
    public void Recovery_of_one_chunk_ends_before_the_next()
    {
        byte[] file = [.. LogWriter.Many(3), .. LogWriter.Many(3).AsSpan(LogWriter.FirstChunk)];
        Assert.Equal([false, false, false, false, false, false], Read(file, recover: true).Select(r => r.IsRecovered));
    }

    /// <summary>Three records, then the chunk's header set back to the first: what clearing a log leaves. The others are numbered as from before.</summary>
    private static byte[] Cleared()
    {
        byte[] file = LogWriter.Many(3);
        int at = LogWriter.FirstRecord, first = Next(file, at);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(LogWriter.FirstChunk + 48), (uint)(first - LogWriter.FirstChunk));
        for (at = first; file[at] == 0x2A; at = Next(file, at)) file[at + 9] = 3;
        return ChunkForge.Sign(file, LogWriter.FirstChunk);

        static int Next(byte[] file, int at) => at + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
    }

    /// <summary>Writes one more record, ends the chunk before it, and gives what is recovered.</summary>
    private static string? Deleted(ChunkForge forge, Action<ChunkForge> record, out ReadLog log)
    {
        int end = forge.Position;
        forge.Record(900, record);
        byte[] chunk = forge.Chunk();
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(48), (uint)end);
        ChunkForge.Sign(chunk);
        log = ReadLog.OfChunk(chunk, recover: true);
        Assert.Equal(1, log.Records[0].Id);
        return log.Records.Count == 1 ? null : log.Records[1].Xml;
    }

    private static IReadOnlyList<(long Id, bool IsRecovered, string Xml)> Read(byte[] bytes, bool recover)
    {
        using EvtxFile file = EvtxFile.Open(new MemoryStream(bytes));
        file.RecoverDeleted = recover;
        return [.. file.ReadRecords().Select(r => (r.Id, r.IsRecovered, r.ToXml()))];
    }
}
