using System.Management.Automation.Language;
using System.Text;

namespace Stemma.Decoding.PowerShell.Parsing;

/// <summary>The parts of a string in double quotes: literals with their escapes resolved as Windows PowerShell does, and expressions.</summary>
internal static class ExpandableParts
{
    /// <summary>Takes a string apart.</summary>
    public static IEnumerable<(string Literal, ExpressionAst? Nested)> Of(ExpandableStringExpressionAst node)
    {
        string text = node.Extent.Text;
        (int from, int to) = Inside(node.StringConstantType, text);
        int origin = node.Extent.StartOffset;
        bool here = node.StringConstantType == StringConstantType.DoubleQuotedHereString;
        foreach (ExpressionAst nested in node.NestedExpressions)
        {
            int start = nested.Extent.StartOffset - origin, end = nested.Extent.EndOffset - origin;
            if (start < from || end > to) { continue; }
            if (start > from) { yield return (Unescape(text.AsSpan(from, start - from), here), null); }
            yield return ("", nested);
            from = end;
        }
        if (to > from) { yield return (Unescape(text.AsSpan(from, to - from), here), null); }
    }

    private static (int From, int To) Inside(StringConstantType type, string text)
    {
        if (type == StringConstantType.BareWord || text.Length < 2) { return (0, text.Length); }
        if (type != StringConstantType.DoubleQuotedHereString) { return (1, text.Length - 1); }
        int from = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        int to = Math.Max(from, text.Length - 2);
        if (to > from && text[to - 1] == '\n') { to--; }
        if (to > from && text[to - 1] == '\r') { to--; }
        return (Math.Min(from, to), to);
    }

    private static string Unescape(ReadOnlySpan<char> text, bool here)
    {
        if (text.IndexOfAny('`', '"') < 0) { return text.ToString(); }
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '`' && i + 1 < text.Length)
            {
                plain.Append(text[++i] switch { '0' => '\0', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', var other => other });
            }
            else
            {
                plain.Append(c);
                if (c == '"' && !here && i + 1 < text.Length && text[i + 1] == '"') { i++; }
            }
        }
        return plain.ToString();
    }
}
