using System.Globalization;
using Stemma.Incidents;
using Stemma.Sigma;

namespace Stemma.Reports.Html;

/// <summary>An incident in a page: what happened first, for everybody; then its pictures; then the evidence, for analysts.</summary>
internal static class HtmlIncident
{
    /// <summary>Writes it.</summary>
    /// <param name="page">Receives it.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="number">Which of the report's incidents, from 1.</param>
    /// <param name="source">What the report was made from.</param>
    /// <param name="limits">How much is shown.</param>
    public static void Write(HtmlPage page, Incident incident, int number, ReportSource source, ReportLimits limits)
    {
        page.Open("article", ("id", $"incident-{number}"), ("aria-labelledby", $"incident-{number}-title")).Line();
        page.Open("p", ("class", "kicker")).Text($"Incident {number} · ").Leaf("span", incident.Id, ("class", "log")).Close();
        page.Leaf("h2", Title(incident), ("id", $"incident-{number}-title")).Line();
        WriteFacts(page, incident);
        WriteStory(page, incident, limits);
        WriteChains(page, incident.Chains);
        if (incident.Processes.Count > 0)
        {
            page.Leaf("h3", "Process tree");
            TreePicture.Write(page, incident, limits.Drawn, $"tree-{number}");
        }

        page.Leaf("h3", "Timeline");
        TimelinePicture.Write(page, incident, $"timeline-{number}");
        page.Leaf("h3", "What to do").Open("ol", ("class", "text"));
        foreach (string step in ResponseSteps.Of(incident)) page.Leaf("li", step);
        page.Close().Line();
        HtmlPlaybooks.WriteSteps(page, incident, source);
        WriteImpact(page, incident.Impact);
        if (incident.Questions.Count > 0)
        {
            page.Leaf("h3", "Open questions").Open("ul", ("class", "text"));
            foreach (string question in incident.Questions.Take(limits.Rows)) page.Leaf("li", Humans.Cut(question, limits.Value));
            page.Close().Line();
        }

        HtmlPlaybooks.WriteQuestions(page, incident, source);
        HtmlDecoded.Write(page, incident, limits);
        HtmlEvidence.Write(page, incident, source, limits);
        page.Close().Line();
    }

    /// <summary>An incident's title, cut: it may hold log text.</summary>
    public static string Title(Incident incident) => Humans.Cut(incident.Title, 200);

    /// <summary>A level as a label.</summary>
    public static void Level(HtmlPage page, string level) => page.Leaf("span", level, ("class", $"level {level}"));

    /// <summary>Names in one line, so many of them.</summary>
    public static string Names(IReadOnlyList<string> names, int limit) =>
        string.Join(", ", names.Take(limit).Select(name => Humans.Cut(name, 100))) + (names.Count > limit ? $" and {Humans.Count(names.Count - limit)} more" : "");

    /// <summary>Techniques by id, each leading to its page.</summary>
    public static void Techniques(HtmlPage page, IReadOnlyList<string> techniques, int limit)
    {
        for (int i = 0; i < techniques.Count && i < limit; i++)
        {
            if (i > 0) page.Text(" ");
            Technique(page, techniques[i]);
        }

        if (techniques.Count > limit) page.Text($" and {Humans.Count(techniques.Count - limit)} more");
    }

    /// <summary>A technique's id, leading to its page.</summary>
    public static void Technique(HtmlPage page, string technique)
    {
        if (ReportWords.Link(technique) is { } link) page.Leaf("a", technique, ("href", link), ("rel", "noreferrer noopener"));
        else page.Text(technique);
    }

    private static void WriteFacts(HtmlPage page, Incident incident)
    {
        page.Open("dl", ("class", "facts"));
        Fact("Level", () => Level(page, incident.Level.Name()));
        Fact("Score", () => page.Text($"{incident.Score.ToString(CultureInfo.InvariantCulture)} of 100"));
        Fact("Confidence", () => page.Text(ReportWords.Confidence(incident.Confidence)));
        Fact("Hosts", () => page.Text(Names(incident.Hosts, 6)));
        Fact("When", () => page.Text(ReportWords.Period(incident.First, incident.Last)));
        Fact("How it came in", () => page.Text($"{ReportWords.Of(incident.Root.Vector)}{(incident.Root.Vector == InitialVector.Unknown ? "" : $", {ReportWords.Confidence(incident.Root.Confidence)}")}"));
        page.Close().Line();

        void Fact(string name, Action write)
        {
            page.Open("div").Leaf("dt", name).Open("dd");
            write();
            page.Close().Close();
        }
    }

    private static void WriteStory(HtmlPage page, Incident incident, ReportLimits limits)
    {
        page.Leaf("h3", "What happened").Open("ol", ("class", "story"));
        foreach (string sentence in incident.Story.Count > 0 ? incident.Story : [incident.Title]) page.Leaf("li", Humans.Cut(sentence, limits.Value));
        page.Close().Line();
        if (incident.Root.Why.Length > 0)
        {
            page.Open("p", ("class", "text")).Leaf("strong", incident.Root.Vector == InitialVector.Unknown ? "How it came in is not known. " : "How it came in. ").Text(Humans.Cut(incident.Root.Why, limits.Value));
            if (incident.Root.Techniques.Count > 0)
            {
                page.Text(" (");
                Techniques(page, incident.Root.Techniques, 6);
                page.Text(")");
            }

            page.Close().Line();
        }

        if (incident.Repeats.Count > 0)
        {
            string[] hosts = [.. incident.Repeats.Select(repeat => repeat.Host).Distinct()];
            page.Leaf("p", $"The same ran {Humans.Count(incident.Repeats.Count, "more time")}, on {Names(hosts, 8)}: told once here.", ("class", "text")).Line();
        }

        if (incident.LetGo > 0) page.Leaf("p", $"{Humans.Count(incident.LetGo)} of its processes, detections and moments were let go for want of room.", ("class", "soft")).Line();
    }

    // The best one step by step, the others by name.
    private static void WriteChains(HtmlPage page, IReadOnlyList<IncidentChain> chains)
    {
        if (chains.Count == 0) return;
        IncidentChain chain = chains[0];
        page.Leaf("h3", $"Chain: {chain.Title}");
        page.Leaf("p", Found(chain), ("class", "soft"));
        HtmlTable.Write(page, $"Steps of the chain {chain.Title}", "", [("step", "most"), ("technique", ""), ("found", ""), ("when", "time")], chain.Steps, int.MaxValue, (step, i) =>
        {
            HtmlTable.Cell(page, string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {step.Name}{(step.IsOptional ? " (optional)" : "")}"));
            HtmlTable.Cell(page, () => Technique(page, step.Technique));
            HtmlTable.Cell(page, () =>
            {
                if (step.IsMet) page.Leaf("span", "✓ found", ("class", "met"));
                else page.Leaf("span", step.CouldBeShown ? "✗ not found" : "? could not be seen", ("class", "unmet")).Text(step.Reason.Length > 0 ? $": {step.Reason}" : "");
            });
            HtmlTable.Cell(page, step.Evidence.Count > 0 && step.Evidence[0].Time > 0 ? Humans.Time(step.Evidence[0].Time) : "", "time");
        });
        if (chains.Count > 1) page.Leaf("p", $"It also follows: {Names([.. chains.Skip(1).Select(other => $"{other.Title} ({Found(other)})")], 5)}.", ("class", "text")).Line();
    }

    private static string Found(IncidentChain chain) => chain.IsComplete ? "all steps found" : string.Create(CultureInfo.InvariantCulture, $"{chain.Steps.Count(step => step.IsMet)} of {chain.Steps.Count} steps found");

    private static void WriteImpact(HtmlPage page, IncidentImpact impact)
    {
        (string Name, IReadOnlyList<string> Values)[] parts = [("Accounts", impact.Accounts), ("Hosts", impact.Hosts), ("Files and shares", impact.Resources), ("Rights held", impact.Privileges), ("Data that may have left", impact.Exposure)];
        if (parts.All(part => part.Values.Count == 0)) return;
        page.Leaf("h3", "Impact").Open("dl", ("class", "pairs"));
        foreach ((string name, IReadOnlyList<string> values) in parts)
        {
            page.Leaf("dt", name).Open("dd");
            if (values.Count == 0) page.Leaf("span", "nothing in the logs", ("class", "soft"));
            else
            {
                page.Open("ul");
                foreach (string value in values.Take(20)) page.Leaf("li", Humans.Cut(value, 300));
                if (values.Count > 20) page.Leaf("li", $"{Humans.Count(values.Count - 20)} more");
                page.Close();
            }

            page.Close();
        }

        page.Close().Line();
    }
}
