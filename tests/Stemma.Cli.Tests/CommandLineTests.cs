using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>Help, usage errors and the small commands.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData]
    [InlineData("scan")]
    [InlineData("evtx")]
    [InlineData("rules")]
    [InlineData("emulate")]
    [InlineData("timeline")]
    [InlineData("logons")]
    [InlineData("tree")]
    [InlineData("explain")]
    [InlineData("hunt")]
    public void Help_fits_one_screen_and_begins_with_examples(params string[] command)
    {
        var (code, output, _) = StemmaProgram.Run([.. command, "--help"]);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(0, code);
        Assert.Equal("Examples:", lines[0].TrimEnd());
        Assert.InRange(lines.Length, 5, 40);
        Assert.True(lines.Skip(1).TakeWhile(line => line.Trim().Length > 0).Count() >= 3, "three real examples");
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("scan", "samples", "--format", "xml")]
    [InlineData("scan", "samples", "--level", "severe")]
    [InlineData("scan", "samples", "--threads", "0")]
    [InlineData("explain", "T9999")]
    [InlineData("nonsense")]
    public void A_wrong_command_line_exits_with_2_and_says_where_help_is(params string[] args)
    {
        var (code, _, errors) = StemmaProgram.Run(args);
        Assert.Equal(2, code);
        Assert.Contains("--help", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_check_reports_file_line_and_reason_and_exits_with_3()
    {
        string path = Path.Combine(TestData.TemporaryFolder(), "bad.yml");
        File.WriteAllText(path, "title: Bad\nlogsource: {product: windows}\ndetection:\n  sel:\n    A|nosuch: x\n  condition: sel\n");
        var (code, output, _) = StemmaProgram.Run("rules", "check", path);
        Assert.Equal(3, code);
        Assert.Contains($"{path}:5: error: field 'A': unknown modifier 'nosuch'", output, StringComparison.Ordinal);
        Assert.Contains("0 rules loaded, 1 failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Placeholders_from_a_file_let_a_rule_load()
    {
        string folder = TestData.TemporaryFolder(), rule = Path.Combine(folder, "rule.yml"), values = Path.Combine(folder, "values.yaml");
        File.WriteAllText(rule, "title: T\nlogsource: {product: windows}\ndetection:\n  sel:\n    User|expand: '%admins%'\n  condition: sel\n");
        File.WriteAllText(values, "admins: [alice, bob]\n");
        Assert.Equal(3, StemmaProgram.Run("rules", "check", rule).Code);
        Assert.Equal(0, StemmaProgram.Run("rules", "check", rule, "--placeholders", values).Code);
    }

    [Fact]
    public void Rules_list_shows_the_built_in_rules()
    {
        var (code, output, _) = StemmaProgram.Run("rules", "list", "--technique", "T1047");
        Assert.Equal(0, code);
        Assert.Contains("content/rules/windows/process_creation/wmic-creates-process.yml", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "{\"Event\":")]
    [InlineData("xml", "<Event ")]
    public void Evtx_dump_prints_a_record_a_line(string format, string start)
    {
        var (code, output, errors) = StemmaProgram.Run("evtx", "dump", "samples/WKS-021/Security.evtx", "--format", format);
        Assert.Equal((0, ""), (code, errors));
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith(start, line, StringComparison.Ordinal));
    }

    [Fact]
    public void Evtx_info_tells_records_times_and_state()
    {
        var (code, output, _) = StemmaProgram.Run("evtx", "info", "samples/WKS-021/Security.evtx");
        Assert.Equal(0, code);
        Assert.Matches(@"^samples/WKS-021/Security\.evtx: \d+ records, ids 1 to \d+, 2026-03-03 .* UTC, closed, Security \(\d+\)$", output.TrimEnd());
    }

    [Fact]
    public void Evtx_info_of_a_file_that_is_not_there_names_it_and_exits_with_3()
    {
        var (code, _, errors) = StemmaProgram.Run("evtx", "info", "no-such.evtx");
        Assert.Equal(3, code);
        Assert.StartsWith("no-such.evtx: cannot be read", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_test_names_each_example_that_does_not_hold_and_exits_with_1()
    {
        string folder = TestData.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder, "a.yml"), "title: A\nlogsource: {category: process_creation}\ndetection:\n  sel: {Image|endswith: 'a.exe'}\n  condition: sel\n");
        File.WriteAllText(Path.Combine(folder, "a.test.yml"),
            "match:\n  - {why: wrong, log: Security 4688, event: {NewProcessName: b.exe}}\nignore:\n  - {why: right, logsource: {product: windows, category: process_creation}, event: {Image: b.exe}}\n");
        var (code, output, _) = StemmaProgram.Run("rules", "test", folder);
        Assert.Equal(1, code);
        Assert.Contains("a.test.yml: does not fire: wrong", output, StringComparison.Ordinal);
        Assert.Contains("1 example hold, 1 do not; 1 rule, 0 without examples", output, StringComparison.Ordinal);
        Assert.Equal(0, StemmaProgram.Run("rules", "test", "content/rules/windows/system").Code);
    }

    [Fact]
    public void Rules_explain_shows_each_item_of_a_rule_with_the_value_it_saw()
    {
        string path = Path.Combine(TestData.TemporaryFolder(), "r.yml");
        File.WriteAllText(path, "title: R\nlogsource: {product: windows, category: process_creation}\ndetection:\n  sel: {Image|endswith: '\\certutil.exe', User: MKHAN}\n  filter: {ParentImage|endswith: '\\cmd.exe'}\n  condition: sel and not filter\n");
        var (code, output, _) = StemmaProgram.Run("rules", "explain", path, "samples/WKS-021/Security.evtx");
        Assert.Equal(0, code);
        Assert.Matches(@"^samples/WKS-021/Security\.evtx, record \d+, 2026-03-03T09:42:43\.\d{7}Z, WKS-021\.corp\.example: matches", output);
        Assert.Contains(@"yes  Image: *\certutil.exe   saw 'C:\Windows\System32\certutil.exe'", output, StringComparison.Ordinal);
        Assert.Contains(@"no   ParentImage: *\cmd.exe   saw 'C:\Windows\System32\wscript.exe'", output, StringComparison.Ordinal);
        Assert.Contains("does not match", StemmaProgram.Run("rules", "explain", path, "samples/WKS-021/Security.evtx", "--record", "1").Output, StringComparison.Ordinal);
        Assert.Contains("R: none of 0 events of windows/process_creation", StemmaProgram.Run("rules", "explain", path, "samples/FS-02/System.evtx").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_timeline_of_a_machine_tells_what_happened_in_order()
    {
        var (code, output, _) = StemmaProgram.Run("timeline", "samples", "--host", "FS-02*", "--since", "2026-03-02T14:30");
        Golden.Check("timeline-FS-02.txt", output);
        Assert.Equal(0, code);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Order(StringComparer.Ordinal), lines);
    }

    [Fact]
    public void Logons_are_counted_by_host_user_type_and_source()
    {
        var (code, output, _) = StemmaProgram.Run("logons", "samples");
        Assert.Equal(0, code);
        Assert.Contains(@"      1          FS-02.corp.example  CORP\jdoe  network  from 10.20.4.14 WKS-014  2026-03-02 14:31:27", output, StringComparison.Ordinal);
        Assert.Contains(@"remote desktop  from 192.0.2.45 SRV-APP-3", output, StringComparison.Ordinal);
        Assert.StartsWith("no logons in ", StemmaProgram.Run("logons", "samples/WKS-021").Output, StringComparison.Ordinal);
    }
}
