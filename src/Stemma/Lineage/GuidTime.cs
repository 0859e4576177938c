using System.Globalization;

namespace Stemma.Lineage;

/// <summary>The time within a ProcessGuid of Sysmon, whose second and third part are the seconds since 1970 at which the process started.</summary>
internal static class GuidTime
{
    private const long Day = TimeSpan.TicksPerDay;

    /// <summary>The time in 100 ns units since 1601, to the second; 0 where there is none.</summary>
    /// <param name="guid">A ProcessGuid without braces.</param>
    /// <param name="seen">When the process was there. Other tools' identifiers look alike: what is later, or years before, is no time of a start.</param>
    public static long Read(string guid, long seen)
    {
        if (guid.Length != 36 || guid[8] != '-' || guid[13] != '-' || guid[18] != '-') return 0;
        if (!uint.TryParse(guid.AsSpan(9, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint low)
            || !uint.TryParse(guid.AsSpan(14, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint high)) return 0;
        long time = ((((long)high << 16) | low) * TimeSpan.TicksPerSecond) + DateTime.UnixEpoch.ToFileTimeUtc();
        return time > seen - (1000 * Day) && time < seen + Day ? time : 0;
    }
}
