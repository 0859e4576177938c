using System.Buffers;

namespace Stemma.Sigma.Matching;

/// <summary>The search for all atoms of one field.</summary>
internal sealed class FieldSearch
{
    // Of what plain values are made (SigmaEvent.IsPlain), folded.
    private static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789abcdefxtzs-.:+{}"u8);

    private readonly WindowTable[] _windows;
    private readonly AnchoredTable? _ends;
    private readonly Dictionary<double, int[]>? _numbers;
    private readonly int[] _beyondAscii;

    public FieldSearch(int field, IReadOnlyList<Atom> atoms)
    {
        Field = field;
        Atom[] inside = [.. atoms.Where(atom => atom.Kind is AtomKind.Inside or AtomKind.Start)];
        WindowTable?[] byLength = [WindowTable.Create(inside, 7, int.MaxValue), WindowTable.Create(inside, 5, 6), WindowTable.Create(inside, 3, 4)];
        _windows = [.. byLength.OfType<WindowTable>()];
        _ends = AnchoredTable.Create(atoms.Where(atom => atom.Kind is AtomKind.End or AtomKind.Whole).Select(atom => new AnchoredKey(atom.Text, atom.Index)));
        Atom[] numbers = [.. atoms.Where(atom => atom.Kind == AtomKind.Number)];
        if (numbers.Length > 0) _numbers = numbers.GroupBy(atom => atom.Key.Number, atom => atom.Index).ToDictionary(same => same.Key, same => same.ToArray());
        _beyondAscii = [.. atoms.Where(atom => atom.Kind == AtomKind.BeyondAscii).Select(atom => atom.Index)];
        NeedsPlain = atoms.Any(atom => atom.Kind != AtomKind.BeyondAscii && !atom.Text.AsSpan().ContainsAnyExcept(Plain));
    }

    /// <summary>The field's index in the program; −1: those without a search of their own.</summary>
    public int Field { get; }

    /// <summary>Whether some atom may be found in a value that is plain (<see cref="SigmaEvent.IsPlain"/>).</summary>
    public bool NeedsPlain { get; }

    /// <summary>Adds the rules whose atoms stand in a value.</summary>
    public void Scan(ReadOnlySpan<char> text, FoldedText folded, CandidateSet candidates)
    {
        foreach (WindowTable table in _windows) table.Scan(folded, candidates);
        if (_ends is not null)
            foreach (int atom in _ends.Find(folded.Bytes)) candidates.TryAddAtEnd(atom, folded.Bytes);
        if (_numbers is not null && NumberText.TryParse(text, out double number) && _numbers.TryGetValue(number, out int[]? same))
            foreach (int atom in same) candidates.Add(atom);
        if (folded.IsBeyondAscii)
            foreach (int atom in _beyondAscii) candidates.Add(atom);
    }
}
