using System.Text;
using Stemma.Evtx.Tests.Support;

namespace Stemma.Evtx.Tests;

public sealed class EvtxDumpTests
{
    [Theory]
    [InlineData(EvtxTextFormat.Json)]
    [InlineData(EvtxTextFormat.Xml)]
    public void All_records_of_all_files_come_out_in_their_order(EvtxTextFormat format)
    {
        byte[][] files = [LogWriter.Many(20_000), LogWriter.Many(1), LogWriter.Many(3000)];
        Assert.Equal(files.SelectMany(file => Read(file, format)), Dump(files, format, out _));
    }

    [Fact]
    public void A_file_is_told_to_be_written_when_its_records_are_and_its_problems_are_known()
    {
        byte[] damaged = LogWriter.Many(20_000);
        damaged.AsSpan(LogWriter.FirstChunk + (12 * EvtxChunkParser.ChunkSize), 8).Clear();
        using MemoryStream output = new();
        EvtxDump dump = new(output, EvtxTextFormat.Json);
        List<(string Name, long Bytes, long Problems)> written = [];
        using EvtxFile first = Open(damaged), second = Open(LogWriter.Many(10));
        dump.Add(first, () => written.Add(("first", output.Length, first.ProblemCount)));
        dump.Add(second, () => written.Add(("second", output.Length, second.ProblemCount)));
        dump.Finish();
        Assert.Equal(["first", "second"], written.Select(file => file.Name));
        Assert.Equal([1L, 0], written.Select(file => file.Problems));
        Assert.Equal(Read(damaged, EvtxTextFormat.Json).Sum(line => line.Length + 1), written[0].Bytes);
        Assert.Equal(output.Length, written[1].Bytes);
    }

    [Fact]
    public void Damage_costs_what_it_costs_a_reader()
    {
        byte[] damaged = LogWriter.Many(20_000);
        Random random = new(1);
        for (int i = 0; i < 200; i++) damaged[random.Next(LogWriter.FirstChunk, damaged.Length)] ^= 0x41;
        // A chunk too early, and the file cut off.
        damaged = [.. damaged[..300_000], .. damaged[331_072..^1000]];
        using EvtxFile read = Open(damaged);
        string[] records = [.. read.ReadRecords().Select(record => record.ToJson())];
        Assert.Equal(records, Dump([damaged], EvtxTextFormat.Json, out IReadOnlyList<EvtxProblem> problems));
        Assert.NotEmpty(problems);
        Assert.Equal(read.Problems, problems);
    }

    [Fact]
    public void Deleted_records_are_written_when_they_are_asked_for()
    {
        byte[] log = LogWriter.Many(600);
        // The first chunk's header forgets its last records.
        log.AsSpan(LogWriter.FirstChunk + 48, 4).Clear();
        log[LogWriter.FirstChunk + 49] = 0x80;
        Assert.True(Dump([log], EvtxTextFormat.Json, out _, deleted: true).Length >= Dump([log], EvtxTextFormat.Json, out _).Length);
        using EvtxFile read = Open(log);
        read.RecoverDeleted = true;
        Assert.Equal(read.ReadRecords().Select(record => record.ToJson()), Dump([log], EvtxTextFormat.Json, out _, deleted: true));
    }

    [Fact]
    public void A_file_is_read_once()
    {
        using EvtxFile file = Open(LogWriter.Many(1));
        Assert.Single(file.ReadRecords());
        Assert.Throws<InvalidOperationException>(() => new EvtxDump(Stream.Null, EvtxTextFormat.Json).Add(file));
    }

    [Fact]
    public void What_stands_before_a_place_that_cannot_be_read_is_written()
    {
        byte[] log = LogWriter.Many(20_000);
        using MemoryStream output = new();
        EvtxDump dump = new(output, EvtxTextFormat.Json);
        using EvtxFile file = EvtxFile.Open(new BrokenDisk(log, 3_000_000));
        Assert.Throws<IOException>(() => dump.Add(file));
        Assert.Equal(Read(log, EvtxTextFormat.Json)[0], Encoding.UTF8.GetString(output.ToArray()).Split('\n')[0]);
    }

    private static string[] Dump(byte[][] files, EvtxTextFormat format, out IReadOnlyList<EvtxProblem> problems, bool deleted = false)
    {
        using MemoryStream output = new();
        EvtxDump dump = new(output, format);
        List<EvtxProblem> all = [];
        foreach (byte[] bytes in files)
        {
            using EvtxFile file = Open(bytes);
            file.RecoverDeleted = deleted;
            dump.Add(file, () => all.AddRange(file.Problems));
        }

        dump.Finish();
        problems = all;
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Read(byte[] bytes, EvtxTextFormat format)
    {
        using EvtxFile file = Open(bytes);
        return [.. file.ReadRecords().Select(record => format == EvtxTextFormat.Xml ? record.ToXml() : record.ToJson())];
    }

    private static EvtxFile Open(byte[] bytes) => EvtxFile.Open(new MemoryStream(bytes));

    /// <summary>A file of which only the first part can be read.</summary>
    private sealed class BrokenDisk(byte[] bytes, int readable) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => Position + buffer.Length > readable ? throw new IOException("bad sector") : base.Read(buffer);
    }
}
