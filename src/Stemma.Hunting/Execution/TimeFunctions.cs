using System.Globalization;
using System.Text;

namespace Stemma.Hunting.Execution;

/// <summary>Functions of times and spans. A time that is none (before year 1, after 9999) is null.</summary>
internal static class TimeFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Long("kql_start_of", a => Time(a.Long(1)) is { } time ? StartOf(a.Text(0)!, time, a.Long(2) ?? 0)?.Ticks : null);
        table.Long("kql_end_of", a => Time(a.Long(1)) is { } time ? EndOf(a.Text(0)!, time, a.Long(2) ?? 0) : null);
        table.Long("kql_date_part", a => Time(a.Long(1)) is { } time ? Part(a.Text(0)!, time) : null);
        table.Long("kql_datetime_add", a => Time(a.Long(2)) is { } time && a.Long(1) is { } amount ? Add(a.Text(0)!, amount, time)?.Ticks : null);
        table.Long("kql_datetime_diff", a => Time(a.Long(1)) is { } left && Time(a.Long(2)) is { } right ? Index(a.Text(0)!, left) - Index(a.Text(0)!, right) : null);
        table.Text("kql_format_datetime", a => Time(a.Long(0)) is { } time ? Format(time, a.Text(1) ?? "") : null);
        table.Text("kql_format_timespan", a => a.Long(0) is { } ticks ? Format(new TimeSpan(ticks), a.Text(1) ?? "") : null);
        table.Long("kql_make_datetime", a => Make(a.Long(0), a.Long(1), a.Long(2), a.Long(3), a.Long(4), a.Real(5)));
        table.Long("kql_make_timespan", a => MakeSpan(a.Long(0), a.Long(1), a.Long(2), a.Real(3)));
        table.Long("kql_to_local", a => Time(a.Long(0)) is { } time && Zone(a.Text(1)) is { } zone ? TimeZoneInfo.ConvertTimeFromUtc(time, zone).Ticks : null);
        table.Long("kql_to_utc", a => Time(a.Long(0)) is { } time && Zone(a.Text(1)) is { } zone && !zone.IsInvalidTime(DateTime.SpecifyKind(time, DateTimeKind.Unspecified)) ? TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), zone).Ticks : null);
    }

    private static DateTime? Time(long? ticks) => ticks is >= 0 && ticks <= ValueText.MaximumTicks ? new DateTime(ticks.Value, DateTimeKind.Utc) : null;

    private static DateTime? StartOf(string unit, DateTime time, long offset)
    {
        DateTime start = unit switch
        {
            "day" => time.Date,
            "week" => time.Ticks < (int)time.DayOfWeek * TimeSpan.TicksPerDay ? DateTime.MinValue : time.Date.AddDays(-(int)time.DayOfWeek),
            "month" => new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            _ => new DateTime(time.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        };
        return Add(unit, offset, start);
    }

    private static long? EndOf(string unit, DateTime time, long offset)
    {
        DateTime? start = StartOf(unit, time, offset);
        if (start is null) return null;
        return Add(unit, 1, start.Value) is { } next ? next.Ticks - 1 : ValueText.MaximumTicks;
    }

    private static DateTime? Add(string unit, long amount, DateTime time)
    {
        try
        {
            return unit switch
            {
                "year" => time.AddYears(checked((int)amount)),
                "quarter" => time.AddMonths(checked((int)amount * 3)),
                "month" => time.AddMonths(checked((int)amount)),
                _ => time.AddTicks(checked(amount * Ticks(unit))),
            };
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static long Ticks(string unit) => unit switch
    {
        "week" => 7 * TimeSpan.TicksPerDay,
        "day" => TimeSpan.TicksPerDay,
        "hour" => TimeSpan.TicksPerHour,
        "minute" => TimeSpan.TicksPerMinute,
        "second" => TimeSpan.TicksPerSecond,
        "millisecond" => TimeSpan.TicksPerMillisecond,
        "microsecond" => TimeSpan.TicksPerMicrosecond,
        _ => 1,
    };

    // Differences count the borders of units that lie between two times.
    private static long Index(string unit, DateTime time) => unit switch
    {
        "year" => time.Year,
        "quarter" => (time.Year * 4L) + ((time.Month - 1) / 3),
        "month" => (time.Year * 12L) + time.Month,
        "week" => ((time.Ticks / TimeSpan.TicksPerDay) + 1) / 7, // weeks begin on Sunday, and 0001-01-01 was a Monday
        "nanosecond" => time.Ticks * 100,
        _ => time.Ticks / Ticks(unit),
    };

    private static long Part(string part, DateTime time) => part switch
    {
        "year" => time.Year,
        "quarter" => ((time.Month - 1) / 3) + 1,
        "month" => time.Month,
        "day" => time.Day,
        "dayofyear" => time.DayOfYear,
        _ => ISOWeek.GetWeekOfYear(time),
    };

    // Letters of the format repeat: yyyy, MM, dd, HH, hh, mm, ss, fffffff, tt. What is no letter stands for itself (documentation of format_datetime).
    private static string Format(DateTime time, string format)
    {
        StringBuilder result = new();
        for (int at = 0; at < format.Length;)
        {
            char c = format[at];
            int length = Run(format, at);
            result.Append(c switch
            {
                'y' => length <= 2 ? Digits(time.Year % 100, length) : Digits(time.Year, length),
                'M' => Digits(time.Month, length),
                'd' => Digits(time.Day, length),
                'H' => Digits(time.Hour, length),
                'h' => Digits(time.Hour % 12 == 0 ? 12 : time.Hour % 12, length),
                'm' => Digits(time.Minute, length),
                's' => Digits(time.Second, length),
                'f' => Fraction(time.Ticks, length),
                'F' => Fraction(time.Ticks, length).TrimEnd('0'),
                't' => time.Hour < 12 ? "AM"[..Math.Min(2, length)] : "PM"[..Math.Min(2, length)],
                _ => new string(c, length),
            });
            at += length;
        }

        return result.ToString();
    }

    private static string Format(TimeSpan span, string format)
    {
        TimeSpan size = span.Ticks == long.MinValue ? TimeSpan.MaxValue : span.Duration();
        StringBuilder result = new(span.Ticks < 0 ? "-" : "");
        for (int at = 0; at < format.Length;)
        {
            char c = format[at];
            int length = Run(format, at);
            result.Append(c switch
            {
                'd' => Digits(size.Days, length),
                'H' or 'h' => Digits(size.Hours, length),
                'm' => Digits(size.Minutes, length),
                's' => Digits(size.Seconds, length),
                'f' => Fraction(size.Ticks, length),
                'F' => Fraction(size.Ticks, length).TrimEnd('0'),
                _ => new string(c, length),
            });
            at += length;
        }

        return result.ToString();
    }

    private static int Run(string format, int at)
    {
        int end = at + 1;
        while (end < format.Length && format[end] == format[at]) end++;
        return end - at;
    }

    private static string Digits(int value, int length) => value.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');

    private static string Fraction(long ticks, int length) => (ticks % TimeSpan.TicksPerSecond).ToString("D7", CultureInfo.InvariantCulture)[..Math.Min(7, length)];

    private static long? Make(long? year, long? month, long? day, long? hour, long? minute, double? second)
    {
        if (year is not (>= 1 and <= 9999) || month is not (>= 1 and <= 12) || hour is not (>= 0 and <= 23) || minute is not (>= 0 and <= 59) || second is not (>= 0 and < 60)) return null;
        if (day is not >= 1 || day > DateTime.DaysInMonth((int)year, (int)month)) return null;
        return new DateTime((int)year, (int)month, (int)day, (int)hour, (int)minute, 0, DateTimeKind.Utc).Ticks + (long)Math.Round(second.Value * TimeSpan.TicksPerSecond);
    }

    private static long? MakeSpan(long? days, long? hours, long? minutes, double? seconds)
    {
        if (days is not (>= 0 and < 10_675_199) || hours is not (>= 0 and <= 23) || minutes is not (>= 0 and <= 59) || seconds is not (>= 0 and < 60)) return null;
        return (days.Value * TimeSpan.TicksPerDay) + (hours.Value * TimeSpan.TicksPerHour) + (minutes.Value * TimeSpan.TicksPerMinute) + (long)Math.Round(seconds.Value * TimeSpan.TicksPerSecond);
    }

    private static TimeZoneInfo? Zone(string? name)
    {
        try
        {
            return name is null ? null : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            return null;
        }
    }
}
