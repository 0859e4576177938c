using System.Text;

namespace Stemma.Decoding.PowerShell.Rendering;

/// <summary>Replacements in a text, none inside another.</summary>
internal sealed class EditList
{
    private const int Enough = 2;

    private readonly SortedList<int, (int End, string Text)> _edits = [];
    private int _evidence;

    /// <summary>Whether the replacements show that something was hidden; without that a script stays as it is.</summary>
    public bool HasEvidence => _evidence >= Enough;

    /// <summary>How many.</summary>
    public int Count => _edits.Count;

    /// <summary>Adds one, unless it touches another.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where what it replaces ends.</param>
    /// <param name="text">What stands there instead.</param>
    /// <param name="evidence">How much it shows that something was hidden; two are enough.</param>
    public void Add(int start, int end, string text, int evidence)
    {
        if (!_edits.TryAdd(start, (end, text))) { return; }
        _evidence += evidence;
    }

    /// <summary>Counts evidence of its own.</summary>
    public void AddEvidence(int evidence) => _evidence += evidence;

    /// <summary>The text with all replacements made.</summary>
    public string Apply(string text) => Apply(text, 0, text.Length);

    /// <summary>A part of the text with the replacements in it made.</summary>
    public string Apply(string text, int from, int to)
    {
        StringBuilder made = new(to - from);
        int at = from;
        foreach ((int start, (int end, string replacement)) in _edits)
        {
            if (start < at) { continue; }
            if (start >= to || end > to) { break; }
            made.Append(text, at, start - at).Append(replacement);
            at = end;
        }
        return made.Append(text, at, to - at).ToString();
    }

    /// <summary>Where a place of the text is after the replacements; inside of one, its beginning or its end.</summary>
    public int Map(int place, bool toEnd)
    {
        int shift = 0, last = 0;
        foreach ((int start, (int end, string replacement)) in _edits)
        {
            if (start < last) { continue; }
            if (start >= place) { break; }
            if (end > place) { return start + shift + (toEnd ? replacement.Length : 0); }
            shift += replacement.Length - (end - start);
            last = end;
        }
        return place + shift;
    }

    /// <summary>Removes the replacements inside a range, which is to be replaced as a whole.</summary>
    public void Clear(int from, int to)
    {
        foreach (int start in _edits.Keys.Where(s => s >= from && s < to).ToArray()) { _edits.Remove(start); }
    }
}
