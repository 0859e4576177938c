using System.Security.Cryptography;
using System.Text;
using Stemma.Incidents;
using Stemma.Reports.Html;
using Stemma.Sigma;

namespace Stemma.Reports;

/// <summary>
/// An investigation as one page that needs nothing else: no script, no picture, font or style from elsewhere, and its content security policy
/// forbids them. It is well-formed XML too. Bounded (<see cref="ReportLimits"/>). The same investigation gives the same bytes (docs/reports.md).
/// </summary>
public static class HtmlReport
{
    private static readonly string Style = ReadStyle();

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
        HtmlPage page = new(writer);
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml")).Line();
        WriteHead(page, investigation);
        page.Open("body").Line().Leaf("a", "Skip to the report", ("class", "skip"), ("href", "#report")).Line().Open("div", ("class", "page")).Line();
        WriteHeader(page, investigation, source);
        page.Open("main", ("id", "report")).Line();
        WriteSummary(page, investigation, limits);
        int told = 0;
        for (; told < investigation.Incidents.Count && page.Length < limits.Size; told++) HtmlIncident.Write(page, investigation.Incidents[told], told + 1, source, limits);
        if (told < investigation.Incidents.Count)
        {
            page.Leaf("p", $"{Humans.Count(investigation.Incidents.Count - told, "further incident is", "further incidents are")} not told at length, to keep this page readable: stemma investigate … --incident ID --format html gives one alone.", ("class", "text")).Line();
        }

        WriteBlind(page, investigation, limits);
        WriteInputs(page, source, limits);
        page.Close().Line();
        page.Leaf("footer", $"Made by Stemma {source.Version} from what the logs hold; nothing that was found was run. Times are UTC. What stands in type of one width is from the logs, in which characters that cannot be seen are named, as ‹U+202E›.").Line();
        page.Close().Close().Close().Line();
    }

    private static string ReadStyle()
    {
        using StreamReader reader = new(typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static void WriteHead(HtmlPage page, Investigation investigation)
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        page.Open("head").Line();
        page.Empty("meta", ("charset", "utf-8")).Line();
        page.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")).Line();
        page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1")).Line();
        page.Empty("meta", ("name", "referrer"), ("content", "no-referrer")).Line();
        page.Empty("meta", ("name", "color-scheme"), ("content", "light dark")).Line();
        page.Leaf("title", $"{Humans.Count(investigation.Incidents.Count, "incident")} – Stemma").Line();
        page.Open("style").Raw(Style).Close().Line();
        page.Close().Line();
    }

    private static void WriteHeader(HtmlPage page, Investigation investigation, ReportSource source)
    {
        IReadOnlyList<Incident> incidents = investigation.Incidents;
        page.Open("header").Line();
        page.Leaf("p", "Investigation report", ("class", "kicker"));
        page.Leaf("h1", incidents.Count switch { 0 => "No incident found", 1 => HtmlIncident.Title(incidents[0]), _ => $"{Humans.Count(incidents.Count)} incidents, the most urgent: {HtmlIncident.Title(incidents[0])}" });
        page.Leaf("p", $"{Humans.Count(source.Records, "record")} of {Humans.Count(source.Inputs.Count, "file")}, {Humans.Count(source.Rules, "rule")}"
            + (source.Damaged > 0 ? $", {Humans.Count(source.Damaged, "place")} that could not be read." : "."), ("class", "soft"));
        page.Close().Line();
    }

    private static void WriteSummary(HtmlPage page, Investigation investigation, ReportLimits limits)
    {
        IReadOnlyList<Incident> incidents = investigation.Incidents;
        page.Open("section", ("aria-labelledby", "summary")).Line().Leaf("h2", "Summary", ("id", "summary")).Line();
        page.Leaf("h3", "What happened").Leaf("p", WhatHappened(incidents), ("class", "lead")).Line();
        if (incidents.Count > 0)
        {
            WriteIncidents(page, incidents, limits);
            page.Leaf("h3", "How sure that is").Leaf("p", HowSure(investigation), ("class", "text")).Line();
            page.Leaf("h3", "What to do first").Open("ol", ("class", "text"));
            string[] hosts = [.. incidents.Where(incident => incident.Level == incidents[0].Level).SelectMany(incident => incident.Hosts).Distinct()];
            if (hosts.Length > 0) page.Leaf("li", ResponseSteps.Isolate(hosts));
            page.Leaf("li", "Then the steps that stand with each incident under “What to do”.").Close().Line();
        }

        if (investigation.Unjoined + investigation.LostDetections + investigation.LostIncidents > 0) page.Leaf("p", NotTold(investigation), ("class", "soft text")).Line();
        page.Close().Line();
    }

    private static string WhatHappened(IReadOnlyList<Incident> incidents)
    {
        if (incidents.Count == 0) return "No rule of a level that makes an incident fired. What the logs could not have shown stands below: that nothing was found is worth as much as they hold.";
        int hosts = incidents.SelectMany(incident => incident.Hosts).Distinct().Count();
        long first = incidents.Select(incident => incident.First).Where(time => time > 0).DefaultIfEmpty(0).Min(), last = incidents.Max(incident => incident.Last);
        IEnumerable<string> levels = incidents.GroupBy(incident => incident.Level).OrderByDescending(level => level.Key).Select(level => $"{Humans.Count(level.Count())} {level.Key.Name()}");
        string when = first > 0 ? $", {ReportWords.Period(first, last)}" : "";
        string began = incidents[0].Story is [var sentence, ..] ? $"{(incidents.Count > 1 ? "Of the most urgent: " : "")}{Humans.Cut(sentence, 500)}" : "";
        return $"{Humans.Count(incidents.Count, "incident")} ({string.Join(", ", levels)}) on {Humans.Count(hosts, "host")}{when}. {began}";
    }

    private static string HowSure(Investigation investigation)
    {
        IReadOnlyList<Incident> incidents = investigation.Incidents;
        int sure = incidents.Count(incident => incident.Confidence >= ReportWords.High), rooted = incidents.Count(incident => incident.Root.Vector != InitialVector.Unknown);
        string told = incidents.Count == 1
            ? $"Confidence that this is one attack: {ReportWords.Confidence(incidents[0].Confidence)}. How it came in: {ReportWords.Of(incidents[0].Root.Vector)}{(rooted == 0 ? "" : $", with confidence {ReportWords.Confidence(incidents[0].Root.Confidence)}")}."
            : $"{Humans.Count(sure)} of {Humans.Count(incidents.Count)} incidents are one attack each with high confidence; for {Humans.Count(rooted)} the logs show how it came in.";
        string blind = investigation.Blind.Count == 0 ? "Nothing is known that the logs could not have shown to the rules that ran."
            : $"{Humans.Count(investigation.Blind.Select(spot => spot.What).Distinct().Count(), "kind of event is", "kinds of events are")} missing on {Humans.Count(investigation.Blind.Select(spot => spot.Host).Distinct().Count(), "host")}, so that some things could not have been seen (Blind spots).";
        return $"{told} {blind}";
    }

    private static string NotTold(Investigation investigation)
    {
        List<string> parts = [];
        if (investigation.Unjoined > 0) parts.Add($"{Humans.Count(investigation.Unjoined, "detection")} of low levels with nothing worse near them");
        if (investigation.LostDetections > 0) parts.Add($"{Humans.Count(investigation.LostDetections, "detection")} let go for want of room");
        if (investigation.LostIncidents > 0) parts.Add($"{Humans.Count(investigation.LostIncidents, "incident")}, the least urgent, let go for want of room");
        return $"Not in this report: {string.Join("; ", parts)}.";
    }

    private static void WriteIncidents(HtmlPage page, IReadOnlyList<Incident> incidents, ReportLimits limits)
    {
        HtmlTable.Write(page, "Incidents, most urgent first", "wide", [("level", "time"), ("incident", "most"), ("score", "number"), ("confidence", ""), ("hosts", "least"), ("when", "least")],
            incidents, limits.Incidents, (incident, i) =>
            {
                HtmlTable.Cell(page, () => HtmlIncident.Level(page, incident.Level.Name()));
                HtmlTable.Cell(page, () => page.Leaf("a", HtmlIncident.Title(incident), ("href", $"#incident-{i + 1}")));
                HtmlTable.Cell(page, incident.Score.ToString(System.Globalization.CultureInfo.InvariantCulture), "number");
                HtmlTable.Cell(page, ReportWords.Confidence(incident.Confidence), "time");
                HtmlTable.Cell(page, HtmlIncident.Names(incident.Hosts, 5));
                HtmlTable.Cell(page, ReportWords.Period(incident.First, incident.Last));
            });
    }

    private static void WriteBlind(HtmlPage page, Investigation investigation, ReportLimits limits)
    {
        page.Open("section", ("aria-labelledby", "blind")).Line().Leaf("h2", "Blind spots", ("id", "blind")).Line();
        if (investigation.Blind.Count == 0) page.Leaf("p", "None is known: every rule that ran had the events and fields that it asks for.").Line();
        else
        {
            page.Leaf("p", "What no rule could have seen, whatever happened there, because these logs do not hold it.", ("class", "text")).Line();
            var kinds = investigation.Blind.GroupBy(spot => spot.What).Select(kind => (What: kind.Key, Spots: kind.ToArray())).OrderByDescending(kind => kind.Spots.Max(spot => spot.Rules)).ThenBy(kind => kind.What, StringComparer.Ordinal).ToArray();
            HtmlTable.Write(page, "Missing events, by kind", "wide", [("what is missing", "most"), ("on", "least"), ("rules without it", "number"), ("techniques", "most")], kinds, limits.Rows, (kind, _) =>
            {
                HtmlTable.Cell(page, kind.What);
                HtmlTable.Cell(page, HtmlIncident.Names([.. kind.Spots.Select(spot => spot.Host.Length == 0 ? "(no host)" : spot.Host)], 6));
                HtmlTable.Cell(page, Humans.Count(kind.Spots.Max(spot => spot.Rules)), "number");
                HtmlTable.Cell(page, () => HtmlIncident.Techniques(page, [.. kind.Spots.SelectMany(spot => spot.Techniques).Distinct().Order(StringComparer.Ordinal)], 12));
            });
        }

        page.Close().Line();
    }

    private static void WriteInputs(HtmlPage page, ReportSource source, ReportLimits limits)
    {
        page.Open("section", ("aria-labelledby", "inputs")).Line().Leaf("h2", "What was read", ("id", "inputs")).Line();
        page.Leaf("p", "Whoever has a file of the same SHA-256 has the same evidence. What lay packed is listed by its archive and by its unpacked content.", ("class", "text")).Line();
        HtmlTable.Write(page, "Files", "wide", [("file", "most"), ("bytes", "number"), ("SHA-256", "most")], source.Inputs, limits.Inputs, (input, _) =>
        {
            HtmlTable.Cell(page, input.Name, "log");
            HtmlTable.Cell(page, Humans.Count(input.Bytes), "number");
            HtmlTable.Cell(page, input.Sha256.Length > 0 ? input.Sha256 : "could not be read again", "log");
        });
        page.Close().Line();
    }
}
