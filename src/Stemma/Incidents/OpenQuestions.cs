using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Says what the logs leave open about an incident, and which log would tell.</summary>
internal static class OpenQuestions
{
    private const int Most = 20;

    // A kind of event that no log of a machine holds, and what it would have told.
    private static readonly (string Source, string Question)[] Missing =
    [
        ("windows/network_connection", "which addresses its processes talked to (Sysmon 3 or Security 5156)"),
        ("windows/file_event", "which files it wrote (Sysmon 11)"),
        ("windows/registry_set", "what it changed in the registry (Sysmon 13 or Security 4657)"),
        ("windows/ps_script", "which scripts PowerShell ran (script block logging, 4104)"),
        ("windows/create_remote_thread", "whether it injected code into others (Sysmon 8)"),
        ("windows/process_access", "whether it read the memory of others, such as the logon service (Sysmon 10)"),
        ("windows/process_creation", "which processes ran (Sysmon 1 or Security 4688 with command lines)"),
        ("windows/security", "who logged on, and from where (Security log)"),
        ("windows/system", "which services were installed (System log)"),
        ("windows/taskscheduler", "which tasks ran (Task Scheduler log)"),
        ("linux/process_creation", "which processes ran (audit execve)"),
    ];

    /// <summary>The questions.</summary>
    public static IReadOnlyList<string> Of(Incident incident, BlindSpots blind)
    {
        List<string> questions = [];
        if (incident.Root.Vector == InitialVector.Unknown) questions.Add($"Where did it begin? {Capital(incident.Root.Why)}.");
        else if (incident.Root.Confidence < 0.7) questions.Add($"Did it begin so? It is likely only: {incident.Root.Why}.");
        foreach (LineageEdge edge in incident.Edges.Where(edge => edge.From is null && edge.Kind is EdgeKind.Service or EdgeKind.Task or EdgeKind.RemoteLogon).DistinctBy(edge => (edge.Kind, edge.Detail)))
        {
            questions.Add(edge.Kind == EdgeKind.RemoteLogon ? $"Which process of {edge.Detail} logged on to {edge.To.Host}? Logs of that machine are not here."
                : $"Who set up the {(edge.Kind == EdgeKind.Service ? "service" : "task")} {edge.Detail} on {edge.To.Host}? Security {(edge.Kind == EdgeKind.Service ? "4697" : "4698")} there, or logs of the machine it came from, would tell.");
        }

        foreach (IncidentChain chain in incident.Chains.Take(2))
            foreach (ChainStep step in chain.Steps.Where(step => !step.IsMet && !step.CouldBeShown))
                questions.Add($"Was it so that {step.Name} ({step.Technique})? {Capital(step.Reason)}.");
        foreach (string host in incident.Hosts)
        {
            string[] what = [.. Missing.Where(missing => blind.HasNone(host, missing.Source)).Select(missing => missing.Question)];
            if (what.Length > 0) questions.Add($"On {(host.Length == 0 ? "a machine without a name" : host)} no log tells {string.Join("; ", what)}.");
        }

        LineageProcess[] ghosts = [.. incident.Processes.Select(one => one.Process).Where(process => process.Ghost != GhostReason.None)];
        if (ghosts.Length > 0) questions.Add($"When and how did {string.Join(", ", ghosts.Take(5).Select(IncidentStory.Name))}{(ghosts.Length > 5 ? " and others" : "")} start? {(ghosts.Length == 1 ? "Its start is" : "Their starts are")} not in the logs.");
        if (incident.Techniques.Any(technique => BlindSpots.IsWithin(technique, "T1003"))) questions.Add("Which credentials were read, and where were they used since? Logons (Security 4624, 4648) of all machines would tell.");
        return [.. questions.Take(Most)];
    }

    private static string Capital(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
