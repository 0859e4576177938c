using System.Text;
using System.Text.RegularExpressions;

namespace Stemma.Decoding.PowerShell.Parsing;

/// <summary>
/// Makes source text safe to parse without moving anything in it. PowerShell's parser loads what <c>using assembly</c> and <c>using module</c>
/// name and opens a runspace for <c>configuration</c>: a letter of these words is replaced. It looks for the .NET type that <c>enum Name : type</c>
/// names: the type is blanked. Very long lists of numbers and very long sums of
/// literals, which cost the parser seconds, become one literal each whose value is kept aside.
/// </summary>
internal static partial class SourceGuard
{
    /// <summary>Stands for the letter i in a word that the parser must not see.</summary>
    private const char Masked = '\uE000';

    /// <summary>Begins a literal that stands for a list kept aside.</summary>
    private const char Aside = '\uE001';

    private const int ShortestRun = 400;
    private const int ManySigns = 3000;
    private const int MostSigns = 70_000;
    private const int DeepestBrackets = 1500;
    private const int LongestChain = 8_000;

    // The parser's recovery from each takes longer the more there were.
    private const int MostUnmatchedBraces = 500, MostUnmatched = 1_500;

    /// <summary>The text to parse: as long as the source, null when even so it would cost too much.</summary>
    public static string? Guard(string source, DecodeBudget budget, out List<object?> aside)
    {
        aside = [];
        string text = source.StartsWith('\uFEFF') ? string.Concat(" ", source.AsSpan(1)) : source;
        if (DangerousWords().IsMatch(text))
        {
            budget.Reserve(text.Length);
            text = DangerousWords().Replace(text, word => word.Value.Length == 5 ? $"us{Masked}ng" : $"conf{Masked}guration");
        }
        if (TypesOfEnums().IsMatch(text))
        {
            budget.Reserve(text.Length);
            text = TypesOfEnums().Replace(text, type => new string(' ', type.Length));
        }
        if (Signs(text) > ManySigns) { text = Condense(text, aside, budget); }
        return Signs(text) > MostSigns || IsTooDeep(text) ? null : text;
    }

    /// <summary>The value of a literal as the source has it.</summary>
    public static object? Restore(string literal, List<object?> aside)
    {
        if (literal.Length > 1 && literal[0] == Aside && int.TryParse(literal.AsSpan(1).TrimEnd(), out int index) && index < aside.Count) { return aside[index]; }
        return literal.Contains(Masked, StringComparison.Ordinal) ? literal.Replace(Masked, 'i') : literal;
    }

    // The parser and the trees it makes go as deep as brackets nest and as chains of operators are long. Counted without regard to
    // quotes: what lies in strings counts too, hence the generous limits.
    private static bool IsTooDeep(string text)
    {
        int depth = 0, chain = 0, braces = 0, unmatchedBraces = 0, unmatched = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '{') { braces++; }
            else if (c == '}' && --braces < 0) { (braces, unmatchedBraces) = (0, unmatchedBraces + 1); }
            switch (c)
            {
                case '(' or '{' or '[':
                    depth++;
                    chain++;
                    break;
                case ')' or '}' or ']':
                    if (depth == 0) { unmatched++; }
                    depth = Math.Max(0, depth - 1);
                    break;
                case ';' or '\n' or '|':
                    chain = 0;
                    break;
                case '+' or '-' or '.' or '=' or '!' or '*' or '/' or '%' or ':':
                    bool inWord = i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetter(text[i + 1]);
                    if (!inWord || c == '.') { chain++; }
                    break;
            }
            if (depth > DeepestBrackets || chain > LongestChain || unmatchedBraces > MostUnmatchedBraces || unmatched > MostUnmatched) { return true; }
        }
        return false;
    }

    private static int Signs(string text)
    {
        int signs = 0;
        for (ReadOnlySpan<char> rest = text; ;)
        {
            int at = rest.IndexOfAny(",+|.;");
            if (at < 0) { return signs + rest.Count('-') + text.AsSpan().Count('(') + text.AsSpan().Count('$'); }
            signs++;
            rest = rest[(at + 1)..];
        }
    }

    private static string Condense(string text, List<object?> aside, DecodeBudget budget)
    {
        budget.Reserve(text.Length * 2L);
        StringBuilder made = new(text.Length);
        int at = 0;
        while (at < text.Length)
        {
            char c = text[at];
            int end = at;
            object? value = null;
            if (char.IsAsciiDigit(c) && (at == 0 || !IsWord(text[at - 1]))) { end = Numbers(text, at, out value, budget); }
            else if (c == '\'') { end = Literals(text, at, out value, budget); }
            else if (c == '"') { end = Quoted(text, at); }
            else if (c == '#') { while (end < text.Length && text[end] != '\n') { end++; } }
            if (value is not null)
            {
                made.Append('\'').Append(Aside).Append(aside.Count);
                made.Append(' ', end - made.Length - 1).Append('\'');
                aside.Add(value);
            }
            else
            {
                end = Math.Max(end, at + 1);
                made.Append(text, at, end - at);
            }
            at = end;
        }
        return made.ToString();
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '.' or '-' or ':';

    // A list 1,2,0x3...: the end of it, and its values when it is long.
    private static int Numbers(string text, int at, out object? value, DecodeBudget budget)
    {
        List<object?> items = [];
        int end = at, next = at;
        value = null;
        while (true)
        {
            int start = next;
            while (next < text.Length && char.IsAsciiLetterOrDigit(text[next])) { next++; }
            if (next == start || next - start > 12 || Values.Conversions.ParseNumber(text[start..next]) is not int number) { break; }
            end = next;
            items.Add(number);
            budget.Spend();
            while (next < text.Length && text[next] is ' ' or '\r' or '\n' or '\t') { next++; }
            if (next >= text.Length || text[next] != ',') { break; }
            next++;
            while (next < text.Length && text[next] is ' ' or '\r' or '\n' or '\t') { next++; }
        }
        if (items.Count >= ShortestRun) { value = new Values.PsList(items); }
        return end;
    }

    // A sum 'a'+'b'+...: the end of it, and its text when it is long.
    private static int Literals(string text, int at, out object? value, DecodeBudget budget)
    {
        StringBuilder all = new();
        int parts = 0, end = at, next = at;
        value = null;
        while (next < text.Length && text[next] == '\'')
        {
            int start = ++next;
            while (next < text.Length && (text[next] != '\'' || (next + 1 < text.Length && text[next + 1] == '\''))) { next += text[next] == '\'' ? 2 : 1; }
            if (next >= text.Length) { return text.Length; }
            all.Append(text[start..next].Replace("''", "'", StringComparison.Ordinal));
            end = ++next;
            parts++;
            budget.Spend();
            while (next < text.Length && text[next] is ' ' or '\t' or '\r' or '\n') { next++; }
            if (next >= text.Length || text[next] != '+') { break; }
            next++;
            while (next < text.Length && text[next] is ' ' or '\t' or '\r' or '\n') { next++; }
        }
        if (parts >= ShortestRun) { value = all.ToString(); }
        return parts >= ShortestRun || parts == 1 ? end : FirstLiteral(text, at);
    }

    private static int FirstLiteral(string text, int at)
    {
        int next = at + 1;
        while (next < text.Length && (text[next] != '\'' || (next + 1 < text.Length && text[next + 1] == '\''))) { next += text[next] == '\'' ? 2 : 1; }
        return Math.Min(next + 1, text.Length);
    }

    private static int Quoted(string text, int at)
    {
        int next = at + 1;
        while (next < text.Length && text[next] != '"') { next += text[next] == '`' ? 2 : 1; }
        return Math.Min(next + 1, text.Length);
    }

    [GeneratedRegex(@"\busing(?=(?:[\s`]|<#)[^\r\n]{0,200}?(?:assembly|module))|\busing(?=[\s`]*[\r\n])|(?<![-\w.$:{])configuration(?=[\s`{]|<#|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DangerousWords();

    [GeneratedRegex(@"(?<=(?:^|[;{}])\s{0,200}enum\s{1,200}\w{1,200}\s{0,200}):\s{0,200}[\w.\[\]]{1,200}(?=\s*\{)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex TypesOfEnums();
}
