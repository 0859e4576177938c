using System.Globalization;
using System.Net;

namespace Stemma.Sigma.Matching;

/// <summary>An address inside one of several networks. An IPv4 address written as IPv6 (<c>::ffff:a.b.c.d</c>) counts as IPv4.</summary>
internal sealed class CidrPredicate(params SigmaTest.Cidr[] tests) : Predicate(tests)
{
    /// <inheritdoc/>
    public override int Cost => 10;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded)
    {
        if (!AddressText.TryParse(text, out IPAddress? address)) return false;
        IPAddress? short4 = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : null;
        foreach (SigmaTest.Cidr test in tests)
            if (test.Network.Contains(short4 is not null && test.Network.BaseAddress.AddressFamily == short4.AddressFamily ? short4 : address)) return true;
        return false;
    }
}

/// <summary>A value that is one of several numbers, or is written as the rule writes one.</summary>
internal sealed class NumberSetPredicate(params SigmaTest.Number[] tests) : Predicate(tests)
{
    /// <summary>The numbers.</summary>
    public SigmaTest.Number[] Numbers => tests;

    /// <inheritdoc/>
    public override int Cost => 4;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded)
    {
        bool isNumber = NumberText.TryParse(text, out double value);
        foreach (SigmaTest.Number test in tests)
            if ((isNumber && value == test.Value) || text.SequenceEqual(test.Pattern)) return true;
        return false;
    }
}

/// <summary>A value that is a number, compared with the rule's.</summary>
internal sealed class NumberPredicate(SigmaTest.Number test) : Predicate(test)
{
    /// <inheritdoc/>
    public override int Cost => 4;

    /// <inheritdoc/>
    public override bool Passes(ReadOnlySpan<char> text, ReadOnlySpan<byte> folded) =>
        NumberText.TryParse(text, out double value) && Numbers.Compare(value, test.Comparison, test.Value);
}

/// <summary>A part of a value that is a time, compared with the rule's number.</summary>
internal sealed class TimePredicate(SigmaTest.Time test) : Predicate(test)
{
    /// <inheritdoc/>
    public override int Cost => 30;

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
