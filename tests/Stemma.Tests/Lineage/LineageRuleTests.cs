using System.Text;
using Stemma.Detection;
using Stemma.Lineage;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Lineage;

/// <summary>Rules that look at other processes, from logs to detections.</summary>
public class LineageRuleTests
{
    private const string Services = @"C:\\Windows\\System32\\services.exe";

    private static string Started(int second, int pid, string image, int parent, string parentImage, string command = "x", string host = "A") =>
        $$"""{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Hostname":"{{host}}","TimeCreated":"2026-03-02T12:00:{{second:00}}Z","ProcessId":"{{pid}}","Image":"{{image}}","CommandLine":"{{command}}","ParentProcessId":"{{parent}}","ParentImage":"{{parentImage}}"}""" + "\n";

    // word → helper → powershell → whoami, and cmd beside powershell; explorer → powershell.
    private static readonly string Log = Started(1, 10, "C:\\\\word.exe", 4, "C:\\\\explorer.exe") + Started(2, 20, "C:\\\\helper.exe", 10, "C:\\\\word.exe", "helper -x")
        + Started(3, 30, "C:\\\\powershell.exe", 20, "C:\\\\helper.exe") + Started(4, 31, "C:\\\\cmd.exe", 20, "C:\\\\helper.exe")
        + Started(5, 40, "C:\\\\whoami.exe", 30, "C:\\\\powershell.exe") + Started(6, 50, "C:\\\\powershell.exe", 4, "C:\\\\explorer.exe");

    private static string Rule(string detection) => $"title: t\nid: 00000000-0000-0000-0000-000000000001\nlogsource: {{product: windows, category: process_creation}}\ndetection:\n{string.Join('\n', detection.Split('\n').Select(line => $"  {line}"))}\n";

    private static (ScanResult Result, string[] Found) Scan(string log, string rule, bool lineage = true, int threads = 1)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(rule, "t.yml");
        Assert.Empty(set.Problems);
        string folder = TestData.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder, "log.json"), log);
        try
        {
            using LogFinder found = LogFinder.Find([folder]);
            using LineageScan? judge = lineage ? new LineageScan() : null;
            using Scanner scanner = new(new ScanSettings
            {
                Logs = found.Logs,
                Rules = set.Rules,
                LogSources = Scans.LogSources,
                Threads = threads,
                Writer = () => new CsvDetectionWriter(),
                Observer = judge is null ? null : judge.CreateObserver,
                Lineage = judge,
            });
            ScanResult result = scanner.Run(TestContext.Current.CancellationToken);
            using MemoryStream output = new();
            scanner.CopyTo(output);
            return (result, Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("s: {Image|endswith: powershell.exe, ancestor.Image|endswith: word.exe}\ncondition: s", 1)]
    [InlineData("s: {Image|endswith: powershell.exe, ancestor(1).Image|endswith: word.exe}\ncondition: s", 0)]
    [InlineData("s: {Image|endswith: powershell.exe, ancestor(2).Image|endswith: word.exe}\ncondition: s", 1)]
    [InlineData("s: {Image|endswith: powershell.exe, parent.Image|endswith: helper.exe}\ncondition: s", 1)]
    [InlineData("s: {Image|endswith: powershell.exe, grandparent.Image|endswith: word.exe}\ncondition: s", 1)]
    [InlineData("s: {Image|endswith: powershell.exe, grandparent.Image|endswith: helper.exe}\ncondition: s", 0)]
    [InlineData("s: {Image|endswith: helper.exe, descendant.Image|endswith: whoami.exe}\ncondition: s", 1)]
    [InlineData("s: {Image|endswith: helper.exe, descendant(1).Image|endswith: whoami.exe}\ncondition: s", 0)]
    [InlineData("s: {Image|endswith: powershell.exe, sibling.Image|endswith: cmd.exe}\ncondition: s", 1)]
    [InlineData("s: {Image|endswith: powershell.exe, ancestor.Image|endswith: helper.exe, ancestor.CommandLine: helper -x}\ncondition: s", 1)]
    [InlineData("s: {Image|endswith: powershell.exe, ancestor.Image|endswith: word.exe, ancestor.CommandLine: helper -x}\ncondition: s", 0)]
    [InlineData("s: {Image|endswith: powershell.exe}\na: {ancestor.Image|endswith: word.exe}\nb: {ancestor.CommandLine: helper -x}\ncondition: s and a and b", 1)]
    [InlineData("s: {Image|endswith: powershell.exe}\na: {ancestor.Image|endswith: word.exe}\ncondition: s and not a", 1)]
    [InlineData("s: {Image|endswith: powershell.exe}\nw: {Image|endswith: whoami.exe}\na: {ancestor.Image|endswith: word.exe}\ncondition: s or (w and a)", 3)]
    [InlineData("s:\n- {Image|endswith: cmd.exe, ancestor.Image|endswith: word.exe}\n- {Image|endswith: cmd.exe, ancestor.Image|endswith: no.exe}\ncondition: s", 1)]
    public void A_rule_fires_where_the_other_processes_are_as_it_says(string detection, int times) => Assert.Equal(times, (int)Scan(Log, Rule(detection)).Result.Detections);

    [Fact]
    public void A_detection_has_its_event_and_the_process_that_made_the_rule_hold()
    {
        (ScanResult result, string[] found) = Scan(Log, Rule("s: {Image|endswith: whoami.exe, ancestor.Image|endswith: word.exe}\ncondition: s"));
        DetectionGroup group = Assert.Single(result.Groups);
        Assert.Equal(("A", 1L), (group.Host, group.Count));
        Assert.Equal([("Image", @"C:\whoami.exe"), ("ancestor.Image", @"C:\word.exe (10)")], group.Example.Select(item => (item.Field, item.Value!)));
        Assert.Contains("whoami.exe", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_lineage_its_matches_are_counted_and_no_detections()
    {
        (ScanResult result, string[] found) = Scan(Log, Rule("s: {Image|endswith: powershell.exe, ancestor.Image|endswith: word.exe}\ncondition: s"), lineage: false);
        Assert.Equal((0L, 2L, 0), (result.Detections, result.Undecided, found.Length));
    }

    [Fact]
    public void A_cause_on_another_machine_is_an_ancestor()
    {
        string log = Started(1, 10, "C:\\\\word.exe", 4, "C:\\\\explorer.exe") + Started(2, 20, "C:\\\\sc.exe", 10, "C:\\\\word.exe", @"sc \\\\SRV create Upd binPath= C:\\upd.exe")
            + """{"Channel":"System","EventID":7045,"Hostname":"SRV","TimeCreated":"2026-03-02T12:00:03Z","ServiceName":"Upd","ImagePath":"C:\\upd.exe"}""" + "\n"
            + Started(4, 30, @"C:\\upd.exe", 8, Services, @"C:\\upd.exe", "SRV") + Started(5, 40, @"C:\\cmd.exe", 30, @"C:\\upd.exe", host: "SRV");
        Assert.Equal(1, (int)Scan(log, Rule("s: {Image|endswith: cmd.exe, ancestor.Image|endswith: word.exe}\ncondition: s")).Result.Detections);
    }

    [Fact]
    public void The_output_is_the_same_whatever_the_threads()
    {
        string rule = Rule("s: {Image|endswith: .exe, ancestor.Image|endswith: .exe}\ncondition: s");
        Assert.Equal(Found(1), Found(3));

        // Without the folder, which is another each time.
        string[] Found(int threads) => [.. Scan(Log, rule, threads: threads).Found.Select(line => string.Join(',', line.Split(',').Where(value => !value.EndsWith("log.json", StringComparison.Ordinal))))];
    }

    [Theory]
    [InlineData("ancestor(0).Image")]
    [InlineData("ancestor(65).Image")]
    [InlineData("parent(2).Image")]
    [InlineData("ancestor(x.Image")]
    [InlineData("ancestor.Hashes")]
    public void What_is_no_field_of_another_process_is_an_error_that_names_it(string field)
    {
        SigmaProblem problem = Assert.Single(SigmaRuleReader.Parse(Rule($"s: {{'{field}': x}}\ncondition: s"), "t.yml").Problems);
        Assert.True(problem.IsError);
        Assert.Contains(field, problem.Message, StringComparison.Ordinal);
    }
}
