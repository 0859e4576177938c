using System.Text;
using System.Text.Json;
using Stemma.Incidents;
using Stemma.Reports;
using Stemma.Reports.Html;

namespace Stemma.Tests.Reports;

/// <summary>Markdown, CSV and the Navigator's layer of an investigation: log text in them is text.</summary>
public class OtherReportTests
{
    [Fact]
    public void Markdown_says_what_an_incident_holds()
    {
        string text = Written(output => MarkdownReport.Write(Investigations.TwoHosts, Investigations.Source, output));
        Assert.All(["## 1. Phishing document to service persistence", "1. It made a service on B", "| code goes into another process (optional) | T1055 | could not be seen: no Sysmon 8 in these logs |", "` sc.exe 40 `", "| registry | ` HKLM\\Software\\Run\\Updater ` | set |", "## Blind spots"],
            words => Assert.Contains(words, text, StringComparison.Ordinal));
    }

    [Fact]
    public void In_Markdown_log_text_is_no_markup()
    {
        string text = Written(output => MarkdownReport.Write(Investigations.OfHostileText, Investigations.Source, output));
        Assert.DoesNotContain(text, c => (c < ' ' && c != '\n') || c is '\u202e' or '\u200b');

        // Outside of code spans every mark is escaped; a line has as many cells as its table.
        string outside = System.Text.RegularExpressions.Regex.Replace(text, "(?<![\\\\`])(`+) .*? \\1(?!`)", "code");
        Assert.DoesNotMatch(@"(?<!\\)[<\[*`]", outside.Replace("| - |", "", StringComparison.Ordinal));
        Assert.All(outside.Split('\n').Where(line => line.StartsWith("| high", StringComparison.Ordinal)), line => Assert.Equal(7, System.Text.RegularExpressions.Regex.Count(line, @"(?<!\\)\|")));
    }

    [Theory]
    [InlineData("http://203.0.113.7/a", @"http\://203.0.113.7/a")]
    [InlineData("www.example.org", @"www\.example.org")]
    [InlineData("- a", @"\- a")]
    [InlineData("12. a", @"12\. a")]
    [InlineData("a\nb\u202ec", "a b‹U+202E›c")]
    public void Markdown_text_makes_no_links_and_lists(string text, string escaped) => Assert.Equal(escaped, MarkdownText.Plain(text));

    [Fact]
    public void Indicators_are_a_line_each()
    {
        string[] lines = Written(output => IndicatorCsv.Write(Investigations.TwoHosts, output)).Split("\r\n");
        Assert.Equal("kind,value,why,first_seen,incident,incident_title,level,confidence,event,source,position", lines[0]);
        Assert.Contains("address,203.0.113.7,powershell.exe 30 connected to it,2026-03-02T12:00:20.0000000Z,5f0c1a2b,Phishing document to service persistence,high,0.90,Security 4688,log,20000", lines);
        Assert.Equal(Investigations.TwoHosts.Incidents[0].Indicators.Count + 2, lines.Length);
    }

    [Theory]
    [InlineData("=cmd|' /c calc'!A1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("＝1")]
    public void No_cell_is_a_formula(string value)
    {
        Investigation investigation = Investigations.TwoHosts with { Incidents = [Investigations.TwoHosts.Incidents[0] with { Indicators = [new Indicator(IndicatorKind.File, value, value, default)] }] };
        string line = Written(output => IndicatorCsv.Write(investigation, output)).Split("\r\n")[1];
        string cell = Humans.Clean(value).Replace("\"", "\"\"", StringComparison.Ordinal);
        string expected = cell[0] == ' ' ? cell : $"\"'{cell}\"";
        Assert.StartsWith($"file,{expected},{expected},", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_scores_techniques_by_the_detections_of_incidents()
    {
        JsonElement layer = JsonDocument.Parse(Written(output => NavigatorLayer.Write(output, Investigations.TwoHosts))).RootElement;
        JsonElement technique = layer.GetProperty("techniques")[0];
        Assert.Equal(("enterprise-attack", "T1059.001", 1, "Phishing document to service persistence"), (layer.GetProperty("domain").GetString(), technique.GetProperty("techniqueID").GetString(), technique.GetProperty("score").GetInt32(), technique.GetProperty("comment").GetString()));
    }

    [Theory]
    [InlineData(@"C:\a\PowerShell.exe", @"*\powershell.exe", @"\PowerShell.exe")]
    [InlineData("net user /add x", "net*/add*", "net|/add")]
    [InlineData("a -enc QQ==", @"/\s-e\w*\s/", " -enc ")]
    [InlineData("4096", ">= 1024", "4096")]
    [InlineData("x", "/(?=x)x/", "x")]
    [InlineData("100%*", @"100%\*", "100%*")]
    public void What_a_pattern_asks_for_is_found_in_the_value(string value, string pattern, string found) =>
        Assert.Equal(found, string.Join('|', Highlight.Find(value, pattern).Select(part => value.Substring(part.Start, part.Length))));

    [Fact]
    public void A_time_axis_is_broken_where_long_nothing_happened()
    {
        long minute = TimeSpan.TicksPerMinute;
        TimeAxis axis = new([0, minute, 2 * minute, 600 * minute, 601 * minute], 40);
        Assert.Equal([(0, 2 * minute), (600 * minute, 601 * minute)], axis.Parts.Select(part => (part.From, part.To)));
        Assert.InRange(axis.Columns, 20, 40);
        Assert.True(axis.ColumnOf(2 * minute) < axis.ColumnOf(600 * minute) && axis.ColumnOf(601 * minute) < axis.Columns && axis.ColumnOf(0) == 0);
    }

    private static string Written(Action<Stream> write)
    {
        using MemoryStream output = new();
        write(output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
