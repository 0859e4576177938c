using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>Says what the logs at hand could not have shown.</summary>
internal static class Readiness
{
    private const int Shown = 3;

    /// <summary>The largest blind spots: fields that never hold a value, and kinds of events that are not there.</summary>
    public static IEnumerable<string> Summary(IReadOnlyList<ReadinessGap> gaps, int hosts)
    {
        string head = "Blind spots ";
        foreach (var spot in Spots(gaps.Where(gap => gap.MissingFields.Length > 0)).Take(Shown))
        {
            yield return $"{head}{spot.Source} without {string.Join(", ", spot.Fields)} on {Hosts(spot.Hosts)}: {Humans.Count(spot.Rules, "rule")} could not fire";
            head = "            ";
        }

        int blind = gaps.GroupBy(gap => gap.Rule).Count(rule => rule.Count() == hosts && rule.All(gap => gap.MissingFields.IsEmpty));
        if (blind > 0) yield return $"{head}{Humans.Count(blind, "rule")} found no event of their kind on any host: --readiness lists them";
    }

    /// <summary>Every blind spot: what is missing, where, and for how many rules of which level.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<ReadinessGap> gaps)
    {
        writer.WriteLine("What the logs could not have shown");
        foreach (var spot in Spots(gaps))
        {
            string what = spot.Fields.Length == 0 ? $"no events of {spot.Source}" : $"{spot.Source} without {string.Join(", ", spot.Fields)}";
            writer.WriteLine(Humans.Clean($"  {spot.Rules,5} {(spot.Rules == 1 ? "rule " : "rules")}  {what}  on {Hosts(spot.Hosts)}"));
        }

        if (gaps.Count == 0) writer.WriteLine("  nothing: every rule could have fired on every host");
    }

    private static IEnumerable<Spot> Spots(IEnumerable<ReadinessGap> gaps) =>
        gaps.GroupBy(gap => new Missing(gap.Rule.LogSource, string.Join('\n', gap.MissingFields)))
            .Select(spot => new Spot(spot.Key.Source.ToString(), spot.Key.Fields.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                [.. spot.Select(gap => gap.Host).Distinct().Order(StringComparer.Ordinal)], spot.Select(gap => gap.Rule).Distinct().Count()))
            .OrderByDescending(spot => spot.Rules).ThenBy(spot => spot.Source, StringComparer.Ordinal).ThenBy(spot => string.Join(' ', spot.Fields), StringComparer.Ordinal);

    private sealed record Missing(SigmaLogSource Source, string Fields);

    private sealed record Spot(string Source, string[] Fields, string[] Hosts, int Rules);

    private static string Hosts(string[] hosts)
    {
        string named = string.Join(", ", hosts.Take(Shown).Select(host => host.Length == 0 ? "(no host)" : Humans.Clean(host)));
        return hosts.Length > Shown ? $"{named} and {Humans.Count(hosts.Length - Shown)} more" : named;
    }
}
