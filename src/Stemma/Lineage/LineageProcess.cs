namespace Stemma.Lineage;

/// <summary>How a process's parent is known.</summary>
public enum ParentLink
{
    /// <summary>It is not: the events name no parent.</summary>
    None,

    /// <summary>By its ProcessGuid.</summary>
    Guid,

    /// <summary>By its number and the time.</summary>
    Pid,

    /// <summary>The process is the same and runs another program now (execve).</summary>
    Exec,
}

/// <summary>Why a process is a ghost: something that others speak of, whose own start no event shows.</summary>
public enum GhostReason
{
    /// <summary>It is none: its start was recorded.</summary>
    None,

    /// <summary>It started before the first start that the logs show of its machine.</summary>
    StartedBeforeLogs,

    /// <summary>It started in the time of the logs, or nobody knows when: the event is missing, or was never recorded.</summary>
    StartNotLogged,

    /// <summary>Processes of its machine were let go when memory was full (<see cref="LineageLimits.Processes"/>), perhaps it among them.</summary>
    Evicted,
}

/// <summary>One execution: what is known of it from all events that speak of it.</summary>
public sealed class LineageProcess
{
    internal LineageProcess(LineageHost host, long pid) => (HostOf, Pid) = (host, pid);

    /// <summary>The machine, as the log names it; empty when unknown.</summary>
    public string Host => HostOf.Name;

    /// <summary>Its number; −1 when unknown.</summary>
    public long Pid { get; internal set; }

    /// <summary>Its ProcessGuid, in small letters without braces; empty when unknown.</summary>
    public string Guid { get; internal set; } = "";

    /// <summary>When it started (100 ns units since 1601 UTC); of a ghost to the second, from its ProcessGuid; 0 when unknown.</summary>
    public long Start { get; internal set; }

    /// <summary>When it ended; 0 when unknown.</summary>
    public long End { get; internal set; }

    /// <summary>Its program; empty when unknown.</summary>
    public string Image { get; internal set; } = "";

    /// <summary>Its command line; empty when unknown.</summary>
    public string CommandLine { get; internal set; } = "";

    /// <summary>Its user; empty when unknown.</summary>
    public string User { get; internal set; } = "";

    /// <summary>Its integrity level; empty when unknown.</summary>
    public string Integrity { get; internal set; } = "";

    /// <summary>Its logon session, as <c>0x…</c>; empty when unknown.</summary>
    public string LogonId { get; internal set; } = "";

    /// <summary>Its parent; null when the events name none.</summary>
    public LineageProcess? Parent { get; internal set; }

    /// <summary>How the parent is known.</summary>
    public ParentLink Link { get; internal set; }

    /// <summary>The event of its start; of a ghost, the first that speaks of it.</summary>
    public Evidence Evidence { get; internal set; }

    /// <summary>Why its start is not known.</summary>
    public GhostReason Ghost => HasStart ? GhostReason.None : WasEvicted ? GhostReason.Evicted
        : Start > 0 && Start + TimeSpan.TicksPerSecond < HostOf.FirstStart ? GhostReason.StartedBeforeLogs : GhostReason.StartNotLogged;

    /// <summary>Its children, in no order.</summary>
    public IEnumerable<LineageProcess> Children
    {
        get
        {
            for (LineageProcess? child = FirstChild; child is not null; child = child.NextSibling) yield return child;
        }
    }

    internal LineageHost HostOf { get; }

    // By the clock of the records, which all sources of a machine share; Start may be by another.
    internal long Recorded { get; set; }

    internal long Ended { get; set; }

    // Its end named its ProcessGuid, not only its number.
    internal bool IsEndNamed { get; set; }

    internal long Touched { get; set; }

    internal bool HasStart { get; set; }

    internal bool WasEvicted { get; set; }

    internal bool IsFork { get; set; }

    // Stays while others are let go.
    internal bool Stays { get; set; }

    // It was let go; whoever still remembers it must not bring it back.
    internal bool IsGone { get; set; }

    // Something was found out about it: the last to be let go.
    internal bool IsKept { get; set; }

    internal long ParentPid { get; set; } = -1;

    internal string ParentImage { get; set; } = "";

    // The process before it with the same number on the same machine.
    internal LineageProcess? Older { get; set; }

    internal LineageProcess? FirstChild { get; private set; }

    internal LineageProcess? NextSibling { get; private set; }

    internal void Adopt(LineageProcess child, ParentLink link)
    {
        child.Parent?.Disown(child);
        (child.Parent, child.Link, child.NextSibling, FirstChild) = (this, link, FirstChild, child);
    }

    internal void Disown(LineageProcess child)
    {
        if (FirstChild == child) FirstChild = child.NextSibling;
        else
            for (LineageProcess? at = FirstChild; at is not null; at = at.NextSibling)
            {
                if (at.NextSibling != child) continue;
                at.NextSibling = child.NextSibling;
                break;
            }

        (child.Parent, child.Link, child.NextSibling) = (null, ParentLink.None, null);
    }

    // Keeps only children that stay: one by one would cost the square.
    internal void KeepChildren()
    {
        LineageProcess? last = null;
        for (LineageProcess? child = FirstChild, next; child is not null; child = next)
        {
            next = child.NextSibling;
            if (!child.Stays) continue;
            if (last is null) FirstChild = child;
            else last.NextSibling = child;
            last = child;
        }

        if (last is null) FirstChild = null;
        else last.NextSibling = null;
    }
}
