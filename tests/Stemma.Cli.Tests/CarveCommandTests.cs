using System.Buffers.Binary;
using System.Text.Json;
using Stemma.Cli.Tests.Support;
using Stemma.Evtx;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>stemma scan --carve: what an intruder deleted, and what stands in an image, is found, counted and marked in every format.</summary>
public sealed class CarveCommandTests : IDisposable
{
    private const int Chunk = EvtxChunkParser.ChunkSize, FirstChunk = EvtxFileHeader.Size;
    private readonly string _folder = TestData.TemporaryFolder();

    private string RulePath => Path.Combine(_folder, "rule.yml");

    private string LogFolder => Directory.CreateDirectory(Path.Combine(_folder, "logs")).FullName;

    public CarveCommandTests() => File.WriteAllText(RulePath, """
        title: Marked Process
        level: high
        tags: [attack.t1059]
        logsource: {product: windows, category: process_creation}
        detection:
          selection:
            CommandLine|startswith: 'marked '
          condition: selection
        """);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_table_marks_deleted_records_with_a_word_and_the_summary_counts_them()
    {
        Write("a.evtx", Truncated(Log(11), keep: 4));
        var (code, output, _) = Scan();
        Assert.Equal(0, code);
        Assert.Contains("10 × ", output, StringComparison.Ordinal);
        Assert.Contains("  6 recovered  T1059", output, StringComparison.Ordinal);
        Assert.Contains("Recovered   6 records, and 0 left out that a log holds or that were found before", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_carve_deleted_records_stay_deleted()
    {
        Write("a.evtx", Truncated(Log(11), keep: 4));
        string output = StemmaProgram.Run("scan", LogFolder, "--rules", RulePath).Output;
        Assert.Contains("4 × ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ecovered", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_count_what_was_recovered_and_what_was_left_out_as_the_same()
    {
        Write("a.evtx", Truncated(Log(11), keep: 4));
        Write("disk.raw", Scattered([Log(13).AsSpan(FirstChunk, Chunk).ToArray()], 1 << 20));
        string path = Path.Combine(_folder, "stats.json");
        Scan("--stats", path);
        JsonElement stats = JsonDocument.Parse(File.ReadAllText(path)).RootElement;

        // 4 live, 6 deleted, and 3 that only the image has; the image's other 10 are the log's or found there before.
        Assert.Equal((13, 9, 10), (stats.GetProperty("records").GetInt32(), stats.GetProperty("recovered").GetInt32(), stats.GetProperty("recovered_duplicates").GetInt32()));
        Assert.Equal((13, 0), (stats.GetProperty("detections").GetInt32(), stats.GetProperty("damaged").GetInt32()));
    }

    [Fact]
    public void Lines_of_JSON_mark_recovered_detections_and_no_others()
    {
        Write("a.evtx", Truncated(Log(11), keep: 4));
        string[] lines = Scan("--format", "jsonl").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, 11).Where(id => id != 5).Select(id => (id, id > 4)), lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event"))
            .Select(e => (e.GetProperty("record_id").GetInt32(), e.TryGetProperty("recovered", out JsonElement mark) && mark.GetBoolean())).Order());
    }

    [Fact]
    public void Chunks_scattered_in_noise_all_come_back_marked()
    {
        byte[] log = Log(700);
        byte[][] chunks = Chunks(log);
        Assert.InRange(chunks.Length, 3, 12);
        Write("disk.raw", Scattered(chunks, 2 << 20));
        string[] lines = Scan("--format", "jsonl").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(700, lines.Length);
        Assert.All(lines, line => Assert.Contains("\"recovered\":true", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Markdown_counts_recovered_detections_in_a_column_of_their_own()
    {
        Write("a.evtx", Truncated(Log(11), keep: 4));
        string output = Scan("--format", "markdown").Output;
        Assert.Contains("10 records (6 recovered, 0 more left out as the same)", output, StringComparison.Ordinal);
        Assert.Contains("| rule | host | count | recovered | first |", output, StringComparison.Ordinal);
        Assert.Contains("| ` Marked Process ` | ` HOST1 ` | 10 | 6 | 20", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n').Where(line => line.StartsWith('|')), line => Assert.Equal(9, line.Count(c => c == '|')));
    }

    [Fact]
    public void Navigator_says_how_many_of_a_technique_are_recovered()
    {
        Write("a.evtx", Truncated(Log(11), keep: 4));
        JsonElement technique = JsonDocument.Parse(Scan("--format", "navigator").Output).RootElement.GetProperty("techniques")[0];
        Assert.Equal(("T1059", 10), (technique.GetProperty("techniqueID").GetString(), technique.GetProperty("score").GetInt32()));
        JsonElement metadata = Assert.Single(technique.GetProperty("metadata").EnumerateArray());
        Assert.Equal(("recovered", "6"), (metadata.GetProperty("name").GetString(), metadata.GetProperty("value").GetString()));
    }

    [Fact]
    public void A_deleted_record_that_cannot_be_read_is_a_note_with_its_place_and_no_damage()
    {
        byte[] log = Truncated(Log(11), keep: 4);
        int sixth = FirstChunk + Record(log, 5);
        log.AsSpan(sixth + 24, 8).Fill(0xEE);
        Write("a.evtx", log);
        var (code, output, errors) = Scan();
        Assert.Equal(0, code);
        Assert.Contains("  5 recovered  ", output, StringComparison.Ordinal);
        Assert.Matches($"note: .*a\\.evtx: at byte {sixth + 24}: ", errors);
        Assert.DoesNotContain("damaged:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_went_with_a_deleted_template_are_a_note_and_no_damage()
    {
        // The second record brings the template that the third needs.
        byte[] log = Truncated(Log(3, i => i > 0), keep: 1);
        log.AsSpan(FirstChunk + Record(log, 1), Record(log, 2) - Record(log, 1)).Clear();
        Write("a.evtx", log);
        var (code, output, errors) = Scan();
        Assert.Equal(0, code);
        Assert.Contains("Recovered   1 record,", output, StringComparison.Ordinal);
        Assert.Matches(@"note: .*a\.evtx: at byte \d+: a deleted record's template has been overwritten", errors);
    }

    [Fact]
    public void Records_that_a_log_has_but_does_not_count_yet_are_its_own()
    {
        Write("a.evtx", Truncated(Log(11), keep: 4, gap: false));
        Assert.DoesNotContain("ecovered", Scan().Output, StringComparison.Ordinal);
        Assert.Contains("11 × ", Scan().Output, StringComparison.Ordinal);
    }

    [Fact, Trait("Speed", "slow")]
    public void Chunks_of_real_logs_scattered_in_64_mebibytes_of_noise_all_come_back()
    {
        string[] logs = [.. Directory.EnumerateFiles(TestData.Shared("evtx-attack-samples"), "*.evtx", SearchOption.AllDirectories)
            .Where(path => new FileInfo(path).Length <= FirstChunk + (3 * Chunk)).Order(StringComparer.Ordinal).Take(100)];
        Write("disk.raw", Scattered([.. logs.SelectMany(path => Chunks(File.ReadAllBytes(path)))], 64 << 20));
        HashSet<string> expected = Found(StemmaProgram.Run(["scan", .. logs, "--format", "csv"]).Output);
        Assert.InRange(expected.Count, 50, int.MaxValue);
        Assert.Subset(Found(StemmaProgram.Run("scan", LogFolder, "--carve", "--format", "csv").Output), expected);

        // Time to record number, without the values and the place.
        static HashSet<string> Found(string csv) => [.. csv.Split("\r\n").Skip(1).Select(line => string.Join(',', line.Split(',').Take(4))).Where(line => line.StartsWith("20", StringComparison.Ordinal))];
    }

    private (int Code, string Output, string Errors) Scan(params string[] options) => StemmaProgram.Run(["scan", LogFolder, "--carve", "--rules", RulePath, .. options]);

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(LogFolder, name), bytes);

    // Process starts, a second after one another, all of which the rule finds; some of another layout.
    private static byte[] Log(int count, Func<int, bool>? isOther = null)
    {
        using MemoryStream stream = new();
        using (EvtxWriter writer = new(stream, leaveOpen: true))
        {
            for (int i = 0; i < count; i++)
            {
                EvtxEvent e = new() { Provider = "Microsoft-Windows-Sysmon", EventId = 1, Channel = "Microsoft-Windows-Sysmon/Operational", Computer = "HOST1", FileTime = 133_486_382_450_000_000 + (i * 10_000_000L) };
                e.Data.Add(new("Image", @"C:\Windows\System32\cmd.exe"));
                e.Data.Add(new("CommandLine", $"marked {i}"));
                if (isOther?.Invoke(i) == true) e.Data.Add(new("CurrentDirectory", @"C:\"));
                writer.Write(e);
            }
        }

        return stream.ToArray();
    }

    private static byte[][] Chunks(byte[] log) =>
        [.. Enumerable.Range(0, (log.Length - FirstChunk) / Chunk).Select(i => log.AsSpan(FirstChunk + (i * Chunk), Chunk).ToArray()).Where(chunk => chunk.AsSpan().StartsWith("ElfChnk\0"u8))];

    // The first chunk's header counts only so many records, and names no checksums. The record behind them is gone: what goes on with the
    // numbers is the log's own.
    private static byte[] Truncated(byte[] log, int keep, bool gap = true)
    {
        Span<byte> chunk = log.AsSpan(FirstChunk, Chunk);
        int end = Record(log, keep), last = Record(log, keep - 1);
        BinaryPrimitives.WriteInt64LittleEndian(chunk[16..], keep);
        BinaryPrimitives.WriteInt64LittleEndian(chunk[32..], keep);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[44..], last);
        BinaryPrimitives.WriteInt32LittleEndian(chunk[48..], end);
        chunk.Slice(52, 4).Clear();
        chunk.Slice(124, 4).Clear();
        if (gap) chunk.Slice(end, 4).Clear();
        return log;
    }

    // Where a record stands in the first chunk.
    private static int Record(byte[] log, int index)
    {
        int at = 512;
        for (; index > 0; index--) at += BinaryPrimitives.ReadInt32LittleEndian(log.AsSpan(FirstChunk + at + 4));
        return at;
    }

    private static byte[] Scattered(byte[][] chunks, int size)
    {
        byte[] image = new byte[size];
        Random random = new(20240102);
        random.NextBytes(image);
        int room = size / chunks.Length;
        for (int i = 0; i < chunks.Length; i++) chunks[i].CopyTo(image, (i * room) + random.Next(room - Chunk));
        return image;
    }
}
