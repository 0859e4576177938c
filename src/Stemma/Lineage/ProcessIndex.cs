namespace Stemma.Lineage;

/// <summary>
/// Finds processes by ProcessGuid, and by number and time. Processes with one number on one machine are a list from the youngest to the
/// oldest; who was meant at a time is the youngest that had started and had not ended.
/// </summary>
internal sealed class ProcessIndex
{
    /// <summary>How far the records of two sources about one thing lie apart.</summary>
    public const long Tolerance = 2 * TimeSpan.TicksPerSecond;

    // How deep a list is searched: a hostile log may use one number only.
    private const int Depth = 64;

    private readonly Dictionary<(LineageHost, string), LineageProcess> _byGuid = [];

    /// <summary>The process with a ProcessGuid; null when there is none.</summary>
    public LineageProcess? Find(LineageHost host, string guid) => guid.Length == 0 ? null : _byGuid.GetValueOrDefault((host, guid));

    /// <summary>The process that had a number at a time; null when there is none.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="pid">The number.</param>
    /// <param name="time">The time.</param>
    /// <param name="image">Its program; empty when unknown.</param>
    /// <param name="early">How long before its start was recorded it may have done something.</param>
    public static LineageProcess? Find(LineageHost host, long pid, long time, string image, long early = Tolerance)
    {
        if (pid < 0) return null;
        LineageProcess? ghost = null;
        int depth = 0;
        for (LineageProcess? p = host.ByPid.GetValueOrDefault(pid); p is not null && depth < Depth; p = p.Older, depth++)
        {
            if (p.Recorded > time)
            {
                // A ghost was there before it was first spoken of.
                ghost = p.HasStart ? p.Recorded <= time + early && p.Older is null ? p : null : p;
                continue;
            }

            if (p.Ended > 0 && p.Ended + Tolerance < time) return ghost is not null && Fits(ghost, image) ? ghost : null;
            return Fits(p, image) ? p : ghost is not null && Fits(ghost, image) ? ghost : null;
        }

        return ghost is not null && Fits(ghost, image) ? ghost : null;
    }

    /// <summary>The process that a start without a known ProcessGuid tells of, told of before by another source, or a ghost; null when it is new.</summary>
    public static LineageProcess? FindStarted(LineageHost host, LineageFact fact)
    {
        if (fact.Pid < 0) return null;
        int depth = 0;
        for (LineageProcess? p = host.ByPid.GetValueOrDefault(fact.Pid); p is not null && depth < Depth; p = p.Older, depth++)
        {
            bool mayBe = (p.Guid.Length == 0 || fact.Guid.Length == 0 || p.Guid == fact.Guid) && Fits(p, fact.Image);
            if (mayBe && p.HasStart && IsSameStart(p, fact)) return p;
            if (mayBe && !p.HasStart && (p.Ended == 0 || p.Ended >= fact.Time) && IsStartOf(p, fact) && p.Recorded >= fact.Time - Tolerance && (p.Older is null || p.Older.Recorded <= fact.Time)) return p;
            if (p.Recorded < fact.Time - Tolerance) break;
        }

        return null;
    }

    /// <summary>Adds a process; returns the one before it with its number, from which it may take over what happened since.</summary>
    public LineageProcess? Add(LineageProcess process)
    {
        AddGuid(process);
        if (process.Pid < 0) return null;
        Dictionary<long, LineageProcess> byPid = process.HostOf.ByPid;
        LineageProcess? younger = null, at = byPid.GetValueOrDefault(process.Pid);
        for (int depth = 0; at is not null && at.Recorded > process.Recorded && depth < Depth; depth++) (younger, at) = (at, at.Older);
        process.Older = at;
        if (younger is null) byPid[process.Pid] = process;
        else younger.Older = process;
        return at;
    }

    /// <summary>Makes a process known by its ProcessGuid.</summary>
    public void AddGuid(LineageProcess process)
    {
        if (process.Guid.Length > 0) _byGuid[(process.HostOf, process.Guid)] = process;
    }

    /// <summary>Forgets all processes but these.</summary>
    public void Rebuild(IEnumerable<LineageHost> hosts, IEnumerable<LineageProcess> kept)
    {
        _byGuid.Clear();
        foreach (LineageHost host in hosts) host.ByPid.Clear();
        foreach (LineageProcess process in kept)
        {
            process.Older = null;
            Add(process);
        }
    }

    /// <summary>Whether two paths may be of one program: file names are compared, since sources write paths differently.</summary>
    public static bool Fits(LineageProcess process, string image) =>
        process.IsFork || image.Length == 0 || process.Image.Length == 0 || image[0] == '/' || CommandText.FileName(image).Equals(CommandText.FileName(process.Image), StringComparison.OrdinalIgnoreCase);

    // Of a ghost with a ProcessGuid the second of its start is known.
    private static bool IsStartOf(LineageProcess ghost, LineageFact fact) => ghost.Start == 0 || fact.Guid.Length > 0 || Math.Abs(ghost.Start - fact.Time) <= Tolerance + TimeSpan.TicksPerSecond;

    // One source tells of a start once: told again at another time, the number was given again. Two sources need not agree on the time.
    private static bool IsSameStart(LineageProcess process, LineageFact fact) => process.Evidence.Event == fact.Evidence.Event
        ? process.Recorded == fact.Time
        : Math.Abs(process.Recorded - fact.Time) <= Tolerance && (process.Ended == 0 || process.Ended >= fact.Time);
}
