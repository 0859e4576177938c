using System.Globalization;
using System.Net;

namespace Stemma.Sigma.Matching;

/// <summary>An address inside a network. An IPv4 address written as IPv6 (<c>::ffff:a.b.c.d</c>) counts as IPv4.</summary>
internal sealed class CidrPredicate(SigmaTest.Cidr test, int field) : Predicate(test, field)
{
    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded)
    {
        if (!AddressText.TryParse(text, out IPAddress? address)) return false;
        return test.Network.Contains(address.IsIPv4MappedToIPv6 && test.Network.BaseAddress.AddressFamily != address.AddressFamily
            ? address.MapToIPv4() : address);
    }
}

/// <summary>A value that is a number, compared with the rule's.</summary>
internal sealed class NumberPredicate(SigmaTest.Number test, int field) : Predicate(test, field)
{
    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded) =>
        (NumberText.TryParse(text, out double value) && Numbers.Compare(value, test.Comparison, test.Value))
        || (test.Comparison == NumberComparison.Equal && text.SequenceEqual(test.Pattern));
}

/// <summary>A part of a value that is a time, compared with the rule's number.</summary>
internal sealed class TimePredicate(SigmaTest.Time test, int field) : Predicate(test, field)
{
    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded) =>
        text.Length <= 64
        && DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles, out DateTime time)
        && time.Year > 1 && HasYear(text)
        && Numbers.Compare(Part(time), test.Comparison, test.Value);

    // A time without its date or year would be completed from the clock: what fires must not depend on the day of the analysis.
    private const DateTimeStyles Styles =
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault;

    private static bool HasYear(ReadOnlySpan<char> text)
    {
        int digits = 0;
        foreach (char c in text)
            if ((digits = char.IsAsciiDigit(c) ? digits + 1 : 0) == 4) return true;
        return false;
    }

    private int Part(DateTime utc) => test.Part switch
    {
        TimePart.Minute => utc.Minute,
        TimePart.Hour => utc.Hour,
        TimePart.Day => utc.Day,
        TimePart.Week => ISOWeek.GetWeekOfYear(utc),
        TimePart.Month => utc.Month,
        _ => utc.Year,
    };
}

/// <summary>Compares numbers as rules ask.</summary>
internal static class Numbers
{
    /// <summary>Whether the event's number compares so with the rule's.</summary>
    public static bool Compare(double value, NumberComparison comparison, double wanted) => comparison switch
    {
        NumberComparison.Equal => value == wanted,
        NumberComparison.Greater => value > wanted,
        NumberComparison.GreaterOrEqual => value >= wanted,
        NumberComparison.Less => value < wanted,
        _ => value <= wanted,
    };
}
