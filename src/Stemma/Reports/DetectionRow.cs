using Stemma.Incidents;

namespace Stemma.Reports;

/// <summary>Detections of one rule about one process, as a report lists them: the first, and how many there are.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Last">When the last was.</param>
internal sealed record DetectionRow(IncidentDetection First, int Count, long Last)
{
    /// <summary>An incident's detections, in order of their first times.</summary>
    public static IReadOnlyList<DetectionRow> Of(Incident incident) =>
        [.. incident.Detections.GroupBy(detection => (detection.Rule, detection.Process, detection.Process is null ? detection.Host : "")).Select(group => new DetectionRow(group.First(), group.Count(), group.Max(detection => detection.Time)))];
}
