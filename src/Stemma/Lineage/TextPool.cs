namespace Stemma.Lineage;

/// <summary>Gives equal short texts one string. Bounded: a full pool starts over. Not for several threads.</summary>
internal sealed class TextPool(int capacity = 65_536)
{
    private const int Longest = 300;
    private readonly HashSet<string> _texts = [];

    /// <summary>The text as a string.</summary>
    public string Get(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return "";
        if (text.Length > Longest) return text.ToString();
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out string? known)) return known;
        if (_texts.Count >= capacity) _texts.Clear();
        string added = text.ToString();
        _texts.Add(added);
        return added;
    }
}
