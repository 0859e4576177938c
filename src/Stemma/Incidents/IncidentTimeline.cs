using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Puts what the processes of an incident did, what rules found and which scripts ran into one order of time.</summary>
internal static class IncidentTimeline
{
    /// <summary>The moments in order.</summary>
    public static IReadOnlyList<IncidentActivity> Of(Incident incident, IncidentDraft draft, InvestigationLimits limits)
    {
        IEnumerable<IncidentActivity> scripts = incident.Scripts.Select(script => new IncidentActivity(script.Evidence.Time, script.Process!.Host, ActivityKind.Script, script.Process,
            $"runs the script {(script.Text.Length > limits.Text ? $"{script.Text.AsSpan(0, limits.Text)}…" : script.Text)}", script.Evidence));
        HashSet<Evidence> told = [.. draft.Activities.Select(one => one.Evidence)];
        IEnumerable<IncidentActivity> causes = incident.Edges.Where(edge => edge.Kind is EdgeKind.Service or EdgeKind.Task or EdgeKind.RemoteLogon or EdgeKind.Com && !told.Contains(edge.Evidence))
            .Select(edge => new IncidentActivity(edge.Evidence.Time, edge.To.Host, edge.Kind == EdgeKind.RemoteLogon ? ActivityKind.Authentication : ActivityKind.Persistence, edge.From,
                Words(edge), edge.Evidence))
            .DistinctBy(activity => (activity.Text, activity.Evidence));
        IEnumerable<IncidentActivity> found = incident.Detections.GroupBy(one => (one.Rule, one.Process, one.Host)).Select(same => new IncidentActivity(same.First().Time, same.Key.Host, ActivityKind.Detection, same.Key.Process,
            $"{same.Key.Rule.Title} ({Sigma.SigmaLevelNames.Name(same.Key.Rule.Level)})", same.First().Evidence)
        { Count = same.Count() });
        return [.. draft.Activities.Concat(scripts).Concat(causes).Concat(found).OrderBy(one => one.Time).ThenBy(one => one.Kind).ThenBy(one => one.Host, StringComparer.Ordinal)
            .ThenBy(one => one.Evidence.Source, StringComparer.Ordinal).ThenBy(one => one.Evidence.Position).ThenBy(one => one.Text, StringComparer.Ordinal)];
    }

    private static string Words(LineageEdge edge) => (edge.Kind, edge.From) switch
    {
        (EdgeKind.Service, null) => $"the service {edge.Detail} is made",
        (EdgeKind.Service, _) => $"makes the service {edge.Detail} on {edge.To.Host}",
        (EdgeKind.Task, null) => $"the task {edge.Detail} is registered",
        (EdgeKind.Task, _) => $"registers the task {edge.Detail} on {edge.To.Host}",
        (EdgeKind.RemoteLogon, null) => $"somebody logs on from {edge.Detail}",
        (EdgeKind.RemoteLogon, _) => $"logs on to {edge.To.Host} from {edge.Detail}",
        _ => $"an object is asked for over DCOM: {edge.Detail}",
    };
}
