using System.Buffers.Binary;

namespace Stemma.Sigma.Matching;

/// <summary>
/// Finds literals that must end a text or be the whole of it, by hashing the text's last bytes: one look-up for each distinct
/// length (at most eight) of the keys.
/// </summary>
internal sealed class AnchoredTable
{
    private readonly (int Length, Dictionary<ulong, int[]> Atoms)[] _byLength;

    private AnchoredTable((int, Dictionary<ulong, int[]>)[] byLength) => _byLength = byLength;

    /// <summary>A table for the given literals; null when there are none.</summary>
    public static AnchoredTable? Create(IEnumerable<(byte[] Text, int Atom)> atoms)
    {
        var byLength = atoms.GroupBy(atom => Math.Min(atom.Text.Length, 8)).OrderBy(group => group.Key)
            .Select(group => (group.Key, group.GroupBy(atom => Key(atom.Text, group.Key), atom => atom.Atom)
                .ToDictionary(same => same.Key, same => same.ToArray()))).ToArray();
        return byLength.Length == 0 ? null : new AnchoredTable(byLength);
    }

    /// <summary>Reports each literal that the text may end with.</summary>
    public void Scan(ReadOnlySpan<byte> text, MatchProgram program, CandidateSet sink)
    {
        foreach ((int length, Dictionary<ulong, int[]> byKey) in _byLength)
        {
            if (text.Length < length) return;
            if (!byKey.TryGetValue(Key(text, length), out int[]? atoms)) continue;
            foreach (int atom in atoms)
            {
                int start = text.Length - program.Atoms[atom].Text.Length;
                if (start >= 0) sink.TryAdd(atom, text, start);
            }
        }
    }

    private static ulong Key(ReadOnlySpan<byte> text, int length)
    {
        ReadOnlySpan<byte> tail = text[^length..];
        if (length == 8) return BinaryPrimitives.ReadUInt64LittleEndian(tail);
        ulong key = 0;
        foreach (byte b in tail) key = key << 8 | b;
        return key;
    }
}
