using System.Globalization;
using Stemma.Incidents;
using Stemma.Lineage;
using Stemma.Sigma;

namespace Stemma.Reports.Html;

/// <summary>An incident's evidence in a page: what fired and why, processes, moments, scripts, indicators, techniques, what the score is made of.</summary>
internal static class HtmlEvidence
{
    private const int MarkedItems = 8;

    /// <summary>Writes it.</summary>
    public static void Write(HtmlPage page, Incident incident, ReportSource source, ReportLimits limits)
    {
        page.Leaf("h3", "Evidence").Line();
        WriteTechniques(page, incident, source);
        WriteDetections(page, incident, limits);
        WriteProcesses(page, incident, limits);
        WriteTimeline(page, incident, limits);
        WriteScripts(page, incident, limits);
        WriteIndicators(page, incident, limits);
        WriteTerms(page, incident);
    }

    private static void WriteTechniques(HtmlPage page, Incident incident, ReportSource source)
    {
        if (incident.Techniques.Count == 0) return;
        ILookup<string, string> rules = incident.Detections.SelectMany(detection => detection.Rule.Techniques.Select(technique => (technique, detection.Rule.Title))).Concat(incident.Decoded.SelectMany(decoded => decoded.Telling).Select(behaviour => (technique: behaviour.Technique, Title: $"decoded: {behaviour.Name}"))).Distinct().ToLookup(pair => pair.technique, pair => pair.Title);
        page.Leaf("h4", "Techniques");
        HtmlTable.Write(page, "MITRE ATT&CK techniques and what shows them", "", [("technique", ""), ("name", "least"), ("shown by", "most"), ("detections", "number")], incident.Techniques, int.MaxValue, (technique, _) =>
        {
            HtmlTable.Cell(page, () => HtmlIncident.Technique(page, technique));
            HtmlTable.Cell(page, source.NameOf(technique) is { Length: > 0 } name ? name : source.Playbooks?.Find(technique) is { } whole ? $"part of {whole.Title}" : "");
            HtmlTable.Cell(page, HtmlIncident.Names([.. rules[technique].Order(StringComparer.Ordinal)], 5));
            HtmlTable.Cell(page, Humans.Count(incident.Detections.Count(detection => detection.Rule.Techniques.Contains(technique))), "number");
        });
    }

    private static void WriteDetections(HtmlPage page, Incident incident, ReportLimits limits)
    {
        if (incident.Detections.Count == 0) return;
        page.Leaf("h4", "Detections");
        HtmlTable.Write(page, "Rules that fired, once a process, and the values that made them, marked", "wide evidence", [("first", "when"), ("rule", "least"), ("process", "least"), ("why", "most")], DetectionRow.Of(incident), limits.Rows, (row, _) =>
        {
            IncidentDetection detection = row.First;
            HtmlTable.Cell(page, ReportWords.Moment(detection.Time), "when");
            HtmlTable.Cell(page, () =>
            {
                HtmlIncident.Level(page, detection.Rule.Level.Name());
                page.Text(" " + detection.Rule.Title + " ");
                HtmlIncident.Techniques(page, detection.Rule.Techniques, 6);
            });
            HtmlTable.Cell(page, () => page.Leaf("code", detection.Process is null ? "" : ReportWords.Process(detection.Process)).Text($"{(detection.Process is null ? "" : " on ")}{detection.Host}"));
            HtmlTable.Cell(page, () => WriteWhy(page, row, limits));
        });
    }

    private static void WriteWhy(HtmlPage page, DetectionRow row, ReportLimits limits)
    {
        IncidentDetection detection = row.First;
        page.Open("ul", ("class", "match"));
        var fields = detection.Matched.GroupBy(item => (item.Field, item.Value)).ToArray();
        foreach (var field in fields.Take(MarkedItems))
        {
            page.Open("li").Text($"{field.Key.Field}: ").Open("code");
            if (field.Key.Value is { } value) Highlight.Write(page, Humans.Cut(value, limits.Value), field.Select(item => item.Pattern));
            else page.Text("(absent)");
            page.Close().Close();
        }

        if (fields.Length > MarkedItems) page.Leaf("li", $"and {Humans.Count(fields.Length - MarkedItems, "more field")}");
        string more = row.Count > 1 ? $"; {Humans.Count(row.Count - 1)} more until {ReportWords.Moment(row.Last)}" : "";
        if (detection.Layer > 0) page.Leaf("li", string.Create(CultureInfo.InvariantCulture, $"in layer {detection.Layer}, by {detection.LayerStep}"), ("class", "small"));
        page.Leaf("li", ReportWords.Place(detection.Evidence) + more, ("class", "soft small")).Close();
    }

    private static void WriteProcesses(HtmlPage page, Incident incident, ReportLimits limits)
    {
        if (incident.Processes.Count == 0) return;
        ILookup<LineageProcess, MatchedItem> matched = incident.Detections.Where(detection => detection.Process is not null)
            .SelectMany(detection => detection.Matched.Where(item => item.Field == "CommandLine").Select(item => (detection.Process, item))).ToLookup(pair => pair.Process!, pair => pair.item);
        page.Leaf("h4", "Processes");
        HtmlTable.Write(page, "Processes, by host and start", "wide evidence", [("start", "when"), ("process", "least"), ("role", "least"), ("command line", "most"), ("user", "least")], incident.Processes, limits.Rows, (process, _) =>
        {
            LineageProcess it = process.Process;
            HtmlTable.Cell(page, it.Start > 0 ? ReportWords.Moment(it.Start) : "not logged", "when");
            HtmlTable.Cell(page, () => page.Leaf("code", ReportWords.Process(it)).Text($" on {it.Host}"));
            HtmlTable.Cell(page, () => page.Text($"{ReportWords.Of(process.Role)}{How(process)}"));
            HtmlTable.Cell(page, () =>
            {
                page.Open("code");
                Highlight.Write(page, Humans.Cut(it.CommandLine.Length > 0 ? it.CommandLine : it.Image, limits.Value), matched[it].Select(item => item.Pattern).Where(pattern => it.CommandLine.Length > 0 && Highlight.Find(it.CommandLine, pattern) is [var (_, length)] && length < it.CommandLine.Length));
                page.Close();
            });
            HtmlTable.Cell(page, it.User, "log");
        });
    }

    private static string How(IncidentProcess process)
    {
        if (process.Edge is { } edge) return $" through {ReportWords.Of(edge.Kind)}{(process.Parent is null ? "" : $" by {ReportWords.Process(process.Parent)}{(process.Parent.Host == process.Process.Host ? "" : $" on {process.Parent.Host}")}")}";
        return process.Parent is null ? "" : $", child of {ReportWords.Process(process.Parent)}";
    }

    private static void WriteTimeline(HtmlPage page, Incident incident, ReportLimits limits)
    {
        if (incident.Timeline.Count == 0) return;
        page.Leaf("h4", "Moments");
        HtmlTable.Write(page, "What happened, in order of time", "wide evidence", [("time", "when"), ("host", "least"), ("kind", "time"), ("what", "most"), ("event", "least")], incident.Timeline, limits.Rows, (activity, _) =>
        {
            HtmlTable.Cell(page, ReportWords.Moment(activity.Time), "when");
            HtmlTable.Cell(page, activity.Host, "log");
            HtmlTable.Cell(page, ReportWords.Of(activity.Kind), "time");
            HtmlTable.Cell(page, () =>
            {
                page.Text(Humans.Cut(activity.Text, limits.Value));
                if (activity.Count > 1) page.Leaf("span", string.Create(CultureInfo.InvariantCulture, $" ×{activity.Count}"), ("class", "soft"));
            });
            HtmlTable.Cell(page, activity.Evidence.Event, "small");
        });
    }

    private static void WriteScripts(HtmlPage page, Incident incident, ReportLimits limits)
    {
        if (incident.Scripts.Count == 0) return;
        page.Leaf("h4", "Scripts");
        foreach (LineageScript script in incident.Scripts.Take(limits.Scripts))
        {
            string who = script.Process is null ? "a process that is not known" : $"{ReportWords.Process(script.Process)} on {script.Process.Host}";
            page.Leaf("p", $"Run by {who}, {ReportWords.Moment(script.Evidence.Time)}{(script.IsWhole ? "" : "; parts of it are missing")}:", ("class", "small"));
            page.Open("pre").Lines(Humans.Cut(script.Text, limits.Script)).Close().Line();
            if (script.Text.Length > limits.Script) page.Leaf("p", $"{Humans.Count(script.Text.Length - limits.Script)} more characters.", ("class", "soft small"));
        }

        if (incident.Scripts.Count > limits.Scripts) page.Leaf("p", $"{Humans.Count(incident.Scripts.Count - limits.Scripts, "more script")} not shown; --format json has all.", ("class", "soft small")).Line();
    }

    private static void WriteIndicators(HtmlPage page, Incident incident, ReportLimits limits)
    {
        if (incident.Indicators.Count == 0) return;
        page.Leaf("h4", "Indicators");
        HtmlTable.Write(page, "What to look for elsewhere, and to block", "wide", [("kind", "time"), ("value", "most"), ("why", "least")], incident.Indicators, limits.Rows, (indicator, _) =>
        {
            HtmlTable.Cell(page, InvestigationJson.Name(indicator.Kind), "time");
            HtmlTable.Cell(page, () => page.Leaf("code", Humans.Cut(indicator.Value, limits.Value)));
            HtmlTable.Cell(page, Humans.Cut(indicator.Why, limits.Value));
        });
    }

    private static void WriteTerms(HtmlPage page, Incident incident)
    {
        if (incident.Terms.Count == 0) return;
        page.Leaf("h4", "What the score is made of");
        HtmlTable.Write(page, $"Terms of the score; their sum, from 0 to 100, is {incident.Score.ToString(CultureInfo.InvariantCulture)}", "", [("term", ""), ("points", "number"), ("why", "most")], incident.Terms, int.MaxValue, (term, _) =>
        {
            HtmlTable.Cell(page, term.Name.Replace('_', ' '));
            HtmlTable.Cell(page, term.Points.ToString("+0;-0;0", CultureInfo.InvariantCulture), "number");
            HtmlTable.Cell(page, term.Why);
        });
    }
}
