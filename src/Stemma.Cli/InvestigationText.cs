using System.Globalization;
using Stemma.Incidents;
using Stemma.Lineage;
using Stemma.Reports;
using Stemma.Sigma;

namespace Stemma.Cli;

/// <summary>Incidents for people: all in a few lines each, or one in full.</summary>
internal sealed class InvestigationText(StyledWriter writer, int width)
{
    private const int ShownIncidents = 40;
    private const int ShownMoments = 200;
    private const int ShownIndicators = 100;
    private const int DeepestIndent = 24;
    private const int LongestCommand = 300;
    private const int ShownDecoded = 20;
    private const int LongestDecoded = 1_000;

    /// <summary>Writes all, most urgent first.</summary>
    public void WriteList(Investigation investigation)
    {
        foreach (Incident incident in investigation.Incidents.Take(ShownIncidents))
        {
            WriteHead(incident);
            WriteWrapped($"began    {incident.Root.Why} ({IncidentWords(incident.Root)})");
            foreach (IncidentChain chain in incident.Chains.Take(2)) WriteWrapped($"chain    {Chain(chain)}");
            if (incident.Repeats.Count > 0) WriteWrapped($"again    {Humans.Count(incident.Repeats.Count, "more time")}, on {Humans.Count(incident.Hosts.Count, "host")} in all");
            writer.WriteLine();
        }

        if (investigation.Incidents.Count > ShownIncidents) writer.WriteLine($"{Humans.Count(investigation.Incidents.Count - ShownIncidents, "more incident")}, less urgent: --format json");
    }

    /// <summary>Writes one in full.</summary>
    public void WriteWhole(Incident incident)
    {
        WriteHead(incident);
        Section("Story");
        foreach (string sentence in incident.Story) WriteWrapped(sentence);
        Section("Chains");
        foreach (IncidentChain chain in incident.Chains) WriteChain(chain);
        Section("Score");
        foreach (ScoreTerm term in incident.Terms) writer.WriteLine($"  {term.Points,4:+0;-0;0}  {Humans.Clean(term.Why)}");
        Section("Processes");
        WriteTree(incident);
        Section("Timeline (UTC)");
        WriteTimeline(incident);
        WriteDecoded(incident);
        Section("Artifacts and indicators");
        foreach (Indicator indicator in incident.Indicators.Take(ShownIndicators))
            writer.WriteLine(Humans.Cut($"  {InvestigationJson.Name(indicator.Kind),-9} {Humans.Clean(indicator.Value)}   {Humans.Clean(indicator.Why)}", width * 2));
        More(incident.Indicators.Count - ShownIndicators);
        Section("Impact");
        Impact("accounts", incident.Impact.Accounts);
        Impact("hosts", incident.Impact.Hosts);
        Impact("files", incident.Impact.Resources);
        Impact("rights", incident.Impact.Privileges);
        Impact("data", incident.Impact.Exposure);
        Section("Open questions");
        foreach (string question in incident.Questions) WriteWrapped(question);
        if (incident.LetGo > 0) writer.WriteLine($"  {Humans.Count(incident.LetGo, "more process, detection or moment", "more processes, detections and moments")} were let go for want of room (docs/investigate.md).");
    }

    private void WriteHead(Incident incident)
    {
        writer.Write($"{incident.Level.Name().ToUpperInvariant(),-13}  ", incident.Level);
        writer.WriteLine(Humans.Cut(Humans.Clean(incident.Title), width - 15));
        string last = Humans.Time(incident.Last);
        string times = incident.First == incident.Last ? Humans.Time(incident.First) : $"{Humans.Time(incident.First)} → {(last[..10] == Humans.Time(incident.First)[..10] ? last[11..] : last)}";
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{incident.Id,-14} score {incident.Score}, confidence {incident.Confidence:0.00}   {times} UTC"));
        string hosts = string.Join(", ", incident.Hosts.Take(6).Select(host => host.Length == 0 ? "(no host)" : Humans.Clean(host)));
        writer.WriteLine(Humans.Cut($"{"",15}{hosts}{(incident.Hosts.Count > 6 ? $" and {Humans.Count(incident.Hosts.Count - 6)} more" : "")}   {Humans.Count(incident.Processes.Count, "process", "processes")}, {Humans.Count(incident.Detections.Count, "detection")}   {string.Join(' ', incident.Techniques)}", width));
    }

    private static string IncidentWords(RootCause root) => root.Vector == InitialVector.Unknown ? "unknown" : string.Create(CultureInfo.InvariantCulture, $"{InvestigationJson.Name(root.Vector).Replace('_', ' ')}, confidence {root.Confidence:0.0}");

    private static string Chain(IncidentChain chain) =>
        $"{chain.Title}: {string.Join(" → ", chain.Steps.Where(step => step.IsMet || !step.IsOptional).Select(step => step.IsMet ? step.Technique : $"({step.Technique} {(step.CouldBeShown ? "missing" : "not in the logs")})"))}";

    private void WriteChain(IncidentChain chain)
    {
        writer.WriteLine($"  {chain.Title} ({chain.Id}): {(chain.IsComplete ? "whole" : "in part")}");
        foreach (ChainStep step in chain.Steps)
        {
            string mark = step.IsMet ? "yes" : step.IsOptional ? "-" : "no";
            string why = step.IsMet ? $"{Humans.Time(step.Evidence[0].Time)}  {step.Evidence[0].Rule.Title}" : step.Reason;
            writer.WriteLine(Humans.Cut(Humans.Clean($"    {mark,-4}{step.Technique,-10} {step.Name}   {why}"), width * 2));
        }
    }

    private void WriteTree(Incident incident)
    {
        Dictionary<LineageProcess, IncidentProcess> known = incident.Processes.ToDictionary(one => one.Process);
        ILookup<LineageProcess, IncidentProcess> below = incident.Processes.Where(one => one.Parent is not null && known.ContainsKey(one.Parent) && one.Parent != one.Process).ToLookup(one => one.Parent!);
        ILookup<LineageProcess, IncidentDetection> found = incident.Detections.Where(one => one.Process is not null).ToLookup(one => one.Process!);
        HashSet<LineageProcess> written = [];
        foreach (IncidentProcess root in incident.Processes.Where(one => one.Parent is null || !known.ContainsKey(one.Parent)).Concat(incident.Processes))
        {
            if (written.Contains(root.Process)) continue;
            if (root.Parent is not null && root.IsParentOrdinary) writer.WriteDimLine($"  {Name(root.Parent)} on {Humans.Clean(root.Parent.Host)} (no part of it)");
            Stack<(IncidentProcess Process, int Depth)> next = new([(root, root.IsParentOrdinary ? 2 : 1)]);
            while (next.TryPop(out var at))
            {
                if (!written.Add(at.Process.Process)) continue;
                WriteProcess(at.Process, at.Depth, found[at.Process.Process]);
                foreach (IncidentProcess child in below[at.Process.Process].OrderByDescending(child => child.Process, ProcessTree.ByStart)) next.Push((child, at.Depth + 1));
            }
        }
    }

    private void WriteProcess(IncidentProcess one, int depth, IEnumerable<IncidentDetection> found)
    {
        string indent = new(' ', 2 * Math.Min(depth, DeepestIndent));
        LineageProcess process = one.Process;
        string how = one.Edge is null ? "" : $"  < {TreeJson.Name(one.Edge.Kind).Replace('_', ' ')} {Humans.Cut(Humans.Clean(one.Edge.Detail), 80)}";
        writer.WriteLine($"{indent}{Name(process)}  {(process.Start > 0 ? Humans.Time(process.Start) : "start unknown")}  {Humans.Clean(process.Host)}{(process.User.Length > 0 ? $"  {Humans.Clean(process.User)}" : "")}  [{InvestigationJson.Name(one.Role)}]{how}");
        if (process.CommandLine.Length > 0) writer.WriteLine($"{indent}    {Humans.Cut(Humans.Clean(process.CommandLine), LongestCommand)}");
        foreach (var rule in found.GroupBy(detection => detection.Rule).OrderByDescending(rule => rule.Key.Level).ThenBy(rule => rule.Key.Title, StringComparer.Ordinal).Take(8))
        {
            writer.Write($"{indent}  ! {rule.Key.Level.Name()}", rule.Key.Level);
            writer.WriteLine($"  {Humans.Clean(rule.Key.Title)}  {string.Join(' ', rule.Key.Techniques)}{(rule.All(detection => detection.Layer > 0) ? "  (decoded)" : "")}");
        }
    }

    private void WriteDecoded(Incident incident)
    {
        if (incident.Decoded.Count == 0) return;
        Section("Decoded");
        foreach (IncidentDecoded decoded in incident.Decoded.Take(ShownDecoded))
        {
            string who = decoded.Process is null ? "a process that is not known" : Name(decoded.Process);
            writer.WriteLine(Humans.Cut($"  {who}  {(decoded.IsScript ? "script" : "command line")}  {Humans.Clean(decoded.Steps)}", width * 2));
            WriteWrapped($"  {Humans.Cut(decoded.Artifact.Final.Text, LongestDecoded)}");
            foreach (var behaviour in decoded.Telling.Take(8)) writer.WriteLine(Humans.Cut(Humans.Clean($"    ! {behaviour.Level}  {behaviour.Name}  {behaviour.Technique}"), width * 2));
        }

        More(incident.Decoded.Count - ShownDecoded);
    }

    private void WriteTimeline(Incident incident)
    {
        string day = "";
        foreach (IncidentActivity moment in incident.Timeline.Take(ShownMoments))
        {
            string time = Humans.Time(moment.Time);
            if (time.Length >= 10 && time[..10] != day) writer.WriteLine($"  {day = time[..10]}");
            string who = moment.Process is null ? "" : $"{Name(moment.Process)} ";
            string times = moment.Count > 1 ? $" ({Humans.Count(moment.Count)} ×)" : "";
            writer.WriteLine(Humans.Cut($"  {(time.Length > 10 ? time[11..] : time)}  {InvestigationJson.Name(moment.Kind),-14} {Humans.Clean(moment.Host.Split('.')[0])}  {who}{Humans.Clean(moment.Text)}{times}", width * 2));
        }

        More(incident.Timeline.Count - ShownMoments);
    }

    private void Impact(string what, IReadOnlyList<string> values)
    {
        for (int i = 0; i < values.Count; i++) writer.WriteLine(Humans.Cut($"  {(i == 0 ? what : ""),-9} {Humans.Clean(values[i])}", width * 2));
        if (values.Count == 0) writer.WriteLine($"  {what,-9} nothing that the logs show");
    }

    private void More(int count)
    {
        if (count > 0) writer.WriteLine($"  {Humans.Count(count)} more: --format json");
    }

    private void Section(string name)
    {
        writer.WriteLine();
        writer.WriteLine(name);
    }

    // Sentences break between words; what follows is indented.
    private void WriteWrapped(string text)
    {
        string rest = Humans.Clean(text), indent = "  ";
        while (rest.Length > width - indent.Length)
        {
            int at = rest.LastIndexOf(' ', width - indent.Length);
            if (at <= 0) at = width - indent.Length;
            writer.WriteLine(indent + rest[..at].TrimEnd());
            (rest, indent) = (rest[at..].TrimStart(), "    ");
        }

        writer.WriteLine(indent + rest);
    }

    private static string Name(LineageProcess process)
    {
        string name = process.Image[(process.Image.LastIndexOfAny(['\\', '/']) + 1)..];
        return $"{(name.Length == 0 ? "?" : Humans.Clean(name))} {(process.Pid < 0 ? "pid unknown" : process.Pid.ToString(CultureInfo.InvariantCulture))}";
    }
}
