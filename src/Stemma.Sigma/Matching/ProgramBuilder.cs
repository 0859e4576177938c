namespace Stemma.Sigma.Matching;

/// <summary>Compiles the rules about one class of events into a <see cref="MatchProgram"/>.</summary>
internal sealed class ProgramBuilder
{
    private readonly int? _eventId;
    // Numbered as they are met; nothing is ever removed, so the keys stand in the order of their numbers.
    private readonly Dictionary<string, int> _fields = [];
    private readonly Dictionary<SigmaTest, Node> _tests = [];
    private int _count;

    private ProgramBuilder(int? eventId) => _eventId = eventId;

    /// <summary>Compiles.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="eventId">The events' id when it is the same for the whole class: tests of it are decided here.</param>
    public static MatchProgram Build(IEnumerable<RuleToMatch> rules, int? eventId)
    {
        ProgramBuilder builder = new(eventId);
        List<CompiledRule> compiled = [];
        foreach ((SigmaRule rule, _, SigmaExpression condition) in rules)
        {
            Node node = builder.Compile(condition);
            if (node != Node.False) compiled.Add(new CompiledRule(rule, node));
        }

        return compiled.Count == 0 ? MatchProgram.Empty : builder.Finish(compiled);
    }

    private MatchProgram Finish(List<CompiledRule> rules)
    {
        Dictionary<AtomKey, List<int>> waiting = [];
        List<int> always = [];
        Witness witness = new();
        for (int i = 0; i < rules.Count; i++)
        {
            if (witness.Of(rules[i].Condition) is not { } ones)
            {
                always.Add(i);
                continue;
            }

            foreach (AtomKey atom in ones)
            {
                if (!waiting.TryGetValue(atom, out List<int>? list)) waiting[atom] = list = [];
                if (list is not [.., var last] || last != i) list.Add(i);
            }
        }

        Atom[] atoms = new Atom[waiting.Count];
        int count = 0;
        foreach ((AtomKey atom, List<int> list) in waiting)
        {
            atoms[count] = new Atom(count, atom, [.. list]);
            count++;
        }

        return new MatchProgram
        {
            Fields = [.. _fields.Keys],
            Tests = _count,
            Rules = [.. rules],
            Atoms = atoms,
            AlwaysRules = [.. always],
            Searches = Searches(atoms),
        };
    }

    // A field's search looks for what may stand in any field, too, so that no value is searched twice. That for the fields left comes last.
    private FieldSearch[] Searches(Atom[] atoms)
    {
        List<FieldSearch> searches = [];
        Atom[] anywhere = Array.FindAll(atoms, atom => atom.Key.Field < 0);
        for (int field = _fields.Count - 1; field >= 0; field--)
            if (Array.FindAll(atoms, atom => atom.Key.Field == field) is { Length: > 0 } own) searches.Add(new FieldSearch(field, [.. own, .. anywhere]));
        if (anywhere.Length > 0) searches.Add(new FieldSearch(-1, anywhere));
        return [.. searches];
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
        Dictionary<object, List<SigmaTest>>? families = null;
        foreach (SigmaExpression term in terms)
        {
            if (kind == NodeKind.Or && term is SigmaExpression.Leaf leaf && !IsDecided(leaf.Value) && Predicate.Family(leaf.Value) is { } family)
            {
                families ??= [];
                if (!families.TryGetValue(family, out List<SigmaTest>? members)) families.Add(family, members = []);
                members.Add(leaf.Value);
                continue;
            }

            Node node = Compile(term);
            if (node == absorbing) return absorbing;
            if (node != neutral) nodes.Add(node);
        }

        foreach (List<SigmaTest> members in families?.Values ?? Enumerable.Empty<List<SigmaTest>>())
            nodes.Add(members is [var only] ? Test(only) : New(Predicate.Create([.. members])));
        return nodes.Count switch { 0 => neutral, 1 => nodes[0], _ => new Node(kind, [.. nodes]) };
    }

    private bool IsDecided(SigmaTest test) => _eventId is not null && test is SigmaTest.Number { Field: "EventID" };

    private Node Test(SigmaTest test)
    {
        if (_eventId is { } id && test is SigmaTest.Number { Field: "EventID" } number)
            return Numbers.Compare(id, number.Comparison, number.Value) ? Node.True : Node.False;
        if (!_tests.TryGetValue(test, out Node? node)) _tests.Add(test, node = New(Predicate.Create(test)));
        return node;
    }

    private Node New(Predicate predicate) =>
        new(predicate, _count++, Field(predicate.Field), predicate.Tests[0] is SigmaTest.FieldReference reference ? Field(reference.Other) : -1);

    private int Field(string? name)
    {
        if (name is null) return -1;
        if (!_fields.TryGetValue(name, out int index)) _fields.Add(name, index = _fields.Count);
        return index;
    }
}
