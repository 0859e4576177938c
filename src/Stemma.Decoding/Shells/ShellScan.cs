namespace Stemma.Decoding.Shells;

/// <summary>Finds where quoted and nested parts of shell text end.</summary>
internal static class ShellScan
{
    private const int Deepest = 200;

    /// <summary>The place behind a part that begins at a quote, a back quote, a dollar sign or a backslash; behind one character when it is none.</summary>
    public static int Behind(string text, int at, DecodeBudget budget, int depth = 0)
    {
        budget.Spend();
        if (depth > Deepest) { throw new InsufficientExecutionStackException(); }
        switch (text[at])
        {
            case '\\': return Math.Min(at + 2, text.Length);
            case '\'': return Closing(text, at + 1, '\'');
            case '"':
                for (int i = at + 1; i < text.Length;)
                {
                    if (text[i] == '"') { return i + 1; }
                    i = text[i] is '\\' or '`' or '$' ? text[i] == '$' && (i + 1 >= text.Length || text[i + 1] is '\'' or '"') ? i + 1 : Behind(text, i, budget, depth + 1) : i + 1;
                }
                return text.Length;
            case '`':
                for (int i = at + 1; i < text.Length; i++)
                {
                    if (text[i] == '\\') { i++; }
                    else if (text[i] == '`') { return i + 1; }
                }
                return text.Length;
            case '$' when at + 1 < text.Length:
                return text[at + 1] switch
                {
                    '\'' => AnsiEnd(text, at + 2),
                    '"' => Behind(text, at + 1, budget, depth + 1),
                    '(' => Nested(text, at + 1, '(', ')', budget, depth),
                    '{' => Nested(text, at + 1, '{', '}', budget, depth),
                    '[' => Nested(text, at + 1, '[', ']', budget, depth),
                    _ => at + 1,
                };
            default: return at + 1;
        }
    }

    /// <summary>The place behind the bracket that closes the one at a place.</summary>
    public static int Nested(string text, int at, char open, char close, DecodeBudget budget, int depth = 0)
    {
        int level = 0;
        bool command = open == '(';
        for (int i = at; i < text.Length;)
        {
            char c = text[i];
            budget.Spend();
            if (c == open) { level++; i++; }
            else if (c == close)
            {
                i++;
                if (--level == 0) { return i; }
            }
            else if (command && c == '#' && i > at + 1 && (char.IsWhiteSpace(text[i - 1]) || text[i - 1] == ';'))
            {
                int line = text.IndexOf('\n', i);
                i = line < 0 ? text.Length : line;
            }
            else { i = c is '\\' or '\'' or '"' or '`' or '$' ? Behind(text, i, budget, depth + 1) : i + 1; }
        }
        return text.Length;
    }

    private static int Closing(string text, int from, char quote)
    {
        int end = text.IndexOf(quote, from);
        return end < 0 ? text.Length : end + 1;
    }

    private static int AnsiEnd(string text, int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (text[i] == '\\') { i++; }
            else if (text[i] == '\'') { return i + 1; }
        }
        return text.Length;
    }

    /// <summary>The inside of a part that Behind found: without the given number of characters at both ends, the last only where it closes.</summary>
    public static string Inside(string text, int at, int end, int open, string close) =>
        text[(at + open)..(end - at >= open + close.Length && text.AsSpan(0, end).EndsWith(close) ? end - close.Length : end)];
}
