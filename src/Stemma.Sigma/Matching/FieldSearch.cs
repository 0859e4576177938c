namespace Stemma.Sigma.Matching;

/// <summary>The search for all atoms of one field.</summary>
internal sealed class FieldSearch
{
    private readonly WindowTable[] _windows;
    private readonly AnchoredTable? _ends;
    private readonly int _nonAscii;

    public FieldSearch(int field, IReadOnlyList<Atom> atoms)
    {
        Field = field;
        Atom[] inside = [.. atoms.Where(atom => atom.Anchor is TextAnchor.Contains or TextAnchor.StartsWith && atom.Text.Length >= Atom.MinimumLength)];
        WindowTable?[] byLength = [WindowTable.Create(inside, 7, int.MaxValue), WindowTable.Create(inside, 5, 6), WindowTable.Create(inside, 3, 4)];
        _windows = [.. byLength.OfType<WindowTable>()];
        _nonAscii = atoms.FirstOrDefault(atom => atom is { Anchor: TextAnchor.Contains, Text: [TextFold.NonAscii] })?.Index ?? -1;
        _ends = AnchoredTable.Create(atoms.Where(atom => atom.Anchor is TextAnchor.EndsWith or TextAnchor.Equals).Select(atom => new AnchoredKey(atom.Text, atom.Index)));
    }

    /// <summary>The field's index in the program; −1: any field.</summary>
    public int Field { get; }

    /// <summary>Adds the rules whose atoms stand in a value.</summary>
    public void Scan(ReadOnlySpan<byte> text, ReadOnlySpan<byte> padded, CandidateSet candidates)
    {
        foreach (WindowTable table in _windows) table.Scan(text, padded, candidates);
        if (_ends is not null)
            foreach (int atom in _ends.Find(text)) candidates.TryAddAtEnd(atom, text);
        if (_nonAscii >= 0 && text.IndexOf(TextFold.NonAscii) is >= 0 and int at) candidates.TryAdd(_nonAscii, text, at);
    }
}
