using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Stemma.Sigma.Matching;

/// <summary>
/// Finds literals that must end a text (or begin it) or be the whole of it, by hashing the text's last (or first) bytes: one look-up
/// for each distinct length (at most eight) of the keys.
/// </summary>
internal sealed class AnchoredTable
{
    private const int MaximumKey = sizeof(ulong);

    private readonly OneLength[] _byLength;
    private readonly bool _atStart;

    private AnchoredTable(OneLength[] byLength, bool atStart) => (_byLength, _atStart) = (byLength, atStart);

    /// <summary>A table for the given literals; null when there are none.</summary>
    public static AnchoredTable? Create(IEnumerable<AnchoredKey> literals, bool atStart = false)
    {
        List<AnchoredKey>?[] byLength = new List<AnchoredKey>?[MaximumKey + 1];
        foreach (AnchoredKey literal in literals) (byLength[Math.Min(literal.Text.Length, MaximumKey)] ??= []).Add(literal);
        OneLength[] tables = [.. byLength.Select((own, length) => own is null ? null : new OneLength(length, own, atStart)).OfType<OneLength>()];
        return tables.Length == 0 ? null : new AnchoredTable(tables, atStart);
    }

    /// <summary>The literals that may stand there, by what was given with them; each is to be compared.</summary>
    public Enumerator Find(ReadOnlySpan<byte> text) => new(this, text);

    /// <summary>The key of a text's first or last bytes.</summary>
    private static ulong Key(ReadOnlySpan<byte> text, int length, bool atStart)
    {
        ReadOnlySpan<byte> part = atStart ? text[..length] : text[^length..];
        if (length == MaximumKey) return BinaryPrimitives.ReadUInt64LittleEndian(part);
        ulong key = 0;
        foreach (byte b in part) key = key << 8 | b;
        return key;
    }

    /// <summary>Goes through the literals that may stand in a text.</summary>
    public ref struct Enumerator
    {
        private readonly AnchoredTable _table;
        private readonly ReadOnlySpan<byte> _text;
        private int _length;
        private ulong _key;
        private int _next;

        internal Enumerator(AnchoredTable table, ReadOnlySpan<byte> text)
        {
            (_table, _length, _next) = (table, -1, -1);
            _text = text;
        }

        /// <summary>What was given with the literal.</summary>
        public int Current { get; private set; }

        /// <summary>This.</summary>
        public readonly Enumerator GetEnumerator() => this;

        /// <summary>Goes to the next.</summary>
        public bool MoveNext()
        {
            while (true)
            {
                if (_next >= 0)
                {
                    ref readonly Entry entry = ref _table._byLength[_length].Entries[_next];
                    _next = entry.Next;
                    if (entry.Key != _key) continue;
                    Current = entry.Literal;
                    return true;
                }

                if (++_length >= _table._byLength.Length) return false;
                OneLength keys = _table._byLength[_length];
                if (_text.Length < keys.Length)
                {
                    _length = _table._byLength.Length;
                    return false;
                }

                _key = Key(_text, keys.Length, _table._atStart);
                _next = keys.First(_key);
            }
        }
    }

    private readonly record struct Entry(ulong Key, int Literal, int Next);

    /// <summary>The literals whose keys are of one length.</summary>
    private sealed class OneLength
    {
        private readonly int[] _heads;
        private readonly int _shift;

        public OneLength(int length, List<AnchoredKey> literals, bool atStart)
        {
            Length = length;
            // Eight heads a literal: one look in eight at most is in vain.
            int bits = System.Numerics.BitOperations.Log2((uint)literals.Count) + 4;
            _shift = 64 - bits;
            _heads = new int[1 << bits];
            Array.Fill(_heads, -1);
            Entries = new Entry[literals.Count];
            for (int i = literals.Count - 1; i >= 0; i--)
            {
                ulong key = Key(literals[i].Text, length, atStart);
                ref int head = ref _heads[Slot(key)];
                Entries[i] = new Entry(key, literals[i].Literal, head);
                head = i;
            }
        }

        public int Length { get; }

        public Entry[] Entries { get; }

        public int First(ulong key) => _heads[Slot(key)];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> _shift);
    }
}

/// <summary>A literal to look for at an end of a text.</summary>
/// <param name="Text">The folded literal, not empty.</param>
/// <param name="Literal">What to tell of it.</param>
internal readonly record struct AnchoredKey(byte[] Text, int Literal);
