namespace Stemma.Hunting.Kql.Syntax;

/// <summary>The units of timespan literals.</summary>
internal static class TimeUnits
{
    /// <summary>Ticks of 100 ns that a unit has; null for what is no unit.</summary>
    public static long? Ticks(string unit) => unit switch
    {
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "h" or "hr" or "hrs" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "m" or "min" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "s" or "sec" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "ms" or "milli" or "millis" or "millisec" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "micro" or "micros" or "microsec" or "microsecond" or "microseconds" => 10,
        "tick" or "ticks" => 1,
        _ => null,
    };
}
