using System.Globalization;
using Stemma.Detection;
using Stemma.Events;
using Stemma.Sigma;

namespace Stemma.Reports;

/// <summary>A scan's outcome as Markdown, to be pasted into a ticket. Log text stands in code spans and cannot become markup.</summary>
public static class MarkdownSummary
{
    /// <summary>Writes the summary.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="result">The scan's outcome.</param>
    /// <param name="rules">How many rules ran.</param>
    public static void Write(TextWriter writer, ScanResult result, int rules)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        bool carved = result.Recovered + result.Duplicates > 0;
        string recovered = carved ? string.Create(CultureInfo.InvariantCulture, $" ({result.Recovered:N0} recovered, {result.Duplicates:N0} more left out as the same)") : "";
        writer.Write(string.Create(CultureInfo.InvariantCulture,
            $"# Detections\n\n{result.Records:N0} records{recovered}, {rules:N0} rules, {result.Detections:N0} detections, {result.Damaged:N0} damaged places. Times are UTC.\n"));
        foreach (var level in result.Groups.GroupBy(group => group.Rule.Level).OrderByDescending(level => level.Key))
        {
            writer.Write($"\n## {char.ToUpperInvariant(level.Key.Name()[0])}{level.Key.Name()[1..]}\n\n| rule | host | count |{(carved ? " recovered |" : "")} first | last | techniques | why |\n|---|---|---:|{(carved ? "---:|" : "")}---|---|---|---|\n");
            foreach (DetectionGroup group in level)
            {
                string decoded = group.Layered > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({group.Layered:N0} decoded)") : "";
                string ofThem = carved ? string.Create(CultureInfo.InvariantCulture, $" {group.Recovered:N0} |") : "";
                writer.Write(string.Create(CultureInfo.InvariantCulture,
                    $"| {MarkdownText.Code(group.Rule.Title)} | {MarkdownText.Code(group.Host)} | {group.Count:N0}{decoded} |{ofThem} {Time(group.First)} | {Time(group.Last)} | {string.Join(' ', group.Rule.Techniques)} | {MarkdownText.Code(DetectionJson.Reason(group.Example))} |\n"));
            }
        }
    }

    private static string Time(long time) =>
        time <= 0 ? "" : EventTime.ToDateTime(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
