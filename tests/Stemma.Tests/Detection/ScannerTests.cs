using System.IO.Compression;
using System.Text.Json;
using Stemma.Detection;
using Stemma.Evtx;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Detection;

/// <summary>What a scan promises whatever the logs: order, determinism, nothing lost in silence.</summary>
public class ScannerTests
{
    private static readonly SigmaRule Anything = Scans.Rule("sel:\n  Image|contains: ''\ncondition: sel");
    private static readonly IReadOnlyList<SigmaRule> BuiltIn = SigmaRuleReader.Load([Path.Combine(TestData.Root, "content", "rules")]).Rules;

    [Fact]
    public void The_same_bytes_come_out_whatever_the_threads()
    {
        string one = Scans.Run([Scans.Samples], [.. BuiltIn, Anything], threads: 1).Output;
        Assert.NotEmpty(one);
        for (int threads = 2; threads <= 8; threads *= 2)
            Assert.Equal(one, Scans.Run([Scans.Samples], [.. BuiltIn, Anything], threads).Output);
    }

    [Fact]
    public void The_same_bytes_come_out_whatever_the_order_of_the_paths()
    {
        string[] paths = Directory.GetFileSystemEntries(Scans.Samples);
        Assert.Equal(Scans.Run(paths, BuiltIn).Output, Scans.Run(paths.Reverse(), BuiltIn).Output);
    }

    [Fact]
    public void Detections_are_ordered_by_time_source_position_and_rule()
    {
        string[] lines = Scans.Run([Scans.Samples], [.. BuiltIn, Anything]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var keys = lines.Select(line =>
        {
            JsonElement root = JsonDocument.Parse(line).RootElement, e = root.GetProperty("event");
            return (root.GetProperty("time").GetString()!, e.GetProperty("source").GetString()!, e.GetProperty("position").GetInt64(), root.GetProperty("rule").GetProperty("id").GetString()!);
        }).ToArray();
        Assert.Equal(keys.OrderBy(key => key.Item1, StringComparer.Ordinal).ThenBy(key => key.Item2, StringComparer.Ordinal).ThenBy(key => key.Item3).ThenBy(key => key.Item4, StringComparer.Ordinal), keys);
    }

    [Fact]
    public void A_rule_fires_on_Sysmon_1_and_on_Security_4688_alike()
    {
        SigmaRule rule = Scans.Rule("sel:\n  Image|endswith: \\wscript.exe\n  ParentImage|endswith: \\chrome.exe\ncondition: sel");
        string output = Scans.Run([Path.Combine(Scans.Samples, "WKS-021")], [rule]).Output;
        Assert.Contains("\"event_id\":1,", output, StringComparison.Ordinal);
        Assert.Contains("\"event_id\":4688,", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zip")]
    public void A_compressed_log_gives_what_the_plain_one_gives(string extension)
    {
        string folder = TestData.TemporaryFolder(), plain = Path.Combine(Scans.Samples, "WKS-021", "Security.evtx");
        string packed = Path.Combine(folder, "Security.evtx" + extension);
        if (extension == ".gz")
        {
            using GZipStream gzip = new(File.Create(packed), CompressionLevel.Fastest);
            gzip.Write(File.ReadAllBytes(plain));
        }
        else
        {
            using ZipArchive zip = ZipFile.Open(packed, ZipArchiveMode.Create);
            zip.CreateEntryFromFile(plain, "Security.evtx");
        }

        var (expected, _) = Scans.Run([plain], BuiltIn);
        var (result, _) = Scans.Run([packed], BuiltIn);
        Assert.Equal((expected.Records, expected.Detections, expected.Damaged), (result.Records, result.Detections, result.Damaged));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_log_larger_than_a_stretch_is_read_whole()
    {
        string folder = TestData.TemporaryFolder(), path = Path.Combine(folder, "big.evtx");
        const int count = 20_000;
        WriteLog(path, count);
        Assert.True(new FileInfo(path).Length > 3 << 20);
        Assert.Equal(count, Scans.Run([path], [Anything], threads: 4).Result.Records);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(65_536)]
    public void Bytes_missing_from_a_log_cost_the_chunk_they_are_missing_from(int missing)
    {
        string folder = TestData.TemporaryFolder(), path = Path.Combine(folder, "cut.evtx");
        WriteLog(path, 20_000);
        byte[] bytes = File.ReadAllBytes(path);
        long whole = Scans.Run([path], [Anything]).Result.Records;
        const int at = 4096 + (10 * 65_536) + 3000;
        File.WriteAllBytes(path, [.. bytes[..at], .. bytes[(at + missing)..]]);
        ScanResult result = Scans.Run([path], [Anything], threads: 4).Result;
        Assert.True(result.Damaged > 0);
        Assert.InRange(result.Records, whole - 1200, whole - 1);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Every_kind_of_broken_file_is_named_and_the_rest_still_read()
    {
        string folder = TestData.TemporaryFolder();
        byte[] good = File.ReadAllBytes(Path.Combine(Scans.Samples, "WKS-021", "Security.evtx"));
        File.WriteAllBytes(Path.Combine(folder, "good.evtx"), good);
        File.WriteAllBytes(Path.Combine(folder, "half.evtx"), good[..(good.Length / 2)]);
        File.WriteAllBytes(Path.Combine(folder, "noise.evtx"), [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7919 >> 3))]);
        File.WriteAllBytes(Path.Combine(folder, "empty.evtx"), []);
        File.WriteAllText(Path.Combine(folder, "broken.json"), "{\"a\":[[[");
        LogFinder found = LogFinder.Find([folder]);
        var (result, _) = Scans.Run([folder], BuiltIn);
        string[] named = [.. found.Problems.Concat(result.Problems).Where(problem => problem.IsDamage).Select(problem => Path.GetFileName(problem.Source)).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["broken.json", "empty.evtx", "half.evtx", "noise.evtx"], named);
        Assert.True(result.Detections > 0);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_stopped_scan_keeps_what_it_found_and_says_so()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        using Scanner scanner = new(new ScanSettings { Logs = LogFinder.Find([Scans.Samples]).Logs, Rules = BuiltIn, LogSources = Scans.LogSources });
        Assert.True(scanner.Run(stop.Token).IsStopped);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Every_Sigma_regression_event_fires_its_rule()
    {
        string data = TestData.Shared("sigma-regression");
        var (_, output) = Scans.Run([data], SigmaRuleReader.Load([TestData.Shared("sigma")]).Rules);
        HashSet<(string, string)> fired = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            JsonElement root = JsonDocument.Parse(line).RootElement;
            return (Path.GetFileName(root.GetProperty("event").GetProperty("source").GetString()!), root.GetProperty("rule").GetProperty("id").GetString()!);
        })];
        string[][] expected = [.. File.ReadLines(Path.Combine(data, "expected.csv")).Skip(1).Select(line => line.Split(','))];
        Assert.NotEmpty(expected);
        Assert.Empty(expected.Where(row => !fired.Contains((Path.GetFileName(row[0]), row[1]))).Select(row => row[0]));
    }

    private static void WriteLog(string path, int count)
    {
        using EvtxWriter writer = EvtxWriter.Create(path);
        for (int i = 0; i < count; i++)
        {
            EvtxEvent e = new() { Provider = "Microsoft-Windows-Sysmon", EventId = 1, Channel = "Microsoft-Windows-Sysmon/Operational", Computer = "A", FileTime = 133_000_000_000_000_000 + i };
            e.Data.Add(new EvtxDatum("Image", $@"C:\Program Files\Some Vendor\program number {i}.exe"));
            writer.Write(e);
        }
    }
}
