namespace Stemma.Sigma.Matching;

/// <summary>
/// All rules about events of one class, compiled to share their work: one search per field finds the few rules whose rarest part is
/// there (candidates), and only those are evaluated, each distinct predicate at most once an event. Immutable; used by many threads.
/// </summary>
internal sealed class MatchProgram
{
    /// <summary>A program without rules.</summary>
    public static MatchProgram Empty { get; } = new() { Fields = [], Predicates = [], Rules = [], Atoms = [], AlwaysRules = [], Searches = [] };

    /// <summary>The fields that rules look at, by Sigma name.</summary>
    public required string[] Fields { get; init; }

    /// <summary>The distinct predicates.</summary>
    public required Predicate[] Predicates { get; init; }

    /// <summary>The rules, in the order of the rule set.</summary>
    public required CompiledRule[] Rules { get; init; }

    /// <summary>The literals searched for.</summary>
    public required Atom[] Atoms { get; init; }

    /// <summary>Rules that nothing can be searched for: evaluated for every event.</summary>
    public required int[] AlwaysRules { get; init; }

    /// <summary>The searches, one a field that has atoms; the one for any field (−1), if any, last.</summary>
    public required FieldSearch[] Searches { get; init; }

    /// <summary>Whether there is no rule.</summary>
    public bool IsEmpty => Rules.Length == 0;
}

/// <summary>A rule for a program to be made.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Rank">Its place in the rule set.</param>
/// <param name="Condition">Its condition, with what its log source asks of an event besides.</param>
internal readonly record struct RuleToMatch(SigmaRule Rule, int Rank, SigmaExpression Condition);

/// <summary>A rule of a program.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Condition">Its condition over the program's predicates, with what its log source asks of an event besides.</param>
/// <param name="Own">Its condition alone: what explains a match.</param>
internal sealed record CompiledRule(SigmaRule Rule, Node Condition, Node Own)
{
    private SigmaTest.Number[]? _eventIds;

    /// <summary>The rule's own tests of the event id. They are decided when a program is compiled, so they are not in its conditions.</summary>
    public SigmaTest.Number[] EventIds => _eventIds ??= [.. Positive(Rule.Condition).OfType<SigmaTest.Number>().Where(number => number.Field == "EventID")];

    // The tests of a condition that nothing negates.
    private static IEnumerable<SigmaTest> Positive(SigmaExpression expression) => expression switch
    {
        SigmaExpression.And and => and.Terms.SelectMany(Positive),
        SigmaExpression.Or or => or.Terms.SelectMany(Positive),
        SigmaExpression.Leaf leaf => [leaf.Value],
        _ => [],
    };
}

/// <summary>A condition over a program's predicates.</summary>
/// <param name="Kind">What the node does.</param>
/// <param name="Terms">The terms of <see cref="NodeKind.And"/>, <see cref="NodeKind.Or"/> and <see cref="NodeKind.Not"/>.</param>
/// <param name="Predicate">The predicate of a <see cref="NodeKind.Test"/>, as an index into the program's predicates.</param>
internal sealed record Node(NodeKind Kind, Node[] Terms, int Predicate = -1)
{
    /// <summary>Always true.</summary>
    public static Node True { get; } = new(NodeKind.And, []);

    /// <summary>Always false.</summary>
    public static Node False { get; } = new(NodeKind.Or, []);
}

/// <summary>The kinds of nodes of a condition.</summary>
internal enum NodeKind
{
    /// <summary>All terms.</summary>
    And,

    /// <summary>Any term.</summary>
    Or,

    /// <summary>Not the only term.</summary>
    Not,

    /// <summary>A predicate.</summary>
    Test,
}
