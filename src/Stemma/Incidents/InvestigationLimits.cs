namespace Stemma.Incidents;

/// <summary>How much an investigation keeps in memory. What goes beyond is let go and counted.</summary>
public sealed record InvestigationLimits
{
    /// <summary>Detections.</summary>
    public int Detections { get; init; } = 200_000;

    /// <summary>Detections of one rule on one process, or, where no process is known, on one machine.</summary>
    public int SameDetections { get; init; } = 100;

    /// <summary>Incidents.</summary>
    public int Incidents { get; init; } = 10_000;

    /// <summary>Processes of an incident, and causes between them.</summary>
    public int Processes { get; init; } = 5_000;

    /// <summary>Detections of an incident.</summary>
    public int IncidentDetections { get; init; } = 5_000;

    /// <summary>Chains of an incident; those that are followed furthest stay.</summary>
    public int Chains { get; init; } = 10;

    /// <summary>Moments in an incident's timeline.</summary>
    public int Timeline { get; init; } = 2_000;

    /// <summary>Characters of a moment's text; the rest is cut off.</summary>
    public int Text { get; init; } = 2_000;

    /// <summary>Indicators of an incident.</summary>
    public int Indicators { get; init; } = 1_000;

    /// <summary>Command lines and scripts of an incident that are decoded.</summary>
    public int Decoded { get; init; } = 200;

    /// <summary>Detections without a process are one incident when no more lies between them on one machine.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMinutes(10);
}
