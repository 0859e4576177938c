using System.Globalization;

namespace Stemma.Decoding.VisualBasic;

// A value is a string, a double, a bool, or one of these.

/// <summary>A variable without value: <c>""</c> among strings, 0 among numbers.</summary>
internal sealed class Empty
{
    public static Empty Value { get; } = new();
}

/// <summary>An array of one dimension.</summary>
internal sealed class ArrayValue(List<object> items)
{
    public List<object> Items { get; } = items;

}

/// <summary>What is not known, with the name of what it stands for where there is one, and the properties that the script gave it.</summary>
internal sealed class Unknown(string? name)
{
    public static Unknown Value { get; } = new(null);

    public string? Name => name;

    public Dictionary<string, object>? Properties { get; set; }
}

/// <summary>The script stops: <c>Exit</c>, <c>End</c>, or a limit of its own.</summary>
internal sealed class StopException(string why) : Exception(why);

/// <summary>Conversions between values; null where the value is not known.</summary>
internal static class Conversion
{
    public static string? Text(object value) => value switch
    {
        string s => s,
        double d => Number(d),
        bool b => b ? "True" : "False",
        Empty => "",
        ArrayValue a when a.Items.TrueForAll(i => i is double and >= 0 and < 256) => new string([.. a.Items.Select(i => (char)(double)i)]),
        _ => null,
    };

    public static string Number(double d) => d == Math.Floor(d) && Math.Abs(d) < 1e15 ? ((long)d).ToString(CultureInfo.InvariantCulture) : d.ToString("G15", CultureInfo.InvariantCulture);

    public static double? Number(object value)
    {
        switch (value)
        {
            case double d: return d;
            case bool b: return b ? -1 : 0;
            case Empty: return 0;
            case string s:
                s = s.Trim();
                if (s.StartsWith("&h", StringComparison.OrdinalIgnoreCase)) { return long.TryParse(s.AsSpan(2).TrimEnd('&'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex) ? hex is > short.MaxValue and <= ushort.MaxValue && s.Length == 6 ? hex - 65536 : hex : null; }
                if (s.StartsWith("&o", StringComparison.OrdinalIgnoreCase)) { try { return Convert.ToInt64(s[2..].TrimEnd('&'), 8); } catch (Exception e) when (e is FormatException or OverflowException or ArgumentException) { return null; } }
                return double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out double n) ? n : null;
            default: return null;
        }
    }

    public static bool? Truth(object value) => value is bool b ? b : value is string s && bool.TryParse(s, out bool t) ? t : Number(value) is { } n ? n != 0 : null;
}
