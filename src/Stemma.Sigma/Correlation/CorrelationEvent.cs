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

    /// <summary>Where it stands, as the caller numbers places; kept for each event of a window, unlike <see cref="Origin"/>.</summary>
    public CorrelationPlace Place { get; init; }
}

/// <summary>Where an event stands.</summary>
/// <param name="Log">The log, as the caller numbers logs.</param>
/// <param name="Position">The place in it.</param>
public readonly record struct CorrelationPlace(int Log, long Position);

/// <summary>One of the events that made a correlation fire.</summary>
/// <param name="Rule">The rule that it matched.</param>
/// <param name="Time">Its time.</param>
/// <param name="Place">Where it stands; of a correlation, where the event that completed it stands.</param>
public sealed record CorrelationEvidence(SigmaRule Rule, long Time, CorrelationPlace Place);

/// <summary>A correlation rule that fired.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Time">When it fired: the event's time, or the end of the window where only that decides.</param>
/// <param name="Event">The event that completed it: the last in the window.</param>
/// <param name="Group">The values of <c>group-by</c>, by the names that the rule uses.</param>
/// <param name="Measure">How many or how much there was.</param>
public sealed record CorrelationMatch(
    SigmaRule Rule, long Time, CorrelationEvent Event, IReadOnlyList<KeyValuePair<string, string>> Group, double Measure)
{
    /// <summary>How many of the first and how many of the last events are named as evidence.</summary>
    public const int EvidenceEnds = 5;

    /// <summary>How many events lie in the window.</summary>
    public int Count { get; init; }

    /// <summary>The events in the window in order of time; of many, the first and the last.</summary>
    public IReadOnlyList<CorrelationEvidence> Evidence { get; init; } = [];
}

/// <summary>Takes a rule and its copy with another level for one.</summary>
internal sealed class SameRule : IEqualityComparer<SigmaRule>
{
    public static readonly SameRule Comparer = new();

    public bool Equals(SigmaRule? x, SigmaRule? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Line == y.Line && x.Id == y.Id && x.Path == y.Path);

    public int GetHashCode(SigmaRule rule) => HashCode.Combine(rule.Id, rule.Path, rule.Line);
}
