using System.Globalization;

namespace Stemma.Events;

/// <summary>Points in time as Stemma keeps and prints them: 100 ns units since 1601-01-01 UTC; ISO 8601 with seven digits and <c>Z</c>.</summary>
public static class EventTime
{
    /// <summary>Reads a time as logs write it; one without a zone is UTC.</summary>
    /// <param name="text">The time.</param>
    /// <param name="time">100 ns units since 1601.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out long time)
    {
        time = 0;
        if (text.Length is >= 10 and <= 20 && text.IndexOfAnyExceptInRange('0', '9') < 0) return TryParseNumber(text, out time);
        if (text.Length is < 8 or > 64
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed)
            || parsed.Year < 1601) return false;
        time = parsed.ToFileTime();
        return true;
    }

    // Seconds, milliseconds, microseconds or nanoseconds since 1970, or Windows' own count, told apart by their digits.
    private static bool TryParseNumber(ReadOnlySpan<char> text, out long time)
    {
        time = 0;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return false;
        long since1970 = text.Length switch
        {
            10 => number * 10_000_000,
            13 => number * 10_000,
            16 => number * 10,
            18 => number - DateTime.UnixEpoch.ToFileTimeUtc(),
            19 => number / 100,
            _ => -1,
        };
        if (since1970 < 0) return false;
        time = since1970 + DateTime.UnixEpoch.ToFileTimeUtc();
        return true;
    }

    /// <summary>Prints a time; a value that is no date prints as the first.</summary>
    /// <param name="time">100 ns units since 1601.</param>
    public static string Format(long time) => ToDateTime(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>As a date; out of range becomes 1601-01-01.</summary>
    /// <param name="time">100 ns units since 1601.</param>
    public static DateTime ToDateTime(long time) =>
        DateTime.FromFileTimeUtc(time >= 0 && time <= DateTime.MaxValue.ToFileTimeUtc() ? time : 0);
}
