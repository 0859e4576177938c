using System.Text;

namespace Stemma.Sigma.Matching;

/// <summary>Compiles the rules about one class of events into a <see cref="MatchProgram"/>.</summary>
internal sealed class ProgramBuilder
{
    private readonly int? _eventId;
    private readonly Dictionary<string, int> _fields = [];
    private readonly Dictionary<SigmaTest, int> _predicateIds = [];
    private readonly List<Predicate> _predicates = [];

    private ProgramBuilder(int? eventId) => _eventId = eventId;

    /// <summary>Compiles.</summary>
    /// <param name="rules">The rules and, for each, what its log source asks of an event besides.</param>
    /// <param name="eventId">The events' id when it is the same for the whole class: tests of it are decided here.</param>
    public static MatchProgram Build(IEnumerable<(SigmaRule Rule, SigmaExpression Condition)> rules, int? eventId)
    {
        ProgramBuilder builder = new(eventId);
        List<CompiledRule> compiled = [];
        foreach ((SigmaRule rule, SigmaExpression condition) in rules)
        {
            Node node = builder.Compile(condition);
            if (node != Node.False)
                compiled.Add(new CompiledRule(rule, node, ReferenceEquals(condition, rule.Condition) ? node : builder.Compile(rule.Condition)));
        }

        return compiled.Count == 0 ? MatchProgram.Empty : builder.Finish(compiled);
    }

    private MatchProgram Finish(List<CompiledRule> rules)
    {
        Dictionary<(int, string, TextAnchor), List<int>> waiting = [];
        List<int> always = [];
        for (int i = 0; i < rules.Count; i++)
        {
            if (Witness.Of(rules[i].Condition, _predicates) is not { } witness)
            {
                always.Add(i);
                continue;
            }

            foreach (var atom in witness.Atoms.Distinct())
            {
                if (!waiting.TryGetValue(atom, out List<int>? list)) waiting[atom] = list = [];
                list.Add(i);
            }
        }

        Atom[] atoms = [.. waiting.Select(pair => new Atom(pair.Key.Item1, Encoding.Latin1.GetBytes(pair.Key.Item2), pair.Key.Item3, [.. pair.Value]))];
        return new MatchProgram
        {
            Fields = [.. _fields.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
            Predicates = [.. _predicates],
            Rules = [.. rules],
            Atoms = atoms,
            AlwaysRules = [.. always],
            Searches = [.. atoms.Select((atom, index) => (atom, index)).GroupBy(pair => pair.atom.Field)
                .OrderByDescending(group => group.Key).Select(group => new FieldSearch(group.Key, [.. group]))],
        };
    }

    private Node Compile(SigmaExpression expression) => expression switch
    {
        SigmaExpression.And and => Combine(NodeKind.And, and.Terms),
        SigmaExpression.Or or => Combine(NodeKind.Or, or.Terms),
        SigmaExpression.Not not => Negate(Compile(not.Term)),
        SigmaExpression.Leaf leaf => Test(leaf.Value),
        _ => throw new ArgumentException($"not an expression of a rule: {expression}", nameof(expression)),
    };

    private static Node Negate(Node node) =>
        node == Node.True ? Node.False : node == Node.False ? Node.True : new Node(NodeKind.Not, [node]);

    // True and False are the empty And and Or; they vanish here, so a rule about another event id vanishes whole.
    private Node Combine(NodeKind kind, IReadOnlyList<SigmaExpression> terms)
    {
        Node neutral = kind == NodeKind.And ? Node.True : Node.False;
        Node absorbing = kind == NodeKind.And ? Node.False : Node.True;
        List<Node> nodes = new(terms.Count);
        foreach (SigmaExpression term in terms)
        {
            Node node = Compile(term);
            if (node == absorbing) return absorbing;
            if (node != neutral) nodes.Add(node);
        }

        return nodes.Count switch { 0 => neutral, 1 => nodes[0], _ => new Node(kind, [.. nodes]) };
    }

    private Node Test(SigmaTest test)
    {
        if (_eventId is { } id && test is SigmaTest.Number { Field: "EventID" } number)
            return Numbers.Compare(id, number.Comparison, number.Value) ? Node.True : Node.False;
        if (!_predicateIds.TryGetValue(test, out int index))
        {
            index = _predicates.Count;
            _predicates.Add(Predicate.Create(test, Field(test.Field), test is SigmaTest.FieldReference reference ? Field(reference.Other) : -1));
            _predicateIds.Add(test, index);
        }

        return new Node(NodeKind.Test, [], index);
    }

    private int Field(string? name)
    {
        if (name is null) return -1;
        if (!_fields.TryGetValue(name, out int index)) _fields.Add(name, index = _fields.Count);
        return index;
    }
}
