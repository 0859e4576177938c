using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Sigma.Matching;

/// <summary>
/// Finds literals without which a regular expression cannot match. Looks only at the outermost sequence and gives up early: finding
/// none costs time, finding a wrong one would cost matches.
/// </summary>
internal static class RegexLiteral
{
    /// <summary>Such literals, folded: each stands in a match behind the one before. None when none is certain.</summary>
    public static byte[][] Find(SigmaTest.Regexp test)
    {
        string syntax = test.Syntax;

        // Where .NET ignores case it takes the Kelvin sign (U+212A) for a k, which the fold does not.
        bool kelvin = test.Options.HasFlag(RegexOptions.IgnoreCase) || syntax.Contains("(?", StringComparison.Ordinal);
        List<byte[]> found = [];
        StringBuilder run = new();
        for (int i = 0; i < syntax.Length; i++)
        {
            char c = syntax[i];
            switch (c)
            {
                case '|' or ')':
                    return [];
                case '\\' when i + 1 < syntax.Length:
                    c = syntax[++i];
                    if (char.IsAsciiLetterOrDigit(c) || c == '_')
                    {
                        // A class, an anchor, a code or a reference: what it stands for may take more characters, so stop where it is not plain.
                        End();
                        if (c is not ('d' or 'D' or 's' or 'S' or 'w' or 'W' or 'b' or 'B' or 't' or 'r' or 'n')) return syntax.IndexOf('|', i) < 0 ? [.. found] : [];
                        continue;
                    }

                    run.Append(c);
                    continue;
                case '(':
                    End();
                    if (Skip(syntax, ref i)) continue;
                    return [];
                case '[':
                    End();
                    if (SkipClass(syntax, ref i)) continue;
                    return [];
                case '{' when QuantifierLength(syntax.AsSpan(i)) is 0:
                    run.Append(c);
                    continue;
                case '{' or '*' or '?':
                    // Quantifies the last character, which may then be absent.
                    if (run.Length > 0) run.Length--;
                    End();
                    if (c == '{') i += QuantifierLength(syntax.AsSpan(i)) - 1;
                    continue;
                case '+' or '.' or '^' or '$':
                case 'k' or 'K' or '\u212A' when kelvin:
                    End();
                    continue;
                default:
                    run.Append(c);
                    continue;
            }
        }

        End();
        return [.. found];

        void End()
        {
            if (run.Length > 0) found.Add(TextFold.Literal(run.ToString()));
            run.Clear();
        }
    }

    // From the opening parenthesis to its closing one. An option group such as (?i) or (?x) changes what follows: give up on x.
    private static bool Skip(string syntax, ref int i)
    {
        if (syntax.AsSpan(i).StartsWith("(?") && i + 2 < syntax.Length && (char.IsAsciiLetter(syntax[i + 2]) || syntax[i + 2] == '-')
            && syntax.IndexOf(')', i) is int close && close > 0 && syntax.AsSpan(i, close - i).Contains('x'))
            return false;
        int depth = 0;
        for (; i < syntax.Length; i++)
        {
            switch (syntax[i])
            {
                case '\\': i++; break;
                case '[' when !SkipClass(syntax, ref i): return false;
                case '(': depth++; break;
                case ')' when --depth == 0: return true;
            }
        }

        return false;
    }

    // The length of {n}, {n,} or {n,m}; 0 for a brace that is itself.
    private static int QuantifierLength(ReadOnlySpan<char> syntax)
    {
        int close = syntax.IndexOf('}');
        if (close < 2 || !char.IsAsciiDigit(syntax[1])) return 0;
        ReadOnlySpan<char> counts = syntax[1..close];
        return counts.Count(',') <= 1 && !counts.ContainsAnyExcept("0123456789,") ? close + 1 : 0;
    }

    private static bool SkipClass(string syntax, ref int i)
    {
        int start = ++i;
        if (i < syntax.Length && syntax[i] == '^') start = ++i;
        for (; i < syntax.Length; i++)
        {
            if (syntax[i] == '\\') i++;
            else if (syntax[i] == '[') return false;
            else if (syntax[i] == ']' && i > start) return true;
        }

        return false;
    }
}
