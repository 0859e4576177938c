using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.Shells;

/// <summary><c>sed</c>, as far as it replaces (<c>s</c>), transliterates (<c>y</c>), deletes or prints lines by number.</summary>
internal static class ShellSed
{
    /// <summary>What it prints; null when the script does more than that.</summary>
    public static string? Run(List<string> arguments, string text, ShellShared shared)
    {
        bool extended = false, quiet = false;
        List<string> scripts = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            string a = arguments[i];
            if (a is "-e" or "--expression" && i + 1 < arguments.Count) { scripts.Add(arguments[++i]); }
            else if (a.Length > 1 && a[0] == '-')
            {
                extended |= a.Contains('r') || a.Contains('E');
                quiet |= a.Contains('n');
            }
            else if (scripts.Count == 0) { scripts.Add(a); }
        }
        if (quiet || scripts.Count == 0) { return null; }
        bool ended = text.EndsWith('\n');
        string[] lines = (ended ? text[..^1] : text).Split('\n');
        foreach (string script in scripts)
        {
            int at = 0;
            while (at < script.Length)
            {
                if (script[at] is ' ' or ';' or '\n') { at++; continue; }
                if (script[at] is not ('s' or 'y') || at + 1 >= script.Length) { return null; }
                bool letters = script[at] == 'y';
                char sign = script[at + 1];
                at += 2;
                string first = Until(script, sign, ref at), second = Until(script, sign, ref at);
                int flags = at;
                while (at < script.Length && script[at] is not (';' or '\n' or ' ')) { at++; }
                if (Change(letters, first, second, script[flags..at], extended, shared) is not { } change) { return null; }
                for (int i = 0; i < lines.Length; i++)
                {
                    if (change(lines[i]) is not { } changed) { return null; }
                    shared.Budget.Reserve(changed.Length);
                    lines[i] = changed;
                }
                if (letters || second.Any(char.IsLetterOrDigit)) { shared.Decoders++; }
            }
        }
        return string.Join('\n', lines) + (ended ? "\n" : "");
    }

    private static string Until(string script, char sign, ref int at)
    {
        var part = new StringBuilder();
        while (at < script.Length && script[at] != sign)
        {
            if (script[at] == '\\' && at + 1 < script.Length)
            {
                if (script[at + 1] != sign) { part.Append('\\'); }
                at++;
            }
            part.Append(script[at++]);
        }
        at = Math.Min(at + 1, script.Length);
        return part.ToString();
    }

    private static Func<string, string?>? Change(bool letters, string first, string second, string flags, bool extended, ShellShared shared)
    {
        if (letters)
        {
            string from = Plain(first), to = Plain(second);
            return from.Length != to.Length ? null : line => string.Concat(line.Select(c => from.IndexOf(c) is int i && i >= 0 ? to[i] : c));
        }
        if (flags.Any(flag => flag is not ('g' or 'i' or 'I') && !char.IsAsciiDigit(flag))) { return null; }
        bool all = flags.Contains('g');
        int nth = int.TryParse(string.Concat(flags.Where(char.IsAsciiDigit)), out int number) ? number : 1;
        TimeSpan left = shared.Budget.TimeLeft;
        if (left <= TimeSpan.Zero) { return null; }
        Regex expression;
        try
        {
            expression = new Regex(Translated(first, extended), (flags.Contains('i', StringComparison.OrdinalIgnoreCase) ? RegexOptions.IgnoreCase : RegexOptions.None) | RegexOptions.CultureInvariant, left < TimeSpan.FromMilliseconds(500) ? left : TimeSpan.FromMilliseconds(500));
        }
        catch (ArgumentException) { return null; }
        return line =>
        {
            shared.Budget.Spend(1 + (line.Length >> 3));
            int seen = 0;
            try { return expression.Replace(line, match => ++seen == nth || (all && seen >= nth) ? Substitute(second, match) : match.Value); }
            catch (RegexMatchTimeoutException) { return null; }
        };
    }

    private static string Plain(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static string Substitute(string by, Match match)
    {
        var result = new StringBuilder();
        for (int i = 0; i < by.Length; i++)
        {
            if (by[i] == '&') { result.Append(match.Value); }
            else if (by[i] == '\\' && i + 1 < by.Length)
            {
                i++;
                result.Append(char.IsAsciiDigit(by[i]) ? match.Groups[by[i] - '0'].Value : by[i] == 'n' ? "\n" : by[i] == 't' ? "\t" : by[i].ToString());
            }
            else { result.Append(by[i]); }
        }
        return result.ToString();
    }

    /// <summary>A basic or extended expression in the form that is understood here.</summary>
    private static string Translated(string pattern, bool extended)
    {
        var result = new StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '[')
            {
                int close = pattern.IndexOf(']', Math.Min(pattern.Length - 1, i + 2));
                if (close < 0) { result.Append("\\["); continue; }
                string inside = pattern[(i + 1)..close].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[:space:", "\\s", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
                result.Append('[').Append(inside).Append(']');
                i = close;
            }
            else if (c == '\\' && i + 1 < pattern.Length)
            {
                char next = pattern[++i];
                bool special = next is '(' or ')' or '{' or '}' or '+' or '?' or '|';
                if (special) { result.Append(extended ? "\\" : "").Append(next); }
                else { result.Append(next is '<' or '>' ? "\\b" : "\\" + next); }
            }
            else if (!extended && c is '(' or ')' or '{' or '}' or '+' or '?' or '|') { result.Append(extended ? "" : "\\").Append(c); }
            else { result.Append(c); }
        }
        return result.ToString();
    }
}
