using System.Globalization;
using System.Text;

namespace Stemma.Hunting.Kql.Syntax;

/// <summary>
/// Splits a hunt into tokens. It never throws: what is no token becomes one of kind <see cref="TokenKind.Bad"/>, which the parser reports where it
/// meets it. Within <c>datetime(…)</c> and the like, where other rules hold, the parser takes the text itself.
/// </summary>
internal static class Lexer
{
    private static readonly string[] Operators =
        ["<|", "=>", "==", "=~", "!=", "!~", "<>", "<=", ">=", "..", "|", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{", "}", ",", ";", ":", ".", "!", "?", "@", "&", "~", "#", "$"];

    public static List<Token> Split(string text)
    {
        List<Token> tokens = [];
        int at = 0;
        while (true)
        {
            at = SkipSpace(text, at);
            if (at >= text.Length) break;
            Token token = Next(text, at);
            tokens.Add(token);
            at = token.End;
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length, text.Length));
        return tokens;
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] is '\uFEFF' or '\u200B') at++;
            else if (text[at] == '/' && at + 1 < text.Length && text[at + 1] == '/') at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
            else break;
        }

        return at;
    }

    private static Token Next(string text, int at)
    {
        char c = text[at];
        char next = at + 1 < text.Length ? text[at + 1] : '\0';
        if (c is '"' or '\'') return Quoted(text, at, at, isVerbatim: false);
        if (c == '@' && next is '"' or '\'') return Quoted(text, at, at + 1, isVerbatim: true);
        if (c is 'h' or 'H' && next is '"' or '\'') return Quoted(text, at, at + 1, isVerbatim: false);
        if (c is 'h' or 'H' && next == '@' && at + 2 < text.Length && text[at + 2] is '"' or '\'') return Quoted(text, at, at + 2, isVerbatim: true);
        foreach (string fence in (ReadOnlySpan<string>)["```", "~~~"])
        {
            if (string.CompareOrdinal(text, at, fence, 0, 3) != 0) continue;
            int end = text.IndexOf(fence, at + 3, StringComparison.Ordinal);
            return end < 0 ? new Token(TokenKind.Bad, "a multi-line string without an end", at, text.Length) : new Token(TokenKind.String, text[(at + 3)..end], at, end + 3);
        }

        if (c == '[' && BracketedName(text, at) is { } name) return name;
        if (char.IsAsciiDigit(c)) return Number(text, at);
        if (IsNamePart(c)) return Word(text, at);
        foreach (string op in Operators)
            if (string.CompareOrdinal(text, at, op, 0, op.Length) == 0) return new Token(TokenKind.Punctuation, op, at, at + op.Length);
        int length = char.IsHighSurrogate(c) && char.IsLowSurrogate(next) ? 2 : 1;
        return new Token(TokenKind.Bad, $"'{text.Substring(at, length)}' is no part of the language", at, at + length);
    }

    public static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static Token Word(string text, int at)
    {
        int end = at;
        while (end < text.Length && IsNamePart(text[end])) end++;
        return new Token(TokenKind.Name, text[at..end], at, end);
    }

    // A name in brackets: ['a b'], ["a b"]. An array literal stands only in dynamic(…), which the parser reads by itself.
    private static Token? BracketedName(string text, int at)
    {
        int quote = SkipSpace(text, at + 1);
        if (quote >= text.Length || text[quote] is not ('"' or '\'')) return null;
        Token inner = Quoted(text, quote, quote, isVerbatim: false);
        if (inner.Kind != TokenKind.String) return null;
        int close = SkipSpace(text, inner.End);
        return close < text.Length && text[close] == ']' ? new Token(TokenKind.QuotedName, inner.Text, at, close + 1) : null;
    }

    private static Token Quoted(string text, int start, int quoteAt, bool isVerbatim)
    {
        char quote = text[quoteAt];
        StringBuilder value = new();
        int at = quoteAt + 1;
        while (at < text.Length)
        {
            char c = text[at];
            if (c == quote)
            {
                if (!isVerbatim || at + 1 >= text.Length || text[at + 1] != quote) return new Token(TokenKind.String, value.ToString(), start, at + 1);
                value.Append(quote);
                at += 2;
            }
            else if (c is '\r' or '\n') break;
            else if (c == '\\' && !isVerbatim) at = Escape(text, at, value);
            else
            {
                value.Append(c);
                at++;
            }
        }

        return new Token(TokenKind.Bad, "a string without an end; close it on its line", start, at);
    }

    // Returns the position behind the escape. What is no escape stands for itself.
    private static int Escape(string text, int at, StringBuilder value)
    {
        if (at + 1 >= text.Length) return at + 1;
        char c = text[at + 1];
        int digits = c switch { 'u' => 4, 'U' => 8, 'x' => 2, _ => 0 };
        if (digits > 0 && at + 2 + digits <= text.Length && uint.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code) && code <= 0x10FFFF)
        {
            if (code <= 0xFFFF) value.Append((char)code);
            else value.Append(char.ConvertFromUtf32((int)code));
            return at + 2 + digits;
        }

        value.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', '0' => '\0', _ => c });
        return at + 2;
    }

    private static Token Number(string text, int at)
    {
        int end = at;
        if (text[at] == '0' && at + 2 < text.Length && text[at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[at + 2]))
        {
            end = at + 2;
            while (end < text.Length && char.IsAsciiHexDigit(text[end])) end++;
            if (end == text.Length || !IsNamePart(text[end])) return new Token(TokenKind.Integer, text[at..end], at, end);
        }

        end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        bool isReal = false;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            isReal = true;
            for (end++; end < text.Length && char.IsAsciiDigit(text[end]);) end++;
        }

        else if (end < text.Length && text[end] == '.' && (end + 1 == text.Length || (text[end + 1] != '.' && text[end + 1] != '[' && !IsNamePart(text[end + 1]))))
        {
            return new Token(TokenKind.Real, text[at..end], at, end + 1);
        }

        int mantissa = end;
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            int digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            int stop = digits;
            while (stop < text.Length && char.IsAsciiDigit(text[stop])) stop++;
            if (stop > digits && (stop == text.Length || !IsNamePart(text[stop]))) return new Token(TokenKind.Real, text[at..stop], at, stop);
        }

        int unitEnd = mantissa;
        while (unitEnd < text.Length && IsNamePart(text[unitEnd])) unitEnd++;
        if (unitEnd == mantissa) return new Token(isReal ? TokenKind.Real : TokenKind.Integer, text[at..mantissa], at, mantissa);
        if (TimeUnits.Ticks(text[mantissa..unitEnd]) is { } unit
            && double.TryParse(text.AsSpan(at, mantissa - at), NumberStyles.Float, CultureInfo.InvariantCulture, out double amount) && amount * unit < long.MaxValue)
        {
            long ticks = isReal ? (long)Math.Round(amount * unit) : (long)((decimal)amount * unit);
            return new Token(TokenKind.TimeSpan, ticks.ToString(CultureInfo.InvariantCulture), at, unitEnd);
        }

        // A name may begin with digits.
        return isReal ? new Token(TokenKind.Bad, $"'{text[at..unitEnd]}' is no number", at, unitEnd) : new Token(TokenKind.Name, text[at..unitEnd], at, unitEnd);
    }
}
