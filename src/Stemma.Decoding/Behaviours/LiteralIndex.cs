using System.Buffers;
using System.Collections.Frozen;

namespace Stemma.Decoding.Behaviours;

/// <summary>All literals of all rules, found in one pass over a text without regard to case.</summary>
internal sealed class LiteralIndex
{
    private readonly string[] _literals;
    private readonly SearchValues<string> _search;
    private readonly FrozenDictionary<ulong, int[]> _byHead;

    /// <summary>Makes the index of literals of at least three characters, without doubles.</summary>
    public LiteralIndex(IEnumerable<string> literals)
    {
        _literals = [.. literals];
        _search = SearchValues.Create(_literals, StringComparison.OrdinalIgnoreCase);
        _byHead = _literals.Select((literal, i) => (Key: Head(literal), i)).GroupBy(p => p.Key).ToFrozenDictionary(g => g.Key, g => g.Select(p => p.i).ToArray());
    }

    /// <summary>The literals, numbered by their place.</summary>
    public IReadOnlyList<string> Literals => _literals;

    /// <summary>Finds where literals stand.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">As many places of one literal are kept.</param>
    /// <param name="budget">What looking may cost; null without limit.</param>
    /// <returns>Places by the number of the literal; null when the text holds none.</returns>
    /// <exception cref="DecodeLimitException">A limit is reached.</exception>
    public Dictionary<int, List<int>>? Find(string text, int most, DecodeBudget? budget)
    {
        Dictionary<int, List<int>>? found = null;
        for (int at = 0; at < text.Length; at++)
        {
            int next = text.AsSpan(at).IndexOfAny(_search);
            if (next < 0) { break; }
            budget?.Spend();
            at += next;
            if (!_byHead.TryGetValue(Head(text.AsSpan(at)), out int[]? candidates)) { continue; }
            foreach (int i in candidates)
            {
                if (!text.AsSpan(at).StartsWith(_literals[i], StringComparison.OrdinalIgnoreCase)) { continue; }
                found ??= [];
                if (!found.TryGetValue(i, out List<int>? places)) { found[i] = places = []; }
                if (places.Count < most) { places.Add(at); }
            }
        }
        return found;
    }

    private static ulong Head(ReadOnlySpan<char> text) =>
        text.Length < 3 ? 0 : ((ulong)char.ToUpperInvariant(text[0]) << 32) | ((ulong)char.ToUpperInvariant(text[1]) << 16) | char.ToUpperInvariant(text[2]);
}
