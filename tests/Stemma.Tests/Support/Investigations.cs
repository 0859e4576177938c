using Stemma.Detection;
using Stemma.Incidents;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Support;

/// <summary>Investigates logs for tests.</summary>
internal static class Investigations
{
    /// <summary>A rule that fires on starts of processes whose command holds a word.</summary>
    public static SigmaRule OnCommand(string word, string level = "high", params string[] tags)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($$"""
            title: Command {{word}}
            level: {{level}}
            tags: [{{string.Join(", ", tags)}}]
            logsource: {product: windows, category: process_creation}
            detection:
              s: {CommandLine|contains: '{{word}}'}
              condition: s
            """, $"{word}.yml");
        Assert.Empty(set.Problems);
        return Assert.Single(set.Rules);
    }

    public static Investigation From(IEnumerable<string> paths, IReadOnlyList<SigmaRule> rules, IReadOnlyList<Chain>? chains = null, int threads = 2, InvestigationLimits? limits = null)
    {
        using LogFinder found = LogFinder.Find(paths);
        using InvestigationScan scan = new(new ScanSettings { Logs = found.Logs, Rules = rules, LogSources = Scans.LogSources, Threads = threads }, chains ?? [], limits);
        scan.Run(TestContext.Current.CancellationToken);
        return scan.Build();
    }

    /// <summary>Investigates one log of the given lines.</summary>
    public static Investigation Of(IReadOnlyList<SigmaRule> rules, IEnumerable<string> lines, IReadOnlyList<Chain>? chains = null, int threads = 2, InvestigationLimits? limits = null)
    {
        string folder = TestData.TemporaryFolder();
        File.WriteAllLines(Path.Combine(folder, "log.json"), lines);
        try
        {
            return From([folder], rules, chains, threads, limits);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A start of a process as Sysmon tells it; seconds after a fixed moment.</summary>
    public static string Start(double second, int pid, string image, int parent, string parentImage, string command = "", string host = "A", string user = @"CORP\\u") =>
        $$"""{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Hostname":"{{host}}","TimeCreated":"{{Time(second)}}","ProcessId":"{{pid}}","Image":"{{Escape(image)}}","CommandLine":"{{Escape(command.Length == 0 ? image : command)}}","ParentProcessId":"{{parent}}","ParentImage":"{{Escape(parentImage)}}","User":"{{user}}"}""";

    /// <summary>Any event with a payload of JSON members.</summary>
    public static string Event(double second, string channel, int id, string members, string host = "A", string provider = "") =>
        $$"""{"Channel":"{{channel}}","EventID":{{id}},"Hostname":"{{host}}","TimeCreated":"{{Time(second)}}"{{(provider.Length > 0 ? $",\"SourceName\":\"{provider}\"" : "")}},{{members}}}""";

    private static string Time(double second) => new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc).AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
