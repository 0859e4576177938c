using Stemma.Detection;
using Stemma.Logs;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Of a folder of logs, rules, policies, tables and documents every file is accounted for: read, damaged with a place, or passed with a reason.</summary>
[Trait("Speed", "slow")]
public class EveryFileTests
{
    [Fact]
    public void Every_file_is_read_or_damaged_with_a_place_or_passed_with_a_reason()
    {
        string root = TestData.Shared("");
        using LogFinder found = LogFinder.Find([root]);
        using Scanner scanner = new(new ScanSettings { Logs = found.Logs, Rules = [], LogSources = Scans.LogSources, Census = true });
        ScanResult result = scanner.Run(TestContext.Current.CancellationToken);

        HashSet<string> known = [.. found.Logs.Select(log => log.Source), .. found.PassedFiles.Select(file => file.Source), .. found.Problems.Select(problem => problem.Source)];
        HashSet<string> files = [.. known.Select(source => source.Split('!')[0])];
        Assert.DoesNotContain(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories), file => !files.Contains(file));
        Assert.All(found.PassedFiles, file => Assert.NotEmpty(file.Kind));
        Assert.All(result.Problems.Where(problem => problem.IsDamage), problem => Assert.True(problem.Position >= 0 || problem.Message.StartsWith("and ", StringComparison.Ordinal), problem.Message));

        // Of texts only one is damaged: it holds a line that has neither time nor number (type=… msg=?).
        HashSet<string> binary = [.. found.Logs.Where(log => log.Format == LogFormat.Evtx).Select(log => log.Source)];
        LogProblem damaged = Assert.Single(result.Problems, problem => problem.IsDamage && !binary.Contains(problem.Source));
        Assert.Equal(("audit-rhel7.log", "not an audit record"), (Path.GetFileName(damaged.Source), damaged.Message));
        Assert.All(result.Logs.Where(log => log.Records == 0 && log.Log.Format != LogFormat.Evtx), log => Assert.True(log.Others > 0, log.Log.Source));
    }
}
