using System.Globalization;
using Stemma.Events;
using Stemma.Lineage;

namespace Stemma.Incidents;

/// <summary>Tells an incident in sentences: how it began, what happened then, how far it went.</summary>
internal static class IncidentStory
{
    private const int MostSentences = 24;
    private const int MostRules = 3;

    /// <summary>The incident with its story, timeline, indicators, impact and open questions.</summary>
    public static Incident Tell(Incident incident, IncidentDraft draft, BlindSpots blind, InvestigationLimits limits)
    {
        incident = incident with { Timeline = IncidentTimeline.Of(incident, draft, limits), Indicators = IncidentIndicators.Of(incident, draft, limits) };
        incident = incident with { Impact = IncidentImpacts.Of(incident) };
        return incident with { Questions = OpenQuestions.Of(incident, blind), Story = [.. Sentences(incident)] };
    }

    private static IEnumerable<string> Sentences(Incident incident)
    {
        LineageProcess? first = incident.Root.Process;
        yield return incident.Root.Vector == InitialVector.Unknown ? $"Where it began is not known: {incident.Root.Why}." : $"It began {(incident.First > 0 ? $"at {Time(incident.First)} " : "")}by {Words(incident.Root.Vector)}: {incident.Root.Why}.";
        if (first is not null) yield return $"The first process is {Name(first)} on {first.Host}{(first.User.Length > 0 ? $", as {first.User}" : "")}{(first.Integrity.Length > 0 ? $" with {first.Integrity} integrity" : "")}.";

        int count = 0;
        foreach (string sentence in Steps(incident))
        {
            if (++count <= MostSentences) yield return sentence;
        }

        if (count > MostSentences) yield return $"{Count(count - MostSentences, "more process")} follow in the timeline.";
        if (incident.Chains is [var chain, ..])
        {
            string[] missing = [.. chain.Steps.Where(step => !step.IsMet && !step.IsOptional).Select(step => step.Name)];
            yield return missing.Length == 0 ? $"It follows the chain \"{chain.Title}\" from the first step to the last." : $"It follows the chain \"{chain.Title}\" in part; missing: {string.Join("; ", missing)}.";
        }

        if (incident.Processes.Count > 0)
            yield return $"In all, {Count(incident.Processes.Count, "process", "processes")} on {Count(incident.Hosts.Count, "machine")}{(incident.Last > incident.First ? $" within {Duration(incident.Last - incident.First)}" : "")}.";
        if (incident.Repeats.Count > 0)
            yield return $"The same ran {Count(incident.Repeats.Count, "more time")}, on {Count(incident.Repeats.Select(repeat => repeat.Host).Distinct().Count(), "machine")}.";
    }

    // A sentence a process in which something was found, in order of time; how it came to run when that is no matter of course.
    private static IEnumerable<string> Steps(Incident incident)
    {
        Dictionary<LineageProcess, IncidentProcess> known = incident.Processes.ToDictionary(one => one.Process);
        HashSet<LineageProcess?> told = [];
        foreach (IncidentDetection detection in incident.Detections)
        {
            if (detection.Process is null || !known.TryGetValue(detection.Process, out IncidentProcess? process) || !told.Add(detection.Process)) continue;
            string[] rules = [.. incident.Detections.Where(other => other.Process == detection.Process).OrderByDescending(other => other.Rule.Level).Select(other => other.Rule.Title).Distinct()];
            string what = rules.Length > MostRules ? $"{string.Join("; ", rules.Take(MostRules))}; and {Count(rules.Length - MostRules, "more rule")}" : string.Join("; ", rules);
            yield return $"{Time(detection.Time)} {How(process)}: {what}.";
        }
    }

    private static string How(IncidentProcess process)
    {
        string name = Name(process.Process), by = process.Parent is null ? "" : Name(process.Parent);
        string where = process.Parent is not null && process.Parent.Host != process.Process.Host ? $" on {process.Process.Host}" : "";
        return process.Edge?.Kind switch
        {
            EdgeKind.Service => $"{by} made the service {process.Edge.Detail}, which ran {name}{where}",
            EdgeKind.Task => $"{by} registered the task {process.Edge.Detail}, which ran {name}{where}",
            EdgeKind.Wmi => $"{by} asked through WMI for {name}{where}",
            EdgeKind.Com => $"{by} asked through DCOM for {name}{where}",
            EdgeKind.File => $"{by} wrote {process.Edge.Detail}, which {name} ran{where}",
            EdgeKind.Injection => $"{by} injected code into {name}{where}",
            EdgeKind.WriteAccess => $"{by} opened {name} to write its memory{where}",
            EdgeKind.RemoteLogon => $"{by} logged on from elsewhere, and {name} ran{where}",
            _ => by.Length == 0 || process.Role == ProcessRole.Root ? $"{name} ran" : $"{by} started {name}",
        };
    }

    /// <summary>A beginning in words.</summary>
    public static string Words(InitialVector vector) => vector switch
    {
        InitialVector.Mail => "mail",
        InitialVector.Document => "a document",
        InitialVector.Browser => "a web page",
        InitialVector.Download => "a downloaded file",
        InitialVector.Server => "a server that answers the network",
        InitialVector.RemovableMedia => "a removable drive",
        InitialVector.RemoteLogon => "a logon from elsewhere",
        InitialVector.RemoteService => "a service from elsewhere",
        InitialVector.Persistence => "a service or task that was there",
        InitialVector.LocalSession => "a session on the machine",
        _ => "an unknown way",
    };

    /// <summary>A process in words: its program and number.</summary>
    public static string Name(LineageProcess process) => CommandText.FileName(process.Image) is { Length: > 0 } name
        ? process.Pid < 0 ? name.ToString() : string.Create(CultureInfo.InvariantCulture, $"{name} {process.Pid}") : string.Create(CultureInfo.InvariantCulture, $"process {process.Pid}");

    /// <summary>A number with its noun.</summary>
    public static string Count(int count, string noun, string? plural = null) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? noun : plural ?? (noun.EndsWith('s') ? $"{noun}es" : $"{noun}s"))}";

    private static string Time(long time) => time <= 0 ? "at an unknown time" : EventTime.ToDateTime(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Duration(long ticks) => TimeSpan.FromTicks(ticks) switch
    {
        { TotalMinutes: < 1 } time => $"{(int)time.TotalSeconds} s",
        { TotalHours: < 1 } time => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalDays: < 2 } time => $"{(int)time.TotalHours} h {time.Minutes} min",
        TimeSpan time => $"{(int)time.TotalDays} days",
    };
}
