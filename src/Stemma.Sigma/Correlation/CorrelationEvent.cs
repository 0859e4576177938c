namespace Stemma.Sigma;

/// <summary>An event that matched a rule, as a <see cref="SigmaCorrelator"/> sees it.</summary>
/// <param name="rule">The rule.</param>
/// <param name="time">When it happened: 100 ns units since 1601-01-01 UTC; 0 when it has no time.</param>
/// <param name="values">The values of <see cref="SigmaCorrelator.FieldsOf"/>; a field that is missing or null may be left out.</param>
/// <param name="origin">Whatever the caller wants to find again in a match.</param>
public sealed class CorrelationEvent(SigmaRule rule, long time, IReadOnlyDictionary<string, string?> values, object? origin = null)
{
    /// <summary>The rule.</summary>
    public SigmaRule Rule { get; } = rule;

    /// <summary>When it happened.</summary>
    public long Time { get; } = time;

    /// <summary>The values, by field.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; } = values;

    /// <summary>What the caller gave.</summary>
    public object? Origin { get; } = origin;
}

/// <summary>A correlation rule that fired.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Time">When it fired: the event's time, or the end of the window where only that decides.</param>
/// <param name="Event">The event that completed it: the last in the window.</param>
/// <param name="Group">The values of <c>group-by</c>, by the names that the rule uses.</param>
/// <param name="Measure">How many or how much there was.</param>
public sealed record CorrelationMatch(
    SigmaRule Rule, long Time, CorrelationEvent Event, IReadOnlyList<KeyValuePair<string, string>> Group, double Measure);

/// <summary>Takes a rule and its copy with another level for one.</summary>
internal sealed class SameRule : IEqualityComparer<SigmaRule>
{
    public static readonly SameRule Comparer = new();

    public bool Equals(SigmaRule? x, SigmaRule? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Line == y.Line && x.Id == y.Id && x.Path == y.Path);

    public int GetHashCode(SigmaRule rule) => HashCode.Combine(rule.Id, rule.Path, rule.Line);
}
