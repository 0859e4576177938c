using System.Globalization;
using System.Numerics;
using System.Text;

namespace Stemma.Decoding.Python;

/// <summary>Values as text: as literals, as <c>str</c> gives them, and by format.</summary>
internal static class PyText
{
    private const int MostWide = 10_000;
    private const int MostItems = 4_000;

    /// <summary>The literal of a value; null where there is none.</summary>
    public static string? Repr(object value)
    {
        int left = MostItems;
        return Repr(value, 0, ref left);
    }

    // A list may hold itself, or others that hold it many times.
    private static string? Repr(object value, int depth, ref int left)
    {
        if (depth > 16 || --left < 0) { return null; }
        switch (value)
        {
            case string text: return Quoted(text, c => c is >= ' ' and not '\x7F' && !char.IsControl(c) && !char.IsSurrogate(c) || char.IsSurrogate(c));
            case PyBytes bytes: return "b" + Quoted(Encoding.Latin1.GetString(bytes.Data), c => c is >= ' ' and <= '~');
            case bool known: return known ? "True" : "False";
            case long number: return number.ToString(CultureInfo.InvariantCulture);
            case BigInteger big: return big.GetBitLength() > 14_000 ? null : big.ToString(CultureInfo.InvariantCulture);
            case double real:
                string digits = real.ToString("R", CultureInfo.InvariantCulture);
                return digits.All(c => char.IsAsciiDigit(c) || c == '-') ? digits + ".0" : digits;
            case PyNone: return "None";
            case PyList list: return Joined("[", list.Items, "]", depth, ref left);
            case PyTuple tuple: return Joined("(", tuple.Items, tuple.Items.Length == 1 ? ",)" : ")", depth, ref left);
            case PyRef { Instance: false } reference: return reference.Path;
            default: return null;
        }
    }

    private static string? Joined(string open, IReadOnlyList<object> items, string close, int depth, ref int left)
    {
        if (items.Count > left) { return null; }
        List<string> parts = [];
        foreach (object item in items)
        {
            if (Repr(item, depth + 1, ref left) is not { } part) { return null; }
            parts.Add(part);
        }
        return open + string.Join(", ", parts) + close;
    }

    private static string Quoted(string text, Func<char, bool> plain)
    {
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        foreach (char c in text)
        {
            switch (c)
            {
                case '\\': result.Append("\\\\"); break;
                case '\n': result.Append("\\n"); break;
                case '\r': result.Append("\\r"); break;
                case '\t': result.Append("\\t"); break;
                default:
                    if (c == quote) { result.Append('\\').Append(c); }
                    else if (plain(c)) { result.Append(c); }
                    else { result.Append(c <= '\xFF' ? $"\\x{(int)c:x2}" : $"\\u{(int)c:x4}"); }
                    break;
            }
        }
        return result.Append(quote).ToString();
    }

    /// <summary>What <c>str</c> gives; null when that is not known.</summary>
    public static string? Str(object value) => value is string text ? text : value is PyRef ? null : Repr(value);

    /// <summary>A value by the rules of <c>format</c>.</summary>
    public static string? Format(object value, string spec)
    {
        if (spec.Length == 0) { return Str(value); }
        int i = 0;
        char fill = ' ', align = '\0', kind = '\0';
        if (spec.Length > 1 && "<>^=".Contains(spec[1])) { (fill, align, i) = (spec[0], spec[1], 2); }
        else if ("<>^=".Contains(spec[0])) { (align, i) = (spec[0], 1); }
        while (i < spec.Length && "+- ".Contains(spec[i])) { i++; }
        bool prefix = i < spec.Length && spec[i] == '#';
        if (prefix) { i++; }
        if (i < spec.Length && spec[i] == '0' && align == '\0') { (fill, align) = ('0', '='); }
        int start = i;
        while (i < spec.Length && char.IsAsciiDigit(spec[i])) { i++; }
        _ = int.TryParse(spec.AsSpan(start, i - start), out int wide);
        if (wide > MostWide) { return null; }
        int precision = -1;
        if (i < spec.Length && spec[i] == ',') { i++; }
        if (i < spec.Length && spec[i] == '.')
        {
            start = ++i;
            while (i < spec.Length && char.IsAsciiDigit(spec[i])) { i++; }
            _ = int.TryParse(spec.AsSpan(start, i - start), out precision);
        }
        if (i < spec.Length) { kind = spec[i++]; }
        if (i < spec.Length) { return null; }
        string? text = PyNumbers.Whole(value) is { } whole && value is not bool && kind is not 's' ? Number(whole, kind, prefix) : kind is '\0' or 's' ? Str(value) : null;
        if (text is null) { return null; }
        if (precision >= 0 && value is string) { text = text[..Math.Min(precision, text.Length)]; }
        if (align == '\0') { align = value is string ? '<' : '>'; }
        int left = Math.Max(0, wide - text.Length);
        return align switch
        {
            '<' => text + new string(fill, left),
            '^' => new string(fill, left / 2) + text + new string(fill, left - (left / 2)),
            _ => new string(fill, left) + text,
        };
    }

    private static string? Number(BigInteger value, char kind, bool prefix)
    {
        if (kind == 'c') { return value >= 0 && Rune.IsValid((int)BigInteger.Min(value, int.MaxValue)) ? new Rune((int)value).ToString() : null; }
        string sign = value.Sign < 0 ? "-" : "";
        BigInteger positive = BigInteger.Abs(value);
        if (positive.GetBitLength() > 300_000) { return null; }
        return kind switch
        {
            'x' => sign + (prefix ? "0x" : "") + Radix(positive, 16),
            'X' => sign + (prefix ? "0X" : "") + Radix(positive, 16).ToUpperInvariant(),
            'o' => sign + (prefix ? "0o" : "") + Radix(positive, 8),
            'b' => sign + (prefix ? "0b" : "") + Radix(positive, 2),
            'd' or '\0' or 'n' => Repr(PyNumbers.Fit(value)),
            _ => null,
        };
    }

    /// <summary>A positive number in base 2, 8 or 16.</summary>
    public static string Radix(BigInteger value, int radix)
    {
        if (value.IsZero) { return "0"; }
        if (radix == 16) { return value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'); }
        string bits = value.ToString("b", CultureInfo.InvariantCulture).TrimStart('0');
        if (radix == 2) { return bits; }
        bits = bits.PadLeft((bits.Length + 2) / 3 * 3, '0');
        return string.Concat(bits.Chunk(3).Select(three => (char)('0' + ((three[0] - '0') * 4) + ((three[1] - '0') * 2) + (three[2] - '0'))));
    }

    /// <summary>The operator <c>%</c> on text.</summary>
    public static string? Percent(string format, object values)
    {
        object[] all = values is PyTuple tuple ? tuple.Items : [values];
        int next = 0;
        var result = new StringBuilder();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length) { result.Append(format[i]); continue; }
            if (format[++i] == '%') { result.Append('%'); continue; }
            object value;
            if (format[i] == '(')
            {
                int close = format.IndexOf(')', i);
                if (close < 0 || values is not PyDict dict || !dict.Entries.TryGetValue(Repr(format[(i + 1)..close])!, out (object Key, object Value) entry)) { return null; }
                value = entry.Value;
                i = close + 1;
            }
            else
            {
                if (next >= all.Length) { return null; }
                value = all[next++];
            }
            int start = i;
            while (i < format.Length && "-+ #0123456789.".Contains(format[i])) { i++; }
            if (i >= format.Length) { return null; }
            string flags = format[start..i];
            string spec = (flags.Contains('-') ? "<" : flags.StartsWith('0') ? "" : ">") + flags.Replace("-", "", StringComparison.Ordinal).Replace("+", "", StringComparison.Ordinal);
            string? text = format[i] switch
            {
                's' => Str(value) is { } plain ? Format(plain, spec == ">" ? "" : spec) : null,
                'r' => Repr(value),
                'c' => value is string one ? one : Format(value, "c"),
                'd' or 'i' or 'u' => Format(value, (spec == ">" ? "" : spec) + "d"),
                'x' or 'X' or 'o' => Format(value, (spec == ">" ? "" : spec) + format[i]),
                _ => null,
            };
            if (text is null) { return null; }
            result.Append(text);
        }
        return result.ToString();
    }

    /// <summary>The method <c>format</c>.</summary>
    public static string? Braces(string format, IReadOnlyList<object> values, IReadOnlyDictionary<string, object> names)
    {
        var result = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if (c is '{' or '}' && i + 1 < format.Length && format[i + 1] == c) { result.Append(c); i++; continue; }
            if (c != '{') { result.Append(c); continue; }
            int close = format.IndexOf('}', i);
            if (close < 0) { return null; }
            string field = format[(i + 1)..close], spec = "";
            i = close;
            int colon = field.IndexOf(':');
            if (colon >= 0) { (field, spec) = (field[..colon], field[(colon + 1)..]); }
            int bang = field.IndexOf('!');
            if (bang >= 0) { field = field[..bang]; }
            object? value = field.Length == 0 ? next < values.Count ? values[next++] : null
                : int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index < values.Count ? values[index] : null : names.GetValueOrDefault(field);
            if (value is null || Format(value, spec) is not { } text) { return null; }
            result.Append(text);
        }
        return result.ToString();
    }
}
