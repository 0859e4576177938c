using Stemma.Sigma;

namespace Stemma.Incidents;

/// <summary>What the logs could not have shown, and what they could.</summary>
internal sealed class BlindSpots
{
    private readonly HashSet<(string, SigmaRule)> _gaps;
    private readonly ILookup<string, SigmaRule> _byTechnique, _bySource;

    /// <summary>Takes what a scan says.</summary>
    /// <param name="gaps">The rules that could not have fired.</param>
    /// <param name="rules">The rules that ran.</param>
    public BlindSpots(IReadOnlyList<ReadinessGap> gaps, IReadOnlyList<SigmaRule> rules)
    {
        _gaps = [.. gaps.Select(gap => (gap.Host, gap.Rule))];
        _bySource = rules.ToLookup(rule => rule.LogSource.ToString());
        _byTechnique = rules.SelectMany(rule => rule.Techniques, (rule, technique) => (technique, rule)).ToLookup(pair => pair.technique, pair => pair.rule);
        List = [.. gaps.GroupBy(gap => (gap.Host, What(gap))).OrderBy(group => group.Key.Host, StringComparer.Ordinal).ThenBy(group => group.Key.Item2, StringComparer.Ordinal)
            .Select(group => new BlindSpot(group.Key.Host, group.Key.Item2, group.Count(),
                [.. group.SelectMany(gap => gap.Rule.Techniques).Distinct().Order(StringComparer.Ordinal)]))];
    }

    /// <summary>All, by machine and kind of event.</summary>
    public IReadOnlyList<BlindSpot> List { get; }

    /// <summary>Whether a machine's logs held nothing that a rule about a log source looks at.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="source">The log source, as <c>windows/file_event</c>.</param>
    public bool HasNone(string host, string source) => _bySource[source].Any() && _bySource[source].All(rule => _gaps.Contains((host, rule)));

    /// <summary>Whether the logs of some machines could have shown a technique, and the reason in words.</summary>
    /// <param name="techniques">The technique, or several of which one is enough.</param>
    /// <param name="hosts">The machines.</param>
    /// <param name="products">What they run, as log sources say it.</param>
    public (bool Could, string Reason) Ask(IReadOnlyList<string> techniques, IReadOnlyList<string> hosts, IReadOnlySet<string> products)
    {
        SigmaRule[] rules = [.. _byTechnique.Where(pair => techniques.Any(technique => IsWithin(pair.Key, technique))).SelectMany(pair => pair).Distinct()
            .Where(rule => rule.LogSource.Product is null || products.Contains(rule.LogSource.Product))];
        string named = string.Join(" or ", techniques);
        if (rules.Length == 0) return (false, $"no rule that ran looks for {named} on such machines");
        SigmaRule[] ready = [.. rules.Where(rule => hosts.Any(host => !_gaps.Contains((host, rule))))];
        if (ready.Length > 0) return (true, $"{(ready.Length == 1 ? "one rule" : $"{ready.Length} rules")} for {named} had the events they need and found nothing");
        string sources = string.Join(", ", rules.Select(rule => rule.LogSource.ToString()).Distinct().Order(StringComparer.Ordinal).Take(4));
        return (false, $"the logs hold no events that would show {named}: {sources}");
    }

    /// <summary>Whether a technique is another or one of its sub-techniques.</summary>
    public static bool IsWithin(string technique, string wanted) =>
        technique.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) && (technique.Length == wanted.Length || technique[wanted.Length] == '.');

    private static string What(ReadinessGap gap) =>
        gap.MissingFields.IsEmpty ? gap.Rule.LogSource.ToString() : $"{gap.Rule.LogSource} without {string.Join(", ", gap.MissingFields)}";
}
