using System.Globalization;
using System.Text;

namespace Stemma.Decoding.Python;

internal sealed partial class PyParser
{
    /// <summary>Strings beside each other are one.</summary>
    private PyExpr Strings()
    {
        int start = Start;
        List<PyExpr> parts = [];
        bool formatted = false, odd = false;
        while (Here.Kind == PyKind.Text)
        {
            PyToken token = _tokens[_at++];
            int quote = token.Text.AsSpan().IndexOfAny('"', '\'');
            string prefix = token.Text[..quote].ToLowerInvariant();
            bool three = token.Text.Length >= quote + 6 && token.Text[quote + 1] == token.Text[quote] && token.Text[quote + 2] == token.Text[quote];
            int skip = three ? 3 : 1;
            int end = token.Text.Length >= quote + (2 * skip) ? token.Text.Length - skip : token.Text.Length;
            string inside = token.Text[Math.Min(quote + skip, end)..end];
            bool raw = prefix.Contains('r'), bytes = prefix.Contains('b');
            if (prefix.Contains('f'))
            {
                formatted = true;
                Formatted(inside, token.Start + offset, token.End + offset, raw, parts);
                continue;
            }
            bool codes = false;
            string text = raw ? inside : Unescape(inside, bytes, out codes);
            odd |= codes;
            object value = bytes ? new PyBytes([.. text.Select(c => (byte)c)]) : text;
            parts.Add(new PyConst(value, false, token.Start + offset, token.End + offset));
        }
        if (formatted) { return new PyJoined(parts, start, Behind); }
        if (parts.Count == 1) { return (PyConst)parts[0] with { Odd = odd }; }
        if (parts[0] is PyConst { Value: PyBytes })
        {
            return new PyConst(new PyBytes([.. parts.SelectMany(part => ((PyConst)part).Value is PyBytes bytes ? bytes.Data : [])]), odd, start, Behind);
        }
        return new PyConst(string.Concat(parts.Select(part => ((PyConst)part).Value as string)), odd, start, Behind);
    }

    private void Formatted(string inside, int start, int end, bool raw, List<PyExpr> parts)
    {
        var text = new StringBuilder();
        for (int i = 0; i < inside.Length; i++)
        {
            budget.Spend();
            char c = inside[i];
            if (c is '{' or '}' && i + 1 < inside.Length && inside[i + 1] == c) { text.Append(c); i++; continue; }
            if (c != '{') { text.Append(c); continue; }
            int level = 0, stop = i + 1, spec = -1, conversion = -1;
            for (; stop < inside.Length; stop++)
            {
                char d = inside[stop];
                if (d is '\'' or '"')
                {
                    int closing = inside.IndexOf(d, stop + 1);
                    if (closing < 0) { break; }
                    stop = closing;
                }
                else if (d is '(' or '[' or '{') { level++; }
                else if (d == '}' && level == 0) { break; }
                else if (d is ')' or ']' or '}') { level--; }
                else if (d == '!' && level == 0 && spec < 0 && stop + 1 < inside.Length && inside[stop + 1] != '=') { conversion = stop; }
                else if (d == ':' && level == 0 && spec < 0) { spec = stop; }
            }
            Flush();
            int code = conversion >= 0 ? conversion : spec >= 0 ? spec : Math.Min(stop, inside.Length);
            string expression = inside[(i + 1)..code].TrimEnd('=').Trim();
            if (expression.Length == 0) { throw new PySyntaxException(); }
            PyExpr value = new PyParser("(" + expression + ")", budget).Expression();
            string format = spec >= 0 ? inside[(spec + 1)..Math.Min(stop, inside.Length)] : "";
            parts.Add(new PyFormatted(value, conversion >= 0 && conversion + 1 < inside.Length ? inside[conversion + 1] : ' ', format, start, end));
            i = stop;
        }
        Flush();

        void Flush()
        {
            if (text.Length == 0) { return; }
            string plain = text.ToString();
            parts.Add(new PyConst(raw ? plain : Unescape(plain, false, out _), false, start, end));
            text.Clear();
        }
    }

    /// <summary>Evaluates backslashes; tells whether several letters or signs were written as numbers.</summary>
    internal static string Unescape(string text, bool bytes, out bool codes)
    {
        codes = false;
        if (!text.Contains('\\')) { return text; }
        int counted = 0;
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c != '\\' || i + 1 >= text.Length) { result.Append(c); continue; }
            char next = text[++i];
            switch (next)
            {
                case '\n': break;
                case '\r': if (i + 1 < text.Length && text[i + 1] == '\n') { i++; } break;
                case '\\' or '\'' or '"': result.Append(next); break;
                case 'a': result.Append('\a'); break;
                case 'b': result.Append('\b'); break;
                case 'f': result.Append('\f'); break;
                case 'n': result.Append('\n'); break;
                case 'r': result.Append('\r'); break;
                case 't': result.Append('\t'); break;
                case 'v': result.Append('\v'); break;
                case 'x' when Code(2, 16): break;
                case 'u' when !bytes && Code(4, 16): break;
                case 'U' when !bytes && Code(8, 16): break;
                case >= '0' and <= '7':
                    i--;
                    Code(3, 8);
                    break;
                default: result.Append('\\').Append(next); break;
            }

            bool Code(int most, int radix)
            {
                int value = 0, n = 0;
                while (n < most && i + 1 < text.Length && (radix == 16 ? char.IsAsciiHexDigit(text[i + 1]) : text[i + 1] is >= '0' and <= '7'))
                {
                    value = unchecked((value * radix) + int.Parse(text.AsSpan(++i, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    n++;
                }
                if (n == 0 || (radix == 16 && n < most)) { i -= n; return false; }
                if (value is >= ' ' and <= '~') { counted++; }
                if (Rune.IsValid(value)) { result.Append(new Rune(value).ToString()); }
                else { result.Append((char)value); }
                return true;
            }
        }
        codes = counted > 2;
        return result.ToString();
    }
}
