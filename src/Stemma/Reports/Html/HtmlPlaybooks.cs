using Stemma.Attack;
using Stemma.Incidents;

namespace Stemma.Reports.Html;

/// <summary>What the playbooks of an incident's techniques say, in its page: each step and question once, with the techniques that it is for.</summary>
internal static class HtmlPlaybooks
{
    private const int Steps = 12;
    private const int Asked = 5;
    private const int QuestionsOfEach = 3;

    /// <summary>Writes what to do, with how it is taken back.</summary>
    public static void WriteSteps(HtmlPage page, Incident incident, ReportSource source)
    {
        var steps = Of(incident, source).SelectMany(playbook => playbook.Response.Select(step => (playbook.Technique, step.Do, step.Undo))).GroupBy(step => (step.Do, step.Undo)).ToArray();
        if (steps.Length == 0) return;
        page.Leaf("h4", "From the playbooks of its techniques");
        HtmlTable.Write(page, "What else to do, and how it is taken back", "wide", [("do", "most"), ("take back", "least"), ("for", "least")], [.. steps.OrderByDescending(step => step.Count()).Take(Steps)], Steps, (step, _) =>
        {
            HtmlTable.Cell(page, step.Key.Do);
            HtmlTable.Cell(page, step.Key.Undo);
            HtmlTable.Cell(page, () => HtmlIncident.Techniques(page, [.. step.Select(each => each.Technique)], 6));
        });
        if (steps.Length > Steps) page.Leaf("p", $"{Humans.Count(steps.Length - Steps, "more step")} for single techniques: stemma explain TECHNIQUE.", ("class", "soft small")).Line();
    }

    /// <summary>Writes what to ask first, of the techniques that were detected most.</summary>
    public static void WriteQuestions(HtmlPage page, Incident incident, ReportSource source)
    {
        Playbook[] asked = [.. Of(incident, source).OrderByDescending(playbook => incident.Detections.Count(detection => detection.Rule.Techniques.Contains(playbook.Technique))).Take(Asked)];
        if (asked.Length == 0) return;
        page.Leaf("h3", "What to ask").Open("dl", ("class", "pairs"));
        foreach (Playbook playbook in asked)
        {
            page.Open("dt");
            HtmlIncident.Technique(page, playbook.Technique);
            page.Text($" {playbook.Title}").Close().Open("dd").Leaf("p", playbook.Meaning).Open("ul");
            foreach (string question in playbook.Questions.Take(QuestionsOfEach)) page.Leaf("li", question);
            page.Close().Close();
        }

        page.Close().Line();
    }

    private static IEnumerable<Playbook> Of(Incident incident, ReportSource source) =>
        source.Playbooks is not { } shelf ? [] : incident.Techniques.Select(shelf.Find).OfType<Playbook>().Distinct();
}
