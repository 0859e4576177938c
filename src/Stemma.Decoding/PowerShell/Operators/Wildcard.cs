namespace Stemma.Decoding.PowerShell.Operators;

/// <summary>Wildcards of PowerShell: <c>*</c>, <c>?</c> and <c>[abc]</c>.</summary>
internal static class Wildcard
{
    /// <summary>Whether a pattern has a wildcard in it.</summary>
    public static bool Has(string pattern) => pattern.AsSpan().IndexOfAny("*?[") >= 0;

    /// <summary>Whether a text matches in whole. Linear but for stars, whose steps are counted.</summary>
    public static bool IsMatch(string text, string pattern, bool ignoreCase, DecodeBudget budget)
    {
        int t = 0, p = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            budget.Spend();
            if (p < pattern.Length && pattern[p] == '*') { star = p++; mark = t; }
            else if (p < pattern.Length && One(text[t], pattern, p, ignoreCase, out int next)) { t++; p = next; }
            else if (star >= 0) { p = star + 1; t = ++mark; }
            else { return false; }
        }
        while (p < pattern.Length && pattern[p] == '*') { p++; }
        return p == pattern.Length;
    }

    private static bool One(char c, string pattern, int at, bool ignoreCase, out int next)
    {
        next = at + 1;
        if (pattern[at] == '?') { return true; }
        int close = pattern[at] == '[' ? pattern.IndexOf(']', at + 1) : -1;
        if (close > at)
        {
            next = close + 1;
            for (int i = at + 1; i < close; i++)
            {
                if (i + 2 < close && pattern[i + 1] == '-')
                {
                    if (Fold(c, ignoreCase) >= Fold(pattern[i], ignoreCase) && Fold(c, ignoreCase) <= Fold(pattern[i + 2], ignoreCase)) { return true; }
                    i += 2;
                }
                else if (Fold(c, ignoreCase) == Fold(pattern[i], ignoreCase)) { return true; }
            }
            return false;
        }
        if (pattern[at] == '`' && next < pattern.Length) { return Fold(c, ignoreCase) == Fold(pattern[next++], ignoreCase); }
        return Fold(c, ignoreCase) == Fold(pattern[at], ignoreCase);
    }

    private static char Fold(char c, bool ignoreCase) => ignoreCase ? char.ToLowerInvariant(c) : c;
}
