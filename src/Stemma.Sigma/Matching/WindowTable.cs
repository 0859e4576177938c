using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Stemma.Sigma.Matching;

/// <summary>
/// Finds which of many literals may stand in a folded text, at a cost that hardly depends on how many there are. Words of the text
/// are hashed into a bitmap; only where a bit is set are literals compared. With a stride of s every s-th position is looked at, so a
/// literal of at least word + s − 1 bytes is entered under s neighbouring words of itself, of which one is always met.
/// </summary>
internal sealed class WindowTable
{
    private readonly int _stride;
    private readonly uint _mask;
    private readonly int _shift;
    private readonly ulong[] _bitmap;
    private readonly int[] _heads;
    private readonly Entry[] _entries;

    private readonly record struct Entry(uint Word, int Offset, int Atom, int Next);

    private WindowTable(int wordLength, int stride, Atom[] atoms)
    {
        _stride = stride;
        _mask = wordLength == 4 ? uint.MaxValue : 0xFFFFFF;
        // Sixty-four bits an entry keep the chance of a needless look below two in a hundred.
        int bits = Math.Clamp(BitOperations.Log2((uint)(atoms.Length * stride)) + 6, 10, 20);
        _shift = 32 - bits;
        _bitmap = new ulong[1 << (bits - 6)];
        _heads = new int[1 << (bits - 4)];
        Array.Fill(_heads, -1);
        List<Entry> entries = [];
        foreach (Atom atom in atoms)
        {
            byte[] text = atom.Text;
            int start = RarestOffset(text, wordLength, stride);
            for (int i = start; i < start + stride; i++)
            {
                uint word = Rarity.Word(text, i, wordLength);
                uint hash = Hash(word);
                _bitmap[hash >> 6] |= 1UL << (int)(hash & 63);
                ref int head = ref _heads[hash >> 4];
                entries.Add(new Entry(word, i, atom.Index, head));
                head = entries.Count - 1;
            }
        }

        _entries = [.. entries];
    }

    /// <summary>A table for literals of 3 to 4 bytes, of 5 to 6, or of 7 and more; null when there are none of that length.</summary>
    public static WindowTable? Create(Atom[] atoms, int minimum, int maximum)
    {
        Atom[] fitting = Array.FindAll(atoms, atom => atom.Text.Length >= minimum && atom.Text.Length <= maximum);
        if (fitting.Length == 0) return null;
        return minimum switch { >= 7 => new(4, 4, fitting), >= 5 => new(4, 2, fitting), _ => new(3, 1, fitting) };
    }

    /// <summary>Reports each literal that stands in the text.</summary>
    /// <param name="folded">The text.</param>
    /// <param name="sink">Told of each literal found, possibly more than once.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scan(FoldedText folded, CandidateSet sink)
    {
        ReadOnlySpan<byte> text = folded.Bytes, padded = folded.Padded;
        int end = Math.Min(text.Length - (_mask == uint.MaxValue ? 4 : 3), padded.Length - 4);
        ulong[] bitmap = _bitmap;
        int shift = _shift;
        uint mask = _mask;
        for (int i = 0, stride = _stride; i <= end; i += stride)
        {
            uint word = MemoryMarshal.Read<uint>(padded[i..]) & mask;
            uint hash = (word * 2654435761u) >> shift;
            if ((bitmap[hash >> 6] >> (int)(hash & 63) & 1) != 0)
                Look(text, i, word, hash, sink);
        }
    }

    private void Look(ReadOnlySpan<byte> text, int position, uint word, uint hash, CandidateSet sink)
    {
        for (int e = _heads[hash >> 4]; e >= 0; e = _entries[e].Next)
        {
            ref readonly Entry entry = ref _entries[e];
            if (entry.Word != word) continue;
            int start = position - entry.Offset;
            if (start >= 0) sink.TryAdd(entry.Atom, text, start);
        }
    }

    private uint Hash(uint word) => (word * 2654435761u) >> _shift;

    // The stretch of neighbouring words that ordinary text has least.
    private static int RarestOffset(byte[] text, int wordLength, int stride)
    {
        int best = 0, least = int.MaxValue;
        for (int i = 0; i + wordLength + stride - 1 <= text.Length; i++)
        {
            int cost = 0;
            for (int k = 0; k < stride; k++) cost += Rarity.Occurrences(Rarity.Word(text, i + k, wordLength), wordLength);
            if (cost < least) (best, least) = (i, cost);
        }

        return best;
    }
}
