using System.Text.RegularExpressions;
using Stemma.Tests.Shared;

namespace Stemma.Sigma.Tests.LogSources;

/// <summary>The table of <c>docs/scan.md</c> that says which rules can fire on which logs.</summary>
public sealed partial class DocumentedTests
{
    // Log sources that events bring themselves, or examples of such.
    private static readonly string[] OfEvents = ["auditd", "webserver", "proxy", "aaa"];

    private static string Maps => Path.Combine(TestData.Root, "content", "logsources");

    [Fact]
    public void Every_log_source_of_the_table_is_one_of_the_maps()
    {
        string[] rows = [.. File.ReadAllLines(Path.Combine(TestData.Root, "docs", "scan.md")).SkipWhile(line => line != "## Which rules can fire on which logs")
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith('|'))];
        Assert.InRange(rows.Length, 9, int.MaxValue);
        Assert.All(rows.SelectMany(row => Name().Matches(row.Split('|')[2]).Select(match => match.Groups[1].Value)), name => Assert.Contains(name, Named()));
    }

    [Fact]
    public void Every_log_source_of_Linux_and_macOS_is_in_the_table()
    {
        string text = File.ReadAllText(Path.Combine(TestData.Root, "docs", "scan.md"));
        IEnumerable<string> services = new[] { "linux.yml", "macos.yml" }.SelectMany(map => Source().Matches(File.ReadAllText(Path.Combine(Maps, map))).Where(match => match.Value.Contains("service", StringComparison.Ordinal)))
            .Select(match => match.Groups[1].Value).Distinct();
        Assert.All(services, service => Assert.Matches($"`(service: )?{Regex.Escape(service)}`", text));
    }

    private static HashSet<string> Named() => [.. OfEvents, "logsource", "windows", "linux", "macos",
        .. Directory.GetFiles(Maps).SelectMany(path => Source().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value))];

    [GeneratedRegex("`(?:service: |product: )?([a-z_-]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("(?:service|category): ([a-z_-]+)")]
    private static partial Regex Source();
}
