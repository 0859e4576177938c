using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>What logs tell of attacks: incidents, the processes of all machines, and what the logs could not show.</summary>
public sealed record Investigation
{
    /// <summary>The incidents, most urgent first.</summary>
    public required IReadOnlyList<Incident> Incidents { get; init; }

    /// <summary>All processes.</summary>
    public required ProcessTree Tree { get; init; }

    /// <summary>What the logs could not have shown.</summary>
    public IReadOnlyList<BlindSpot> Blind { get; init; } = [];

    /// <summary>Detections that belong to no incident: of low levels, and nothing worse near them.</summary>
    public long Unjoined { get; init; }

    /// <summary>Detections that were let go for want of room (<see cref="InvestigationLimits.Detections"/>).</summary>
    public long LostDetections { get; init; }

    /// <summary>Incidents that were let go for want of room (<see cref="InvestigationLimits.Incidents"/>), the least urgent.</summary>
    public int LostIncidents { get; init; }
}

/// <summary>Something that no rule could have seen on a machine, whatever happened there.</summary>
/// <param name="Host">The machine; empty when its records name none.</param>
/// <param name="What">The kind of event that is missing, as a log source, and the fields it lacks.</param>
/// <param name="Rules">How many rules it would have fed.</param>
/// <param name="Techniques">The techniques those rules are about, in order of id.</param>
public sealed record BlindSpot(string Host, string What, int Rules, IReadOnlyList<string> Techniques);
