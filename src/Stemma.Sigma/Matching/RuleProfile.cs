using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Stemma.Sigma;

/// <summary>
/// What each rule cost: how often it was evaluated, because an event had its rarest part, and how long that took. What rules share (the
/// searches, items decided for an earlier rule) is not counted. One a thread, then added up.
/// </summary>
public sealed class RuleProfile
{
    private readonly Dictionary<SigmaRule, (long Evaluations, long Ticks)> _rules = [];

    /// <summary>The rules, costliest first.</summary>
    public IEnumerable<(SigmaRule Rule, long Evaluations, TimeSpan Time)> Rules =>
        _rules.OrderByDescending(rule => rule.Value.Ticks).ThenBy(rule => rule.Key.Id, StringComparer.Ordinal)
            .Select(rule => (rule.Key, rule.Value.Evaluations, Stopwatch.GetElapsedTime(0, rule.Value.Ticks)));

    /// <summary>Adds what another noted.</summary>
    public void Add(RuleProfile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach ((SigmaRule rule, (long evaluations, long ticks)) in other._rules)
        {
            ref var mine = ref CollectionsMarshal.GetValueRefOrAddDefault(_rules, rule, out _);
            mine = (mine.Evaluations + evaluations, mine.Ticks + ticks);
        }
    }

    internal void Add(SigmaRule rule, long ticks)
    {
        ref var mine = ref CollectionsMarshal.GetValueRefOrAddDefault(_rules, rule, out _);
        mine = (mine.Evaluations + 1, mine.Ticks + ticks);
    }
}
