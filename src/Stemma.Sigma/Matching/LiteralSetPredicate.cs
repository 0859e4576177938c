namespace Stemma.Sigma.Matching;

/// <summary>One of several literals at the same anchor, found by hashing the value's first or last bytes whatever their number.</summary>
internal sealed class LiteralSetPredicate : Predicate
{
    private readonly LiteralPredicate[] _literals;
    private readonly AnchoredTable _table;

    /// <summary>Takes the tests: of one field, not empty, at one anchor that is not <see cref="TextAnchor.Contains"/>.</summary>
    public LiteralSetPredicate(params SigmaTest.Literal[] tests)
        : base(tests)
    {
        _literals = Array.ConvertAll(tests, test => new LiteralPredicate(test));
        _table = AnchoredTable.Create(_literals.Select((literal, i) => new AnchoredKey(literal.Folded, i)), atStart: tests[0].Anchor == TextAnchor.StartsWith)!;
    }

    /// <summary>The literals.</summary>
    public IReadOnlyList<LiteralPredicate> Literals => _literals;

    /// <inheritdoc/>
    public override int Cost => 2;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded)
    {
        foreach (int i in _table.Find(folded))
            if (_literals[i].Passes(text, folded)) return true;
        return false;
    }
}
