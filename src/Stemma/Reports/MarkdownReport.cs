using System.Globalization;
using System.Text;
using Stemma.Incidents;
using Stemma.Sigma;
using static Stemma.Reports.MarkdownText;

namespace Stemma.Reports;

/// <summary>
/// An investigation as Markdown, for a ticket or a wiki: what happened, what to do, and the evidence in tables. Log text stands in code spans or is
/// escaped. Bounded (<see cref="ReportLimits"/>).
/// </summary>
public static class MarkdownReport
{
    /// <summary>Writes it.</summary>
    /// <param name="investigation">What was found.</param>
    /// <param name="source">What it was made from.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="limits">How much is shown; the defaults when null.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Investigation investigation, ReportSource source, Stream output, ReportLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(investigation);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(output);
        limits ??= new ReportLimits();
        using StreamWriter writer = new(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        IReadOnlyList<Incident> incidents = investigation.Incidents;
        writer.WriteLine($"# {(incidents.Count == 0 ? "No incident found" : Humans.Count(incidents.Count, "incident"))}\n");
        writer.WriteLine($"{Humans.Count(source.Records, "record")} of {Humans.Count(source.Inputs.Count, "file")}, {Humans.Count(source.Rules, "rule")}, {Humans.Count(source.Damaged, "damaged place")}. Times are UTC.");
        if (incidents.Count > 0)
        {
            Table(writer, "| level | incident | score | confidence | hosts | when |\n|---|---|---:|---|---|---|", incidents, limits.Incidents, incident =>
                $"| {incident.Level.Name()} | {Plain(incident.Title)} | {incident.Score} | {ReportWords.Confidence(incident.Confidence)} | {Plain(string.Join(", ", incident.Hosts.Take(5)))} | {ReportWords.Period(incident.First, incident.Last)} |");
        }

        long length = 0;
        int told = 0;
        for (; told < incidents.Count && length < limits.Size; told++)
        {
            using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
            WriteIncident(text, incidents[told], told + 1, limits);
            length += text.GetStringBuilder().Length;
            writer.Write(text.GetStringBuilder());
        }

        if (told < incidents.Count) writer.WriteLine($"\n{Humans.Count(incidents.Count - told, "further incident is", "further incidents are")} not told at length.");
        writer.WriteLine("\n## Blind spots");
        if (investigation.Blind.Count == 0) writer.WriteLine("\nNone is known.");
        else Table(writer, "| host | what is missing | rules without it | techniques |\n|---|---|---:|---|", investigation.Blind, limits.Rows, spot => $"| {Code(spot.Host)} | {Plain(spot.What)} | {Humans.Count(spot.Rules)} | {Plain(string.Join(' ', spot.Techniques.Take(12)))} |");
        writer.WriteLine("\n## What was read");
        Table(writer, "| file | bytes | SHA-256 |\n|---|---:|---|", source.Inputs, limits.Inputs, input => $"| {Code(input.Name)} | {Humans.Count(input.Bytes)} | {Code(input.Sha256)} |");
    }

    private static void WriteIncident(TextWriter writer, Incident incident, int number, ReportLimits limits)
    {
        writer.WriteLine($"\n## {number.ToString(CultureInfo.InvariantCulture)}. {Plain(incident.Title)}\n");
        writer.WriteLine($"{incident.Level.Name()}, score {incident.Score} of 100, confidence {ReportWords.Confidence(incident.Confidence)}; {ReportWords.Period(incident.First, incident.Last)}; {Code(incident.Id)}");
        List(writer, "What happened", incident.Story, "1.", limits);
        if (incident.Root.Why.Length > 0) writer.WriteLine($"\nHow it came in: {ReportWords.Of(incident.Root.Vector)}. {Plain(incident.Root.Why)}");
        if (incident.Repeats.Count > 0) writer.WriteLine($"\nThe same ran {Humans.Count(incident.Repeats.Count, "more time")}.");
        if (incident.LetGo > 0) writer.WriteLine($"\n{Humans.Count(incident.LetGo)} of its processes, detections and moments were let go for want of room.");
        foreach (IncidentChain chain in incident.Chains.Take(3)) WriteChain(writer, chain);
        List(writer, "What to do", ResponseSteps.Of(incident), "1.", limits);
        List(writer, "Impact", [.. Impact(incident.Impact)], "-", limits);
        List(writer, "Open questions", incident.Questions, "-", limits);
        if (incident.Detections.Count > 0)
        {
            writer.WriteLine("\n### Detections");
            Table(writer, "| first | level | rule | techniques | process | host | count | why |\n|---|---|---|---|---|---|---:|---|", DetectionRow.Of(incident), limits.Rows, row =>
                $"| {ReportWords.Moment(row.First.Time)} | {row.First.Rule.Level.Name()} | {Plain(row.First.Rule.Title)} | {string.Join(' ', row.First.Rule.Techniques)} | {(row.First.Process is null ? "" : Code(ReportWords.Process(row.First.Process)))} | {Code(row.First.Host)} | {Humans.Count(row.Count)} | {Code(Detection.DetectionJson.Reason(row.First.Matched))}{(row.First.Layer > 0 ? $" (decoded: {Plain(row.First.LayerStep)})" : "")} |");
        }

        if (incident.Processes.Count > 0)
        {
            writer.WriteLine("\n### Processes");
            Table(writer, "| start | host | process | role | by | command line | user |\n|---|---|---|---|---|---|---|", incident.Processes, limits.Rows, process =>
                $"| {ReportWords.Moment(process.Process.Start)} | {Code(process.Process.Host)} | {Code(ReportWords.Process(process.Process))} | {ReportWords.Of(process.Role)} | {By(process)} | {Code(process.Process.CommandLine)} | {Code(process.Process.User)} |");
        }

        if (incident.Decoded.Count > 0)
        {
            writer.WriteLine("\n### Decoded");
            Table(writer, "| process | what | by | says | does |\n|---|---|---|---|---|", incident.Decoded, limits.Rows, decoded =>
                $"| {(decoded.Process is null ? "" : Code(ReportWords.Process(decoded.Process)))} | {(decoded.IsScript ? "script" : "command line")} | {Plain(decoded.Steps)} | {Code(Humans.Cut(decoded.Artifact.Final.Text, limits.Value))} | {Plain(string.Join("; ", decoded.Telling.Take(8).Select(behaviour => $"{behaviour.Name} ({behaviour.Technique})")))} |");
        }

        if (incident.Indicators.Count > 0)
        {
            writer.WriteLine("\n### Indicators");
            Table(writer, "| kind | value | why |\n|---|---|---|", incident.Indicators, limits.Rows, indicator => $"| {InvestigationJson.Name(indicator.Kind)} | {Code(indicator.Value)} | {Plain(Humans.Cut(indicator.Why, limits.Value))} |");
        }
    }

    private static void WriteChain(TextWriter writer, IncidentChain chain)
    {
        writer.WriteLine($"\n### Chain: {Plain(chain.Title)}");
        Table(writer, "| step | technique | found |\n|---|---|---|", chain.Steps, int.MaxValue, step =>
        {
            string found = step.IsMet ? "yes" : $"{(step.CouldBeShown ? "no" : "could not be seen")}{(step.Reason.Length > 0 ? $": {Plain(step.Reason)}" : "")}";
            return $"| {Plain(step.Name)}{(step.IsOptional ? " (optional)" : "")} | {Plain(step.Technique)} | {found} |";
        });
    }

    private static string By(IncidentProcess process)
    {
        string how = process.Edge is { } edge ? $"{ReportWords.Of(edge.Kind)} " : "";
        return process.Parent is { } parent ? $"{how}{Code(ReportWords.Process(parent))}" : how;
    }

    private static IEnumerable<string> Impact(IncidentImpact impact)
    {
        foreach ((string name, IReadOnlyList<string> values) in new[] { ("accounts", impact.Accounts), ("hosts", impact.Hosts), ("files and shares", impact.Resources), ("rights held", impact.Privileges), ("data that may have left", impact.Exposure) })
            if (values.Count > 0) yield return $"{name}: {string.Join("; ", values.Take(20))}{(values.Count > 20 ? $" and {Humans.Count(values.Count - 20)} more" : "")}";
    }

    private static void List(TextWriter writer, string title, IReadOnlyList<string> items, string mark, ReportLimits limits)
    {
        if (items.Count == 0) return;
        writer.WriteLine($"\n### {title}\n");
        foreach (string item in items.Take(limits.Rows)) writer.WriteLine($"{mark} {Plain(Humans.Cut(item, limits.Value))}");
    }

    private static void Table<T>(TextWriter writer, string head, IReadOnlyList<T> rows, int limit, Func<T, string> row)
    {
        writer.WriteLine($"\n{head}");
        foreach (T item in rows.Take(limit)) writer.WriteLine(row(item));
        if (rows.Count > limit) writer.WriteLine($"\n{Humans.Count(rows.Count - limit)} more are not shown; --format json has all.");
    }
}
