using System.Text;

namespace Stemma.Decoding.Indicators;

/// <summary>A text in which addresses were made harmless (<c>hxxp</c>, <c>[.]</c>, <c>(dot)</c>), made whole again, with the way back to the original places.</summary>
internal sealed class Refanged
{
    private static readonly (string Mark, string Meaning)[] Marks =
    [
        ("hxxp", "http"), ("h**p", "http"), ("[.]", "."), ("(.)", "."), ("{.}", "."), ("[dot]", "."), ("(dot)", "."), ("{dot}", "."),
        ("[:]", ":"), ("[://]", "://"), ("[/]", "/"), ("[at]", "@"), ("(at)", "@"), ("[@]", "@"),
    ];

    private readonly List<(int Here, int There)> _places;

    private Refanged(string text, List<(int, int)> places) => (Text, _places) = (text, places);

    /// <summary>The text as it was before it was defanged.</summary>
    public string Text { get; }

    /// <summary>Makes a text whole again; null when nothing in it is defanged.</summary>
    public static Refanged? Of(string text)
    {
        StringBuilder? made = null;
        List<(int, int)> places = [(0, 0)];
        int copied = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int next = text.AsSpan(i).IndexOfAny("[({hH");
            if (next < 0) { break; }
            i += next;
            foreach ((string mark, string meaning) in Marks)
            {
                if (!text.AsSpan(i).StartsWith(mark, StringComparison.OrdinalIgnoreCase) || (mark[0] != 'h' && !Joins(text, i, mark.Length))) { continue; }
                made ??= new StringBuilder(text.Length);
                made.Append(text, copied, i - copied);
                places.Add((made.Length, i));
                made.Append(meaning);
                copied = i + mark.Length;
                places.Add((made.Length, copied));
                i = copied - 1;
                break;
            }
        }
        return made is null ? null : new Refanged(made.Append(text, copied, text.Length - copied).ToString(), places);
    }

    /// <summary>The place in the defanged text of a place in <see cref="Text"/>.</summary>
    public (int Start, int Length) Original(int start, int length)
    {
        int from = Back(start, false);
        return (from, Back(start + length, true) - from);
    }

    private int Back(int here, bool end)
    {
        int low = 0, high = _places.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_places[middle].Here < here || (_places[middle].Here == here && !end)) { low = middle; } else { high = middle - 1; }
        }
        (int at, int there) = _places[low];
        int most = low + 1 < _places.Count ? _places[low + 1].There : int.MaxValue;
        return Math.Min(there + here - at, most);
    }

    /// <summary>A mark stands between the parts of an address: a regular expression with a lone <c>[.]</c> is not defanged.</summary>
    private static bool Joins(string text, int at, int length) =>
        at > 0 && at + length < text.Length && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is ']' or ')')
        && (char.IsAsciiLetterOrDigit(text[at + length]) || text[at + length] is '/' or '[');
}
