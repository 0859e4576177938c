namespace Stemma.Decoding.Python;

/// <summary>Cuts Python text into tokens, with the beginnings and ends of blocks.</summary>
internal static class PyLexer
{
    private static readonly string[] Signs =
    [
        "**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "==", "<=", ">=", "<>", "**", "//", "<<", ">>",
    ];

    /// <summary>All tokens, the end among them.</summary>
    public static List<PyToken> Tokens(string text, DecodeBudget budget)
    {
        List<PyToken> tokens = [];
        Stack<int> indents = new([0]);
        int at = 0, open = 0;
        bool fresh = true;
        budget.Reserve(text.Length * 8L);
        while (at < text.Length)
        {
            budget.Spend();
            if (fresh && open == 0)
            {
                int column = 0, start = at;
                while (at < text.Length && text[at] is ' ' or '\t' or '\f') { column = text[at] == '\t' ? (column / 8 * 8) + 8 : column + 1; at++; }
                if (at >= text.Length) { break; }
                if (text[at] is '#' or '\r' or '\n')
                {
                    at = LineEnd(text, at);
                    continue;
                }
                fresh = false;
                if (column > indents.Peek())
                {
                    indents.Push(column);
                    tokens.Add(new PyToken(PyKind.Indent, "", start, at));
                }
                while (column < indents.Peek())
                {
                    indents.Pop();
                    tokens.Add(new PyToken(PyKind.Dedent, "", at, at));
                }
            }
            char c = text[at];
            if (c is ' ' or '\t' or '\f' or '\r' or '\uFEFF') { at++; continue; }
            if (c == '\\' && at + 1 < text.Length && text[at + 1] is '\r' or '\n') { at = LineEnd(text, at); continue; }
            if (c == '#') { while (at < text.Length && text[at] != '\n') { at++; } continue; }
            if (c == '\n')
            {
                if (open == 0)
                {
                    tokens.Add(new PyToken(PyKind.Line, "", at, at + 1));
                    fresh = true;
                }
                at++;
                continue;
            }
            PyToken token = Next(text, at, budget);
            if (token.Kind == PyKind.Sign)
            {
                if (token.Text is "(" or "[" or "{") { open++; }
                else if (token.Text is ")" or "]" or "}") { open = Math.Max(0, open - 1); }
            }
            tokens.Add(token);
            at = token.End;
        }
        tokens.Add(new PyToken(PyKind.Line, "", text.Length, text.Length));
        while (indents.Count > 1) { indents.Pop(); tokens.Add(new PyToken(PyKind.Dedent, "", text.Length, text.Length)); }
        tokens.Add(new PyToken(PyKind.End, "", text.Length, text.Length));
        return tokens;
    }

    private static int LineEnd(string text, int at)
    {
        int end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }

    private static PyToken Next(string text, int at, DecodeBudget budget)
    {
        int end = at;
        char c = text[at];
        if (char.IsLetter(c) || c == '_' || c > '\x7F')
        {
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_' || text[end] > '\x7F')) { end++; }
            if (end < text.Length && text[end] is '"' or '\'' && end - at <= 2 && text.AsSpan(at, end - at).IndexOfAnyExcept("rRbBuUfF") < 0) { return Quoted(text, at, end, budget); }
            return new PyToken(PyKind.Name, text[at..end], at, end);
        }
        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.' || (text[end] is '+' or '-' && text[end - 1] is 'e' or 'E' && !text.AsSpan(at, 2 > end - at ? end - at : 2).StartsWith("0x", StringComparison.OrdinalIgnoreCase)))) { end++; }
            return new PyToken(PyKind.Number, text[at..end], at, end);
        }
        if (c is '"' or '\'') { return Quoted(text, at, at, budget); }
        foreach (string sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0) { return new PyToken(PyKind.Sign, sign, at, at + sign.Length); }
        }
        return new PyToken(PyKind.Sign, text[at..(at + 1)], at, at + 1);
    }

    private static PyToken Quoted(string text, int start, int quote, DecodeBudget budget)
    {
        char sign = text[quote];
        bool three = quote + 2 < text.Length && text[quote + 1] == sign && text[quote + 2] == sign;
        int at = quote + (three ? 3 : 1);
        while (at < text.Length)
        {
            budget.Spend();
            if (text[at] == '\\') { at += 2; continue; }
            if (text[at] == sign && (!three || (at + 2 < text.Length && text[at + 1] == sign && text[at + 2] == sign)))
            {
                at += three ? 3 : 1;
                return new PyToken(PyKind.Text, text[start..at], start, at);
            }
            if (!three && text[at] == '\n') { break; }
            at++;
        }
        at = Math.Min(at, text.Length);
        return new PyToken(PyKind.Text, text[start..at], start, at);
    }
}
