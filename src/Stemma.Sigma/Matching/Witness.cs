using System.Text;

namespace Stemma.Sigma.Matching;

/// <summary>
/// A set of atoms of which at least one stands in every event that satisfies a condition. What a rule waits for: without one of them
/// it need not be evaluated. Atoms of all that is tried are collected in one list: conditions have thousands.
/// </summary>
internal sealed class Witness
{
    private readonly List<Candidate> _atoms = [];

    /// <summary>The atoms of the cheapest witness of a condition; null where it has none, as when it holds by what is absent.</summary>
    public AtomKey[]? Of(Node condition)
    {
        _atoms.Clear();
        return Add(condition) is null ? null : [.. _atoms.Select(atom => new AtomKey(atom.Field, atom.Kind, Encoding.Latin1.GetString(atom.Folded), atom.Number))];
    }

    // Adds a condition's witness and says how often ordinary events would have one of its atoms (Rarity); adds nothing where there is none.
    private double? Add(Node node) => node.Kind switch
    {
        NodeKind.And => Cheapest(node.Terms),
        NodeKind.Or => Each(node.Terms, Add),
        NodeKind.Test => Add(node.Test!, node.Field),
        _ => null,
    };

    private double? Cheapest(Node[] terms)
    {
        double? best = null;
        int start = _atoms.Count;
        foreach (Node term in terms)
        {
            int own = _atoms.Count;
            if (Add(term) is not { } cost) continue;
            if (best is null || cost < best)
            {
                _atoms.RemoveRange(start, own - start);
                best = cost;
            }
            else
            {
                _atoms.RemoveRange(own, _atoms.Count - own);
            }
        }

        return best;
    }

    private double? Each<T>(IReadOnlyList<T> terms, Func<T, double?> add)
    {
        double sum = 0;
        int start = _atoms.Count;
        for (int i = 0; i < terms.Count; i++)
        {
            if (add(terms[i]) is not { } cost)
            {
                _atoms.RemoveRange(start, _atoms.Count - start);
                return null;
            }

            sum += cost;
        }

        return sum;
    }

    private double? Add(Predicate predicate, int field) => predicate switch
    {
        LiteralPredicate literal => Add(literal, field),
        LiteralSetPredicate set => Each(set.Literals, literal => Add(literal, field)),
        GlobPredicate glob => Add(glob.Guard, AtomKind.Inside, field),
        RegexPredicate regex => Add(regex.Guards.MaxBy(guard => guard.Length) ?? [], AtomKind.Inside, field),
        NumberSetPredicate { Field: not null } numbers => Each(numbers.Numbers, number => Add(number, field)),
        _ => null,
    };

    private double? Add(LiteralPredicate literal, int field) => literal.IsBeyondAscii ? AddBeyondAscii(field) : Add(literal.Folded, literal.Anchor switch
    {
        TextAnchor.Equals => AtomKind.Whole,
        TextAnchor.StartsWith => AtomKind.Start,
        TextAnchor.EndsWith => AtomKind.End,
        _ => AtomKind.Inside,
    }, field);

    private double? Add(byte[] folded, AtomKind kind, int field)
    {
        if (folded.AsSpan().Contains(TextFold.NonAscii)) return AddBeyondAscii(field);
        int minimum = kind is AtomKind.Whole or AtomKind.End ? 1 : Atom.MinimumLength;
        if (folded.Length < minimum) return null;

        // Short words are looked for at every position of the text, long ones at every fourth.
        double search = folded.Length >= 7 || minimum == 1 ? 0 : 0.3;
        _atoms.Add(new Candidate(field, kind, folded, 0));
        return Rarity.Cost(folded, kind) + search;
    }

    private double? Add(SigmaTest.Number number, int field)
    {
        byte[] pattern = TextFold.Literal(number.Pattern);
        _atoms.Add(new Candidate(field, AtomKind.Number, [], number.Value));
        if (!NumberText.TryParse(number.Pattern, out double value) || value != number.Value)
            _atoms.Add(new Candidate(field, AtomKind.Whole, pattern, 0));
        return Rarity.Cost(pattern, AtomKind.Whole);
    }

    private double? AddBeyondAscii(int field)
    {
        _atoms.Add(new Candidate(field, AtomKind.BeyondAscii, [], 0));
        return 0.5;
    }

    private readonly record struct Candidate(int Field, AtomKind Kind, byte[] Folded, double Number);
}
