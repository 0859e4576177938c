namespace Stemma.Lineage;

/// <summary>How much lineage keeps in memory. What goes beyond is let go, coldest first, and counted.</summary>
public sealed record LineageLimits
{
    /// <summary>Processes.</summary>
    public int Processes { get; init; } = 400_000;

    /// <summary>Edges that are not parent and child.</summary>
    public int Edges { get; init; } = 100_000;

    /// <summary>Notes (<see cref="LineageNote"/>).</summary>
    public int Notes { get; init; } = 100_000;

    /// <summary>Characters of a command line; the rest is cut off.</summary>
    public int CommandLine { get; init; } = 8_192;

    /// <summary>Files, services, tasks, connections and logons that are remembered as possible causes, of each kind.</summary>
    public int Causes { get; init; } = 65_536;

    /// <summary>Characters of scripts kept in all.</summary>
    public int ScriptText { get; init; } = 32 << 20;

    /// <summary>How far the clocks of two machines may differ.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>What was read, and what was let go.</summary>
public sealed record LineageCounts
{
    /// <summary>Facts.</summary>
    public long Facts { get; internal set; }

    /// <summary>Starts of processes, each once.</summary>
    public long Starts { get; internal set; }

    /// <summary>Starts that were read again: from another source, or a copy of the log.</summary>
    public long Joined { get; internal set; }

    /// <summary>Processes that were let go.</summary>
    public long EvictedProcesses { get; internal set; }

    /// <summary>Edges that were let go, with their process or for want of room.</summary>
    public long EvictedEdges { get; internal set; }

    /// <summary>Notes that were let go, with their process or for want of room.</summary>
    public long EvictedNotes { get; internal set; }

    /// <summary>Scripts of which parts never came.</summary>
    public long PartialScripts { get; internal set; }

    /// <summary>Scripts that were let go for want of room.</summary>
    public long LostScripts { get; internal set; }
}
