using Stemma.Detection;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>Names the rules that make much of a large result, and writes what a tune file would need to hide them.</summary>
internal static class TuneSuggestion
{
    /// <summary>The lines of a summary; none when no rule makes more than a quarter.</summary>
    public static IEnumerable<string> Lines(ScanResult result)
    {
        var noisy = result.Groups.GroupBy(group => group.Rule).Select(groups => (Rule: groups.Key, Count: groups.Sum(group => group.Count), Most: groups.MaxBy(group => group.Count)!))
            .Where(rule => rule.Count * 4 > result.Detections).OrderByDescending(rule => rule.Count).ThenBy(rule => rule.Rule.Id, StringComparer.Ordinal).ToArray();
        if (noisy.Length == 0) yield break;
        foreach (var (rule, count, _) in noisy) yield return $"Noisy       {100 * count / result.Detections} % of all: {Humans.Clean(rule.Title)}";
        yield return "            If that is harmless here, say why in a file for --tune:";
        yield return "exclude:";
        foreach (var (rule, count, most) in noisy) yield return Exclusion(rule, most.Count * 10 >= count * 9 ? most.Host : "");
    }

    // One host that makes nearly all of it is where the harmless cause is.
    private static string Exclusion(SigmaRule rule, string host)
    {
        string where = host.Length > 0 ? $"host: {Quoted(host)}, " : "";
        return $"  - {{rule: {Quoted(rule.Id)}, {where}reason: 'WHY', expires: {DateTime.UtcNow.AddDays(90):yyyy-MM-dd}}}  # {Humans.Clean(rule.Title)}";
    }

    private static string Quoted(string text) => $"'{Humans.Clean(text).Replace("'", "''", StringComparison.Ordinal)}'";
}
