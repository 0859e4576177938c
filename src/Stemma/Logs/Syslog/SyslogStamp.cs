using System.Globalization;

namespace Stemma.Logs;

/// <summary>
/// The time at the head of a syslog line: <c>Mar  7 09:05:01</c> without a year (RFC 3164), the same with a year behind the day, or ISO 8601
/// (RFC 5424, and what rsyslog and journalctl write today).
/// </summary>
/// <param name="Time">The time; where <see cref="HasYear"/> is false, in the leap year 2000.</param>
/// <param name="HasYear">The line says the year.</param>
internal readonly record struct SyslogStamp(DateTime Time, bool HasYear)
{
    // Times are kept since 1601.
    private static readonly long FirstTime = new DateTime(1601, 1, 1).Ticks;

    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>Reads a stamp; <paramref name="length"/> is how many characters it has.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out SyslogStamp stamp, out int length) =>
        text.Length > 0 && char.IsAsciiDigit(text[0]) ? TryReadIso(text, out stamp, out length) : TryReadMonth(text, out stamp, out length);

    // Mmm dd hh:mm:ss[.ffffff], Mmm dd yyyy hh:mm:ss; the day may be padded with a blank.
    private static bool TryReadMonth(ReadOnlySpan<char> text, out SyslogStamp stamp, out int length)
    {
        (stamp, length) = (default, 0);
        if (text.Length < 15 || text[3] != ' ') return false;
        int month = Months.AsSpan().IndexOf(text[..3]);
        if (month < 0 || month % 3 != 0) return false;
        int at = 4;
        if (text[at] == ' ') at++;
        if (!TryReadNumber(text, ref at, 1, 2, out int day) || at >= text.Length || text[at++] != ' ') return false;
        int year = 2000;
        bool hasYear = at + 5 < text.Length && text[at + 4] == ' ';
        if (hasYear && (!TryReadNumber(text, ref at, 4, 4, out year) || text[at++] != ' ')) return false;
        if (!TryReadClock(text, ref at, out TimeSpan clock) || !TryReadDay(year, (month / 3) + 1, day, out DateTime date)) return false;
        (stamp, length) = (new SyslogStamp(date + clock, hasYear), at);
        return true;
    }

    private static bool TryReadIso(ReadOnlySpan<char> text, out SyslogStamp stamp, out int length)
    {
        (stamp, length) = (default, 0);
        int at = 0;
        if (text.Length < 19
            || !TryReadNumber(text, ref at, 4, 4, out int year) || text[at++] != '-'
            || !TryReadNumber(text, ref at, 2, 2, out int month) || text[at++] != '-'
            || !TryReadNumber(text, ref at, 2, 2, out int day) || text[at++] != 'T'
            || !TryReadClock(text, ref at, out TimeSpan clock) || !TryReadDay(year, month, day, out DateTime date)) return false;
        DateTime time = date + clock;
        if (at < text.Length && text[at] == 'Z')
        {
            at++;
        }
        else if (at < text.Length && text[at] is '+' or '-')
        {
            int sign = text[at++] == '-' ? -1 : 1;
            if (!TryReadNumber(text, ref at, 2, 2, out int hours)) return false;
            if (at < text.Length && text[at] == ':') at++;
            if (!TryReadNumber(text, ref at, 2, 2, out int minutes) || hours > 14 || minutes > 59) return false;
            long ticks = time.Ticks - (sign * ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute)));
            if (ticks < FirstTime || ticks > DateTime.MaxValue.Ticks) return false;
            time = new DateTime(ticks, DateTimeKind.Utc);
        }

        (stamp, length) = (new SyslogStamp(time, true), at);
        return true;
    }

    private static bool TryReadDay(int year, int month, int day, out DateTime date)
    {
        bool isDay = year is >= 1601 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = isDay ? new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) : default;
        return isDay;
    }

    // hh:mm:ss and a fraction behind a point or comma; a leap second is the one before.
    private static bool TryReadClock(ReadOnlySpan<char> text, ref int at, out TimeSpan clock)
    {
        clock = default;
        if (!TryReadNumber(text, ref at, 2, 2, out int hour) || at >= text.Length || text[at++] != ':'
            || !TryReadNumber(text, ref at, 2, 2, out int minute) || at >= text.Length || text[at++] != ':'
            || !TryReadNumber(text, ref at, 2, 2, out int second) || hour > 23 || minute > 59 || second > 60) return false;
        long ticks = 0;
        if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]))
        {
            at++;
            for (long unit = TimeSpan.TicksPerSecond / 10; at < text.Length && char.IsAsciiDigit(text[at]); at++, unit /= 10) ticks += (text[at] - '0') * unit;
        }

        clock = new TimeSpan(hour, minute, Math.Min(second, 59)) + new TimeSpan(ticks);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> text, ref int at, int least, int most, out int number)
    {
        int end = at;
        while (end < text.Length && end - at < most && char.IsAsciiDigit(text[end])) end++;
        number = 0;
        if (end - at < least || !int.TryParse(text[at..end], NumberStyles.None, CultureInfo.InvariantCulture, out number)) return false;
        at = end;
        return true;
    }
}
