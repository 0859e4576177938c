namespace Stemma.Lineage;

/// <summary>How one process caused another, or took hold of it, other than by starting it.</summary>
public enum EdgeKind
{
    /// <summary>A service was created that runs it.</summary>
    Service,

    /// <summary>A task was registered that runs it.</summary>
    Task,

    /// <summary>It was asked for through WMI.</summary>
    Wmi,

    /// <summary>A file was written that it runs, names or loads.</summary>
    File,

    /// <summary>A thread was started in it from outside, or its memory exchanged.</summary>
    Injection,

    /// <summary>It was opened with the right to write its memory.</summary>
    WriteAccess,

    /// <summary>It runs in a logon session that came over the network.</summary>
    RemoteLogon,

    /// <summary>It is an object that was asked for from another machine (DCOM).</summary>
    Com,
}

/// <summary>A cause that is not parent and child.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="From">Who did it; null when the logs do not tell.</param>
/// <param name="To">Who was caused or taken hold of.</param>
/// <param name="Detail">The service, task, file, rights or address.</param>
/// <param name="Evidence">The event that shows it.</param>
public sealed record LineageEdge(EdgeKind Kind, LineageProcess? From, LineageProcess To, string Detail, Evidence Evidence);
