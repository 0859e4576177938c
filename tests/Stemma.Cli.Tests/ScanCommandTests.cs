using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>stemma scan, as its users meet it.</summary>
public sealed partial class ScanCommandTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_samples_as_a_table()
    {
        var (code, output, errors) = StemmaProgram.Run("scan", "samples");
        Golden.Check("scan-samples.txt", Speed().Replace(output, "in N s (N records/s)"));
        Assert.Equal((0, ""), (code, errors));
    }

    [Fact]
    public void The_samples_as_lines_of_JSON()
    {
        var (code, output, _) = StemmaProgram.Run("scan", "samples", "--format", "jsonl");
        Golden.Check("scan-samples.jsonl", output);
        Assert.Equal(0, code);
    }

    [Fact]
    public void The_samples_as_CSV()
    {
        var (code, output, _) = StemmaProgram.Run("scan", "samples", "--level", "high", "--format", "csv");
        Golden.Check("scan-samples.csv", output);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("sarif")]
    [InlineData("timesketch")]
    [InlineData("ecs")]
    [InlineData("splunk")]
    [InlineData("navigator")]
    [InlineData("markdown")]
    public void The_samples_for_other_programs(string format)
    {
        var (code, output, _) = StemmaProgram.Run("scan", "samples/FS-02", "--format", format);
        Golden.Check($"scan-FS-02.{format}", output);
        Assert.Equal(0, code);
        if (format is "sarif" or "navigator") JsonDocument.Parse(output).Dispose();
        else if (format != "markdown") Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public void An_empty_result_is_still_a_whole_document() =>
        Assert.Empty(JsonDocument.Parse(StemmaProgram.Run("scan", "samples/FS-02", "--technique", "T1047", "--format", "sarif").Output)
            .RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());

    [Fact]
    public void Statistics_have_every_documented_number()
    {
        string path = Path.Combine(_folder, "stats.json");
        StemmaProgram.Run("scan", "samples", "--stats", path, "--threads", "2");
        JsonElement stats = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal(["files", "bytes", "records", "recovered", "recovered_duplicates", "decoded", "decoded_in_part", "damaged", "incomplete", "rules_loaded", "rules_failed", "detections", "undecided", "elapsed_s", "records_per_s", "mb_per_s", "peak_rss_mb", "threads", "passed"],
            stats.EnumerateObject().Select(property => property.Name));
        Assert.Equal((10, 0, 2), (stats.GetProperty("files").GetInt32(), stats.GetProperty("damaged").GetInt32(), stats.GetProperty("threads").GetInt32()));
        Assert.True(stats.GetProperty("records").GetInt64() > 500);
    }

    [Theory]
    [InlineData("high", 1)]
    [InlineData("critical", 0)]
    public void Fail_on_sets_the_exit_code_when_something_of_that_level_was_found(string level, int code) =>
        Assert.Equal(code, StemmaProgram.Run("scan", "samples", "--fail-on", level).Code);

    [Fact]
    public void Damaged_input_is_named_on_standard_error_and_exits_with_3()
    {
        File.WriteAllText(Path.Combine(_folder, "x.json"), "{\"a\":[[[");
        File.Copy(Path.Combine(TestData.Root, "samples", "SRV-APP-3.jsonl"), Path.Combine(_folder, "good.jsonl"));
        var (code, output, errors) = StemmaProgram.Run("scan", _folder);
        Assert.Equal(3, code);
        Assert.Contains("x.json: at byte 8:", errors, StringComparison.Ordinal);
        Assert.Contains("WMI Command Creates a Process", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_rights_is_named_and_exits_with_3()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "rights as Linux has them");
        if (!OperatingSystem.IsLinux()) return;
        string closed = Path.Combine(_folder, "closed");
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(closed, UnixFileMode.None);
        var (code, _, errors) = StemmaProgram.RunWithoutRights("scan", _folder);
        Assert.Equal(3, code);
        Assert.Contains("closed", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_rules_of_the_technique_asked_for_run()
    {
        string output = StemmaProgram.Run("scan", "samples", "--technique", "T1053", "--format", "jsonl").Output;
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains("T1053.005", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--host", "fs-02*", "FS-02")]
    [InlineData("--channel", "System", "FS-02")]
    [InlineData("--since", "2026-03-04", "SRV-APP")]
    [InlineData("--until", "2026-03-03", "WKS-014", "FS-02")]
    public void Only_events_of_the_time_host_and_channel_asked_for_are_looked_at(string option, string value, params string[] hosts)
    {
        string[] lines = StemmaProgram.Run("scan", "samples", option, value, "--format", "jsonl").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(hosts, host => line.Contains($"\"host\":\"{host}", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_tuning_hides_is_counted_with_its_reason_and_levels_are_changed()
    {
        string path = Path.Combine(_folder, "tune.yml");
        File.WriteAllText(path, """
            exclude:
              - {rule: Certutil Downloads or Decodes a File, host: 'WKS-*', fields: {CommandLine: '*\AppData\*'}, reason: our updater}
              - {host: 'FS-02*', reason: long gone, expires: 2020-01-01}
            levels:
              - {rule: WMI Command Creates a Process, level: low, reason: inventory}
            """);
        string output = StemmaProgram.Run("scan", "samples", "--tune", path).Output;
        Assert.Contains("Hidden      2 detections: our updater", output, StringComparison.Ordinal);
        Assert.Contains("expired on 2020-01-01, not applied: long gone", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Certutil", output, StringComparison.Ordinal);
        Assert.Contains("37 high, 35 medium, 11 low", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exclude:\n  - {rule: X}", "without 'reason'")]
    [InlineData("exclude:\n  - {reason: all}", "an exclusion of everything")]
    [InlineData("levels:\n  - {rule: X, level: severe}", "is no level")]
    [InlineData("exclude: 3", "tune.yml:1")]
    public void A_tuning_file_that_cannot_be_meant_is_a_usage_error(string content, string message)
    {
        string path = Path.Combine(_folder, "tune.yml");
        File.WriteAllText(path, content);
        var (code, _, errors) = StemmaProgram.Run("scan", "samples", "--tune", path);
        Assert.Equal(2, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_rules_folder_is_a_usage_error_that_suggests_the_right_one()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "rules"));
        var (code, _, errors) = StemmaProgram.Run("scan", "samples", "--rules", Path.Combine(_folder, "rulez"));
        Assert.Equal(2, code);
        Assert.Contains($"did you mean {Path.Combine(_folder, "rules")}?", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_cannot_be_written_fails_with_its_name()
    {
        var (code, _, errors) = StemmaProgram.Run("scan", "samples", "-o", Path.Combine(_folder, "no", "such", "file"));
        Assert.Equal(4, code);
        Assert.Contains("cannot write", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void None_found_says_what_was_looked_for_and_in_how_much()
    {
        string output = StemmaProgram.Run("scan", "samples/FS-02", "--technique", "T1047").Output;
        Assert.Matches(@"Detections  none: \d+ rules over \d+ records", output);
    }

    [Fact]
    public void Log_text_cannot_drive_the_terminal()
    {
        File.WriteAllText(Path.Combine(_folder, "a.json"),
            """{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"A\u001b[2J","Image":"C:\\Windows\\System32\\wbem\\WMIC.exe","CommandLine":"wmic process call create \u001b]0;x\u0007\u202e"}""");
        string output = StemmaProgram.Run("scan", _folder).Output;
        Assert.Contains("WMI", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain('\u202e', output);
    }

    [Fact]
    public async Task Ctrl_C_stops_cleanly_with_what_was_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals as Linux has them");
        for (int i = 0; i < 400; i++) File.Copy(Path.Combine(TestData.Root, "samples", "SRV-APP-3.jsonl"), Path.Combine(_folder, $"{i}.jsonl"));
        using Process process = StemmaProgram.Start("scan", _folder, "--format", "csv", "--threads", "1");
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(900, TestContext.Current.CancellationToken);
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("time,host,", await output, StringComparison.Ordinal);
        Assert.True(process.ExitCode is 3 or 0, await errors);
        if (process.ExitCode == 3) Assert.Contains("STOPPED before the end", await errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_costliest_rules_are_listed_when_asked_for() =>
        Assert.Matches(@"Costliest rules: time, evaluations, title\n +[\d.]+ ms +[\d,]+  .+\(content/rules/", StemmaProgram.Run("scan", "samples", "--profile").Errors);

    [Fact]
    public void Blind_spots_are_listed_when_asked_for() =>
        Assert.Contains("no events of windows/image_load  on", StemmaProgram.Run("scan", "samples", "--readiness").Errors, StringComparison.Ordinal);

    [GeneratedRegex(@"in [\d.]+ s \([\d,]+ records/s\)")]
    private static partial Regex Speed();
}
