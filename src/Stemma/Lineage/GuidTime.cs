using System.Globalization;

namespace Stemma.Lineage;

/// <summary>The time within a ProcessGuid of Sysmon, whose second and third part are the seconds since 1970 at which the process started.</summary>
internal static class GuidTime
{
    /// <summary>The time in 100 ns units since 1601, to the second; 0 where there is none.</summary>
    /// <param name="guid">A ProcessGuid without braces.</param>
    public static long Read(string guid)
    {
        if (guid.Length != 36 || guid[8] != '-' || guid[13] != '-' || guid[18] != '-') return 0;
        if (!uint.TryParse(guid.AsSpan(9, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint low)
            || !uint.TryParse(guid.AsSpan(14, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint high)) return 0;
        long seconds = ((long)high << 16) | low;

        // Other tools' identifiers look alike: a time before Windows XP or in a far future is none.
        return seconds is > 1_000_000_000 and < 4_000_000_000 ? (seconds * TimeSpan.TicksPerSecond) + DateTime.UnixEpoch.ToFileTimeUtc() : 0;
    }
}
