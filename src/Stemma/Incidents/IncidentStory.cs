namespace Stemma.Incidents;

/// <summary>Tells an incident: what happened, what to look for, what it reached, what stays open.</summary>
internal static class IncidentStory
{
    /// <summary>The incident with its story.</summary>
    public static Incident Tell(Incident incident, IncidentDraft draft, BlindSpots blind) => incident;
}
