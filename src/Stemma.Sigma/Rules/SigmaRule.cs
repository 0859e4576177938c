using System.Collections.Immutable;

namespace Stemma.Sigma;

/// <summary>How much a rule's author thinks a match matters (Sigma specification, attribute <c>level</c>).</summary>
public enum SigmaLevel
{
    /// <summary>Context, not a finding.</summary>
    Informational,

    /// <summary>Notable, rarely an incident.</summary>
    Low,

    /// <summary>Relevant, to be reviewed by hand.</summary>
    Medium,

    /// <summary>Likely an incident; to be reviewed promptly.</summary>
    High,

    /// <summary>Almost certainly an incident; to be reviewed at once.</summary>
    Critical,
}

/// <summary>The names of levels as rules write them.</summary>
public static class SigmaLevelNames
{
    private static readonly string[] Names = [.. Enum.GetNames<SigmaLevel>().Select(name => name.ToLowerInvariant())];

    /// <summary>The level as rules write it: <c>critical</c>.</summary>
    /// <param name="level">The level.</param>
    public static string Name(this SigmaLevel level) => Names[(int)level];
}

/// <summary>Which logs a rule is about; a part that is null is not restricted (Sigma specification, <c>logsource</c>).</summary>
/// <param name="Product">The product, such as <c>windows</c>.</param>
/// <param name="Category">The kind of event, such as <c>process_creation</c>.</param>
/// <param name="Service">The log of the product, such as <c>security</c>.</param>
public sealed record SigmaLogSource(string? Product, string? Category, string? Service)
{
    /// <summary>The parts that are set, as <c>windows/process_creation</c>.</summary>
    public override string ToString() =>
        string.Join('/', new[] { Product, Category, Service }.Where(part => part is not null));
}

/// <summary>One detection rule, parsed and checked: its condition is a tree of tests with every modifier already applied.</summary>
public sealed class SigmaRule
{
    private SigmaLevel _level;
    private SigmaExpression _condition = null!;
    private SigmaExpression? _eventCondition;
    private SigmaTest.Related[]? _relations;

    /// <summary>The rule's UUID; where the rule has none, a stable id made from its title and path.</summary>
    public required string Id { get; init; }

    /// <summary>What the rule detects, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The level; <see cref="SigmaLevel.Medium"/> where the rule gives none.</summary>
    public required SigmaLevel Level
    {
        get => _level;
        init => _level = value;
    }

    /// <summary>The logs that the rule is about.</summary>
    public required SigmaLogSource LogSource { get; init; }

    /// <summary>What an event must satisfy; a rule with several conditions has their disjunction here.</summary>
    public required SigmaExpression Condition
    {
        get => _condition;
        init => _condition = value;
    }

    /// <summary>
    /// What can be said of the condition by the event alone: what it says of other processes (<see cref="SigmaTest.Related"/>) is left open, so
    /// that all events that satisfy the condition satisfy this. The condition itself where it says nothing of others.
    /// </summary>
    public SigmaExpression EventCondition => _eventCondition ??= LooksAtLineage ? Open(Condition, true) : Condition;

    /// <summary>Whether the condition says something of other processes: then a match is only a candidate until a <see cref="SigmaRelationJudge"/> has decided.</summary>
    public bool LooksAtLineage => Relations.Count > 0;

    /// <summary>What the condition says of other processes.</summary>
    public IReadOnlyList<SigmaTest.Related> Relations => _relations ??= [.. RelationsOf(Condition)];

    /// <summary>The name by which correlations, their aliases and filters may refer to the rule; null where absent.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// What the rule counts or relates, for a correlation rule; null for a rule about single events. No event satisfies a correlation
    /// rule's own condition: it fires through a <see cref="SigmaCorrelator"/>.
    /// </summary>
    public SigmaCorrelation? Correlation { get; init; }

    /// <summary>False for a rule that only serves a correlation, which did not say <c>generate: true</c>: its matches are no detections.</summary>
    public bool Generates { get; private set; } = true;

    /// <summary>The file the rule came from, as it was reached.</summary>
    public required string Path { get; init; }

    /// <summary>The line (1-based) at which the rule's document begins.</summary>
    public int Line { get; init; } = 1;

    /// <summary>The rule's <c>status</c>, such as <c>stable</c> or <c>experimental</c>; null where absent.</summary>
    public string? Status { get; init; }

    /// <summary>The rule's description; null where absent.</summary>
    public string? Description { get; init; }

    /// <summary>The rule's author; null where absent.</summary>
    public string? Author { get; init; }

    /// <summary>All tags as written, such as <c>attack.t1059.001</c>.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The ATT&amp;CK technique ids among the tags, upper-case (<c>T1059.001</c>), in the order of the tags, each once.</summary>
    public ImmutableArray<string> Techniques { get; init; } = [];

    /// <summary>Fields of the event that tell an analyst most (attribute <c>fields</c>).</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>Known causes of false positives.</summary>
    public ImmutableArray<string> FalsePositives { get; init; } = [];

    /// <summary>Where the idea of the rule comes from.</summary>
    public ImmutableArray<string> References { get; init; } = [];

    /// <summary>The same rule with another level.</summary>
    /// <param name="level">The level.</param>
    public SigmaRule WithLevel(SigmaLevel level)
    {
        SigmaRule copy = (SigmaRule)MemberwiseClone();
        copy._level = level;
        return copy;
    }

    /// <summary>The same rule with its matches as detections, whatever correlations say.</summary>
    public SigmaRule AsDetection()
    {
        SigmaRule copy = (SigmaRule)MemberwiseClone();
        copy.Generates = true;
        return copy;
    }

    internal void Silence() => Generates = false;

    internal void Restrict(SigmaExpression filter) => (_condition, _eventCondition, _relations) = (new SigmaExpression.And([_condition, filter]), null, null);

    private static IEnumerable<SigmaTest.Related> RelationsOf(SigmaExpression expression) => expression switch
    {
        SigmaExpression.And and => and.Terms.SelectMany(RelationsOf),
        SigmaExpression.Or or => or.Terms.SelectMany(RelationsOf),
        SigmaExpression.Not not => RelationsOf(not.Term),
        SigmaExpression.Leaf { Value: SigmaTest.Related related } => [related],
        _ => [],
    };

    // What is open may hold; below a "not", it may fail.
    private static SigmaExpression Open(SigmaExpression expression, bool mayHold) => expression switch
    {
        SigmaExpression.And and => new SigmaExpression.And([.. and.Terms.Select(term => Open(term, mayHold))]),
        SigmaExpression.Or or => new SigmaExpression.Or([.. or.Terms.Select(term => Open(term, mayHold))]),
        SigmaExpression.Not not => new SigmaExpression.Not(Open(not.Term, !mayHold)),
        SigmaExpression.Leaf { Value: SigmaTest.Related } => mayHold ? new SigmaExpression.And([]) : new SigmaExpression.Or([]),
        _ => expression,
    };
}
