using System.Buffers.Text;
using Stemma.Detection;
using Stemma.Incidents;
using Stemma.Lineage;
using Stemma.Sigma;
using static Stemma.Reports.JsonMembers;

namespace Stemma.Reports;

/// <summary>An investigation as one JSON object, version 1 (docs/investigate.md): an incident a line, so that it can be read in parts.</summary>
public static class InvestigationJson
{
    private const int Version = 1;
    private const int LongestLayer = 65_536;

    /// <summary>Writes it.</summary>
    /// <param name="investigation">What was found.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Investigation investigation, Stream output)
    {
        ArgumentNullException.ThrowIfNull(investigation);
        ArgumentNullException.ThrowIfNull(output);
        JsonLine line = new();
        line.Raw("{\"version\":"u8);
        line.Number(Version);
        line.Raw(",\n\"incidents\":["u8);
        for (int i = 0; i < investigation.Incidents.Count; i++)
        {
            line.Raw(i == 0 ? "\n"u8 : ",\n"u8);
            WriteIncident(line, investigation.Incidents[i]);
            output.Write(line.Written);
            line.Clear();
        }

        line.Raw("]"u8);
        List(line, "blind"u8, investigation.Blind, blind => WriteBlind(line, blind));
        Key(line, "counts"u8);
        Number(line.Begin(), "unjoined_detections"u8, investigation.Unjoined, first: true);
        Number(line, "lost_detections"u8, investigation.LostDetections);
        Number(line, "lost_incidents"u8, investigation.LostIncidents);
        Number(line, "evicted_processes"u8, investigation.Tree.Counts.EvictedProcesses);
        line.Raw("}}\n"u8);
        output.Write(line.Written);
    }

    private static void WriteIncident(JsonLine line, Incident incident)
    {
        Text(line.Begin(), "id"u8, incident.Id, first: true);
        Text(line, "title"u8, incident.Title);
        Text(line, "level"u8, incident.Level.Name());
        Number(line, "score"u8, incident.Score);
        Share(line, "confidence"u8, incident.Confidence);
        Texts(line, "hosts"u8, incident.Hosts);
        Time(line, "first"u8, incident.First);
        Time(line, "last"u8, incident.Last);
        Key(line, "root"u8);
        WriteRoot(line, incident);
        List(line, "chains"u8, incident.Chains, chain => WriteChain(line, chain));
        Texts(line, "techniques"u8, incident.Techniques);
        Texts(line, "tactics"u8, incident.Tactics);
        List(line, "score_terms"u8, incident.Terms, term => WriteTerm(line, term));
        List(line, "processes"u8, incident.Processes, process => WriteProcess(line, process));
        List(line, "edges"u8, incident.Edges, edge => WriteEdge(line, edge));
        List(line, "detections"u8, incident.Detections, detection => WriteDetection(line, detection));
        List(line, "scripts"u8, incident.Scripts, script => WriteScript(line, script));
        List(line, "decoded"u8, incident.Decoded, decoded => WriteDecoded(line, decoded));
        List(line, "timeline"u8, incident.Timeline, activity => WriteActivity(line, activity));
        List(line, "indicators"u8, incident.Indicators, indicator => WriteIndicator(line, indicator));
        WriteImpact(line, incident.Impact);
        Texts(line, "story"u8, incident.Story);
        Texts(line, "questions"u8, incident.Questions);
        List(line, "repeats"u8, incident.Repeats, repeat => WriteRepeat(line, repeat));
        Number(line, "let_go"u8, incident.LetGo);
        line.Raw("}"u8);
    }

    private static void WriteRoot(JsonLine line, Incident incident)
    {
        // A process with what is known of it, and how it came to be.
        line.Raw("{"u8);
        ProcessMembers(line, incident.Root.Process);
        Text(line, "vector"u8, Name(incident.Root.Vector));
        Share(line, "confidence"u8, incident.Root.Confidence);
        Text(line, "why"u8, incident.Root.Why);
        Texts(line, "techniques"u8, incident.Root.Techniques);
        Reference(line, "started_by"u8, incident.Root.StartedBy);
        List(line, "evidence"u8, incident.Root.Evidence, evidence => EvidenceObject(line, evidence));
        line.Raw("}"u8);
    }

    private static void WriteProcess(JsonLine line, IncidentProcess process)
    {
        line.Raw("{"u8);
        ProcessMembers(line, process.Process);
        Reference(line, "parent"u8, process.Parent);
        Text(line, "edge"u8, process.Edge is { } edge ? TreeJson.Name(edge.Kind) : process.Parent is null ? "" : "parent");
        Text(line, "role"u8, Name(process.Role));
        Bool(line, "parent_is_ordinary"u8, process.IsParentOrdinary);
        Time(line, "end"u8, process.Process.End);
        Text(line, "integrity"u8, process.Process.Integrity);
        Text(line, "logon_id"u8, process.Process.LogonId);
        Evidence(line, process.Process.Evidence);
        line.Raw("}"u8);
    }

    private static void ProcessMembers(JsonLine line, LineageProcess? process)
    {
        Text(line, "host"u8, process?.Host ?? "", first: true);
        Key(line, "pid"u8);
        if (process is null) line.Raw("null"u8);
        else line.Number(process.Pid);
        Text(line, "guid"u8, process?.Guid ?? "");
        Time(line, "start"u8, process?.Start ?? 0);
        Text(line, "image"u8, process?.Image ?? "");
        Text(line, "command_line"u8, process?.CommandLine ?? "");
        Text(line, "user"u8, process?.User ?? "");
    }

    // Enough of a process to find it among the incident's, or to know it when it is none of them.
    private static void Reference(JsonLine line, ReadOnlySpan<byte> name, LineageProcess? process)
    {
        Key(line, name);
        if (process is null)
        {
            line.Raw("null"u8);
            return;
        }

        Text(line.Begin(), "host"u8, process.Host, first: true);
        Number(line, "pid"u8, process.Pid);
        Text(line, "guid"u8, process.Guid);
        Time(line, "start"u8, process.Start);
        Text(line, "image"u8, process.Image);
        line.Raw("}"u8);
    }

    private static void WriteChain(JsonLine line, IncidentChain chain)
    {
        Text(line.Begin(), "id"u8, chain.Id, first: true);
        Text(line, "title"u8, chain.Title);
        Bool(line, "complete"u8, chain.IsComplete);
        Share(line, "completeness"u8, chain.Completeness);
        List(line, "steps"u8, chain.Steps, step =>
        {
            Text(line.Begin(), "technique"u8, step.Technique, first: true);
            Bool(line, "met"u8, step.IsMet);
            List(line, "evidence"u8, step.Evidence, detection => WriteDetection(line, detection));
            Text(line, "name"u8, step.Name);
            Bool(line, "optional"u8, step.IsOptional);
            Bool(line, "could_be_shown"u8, step.CouldBeShown);
            Text(line, "reason"u8, step.Reason);
            line.Raw("}"u8);
        });
        line.Raw("}"u8);
    }

    private static void WriteDetection(JsonLine line, IncidentDetection detection)
    {
        Time(line.Begin(), "time"u8, detection.Time, first: true);
        Text(line, "host"u8, detection.Host);
        Key(line, "rule"u8);
        Text(line.Begin(), "id"u8, detection.Rule.Id, first: true);
        Text(line, "title"u8, detection.Rule.Title);
        Text(line, "level"u8, detection.Rule.Level.Name());
        Text(line, "path"u8, detection.Rule.Path);
        line.Raw("}"u8);
        Texts(line, "techniques"u8, detection.Rule.Techniques);
        Reference(line, "process"u8, detection.Process);
        List(line, "matched"u8, detection.Matched, item =>
        {
            Text(line.Begin(), "field"u8, item.Field, first: true);
            Key(line, "value"u8);
            line.Text(item.Value);
            Text(line, "pattern"u8, item.Pattern);
            line.Raw("}"u8);
        });
        Number(line, "layer"u8, detection.Layer);
        if (detection.Layer > 0) Text(line, "layer_step"u8, detection.LayerStep);
        Evidence(line, detection.Evidence);
        line.Raw("}"u8);
    }

    private static void WriteTerm(JsonLine line, ScoreTerm term)
    {
        Text(line.Begin(), "name"u8, term.Name, first: true);
        Number(line, "points"u8, term.Points);
        Text(line, "why"u8, term.Why);
        line.Raw("}"u8);
    }

    private static void WriteEdge(JsonLine line, LineageEdge edge)
    {
        Text(line.Begin(), "kind"u8, TreeJson.Name(edge.Kind), first: true);
        Reference(line, "from"u8, edge.From);
        Reference(line, "to"u8, edge.To);
        Text(line, "detail"u8, edge.Detail);
        Evidence(line, edge.Evidence);
        line.Raw("}"u8);
    }

    private static void WriteScript(JsonLine line, LineageScript script)
    {
        Text(line.Begin(), "id"u8, script.Id, first: true);
        Reference(line, "process"u8, script.Process);
        Bool(line, "whole"u8, script.IsWhole);
        Text(line, "text"u8, script.Text);
        Evidence(line, script.Evidence);
        line.Raw("}"u8);
    }

    private static void WriteDecoded(JsonLine line, IncidentDecoded decoded)
    {
        Text(line.Begin(), "what"u8, decoded.IsScript ? "script" : "command_line", first: true);
        Reference(line, "process"u8, decoded.Process);
        List(line, "layers"u8, decoded.Artifact.Layers, layer =>
        {
            Number(line.Begin(), "layer"u8, layer.Number, first: true);
            Number(line, "parent"u8, layer.Parent);
            Text(line, "kind"u8, Name(layer.Kind));
            Text(line, "step"u8, layer.Step);
            Number(line, "length"u8, layer.Text.Length);
            Text(line, "text"u8, layer.Text.Length > LongestLayer ? layer.Text[..LongestLayer] : layer.Text);
            line.Raw("}"u8);
        });
        Number(line, "final"u8, decoded.Artifact.Final.Number);
        List(line, "behaviours"u8, decoded.Artifact.Behaviours, behaviour =>
        {
            Text(line.Begin(), "name"u8, behaviour.Name, first: true);
            Text(line, "technique"u8, behaviour.Technique);
            Text(line, "level"u8, behaviour.Level);
            Number(line, "layer"u8, behaviour.Layer);
            Text(line, "text"u8, behaviour.Evidence);
            line.Raw("}"u8);
        });
        Number(line, "obfuscation"u8, (int)decoded.Artifact.Score.Value);
        Texts(line, "notes"u8, decoded.Artifact.Notes);
        Bool(line, "cut"u8, decoded.Artifact.IsCut);
        Evidence(line, decoded.Evidence);
        line.Raw("}"u8);
    }

    private static void WriteActivity(JsonLine line, IncidentActivity activity)
    {
        Time(line.Begin(), "time"u8, activity.Time, first: true);
        Text(line, "host"u8, activity.Host);
        Text(line, "kind"u8, Name(activity.Kind));
        Reference(line, "process"u8, activity.Process);
        Text(line, "text"u8, activity.Text);
        Number(line, "count"u8, activity.Count);
        Evidence(line, activity.Evidence);
        line.Raw("}"u8);
    }

    private static void WriteIndicator(JsonLine line, Indicator indicator)
    {
        Text(line.Begin(), "kind"u8, Name(indicator.Kind), first: true);
        Text(line, "value"u8, indicator.Value);
        Text(line, "why"u8, indicator.Why);
        Evidence(line, indicator.Evidence);
        line.Raw("}"u8);
    }

    private static void WriteImpact(JsonLine line, IncidentImpact impact)
    {
        Key(line, "impact"u8);
        Texts(line.Begin(), "accounts"u8, impact.Accounts, first: true);
        Texts(line, "hosts"u8, impact.Hosts);
        Texts(line, "resources"u8, impact.Resources);
        Texts(line, "privileges"u8, impact.Privileges);
        Texts(line, "exposure"u8, impact.Exposure);
        line.Raw("}"u8);
    }

    private static void WriteRepeat(JsonLine line, IncidentRepeat repeat)
    {
        Text(line.Begin(), "host"u8, repeat.Host, first: true);
        Time(line, "first"u8, repeat.First);
        Reference(line, "process"u8, repeat.Process);
        line.Raw("}"u8);
    }

    private static void WriteBlind(JsonLine line, BlindSpot blind)
    {
        Text(line.Begin(), "host"u8, blind.Host, first: true);
        Text(line, "what"u8, blind.What);
        Number(line, "rules"u8, blind.Rules);
        Texts(line, "techniques"u8, blind.Techniques);
        line.Raw("}"u8);
    }

    // From 0 to 1, two digits.
    private static void Share(JsonLine line, ReadOnlySpan<byte> name, double share)
    {
        Key(line, name);
        Span<byte> text = stackalloc byte[8];
        Utf8Formatter.TryFormat(Math.Clamp(share, 0, 1), text, out int length, new('F', 2));
        line.Raw(text[..length]);
    }

    /// <summary>A word of an enumeration as machines read it: <c>RemoteLogon</c> is <c>remote_logon</c>.</summary>
    /// <param name="word">The word.</param>
    public static string Name<T>(T word)
        where T : struct, Enum
    {
        string name = word.ToString();
        return string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
    }
}
