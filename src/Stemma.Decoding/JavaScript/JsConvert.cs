using System.Globalization;
using System.Text;

namespace Stemma.Decoding.JavaScript;

/// <summary>Conversions between values as ECMA-262 (section 7.1) has them. Null means: not known.</summary>
internal static class JsConvert
{
    /// <summary>Whether a value is known as a whole.</summary>
    public static bool IsKnown(object value) => value is not JsUnknown;

    public static bool IsPrimitive(object value) => value is string or double or bool or JsUndefined or JsNull;

    public static bool? ToBoolean(object value) => value switch
    {
        bool b => b,
        string s => s.Length > 0,
        double d => d != 0 && !double.IsNaN(d),
        JsUndefined or JsNull => false,
        JsObject => true,
        JsUnknown { Name: { } n } when !n.Contains('(', StringComparison.Ordinal) && (n.StartsWith("WScript", StringComparison.Ordinal) || n.StartsWith("ActiveXObject", StringComparison.Ordinal)) => true,
        _ => null,
    };

    public static double? ToNumber(object value, int depth = 0) => value switch
    {
        double d => d,
        bool b => b ? 1 : 0,
        JsUndefined => double.NaN,
        JsNull => 0,
        string s => ParseNumber(s),
        JsUnknown => null,
        _ => depth > 8 ? null : ToText(value, depth + 1) is { } text ? ParseNumber(text) : null,
    };

    /// <summary>Text of a number, as <c>Number::toString</c> writes it.</summary>
    public static string Number(double d)
    {
        if (double.IsNaN(d)) { return "NaN"; }
        if (double.IsInfinity(d)) { return d > 0 ? "Infinity" : "-Infinity"; }
        if (d == 0) { return "0"; }
        if (Math.Abs(d) < 1e15 && d == Math.Floor(d)) { return ((long)d).ToString(CultureInfo.InvariantCulture); }
        string text = d.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = e < 0 ? text : text[..e];
        int exponent = e < 0 ? 0 : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        bool negative = mantissa[0] == '-';
        if (negative) { mantissa = mantissa[1..]; }
        int dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int point = (dot < 0 ? mantissa.Length : dot) + exponent;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..].TrimEnd('0');
        point -= zeros;
        string result = point switch
        {
            > 21 or < -5 => digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + "e" + (point > 0 ? "+" : "-") + Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture),
            <= 0 => "0." + new string('0', -point) + digits,
            _ when point >= digits.Length => digits + new string('0', point - digits.Length),
            _ => digits[..point] + "." + digits[point..],
        };
        return negative ? "-" + result : result;
    }

    public static string? ToText(object value, int depth = 0)
    {
        if (depth > 16) { return null; }
        switch (value)
        {
            case string s: return s;
            case double d: return Number(d);
            case bool b: return b ? "true" : "false";
            case JsUndefined: return "undefined";
            case JsNull: return "null";
            case JsArray array:
                var joined = new StringBuilder();
                for (int i = 0; i < array.Items.Count; i++)
                {
                    if (i > 0) { joined.Append(','); }
                    if (array.Items[i] is JsUndefined or JsNull) { continue; }
                    if (ToText(array.Items[i], depth + 1) is not { } item) { return null; }
                    joined.Append(item);
                    if (joined.Length > 1 << 22) { return null; }
                }
                return joined.ToString();
            case JsRegExp r: return $"/{r.Pattern}/{r.Flags}";
            case JsNative n: return $"function {n.Name}() {{ [native code] }}";
            case JsCallable: return null; // its source: asked of the interpreter, which has it
            case JsObject o when o.Get("toString") is null && !o.Blurred: return "[object Object]";
            default: return null;
        }
    }

    public static double ParseNumber(string text)
    {
        text = text.Trim();
        if (text.Length == 0) { return 0; }
        if (text is "Infinity" or "+Infinity") { return double.PositiveInfinity; }
        if (text is "-Infinity") { return double.NegativeInfinity; }
        if (text.Length > 2 && text[0] == '0' && char.ToLowerInvariant(text[1]) is 'x' or 'o' or 'b' && text.Length > 2 && text[0] == '0')
        {
            return ParseInteger(text[2..], char.ToLowerInvariant(text[1]) switch { 'x' => 16, 'o' => 8, _ => 2 }, true);
        }
        return double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double d) && !text.Contains('n', StringComparison.OrdinalIgnoreCase) ? d : double.NaN;
    }

    /// <summary>The digits at the beginning as a number; NaN when there are none, or when whole is asked and something follows.</summary>
    public static double ParseInteger(string text, int radix, bool whole)
    {
        double value = 0;
        int i = 0;
        for (; i < text.Length; i++)
        {
            int digit = text[i] switch { >= '0' and <= '9' => text[i] - '0', >= 'a' and <= 'z' => text[i] - 'a' + 10, >= 'A' and <= 'Z' => text[i] - 'A' + 10, _ => 99 };
            if (digit >= radix) { break; }
            value = (value * radix) + digit;
        }
        return i == 0 || (whole && i < text.Length) ? double.NaN : value;
    }

    public static int ToInt32(double d)
    {
        if (double.IsNaN(d) || double.IsInfinity(d)) { return 0; }
        if (Math.Abs(d) < int.MaxValue) { return (int)d; }
        double m = Math.Truncate(d) % 4294967296.0;
        return unchecked((int)(uint)(long)m);
    }

    public static string TypeOf(object value) => value switch
    {
        string => "string",
        double => "number",
        bool => "boolean",
        JsUndefined => "undefined",
        JsCallable => "function",
        _ => "object",
    };

    public static bool? StrictEquals(object a, object b)
    {
        if (a is JsUnknown || b is JsUnknown) { return null; }
        return (a, b) switch
        {
            (string x, string y) => x == y,
            (double x, double y) => x == y,
            (bool x, bool y) => x == y,
            _ => ReferenceEquals(a, b),
        };
    }

    public static bool? LooseEquals(object a, object b)
    {
        if (a is JsUnknown || b is JsUnknown) { return null; }
        if (a is JsUndefined or JsNull || b is JsUndefined or JsNull) { return a is JsUndefined or JsNull && b is JsUndefined or JsNull; }
        if (a is JsObject && b is JsObject) { return ReferenceEquals(a, b); }
        if (a.GetType() == b.GetType()) { return StrictEquals(a, b); }
        if (a is JsObject && b is string) { return ToText(a) is { } t ? t == (string)b : null; }
        if (b is JsObject && a is string) { return ToText(b) is { } t ? t == (string)a : null; }
        return ToNumber(a) is { } x && ToNumber(b) is { } y ? x == y : null;
    }
}
