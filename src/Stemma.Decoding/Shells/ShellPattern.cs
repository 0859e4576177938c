using System.Text;

namespace Stemma.Decoding.Shells;

/// <summary>Matches text with the patterns of the shell: <c>*</c>, <c>?</c>, <c>[…]</c>.</summary>
internal sealed class ShellPattern(string pattern, DecodeBudget budget)
{
    private static readonly char[] Special = ['*', '?', '[', '\\'];

    /// <summary>Whether it means but itself.</summary>
    public bool IsLiteral { get; } = pattern.IndexOfAny(Special) < 0;

    /// <summary>Whether the whole text matches.</summary>
    public bool Matches(ReadOnlySpan<char> text) => IsLiteral ? text.SequenceEqual(pattern) : Matches(text, pattern);

    private bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> p)
    {
        // The last star takes more when the rest does not fit: no other way back is ever needed.
        int t = 0, i = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            budget.Spend();
            if (i < p.Length && p[i] == '*')
            {
                star = i++;
                mark = t;
            }
            else if (i < p.Length && One(p, i, text[t], out int next))
            {
                i = next;
                t++;
            }
            else if (star >= 0)
            {
                i = star + 1;
                t = ++mark;
            }
            else { return false; }
        }
        while (i < p.Length && p[i] == '*') { i++; }
        return i == p.Length;
    }

    private static bool One(ReadOnlySpan<char> p, int i, char c, out int next)
    {
        next = i + 1;
        switch (p[i])
        {
            case '?': return true;
            case '\\' when i + 1 < p.Length:
                next = i + 2;
                return p[i + 1] == c;
            case '[':
                int close = p[(i + 1)..].IndexOf(']');
                if (close == 0) { close = p[(i + 2)..].IndexOf(']') is int more && more >= 0 ? more + 1 : -1; }
                if (close < 0) { return c == '['; }
                ReadOnlySpan<char> members = p.Slice(i + 1, close);
                next = i + close + 2;
                bool not = members.Length > 1 && members[0] is '!' or '^';
                return In(not ? members[1..] : members, c) != not;
            default: return p[i] == c;
        }
    }

    private static bool In(ReadOnlySpan<char> members, char c)
    {
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i] == '[' && i + 1 < members.Length && members[i + 1] == ':' && members[i..].IndexOf(":") >= 0) { continue; }
            if (i + 2 < members.Length && members[i + 1] == '-')
            {
                if (c >= members[i] && c <= members[i + 2]) { return true; }
                i += 2;
            }
            else if (members[i] == c) { return true; }
        }
        return false;
    }

    /// <summary>Takes the shortest or longest beginning that matches away.</summary>
    public string WithoutStart(string text, bool longest)
    {
        for (int n = 0; n <= text.Length; n++)
        {
            int length = longest ? text.Length - n : n;
            if (Matches(text.AsSpan(0, length))) { return text[length..]; }
        }
        return text;
    }

    /// <summary>Takes the shortest or longest end that matches away.</summary>
    public string WithoutEnd(string text, bool longest)
    {
        for (int n = 0; n <= text.Length; n++)
        {
            int start = longest ? n : text.Length - n;
            if (Matches(text.AsSpan(start))) { return text[..start]; }
        }
        return text;
    }

    /// <summary>Puts a text in place of the first match or of all, at the start or end only where that is asked for.</summary>
    public string Replace(string text, string by, bool all, bool start, bool end)
    {
        if (pattern.Length == 0) { return text; }
        var result = new StringBuilder();
        int i = 0;
        bool stars = pattern.Contains('*');
        while (i <= text.Length)
        {
            budget.Spend();
            int found = -1;
            for (int stop = IsLiteral ? Math.Min(i + pattern.Length, text.Length) : stars ? text.Length : Math.Min(text.Length, i + pattern.Length); stop > i; stop--)
            {
                if (end && stop < text.Length) { break; }
                if (Matches(text.AsSpan(i, stop - i)))
                {
                    found = stop;
                    break;
                }
                if (IsLiteral) { break; }
            }
            if (found > i)
            {
                result.Append(by);
                i = found;
                if (!all) { break; }
            }
            else
            {
                if (i < text.Length) { result.Append(text[i]); }
                i++;
            }
            if (start) { break; }
            budget.Reserve(result.Length >> 10);
        }
        return i < text.Length ? result.Append(text, i, text.Length - i).ToString() : result.ToString();
    }
}
