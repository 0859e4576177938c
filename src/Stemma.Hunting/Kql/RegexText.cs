using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Hunting.Kql;

/// <summary>Regular expressions between Kusto's dialect and that of RE2.</summary>
internal static class RegexText
{
    private const int MaximumLength = 16_384;

    /// <summary>
    /// A pattern whose classes \d, \w and \s mean Unicode's, as Kusto's do, and RE2's do not; null for what RE2 would not take. Its syntax is checked by
    /// .NET's engine without back-tracking, which leaves out the same things: look-around, back-references, atomic groups.
    /// </summary>
    public static string? ToRe2(string pattern)
    {
        if (pattern.Length > MaximumLength) return null;
        StringBuilder result = new(pattern.Length + 16);
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c != '\\' || i + 1 == pattern.Length)
            {
                if (c == '[' && !inClass) inClass = true;
                else if (c == ']' && inClass && !(pattern[i - 1] == '[' || (pattern[i - 1] == '^' && i > 1 && pattern[i - 2] == '['))) inClass = false;
                result.Append(c);
                continue;
            }

            char escaped = pattern[++i];
            string? unicode = (escaped, inClass) switch
            {
                ('d', _) => @"\p{Nd}",
                ('w', true) => @"\p{L}\p{N}_",
                ('w', false) => @"[\p{L}\p{N}_]",
                ('W', false) => @"[^\p{L}\p{N}_]",
                ('s', true) => @"\s\p{Z}",
                ('s', false) => @"[\s\p{Z}]",
                ('S', false) => @"[^\s\p{Z}]",
                _ => null,
            };
            // RE2 refuses an escape before what needs none.
            result.Append(unicode ?? (NeedsEscape(escaped) ? "\\" + escaped : escaped.ToString()));
        }

        return IsValid(result.ToString()) ? result.ToString() : null;
    }

    private static bool NeedsEscape(char c) => char.IsAsciiLetterOrDigit(c) || c is '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '^' or '$' or '|' or '-';

    /// <summary>Text as a pattern that matches just it.</summary>
    public static string Escape(string text)
    {
        StringBuilder result = new(text.Length + 8);
        foreach (char c in text)
        {
            if (c is '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '^' or '$' or '|') result.Append('\\');
            result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>Capturing groups of a pattern.</summary>
    public static int Groups(string pattern)
    {
        int count = 0;
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '[') inClass = true;
            else if (pattern[i] == ']') inClass = false;
            else if (pattern[i] == '(' && !inClass && (i + 1 == pattern.Length || pattern[i + 1] != '?' || (i + 2 < pattern.Length && pattern[i + 2] == 'P'))) count++;
        }

        return count;
    }

    /// <summary>The number of the group of a name; null for none.</summary>
    public static int? GroupOf(string pattern, string name)
    {
        int at = pattern.IndexOf($"(?P<{name}>", StringComparison.Ordinal);
        return at < 0 ? null : Groups(pattern[..at]) + 1;
    }

    private static bool IsValid(string pattern)
    {
        try
        {
            // RE2 has flags of its own: U (ungreedy) means nothing to .NET.
            string checkedPattern = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal).Replace("(?U)", "", StringComparison.Ordinal);
            _ = new Regex(checkedPattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
