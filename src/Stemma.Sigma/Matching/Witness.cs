namespace Stemma.Sigma.Matching;

/// <summary>
/// A set of atoms of which at least one stands in every event that satisfies a condition. What a rule waits for: without one of them
/// it need not be evaluated.
/// </summary>
/// <param name="Cost">How often ordinary events would have one of them (<see cref="Rarity"/>).</param>
/// <param name="Atoms">The atoms; empty only for a condition that is never true.</param>
internal sealed record Witness(double Cost, IReadOnlyList<AtomKey> Atoms)
{
    private static readonly string NonAsciiText = System.Text.Encoding.Latin1.GetString([TextFold.NonAscii]);

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
        LiteralPredicate literal => Of(literal.Folded, literal.Anchor, field),
        LiteralSetPredicate set => Any([.. set.Literals], literal => Of(literal.Folded, literal.Anchor, field)),
        GlobPredicate glob => Of(glob.Guard, TextAnchor.Contains, field),
        RegexPredicate regex => Of(regex.Guard, TextAnchor.Contains, field),
        _ => null,
    };

    private static Witness? Of(byte[] folded, TextAnchor anchor, int field)
    {
        if (folded.AsSpan().Contains(TextFold.NonAscii))
        {
            // One search for the byte serves all literals beyond ASCII, which fold alike anyway.
            return new Witness(0.5, [new AtomKey(field, NonAsciiText, TextAnchor.Contains)]);
        }

        int minimum = anchor is TextAnchor.Equals or TextAnchor.EndsWith ? 1 : Atom.MinimumLength;
        if (folded.Length < minimum) return null;

        // Short words are looked for at every position of the text, long ones at every fourth.
        double search = folded.Length >= 7 || minimum == 1 ? 0 : 0.3;
        return new Witness(Rarity.Cost(folded, anchor) + search, [new AtomKey(field, System.Text.Encoding.Latin1.GetString(folded), anchor)]);
    }
}
