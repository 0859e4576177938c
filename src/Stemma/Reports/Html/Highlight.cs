using System.Text.RegularExpressions;

namespace Stemma.Reports.Html;

/// <summary>Finds in a value what a rule asked for.</summary>
internal static class Highlight
{
    private const int LongestExpression = 1_000;

    /// <summary>Writes a value with what the patterns asked for marked; all of it where a pattern cannot be found in it, such as a number's bound.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="value">The value.</param>
    /// <param name="patterns">What rules asked for, as <see cref="Sigma.MatchedItem.Pattern"/> has it.</param>
    public static void Write(HtmlPage page, string value, IEnumerable<string> patterns)
    {
        bool[] marked = new bool[value.Length];
        foreach (string pattern in patterns)
            foreach ((int start, int length) in Find(value, pattern)) marked.AsSpan(start, length).Fill(true);
        for (int from = 0, to; from < value.Length; from = to)
        {
            for (to = from + 1; to < value.Length && marked[to] == marked[from];) to++;
            if (marked[from]) page.Leaf("mark", value[from..to]);
            else page.Text(value[from..to]);
        }
    }

    /// <summary>Where a value has what a pattern asks for.</summary>
    public static IReadOnlyList<(int Start, int Length)> Find(string value, string pattern)
    {
        List<(int, int)> found = [];
        bool all = pattern is ['/', .., _] && pattern.LastIndexOf('/') > 0 ? !AddExpression(found, value, pattern) : !(AddParts(found, value, Parts(pattern, escapes: false)) || AddParts(found, value, Parts(pattern, escapes: true)));
        return all ? [(0, value.Length)] : found;
    }

    // Linear in the value whatever the expression; one that needs more than that marks all.
    private static bool AddExpression(List<(int, int)> found, string value, string pattern)
    {
        int end = pattern.LastIndexOf('/');
        RegexOptions options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
        foreach (char flag in pattern.AsSpan(end + 1))
            options |= flag switch { 'i' => RegexOptions.IgnoreCase, 'm' => RegexOptions.Multiline, 's' => RegexOptions.Singleline, _ => RegexOptions.None };
        if (end > LongestExpression) return false;
        try
        {
            if (new Regex(pattern[1..end], options).Match(value) is not { Success: true, Length: > 0 } match) return false;
            found.Add((match.Index, match.Length));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool AddParts(List<(int, int)> found, string value, List<string> parts)
    {
        int from = 0, before = found.Count;
        foreach (string part in parts)
        {
            int at = value.IndexOf(part, from, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                found.RemoveRange(before, found.Count - before);
                return false;
            }

            found.Add((at, part.Length));
            from = at + part.Length;
        }

        return parts.Count > 0;
    }

    // What stands between wildcards. Whether a backslash before one is a folder's or makes it a character, the pattern's text does not say: both are tried.
    private static List<string> Parts(string pattern, bool escapes)
    {
        List<string> parts = [];
        System.Text.StringBuilder part = new();
        for (int i = 0; i <= pattern.Length; i++)
        {
            if (i < pattern.Length && pattern[i] is not ('*' or '?'))
            {
                if (escapes && pattern[i] == '\\' && i + 1 < pattern.Length && pattern[i + 1] is ('*' or '?')) i++;
                part.Append(pattern[i]);
                continue;
            }

            if (part.Length > 0) parts.Add(part.ToString());
            part.Clear();
        }

        return parts;
    }
}
