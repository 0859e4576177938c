using System.Text;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Support;

/// <summary>Runs scans for tests.</summary>
internal static class Scans
{
    public static LogSourceMap LogSources { get; } = LogSourceMap.Load([Path.Combine(TestData.Root, "content", "logsources")]);

    public static string Samples => Path.Combine(TestData.Root, "samples");

    /// <summary>A rule from its detection; about Sysmon's process starts unless said otherwise.</summary>
    public static SigmaRule Rule(string detection, string logSource = "{product: windows, category: process_creation}", string title = "test")
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"title: {title}\nlogsource: {logSource}\ndetection:\n{Indent(detection)}\n", "test.yml");
        Assert.Empty(set.Problems);
        return Assert.Single(set.Rules);
    }

    public static (ScanResult Result, string Output) Run(IEnumerable<string> paths, IReadOnlyList<SigmaRule> rules, int threads = 2, Func<DetectionWriter>? writer = null, bool carve = false)
    {
        using LogFinder found = LogFinder.Find(paths, carve: carve);
        using Scanner scanner = new(new ScanSettings
        {
            Logs = found.Logs,
            Rules = rules,
            LogSources = LogSources,
            Threads = threads,
            Carve = carve,
            Writer = writer ?? (() => new JsonDetectionWriter()),
        });
        ScanResult result = scanner.Run(TestContext.Current.CancellationToken);
        using MemoryStream output = new();
        scanner.CopyTo(output);
        return (result, Encoding.UTF8.GetString(output.ToArray()));
    }

    /// <summary>Scans one file of the given content.</summary>
    public static (ScanResult Result, string Output) RunText(string content, IReadOnlyList<SigmaRule> rules, string name = "log.json")
    {
        string folder = TestData.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder, name), content);
        try
        {
            return Run([folder], rules);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "  " + line));
}
