using System.Globalization;
using System.Text;

namespace Stemma.Decoding.VisualBasic;

/// <summary>Kinds of tokens.</summary>
internal enum TokenKind { Name, Number, Text, Operator, Line, End }

/// <summary>A token and its place. Names are as written; a name in brackets or behind a dot is no keyword.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, double Number, int Start, int End)
{
    public bool Is(string word) => Kind is TokenKind.Name or TokenKind.Operator && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts VBScript and VBA into tokens. Comments and continued lines are gone.</summary>
internal static class Tokens
{
    public static List<Token> Of(string text, DecodeBudget budget)
    {
        List<Token> tokens = [];
        int i = 0;
        while (i < text.Length)
        {
            budget.Spend();
            char c = text[i];
            if (c is ' ' or '\t' or '\uFEFF' or '\u00A0') { i++; continue; }
            if (c == '_' && Continues(text, i, out int after)) { i = after; continue; }
            if (c is '\r' or '\n')
            {
                tokens.Add(new Token(TokenKind.Line, "\n", 0, i, i + 1));
                i++;
                continue;
            }
            if (c == '\'' || (c is 'r' or 'R' && IsRemark(text, i, tokens)))
            {
                while (i < text.Length && text[i] is not ('\r' or '\n')) { i++; }
                continue;
            }
            if (c == ':' && !(i + 1 < text.Length && text[i + 1] == '=')) { tokens.Add(new Token(TokenKind.Line, ":", 0, i, ++i)); continue; }
            if (c is '"' or '\u201C' or '\u201D') { i = Quoted(text, i, tokens); continue; }
            if (char.IsLetter(c) || c == '_' || c == '[') { i = Name(text, i, tokens); continue; }
            if (char.IsAsciiDigit(c) || (c == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))) { i = Number(text, i, tokens); continue; }
            if (c == '&' && i + 2 < text.Length && text[i + 1] is 'H' or 'h' or 'O' or 'o' && Radix(text, ref i, tokens)) { continue; }
            string op = i + 1 < text.Length && text.AsSpan(i, 2) is "<>" or "<=" or ">=" or ":=" or "=<" or "=>" or "><" ? text.Substring(i, 2) : c.ToString();
            tokens.Add(new Token(TokenKind.Operator, op switch { "=<" => "<=", "=>" => ">=", "><" => "<>", _ => op }, 0, i, i + op.Length));
            i += op.Length;
        }
        tokens.Add(new Token(TokenKind.Line, "\n", 0, i, i));
        tokens.Add(new Token(TokenKind.End, "", 0, i, i));
        return tokens;
    }

    private static bool Continues(string text, int at, out int after)
    {
        after = at + 1;
        if (at > 0 && !char.IsWhiteSpace(text[at - 1]) && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '_')) { return false; }
        while (after < text.Length && text[after] is ' ' or '\t') { after++; }
        if (after >= text.Length || text[after] is not ('\r' or '\n')) { return false; }
        if (text[after] == '\r' && after + 1 < text.Length && text[after + 1] == '\n') { after++; }
        after++;
        return true;
    }

    private static bool IsRemark(string text, int i, List<Token> tokens) =>
        i + 3 <= text.Length && text.AsSpan(i, 3).Equals("rem", StringComparison.OrdinalIgnoreCase) && (i + 3 == text.Length || char.IsWhiteSpace(text[i + 3])) && (tokens.Count == 0 || tokens[^1].Kind == TokenKind.Line);

    private static int Quoted(string text, int at, List<Token> tokens)
    {
        var made = new StringBuilder();
        int i = at + 1;
        while (i < text.Length && text[i] is not ('\r' or '\n'))
        {
            if (text[i] is '"' or '\u201C' or '\u201D')
            {
                if (i + 1 < text.Length && text[i + 1] == '"' && text[i] == '"') { made.Append('"'); i += 2; continue; }
                break;
            }
            made.Append(text[i++]);
        }
        int end = Math.Min(text.Length, i < text.Length && text[i] is '"' or '\u201C' or '\u201D' ? i + 1 : i);
        tokens.Add(new Token(TokenKind.Text, made.ToString(), 0, at, end));
        return end;
    }

    private static int Name(string text, int at, List<Token> tokens)
    {
        int end = at;
        if (text[at] == '[')
        {
            int close = text.AsSpan(at, Math.Min(256, text.Length - at)).IndexOf(']');
            if (close > 1) { tokens.Add(new Token(TokenKind.Name, text.Substring(at + 1, close - 1), 0, at, at + close + 1)); return at + close + 1; }
            tokens.Add(new Token(TokenKind.Operator, "[", 0, at, at + 1));
            return at + 1;
        }
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) { end++; }
        string name = text[at..end];
        // The suffix of a type belongs to the name; an ampersand only where no space is before and an operand cannot follow.
        if (end < text.Length && text[end] is '$' or '%' or '!' or '#' && !(text[end] == '!' && end + 1 < text.Length && char.IsLetter(text[end + 1]))) { end++; }
        tokens.Add(new Token(TokenKind.Name, name, 0, at, end));
        return end;
    }

    private static int Number(string text, int at, List<Token> tokens)
    {
        int end = at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) { end++; }
        if (end + 1 < text.Length && text[end] is 'e' or 'E' && (char.IsAsciiDigit(text[end + 1]) || (text[end + 1] is '+' or '-' && end + 2 < text.Length && char.IsAsciiDigit(text[end + 2]))))
        {
            end += 2;
            while (end < text.Length && char.IsAsciiDigit(text[end])) { end++; }
        }
        _ = double.TryParse(text.AsSpan(at, end - at), NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        if (end < text.Length && text[end] is '%' or '#' or '!' or '@' || (end < text.Length && text[end] == '&' && (end + 1 >= text.Length || text[end + 1] is ')' or ',' or '\r' or '\n'))) { end++; }
        tokens.Add(new Token(TokenKind.Number, text[at..end], value, at, end));
        return end;
    }

    private static bool Radix(string text, ref int i, List<Token> tokens)
    {
        int radix = text[i + 1] is 'H' or 'h' ? 16 : 8, end = i + 2;
        while (end < text.Length && (radix == 16 ? char.IsAsciiHexDigit(text[end]) : text[end] is >= '0' and <= '7')) { end++; }
        if (end == i + 2 || end - i > 18) { return false; }
        long value;
        try { value = Convert.ToInt64(text[(i + 2)..end], radix); }
        catch (OverflowException) { return false; }
        if (radix == 16 && end - i == 6 && value > short.MaxValue && !(end < text.Length && text[end] == '&')) { value -= 65536; }
        else if (radix == 16 && end - i == 10 && value > int.MaxValue) { value = unchecked((int)value); }
        int stop = end < text.Length && text[end] == '&' && (end + 1 >= text.Length || !char.IsWhiteSpace(text[end + 1]) || text[end + 1] is ')' or ',') ? end + 1 : end;
        tokens.Add(new Token(TokenKind.Number, text[i..stop], value, i, stop));
        i = stop;
        return true;
    }
}
