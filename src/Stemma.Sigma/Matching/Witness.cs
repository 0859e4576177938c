namespace Stemma.Sigma.Matching;

/// <summary>
/// A set of atoms of which at least one stands in every event that satisfies a condition. What a rule waits for: without one of them
/// it need not be evaluated.
/// </summary>
/// <param name="Cost">How often ordinary events would have one of them (<see cref="Rarity"/>).</param>
/// <param name="Atoms">The atoms; empty only for a condition that is never true.</param>
internal sealed record Witness(double Cost, IReadOnlyList<AtomKey> Atoms)
{
    /// <summary>The cheapest witness of a condition; null where it has none, as when it holds by what is absent.</summary>
    public static Witness? Of(Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.And:
                Witness? best = null;
                foreach (Node term in node.Terms)
                    if (Of(term) is { } witness && (best is null || witness.Cost < best.Cost)) best = witness;
                return best;
            case NodeKind.Or:
                return Any(node.Terms, Of);
            case NodeKind.Test:
                return Of(node.Test!, node.Field);
            default:
                return null;
        }
    }

    // One of each.
    private static Witness? Any<T>(T[] terms, Func<T, Witness?> of)
    {
        double cost = 0;
        List<AtomKey> atoms = [];
        foreach (T term in terms)
        {
            if (of(term) is not { } witness) return null;
            cost += witness.Cost;
            atoms.AddRange(witness.Atoms);
        }

        return new Witness(cost, atoms);
    }

    private static Witness? Of(Predicate predicate, int field) => predicate switch
    {
        LiteralPredicate literal => Of(literal, field),
        LiteralSetPredicate set => Any([.. set.Literals], literal => Of(literal, field)),
        GlobPredicate glob => Of(glob.Guard, AtomKind.Inside, field),
        RegexPredicate regex => Of(regex.Guards.MaxBy(guard => guard.Length) ?? [], AtomKind.Inside, field),
        NumberSetPredicate { Field: not null } numbers => Any(numbers.Numbers, number => Of(number, field)),
        _ => null,
    };

    private static Witness? Of(LiteralPredicate literal, int field) => literal.IsBeyondAscii ? BeyondAscii(field) : Of(literal.Folded, literal.Anchor switch
    {
        TextAnchor.Equals => AtomKind.Whole,
        TextAnchor.StartsWith => AtomKind.Start,
        TextAnchor.EndsWith => AtomKind.End,
        _ => AtomKind.Inside,
    }, field);

    private static Witness? Of(byte[] folded, AtomKind kind, int field)
    {
        if (folded.AsSpan().Contains(TextFold.NonAscii)) return BeyondAscii(field);
        int minimum = kind is AtomKind.Whole or AtomKind.End ? 1 : Atom.MinimumLength;
        if (folded.Length < minimum) return null;

        // Short words are looked for at every position of the text, long ones at every fourth.
        double search = folded.Length >= 7 || minimum == 1 ? 0 : 0.3;
        return new Witness(Rarity.Cost(folded, kind) + search, [new AtomKey(field, kind, System.Text.Encoding.Latin1.GetString(folded))]);
    }

    private static Witness Of(SigmaTest.Number number, int field)
    {
        byte[] pattern = TextFold.Literal(number.Pattern);
        AtomKey same = new(field, AtomKind.Number, "", number.Value);
        double cost = Rarity.Cost(pattern, AtomKind.Whole);
        return NumberText.TryParse(number.Pattern, out double value) && value == number.Value
            ? new Witness(cost, [same])
            : new Witness(cost, [same, new AtomKey(field, AtomKind.Whole, System.Text.Encoding.Latin1.GetString(pattern))]);
    }

    private static Witness BeyondAscii(int field) => new(0.5, [new AtomKey(field, AtomKind.BeyondAscii, "")]);
}
