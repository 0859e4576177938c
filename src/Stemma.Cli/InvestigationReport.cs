using System.Reflection;
using Stemma.Detection;
using Stemma.Incidents;
using Stemma.Logs;
using Stemma.Reports;

namespace Stemma.Cli;

/// <summary>The forms of an investigation that are handed on: pages, tickets, other programs' files.</summary>
internal static class InvestigationReport
{
    /// <summary>Their names, as <c>--format</c> takes them.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["html", "markdown", "csv", "stix", "navigator"];

    /// <summary>Writes one.</summary>
    /// <param name="format">Which.</param>
    /// <param name="investigation">What was found.</param>
    /// <param name="result">What was read.</param>
    /// <param name="found">Where.</param>
    /// <param name="rules">How many rules ran.</param>
    /// <param name="output">Receives UTF-8.</param>
    public static void Write(string format, Investigation investigation, ScanResult result, LogFinder found, int rules, Stream output)
    {
        switch (format)
        {
            case "html":
                HtmlReport.Write(investigation, Source(result, found, rules), output);
                break;
            case "markdown":
                MarkdownReport.Write(investigation, Source(result, found, rules), output);
                break;
            case "csv":
                IndicatorCsv.Write(investigation, output);
                break;
            case "stix":
                StixBundle.Write(investigation, output, BuiltInContent.LoadPlaybooks());
                break;
            case "navigator":
                NavigatorLayer.Write(output, investigation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format));
        }
    }

    private static ReportSource Source(ScanResult result, LogFinder found, int rules) =>
        new(ReportInput.Of(found.Logs), result.Records, rules, result.Damaged + found.Problems.Count(problem => problem.IsDamage), Version) { Playbooks = BuiltInContent.LoadPlaybooks() };

    private static string Version => typeof(InvestigationReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
