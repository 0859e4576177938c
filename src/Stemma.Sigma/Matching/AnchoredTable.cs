using System.Buffers.Binary;

namespace Stemma.Sigma.Matching;

/// <summary>
/// Finds literals that must end a text or be the whole of it, by hashing the text's last bytes: one look-up for each distinct
/// length (at most eight) of the keys.
/// </summary>
internal sealed class AnchoredTable
{
    private const int MaximumKey = sizeof(ulong);

    private readonly OneLength[] _byLength;

    private AnchoredTable(OneLength[] byLength) => _byLength = byLength;

    /// <summary>A table for the given literals; null when there are none.</summary>
    public static AnchoredTable? Create(IEnumerable<Atom> atoms)
    {
        OneLength?[] byLength = new OneLength?[MaximumKey + 1];
        foreach (Atom atom in atoms)
        {
            int length = Math.Min(atom.Text.Length, MaximumKey);
            Dictionary<ulong, List<Atom>> byKey = (byLength[length] ??= new OneLength(length, [])).Atoms;
            ulong key = Key(atom.Text, length);
            if (!byKey.TryGetValue(key, out List<Atom>? same)) byKey.Add(key, same = []);
            same.Add(atom);
        }

        OneLength[] tables = [.. byLength.OfType<OneLength>()];
        return tables.Length == 0 ? null : new AnchoredTable(tables);
    }

    /// <summary>Reports each literal that the text may end with.</summary>
    public void Scan(ReadOnlySpan<byte> text, CandidateSet sink)
    {
        foreach ((int length, Dictionary<ulong, List<Atom>> byKey) in _byLength)
        {
            if (text.Length < length) return;
            if (!byKey.TryGetValue(Key(text, length), out List<Atom>? atoms)) continue;
            foreach (Atom atom in atoms)
            {
                int start = text.Length - atom.Text.Length;
                if (start >= 0) sink.TryAdd(atom.Index, text, start);
            }
        }
    }

    private static ulong Key(ReadOnlySpan<byte> text, int length)
    {
        ReadOnlySpan<byte> tail = text[^length..];
        if (length == MaximumKey) return BinaryPrimitives.ReadUInt64LittleEndian(tail);
        ulong key = 0;
        foreach (byte b in tail) key = key << 8 | b;
        return key;
    }

    /// <summary>The atoms whose keys are of one length.</summary>
    private sealed record OneLength(int Length, Dictionary<ulong, List<Atom>> Atoms);
}
