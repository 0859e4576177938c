using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>What a process is in an incident.</summary>
public enum ProcessRole
{
    /// <summary>The first that the logs show.</summary>
    Root,

    /// <summary>On the way from the root to a detection.</summary>
    Ancestor,

    /// <summary>A rule fired on what it is or did.</summary>
    Detected,

    /// <summary>Started by a process of the incident.</summary>
    Descendant,

    /// <summary>Caused by a process of the incident otherwise: as service, task, through WMI, by a dropped file, from another machine.</summary>
    Caused,
}

/// <summary>A process of an incident.</summary>
/// <param name="Process">The process.</param>
/// <param name="Role">What it is.</param>
/// <param name="Parent">Who started or caused it, of the incident or not; null when nobody is known.</param>
/// <param name="Edge">How: the cause, or null for parent and child.</param>
public sealed record IncidentProcess(LineageProcess Process, ProcessRole Role, LineageProcess? Parent, LineageEdge? Edge)
{
    /// <summary>Whether its parent is an ordinary part of the system that starts all kinds of things: shown, but no part of the incident.</summary>
    public bool IsParentOrdinary { get; init; }
}
