namespace Stemma.Logs;

/// <summary>
/// Gives years to stamps that have none. The last line of a log is not younger than the file; from there the years go backwards, one for each
/// time that the date fell back. So the log is looked through once (<see cref="Look"/> for each stamp, then <see cref="Begin"/>) and then read.
/// </summary>
internal sealed class SyslogYears
{
    // A date that falls back by more is of the next year; less is a line that came late, or a clock that was set.
    private const int Late = 31;

    private int _turns, _lastDay, _year;
    private DateTime _last;

    /// <summary>Starts a log.</summary>
    public void Clear() => (_turns, _lastDay, _last) = (0, 0, default);

    /// <summary>Takes the next stamp of the first pass.</summary>
    public void Look(SyslogStamp stamp)
    {
        if (stamp.HasYear) return;
        _turns += Turn(stamp.Time);
        _last = stamp.Time;
    }

    /// <summary>Ends the first pass.</summary>
    /// <param name="modified">When the file was written last, UTC.</param>
    public void Begin(DateTime modified)
    {
        // A day's grace: the stamp is in the machine's own zone, which it does not say.
        int year = modified.Year;
        if (_last != default && (OfYear(_last, year) is not { } last || last > Later(modified))) year--;
        (_year, _lastDay) = (year - _turns, 0);
    }

    /// <summary>The time of the next stamp of the second pass; null when its year has no such day.</summary>
    public DateTime? Date(SyslogStamp stamp)
    {
        if (stamp.HasYear) return stamp.Time;
        _year += Turn(stamp.Time);
        return OfYear(stamp.Time, _year);
    }

    private static DateTime Later(DateTime time) => time > DateTime.MaxValue.AddDays(-1) ? time : time.AddDays(1);

    // +1: a new year; −1: a late line of the old one, in the first days of the new.
    private int Turn(DateTime time)
    {
        int day = time.DayOfYear, change = day - _lastDay;
        bool isFirst = _lastDay == 0;
        _lastDay = day;
        return isFirst ? 0 : change < -Late ? 1 : change > 366 - Late ? -1 : 0;
    }

    private static DateTime? OfYear(DateTime time, int year) =>
        year is < 1601 or > 9999 || time.Day > DateTime.DaysInMonth(year, time.Month) ? null
        : new DateTime(year, time.Month, time.Day, 0, 0, 0, DateTimeKind.Utc) + time.TimeOfDay;
}
