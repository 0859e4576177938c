namespace Stemma.Sigma.Matching;

/// <summary>
/// The rules that an event may match, filled by the searches over its fields and emptied for the next event. Marks carry the number
/// of the event, so that emptying costs nothing.
/// </summary>
internal sealed class CandidateSet
{
    private readonly MatchProgram _program;
    private readonly int[] _atomSeen;
    private readonly int[] _ruleSeen;
    private readonly int[] _rules;
    private int _generation;

    public CandidateSet(MatchProgram program)
    {
        _program = program;
        _atomSeen = new int[program.Atoms.Length];
        _ruleSeen = new int[program.Rules.Length];
        _rules = new int[program.Rules.Length];
    }

    /// <summary>How many rules are in the set.</summary>
    public int Count { get; private set; }

    /// <summary>How many atoms were found, one that was found before counted again; never falls but by overflow.</summary>
    public int Found { get; private set; }

    /// <summary>The rules in the set, as indexes into the program's rules, in no particular order.</summary>
    public ReadOnlySpan<int> Rules => _rules.AsSpan(0, Count);

    /// <summary>Empties the set but for the rules that nothing can be searched for.</summary>
    public void Begin()
    {
        if (++_generation == int.MaxValue)
        {
            Array.Clear(_atomSeen);
            Array.Clear(_ruleSeen);
            _generation = 1;
        }

        Count = 0;
        foreach (int rule in _program.AlwaysRules) AddRule(rule);
    }

    /// <summary>Adds an atom's rules when the atom stands in the folded text at that place.</summary>
    public void TryAdd(int atom, ReadOnlySpan<byte> text, int start)
    {
        if (_atomSeen[atom] == _generation)
        {
            Found++; // Or so it may be: an atom that is known already is not compared.
            return;
        }

        Atom a = _program.Atoms[atom];
        bool anchored = a.Kind switch
        {
            AtomKind.Whole => start == 0 && text.Length == a.Text.Length,
            AtomKind.Start => start == 0,
            AtomKind.End => start + a.Text.Length == text.Length,
            _ => true,
        };
        if (anchored && text[start..].StartsWith(a.Text)) Add(atom);
    }

    /// <summary>Adds an atom's rules when the atom ends the folded text, or is the whole of it if it must be.</summary>
    public void TryAddAtEnd(int atom, ReadOnlySpan<byte> text)
    {
        int start = text.Length - _program.Atoms[atom].Text.Length;
        if (start >= 0) TryAdd(atom, text, start);
    }

    /// <summary>Adds an atom's rules.</summary>
    public void Add(int atom)
    {
        Found++;
        if (_atomSeen[atom] == _generation) return;
        _atomSeen[atom] = _generation;
        foreach (int rule in _program.Atoms[atom].Rules) AddRule(rule);
    }

    private void AddRule(int rule)
    {
        if (_ruleSeen[rule] == _generation) return;
        _ruleSeen[rule] = _generation;
        _rules[Count++] = rule;
    }
}
