using System.Globalization;
using System.Text.RegularExpressions;

namespace Stemma.Hunting.Kql.Syntax;

/// <summary>What text means as a value, in literals and in conversions. Null is what means nothing.</summary>
internal static partial class LiteralText
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;

    public static bool? Bool(string text)
    {
        string word = text.Trim();
        if (word.Equals("true", StringComparison.OrdinalIgnoreCase)) return true;
        if (word.Equals("false", StringComparison.OrdinalIgnoreCase)) return false;
        return Long(word) is { } number ? number != 0 : null;
    }

    /// <summary>Decimal digits with a sign, or hexadecimal digits with 0x.</summary>
    public static long? Long(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().Trim();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex) ? unchecked((long)hex) : null;
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    /// <summary>A number; infinities and NaN by their names.</summary>
    public static double? Real(string text)
    {
        string word = text.Trim();
        switch (word.TrimStart('+', '-').ToLowerInvariant())
        {
            case "nan":
                return double.NaN;
            case "inf" or "infinity" when !word.EndsWith('F'):
                return word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
    }

    /// <summary>Ticks of a date and time: ISO 8601, RFC 822 and the common American order; without an offset it is UTC.</summary>
    public static long? DateTime(string text)
    {
        string word = text.Trim();
        if (word.Length is 0 or > 64) return null;
        if (YearOnly().Match(word) is { Success: true }) word += "-01-01";
        else if (YearAndMonth().Match(word) is { Success: true }) word += "-01";
        // More digits of a second than a tick has are cut.
        word = Fraction().Replace(word, static m => m.Value[..8]);
        if (System.DateTime.TryParse(word, CultureInfo.InvariantCulture, Utc, out System.DateTime time)) return time.Ticks;
        return System.DateTime.TryParseExact(word, ["ddd MMM d HH:mm:ss yyyy", "MMM d HH:mm:ss yyyy", "yyyyMMdd", "dd/MMM/yyyy:HH:mm:ss zzz"], CultureInfo.InvariantCulture, Utc, out time) ? time.Ticks : null;
    }

    /// <summary>Ticks: <c>[-][d.]hh:mm[:ss[.fffffff]]</c>, a number with a unit, or a number of days.</summary>
    public static long? TimeSpan(string text)
    {
        string word = text.Trim();
        Match unit = WithUnit().Match(word);
        if (unit.Success && TimeUnits.Ticks(unit.Groups[2].Value) is { } ticks && double.TryParse(unit.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double amount))
            return Math.Abs(amount * ticks) < long.MaxValue ? (long)Math.Round(amount * ticks) : null;
        if (Number().IsMatch(word) && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double days))
            return Math.Abs(days) < 10_675_199 ? (long)(days * System.TimeSpan.TicksPerDay) : null;
        return System.TimeSpan.TryParse(word, CultureInfo.InvariantCulture, out TimeSpan span) ? span.Ticks : null;
    }

    [GeneratedRegex(@"^\d{4}$")]
    private static partial Regex YearOnly();

    [GeneratedRegex(@"^\d{4}-\d{1,2}$")]
    private static partial Regex YearAndMonth();

    [GeneratedRegex(@"\.\d{8,}")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^([+-]?\d+(?:\.\d+)?)\s*([a-z]+)$")]
    private static partial Regex WithUnit();

    [GeneratedRegex(@"^[+-]?\d+(\.\d+)?$")]
    private static partial Regex Number();
}
