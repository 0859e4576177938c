namespace Stemma.Sigma.Matching;

/// <summary>
/// All rules about events of one class, compiled to share their work: one search per field finds the few rules whose rarest part is
/// there (candidates), and only those are evaluated, each distinct predicate at most once an event. Immutable; used by many threads.
/// </summary>
internal sealed class MatchProgram
{
    /// <summary>A program without rules.</summary>
    public static MatchProgram Empty { get; } = new() { Fields = [], Tests = 0, Rules = [], Atoms = [], AlwaysRules = [], Searches = [] };

    /// <summary>The fields that rules look at, by Sigma name.</summary>
    public required string[] Fields { get; init; }

    /// <summary>How many distinct tests there are.</summary>
    public required int Tests { get; init; }

    /// <summary>The rules, in the order of the rule set.</summary>
    public required CompiledRule[] Rules { get; init; }

    /// <summary>The literals searched for.</summary>
    public required Atom[] Atoms { get; init; }

    /// <summary>Rules that nothing can be searched for: evaluated for every event.</summary>
    public required int[] AlwaysRules { get; init; }

    /// <summary>The searches, one a field that has atoms; the one for all other fields (−1), if any, last.</summary>
    public required FieldSearch[] Searches { get; init; }

    /// <summary>Whether there is no rule.</summary>
    public bool IsEmpty => Rules.Length == 0;
}

/// <summary>A rule for a program to be made.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Rank">Its place in the rule set.</param>
/// <param name="Condition">Its condition, with what its log source asks of an event besides.</param>
internal sealed record RuleToMatch(SigmaRule Rule, int Rank, SigmaExpression Condition);

/// <summary>A rule of a program.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Condition">Its condition, with what its log source asks of an event besides; tests of an event id that is the same for
/// all events of the program are decided already and not in it.</param>
internal sealed record CompiledRule(SigmaRule Rule, Node Condition);

/// <summary>A condition over the fields of a program, its terms in the order of what they cost.</summary>
internal sealed class Node
{
    /// <summary>Always true.</summary>
    public static Node True { get; } = new(NodeKind.And, []);

    /// <summary>Always false.</summary>
    public static Node False { get; } = new(NodeKind.Or, []);

    /// <summary>An <see cref="NodeKind.And"/>, <see cref="NodeKind.Or"/> or <see cref="NodeKind.Not"/>.</summary>
    public Node(NodeKind kind, Node[] terms)
    {
        Array.Sort(terms, (a, b) => a.Cost.CompareTo(b.Cost));
        (Kind, Terms, Cost) = (kind, terms, terms.Sum(term => term.Cost));
    }

    /// <summary>A test.</summary>
    public Node(Predicate test, int id, int field, int otherField) =>
        (Kind, Terms, Test, Id, Field, OtherField, Cost) = (NodeKind.Test, [], test, id, field, otherField, field < 0 ? 32 * test.Cost : test.Cost);

    /// <summary>What the node does.</summary>
    public NodeKind Kind { get; }

    /// <summary>The terms of <see cref="NodeKind.And"/>, <see cref="NodeKind.Or"/> and <see cref="NodeKind.Not"/>.</summary>
    public Node[] Terms { get; }

    /// <summary>The test of a <see cref="NodeKind.Test"/>.</summary>
    public Predicate? Test { get; }

    /// <summary>The test's number in the program: the same for all nodes that share it.</summary>
    public int Id { get; }

    /// <summary>The index of the test's field in the program; −1: any field.</summary>
    public int Field { get; }

    /// <summary>The index of the field that the test refers to; −1 when it refers to none.</summary>
    public int OtherField { get; }

    // What trying all of it costs; terms that decide a condition cheaply come first.
    private int Cost { get; }
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
