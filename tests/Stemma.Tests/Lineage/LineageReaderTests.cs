using System.Text;
using Stemma.Lineage;
using Stemma.Reports;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Lineage;

/// <summary>What each kind of log tells about processes.</summary>
public class LineageReaderTests
{
    private static string Windows(string channel, int id, int second, string fields) =>
        $$"""{"Channel":"{{channel}}","EventID":{{id}},"Hostname":"A","TimeCreated":"2026-03-02T12:00:{{second:00}}Z",{{fields}}}""" + "\n";

    private static string Sysmon(int id, int second, string fields) => Windows("Microsoft-Windows-Sysmon/Operational", id, second, fields);

    [Fact]
    public void Sysmon_and_Security_tell_of_one_process_and_the_parent_is_the_creator()
    {
        ProcessTree tree = Trees.FromText(
            Sysmon(1, 1, """ "UtcTime":"2026-03-02 12:00:00.900","ProcessGuid":"{AB000000-0000-0000-0000-000000000001}","ProcessId":"256","Image":"C:\\a.exe","CommandLine":"a.exe -x","ParentProcessGuid":"{AB000000-0000-0000-0000-000000000002}","ParentProcessId":"16","ParentImage":"C:\\p.exe" """)
            + Windows("Security", 4688, 1, """ "NewProcessId":"0x100","NewProcessName":"C:\\a.exe","ProcessId":"0x10","SubjectUserName":"u","SubjectDomainName":"D","SubjectLogonId":"0x03e7","TargetUserName":"-","TargetLogonId":"0x0","MandatoryLabel":"S-1-16-12288" """)
            + Windows("Security", 4689, 9, """ "ProcessId":"0x100","ProcessName":"C:\\a.exe" """));
        LineageProcess process = tree.One("a.exe");
        Assert.Equal(("ab000000-0000-0000-0000-000000000001", "a.exe -x", @"D\u", "High", "0x3e7"), (process.Guid, process.CommandLine, process.User, process.Integrity, process.LogonId));
        Assert.Equal((Facts.At(0.9), Facts.At(9)), (process.Start, process.End));
        Assert.Equal((@"C:\p.exe", 16L, ParentLink.Guid), (process.Parent!.Image, process.Parent.Pid, process.Link));
        Assert.Equal(2, tree.Processes().Count);
    }

    [Fact]
    public void An_event_about_a_process_whose_start_is_missing_makes_it_a_ghost()
    {
        LineageProcess ghost = Trees.FromText(Sysmon(22, 1, """ "ProcessGuid":"{AB000000-0000-0000-0000-000000000001}","ProcessId":"7","Image":"C:\\a.exe","QueryName":"x" """)).One("a.exe");
        Assert.Equal((GhostReason.StartNotLogged, 7L, "Microsoft-Windows-Sysmon/Operational 22"), (ghost.Ghost, ghost.Pid, ghost.Evidence.Event));
    }

    [Fact]
    public void Linux_audit_tells_of_starts_forks_and_ends()
    {
        const string call = "arch=c000003e success=yes exit={0} a0=0 items=0 ppid={1} pid={2} auid=1000 uid=1000 euid=1000 ses=3 comm=\"x\" exe=\"{3}\"";
        string Line(double second, int serial, string number, int exit, int parent, int pid, string exe) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"type=SYSCALL msg=audit(1772452800{second:.000}:{serial}): syscall={number} ")
            + string.Format(System.Globalization.CultureInfo.InvariantCulture, call, exit, parent, pid, exe) + "\n";
        ProcessTree tree = Trees.FromText(
            Line(.1, 1, "59", 0, 1, 100, "/bin/bash") + "type=EXECVE msg=audit(1772452800.100:1): argc=1 a0=\"bash\"\n"
            + Line(.2, 2, "56", 200, 1, 100, "/bin/bash")
            + Line(.3, 3, "59", 0, 100, 200, "/bin/ls") + "type=EXECVE msg=audit(1772452800.300:3): argc=2 a0=\"ls\" a1=\"-l\"\n"
            + Line(.9, 4, "231", 0, 100, 200, "/bin/ls"), "audit.log");
        LineageProcess list = tree.One("ls");
        Assert.Equal(("ls -l", tree.One("bash"), 200L), (list.CommandLine, list.Parent, list.Pid));
        Assert.True(list.End > list.Start);
        Assert.Equal(3, tree.Processes().Count);
    }

    [Fact]
    public void Linux_audit_tells_who_wrote_the_program_that_runs()
    {
        const string head = "msg=audit(1772452800.";
        ProcessTree tree = Trees.FromText(
            $"type=SYSCALL {head}100:1): arch=c000003e syscall=257 success=yes exit=3 ppid=1 pid=100 uid=0 exe=\"/usr/bin/curl\"\ntype=CWD {head}100:1): cwd=\"/tmp\"\ntype=PATH {head}100:1): item=0 name=\"x.sh\" nametype=CREATE\n"
            + $"type=SYSCALL {head}300:2): arch=c000003e syscall=59 success=yes exit=0 ppid=100 pid=200 uid=0 exe=\"/tmp/x.sh\"\ntype=EXECVE {head}300:2): argc=1 a0=\"/tmp/x.sh\"\n", "audit.log");
        LineageEdge edge = Assert.Single(tree.Edges);
        Assert.Equal((EdgeKind.File, tree.One("curl"), tree.One("x.sh"), "/tmp/x.sh"), (edge.Kind, edge.From, edge.To, edge.Detail));
    }

    [Theory]
    [InlineData("""{"Provider_Name":"Linux-Sysmon","EventID":1,"Hostname":"A","TimeCreated":"2026-03-02T12:00:01Z","UtcTime":"2026-03-02 12:00:01","ProcessGuid":"{AB000000-0000-0000-0000-000000000001}","ProcessId":"20","Image":"/bin/sh","CommandLine":"sh -c x","ParentProcessId":"10"}""")]
    [InlineData("""{"event_type":"process","event_subtype_full":"creation_event","subtype":"create","hostname":"A","timestamp":134169264010000000,"unique_pid":"AB","pid":20,"unique_ppid":"AC","ppid":10,"process_path":"/bin/sh","command_line":"sh -c x","parent_process_path":"/bin/p"}""")]
    [InlineData("""{"@timestamp":"2026-03-02T12:00:01Z","event":{"category":["process"],"type":["start"]},"host":{"name":"A","os":{"type":"linux"}},"process":{"pid":20,"executable":"/bin/sh","command_line":"sh -c x","parent":{"pid":10,"executable":"/bin/p"}}}""")]
    public void Exports_of_other_tools_tell_of_starts(string json)
    {
        LineageProcess process = Trees.FromText(json).One("sh");
        Assert.Equal((20L, "sh -c x", 10L, GhostReason.None), (process.Pid, process.CommandLine, process.Parent!.Pid, process.Ghost));
    }

    [Fact]
    public void Parts_of_a_script_are_put_together_and_belong_to_their_process()
    {
        string Part(int part, int second, string text) => Windows("Microsoft-Windows-PowerShell/Operational", 4104, second,
            $$""" "Execution_ProcessID":"32","ScriptBlockId":"s","MessageNumber":"{{part}}","MessageTotal":"3","ScriptBlockText":"{{text}}" """);
        ProcessTree tree = Trees.FromText(Sysmon(1, 1, """ "ProcessId":"32","Image":"C:\\powershell.exe","CommandLine":"powershell" """) + Part(2, 2, "two ") + Part(1, 3, "one ") + Part(3, 4, "three") + Part(3, 5, "three"));
        LineageScript script = Assert.Single(tree.Scripts, script => script.IsWhole);
        Assert.Equal(("one two three", tree.One("powershell.exe")), (script.Text, script.Process));
    }

    [Fact]
    public void The_samples_give_the_same_bytes_whatever_the_threads()
    {
        byte[] Json(int threads)
        {
            ProcessTree tree = Trees.From([Scans.Samples], threads);
            using MemoryStream output = new();
            TreeJson.Write(new TreeSelection(tree, []), tree.Counts, output);
            return output.ToArray();
        }

        Assert.Equal(Encoding.UTF8.GetString(Json(1)), Encoding.UTF8.GetString(Json(4)));
    }

    [Fact]
    public void Every_start_that_is_labelled_in_real_logs_is_in_the_tree_with_its_parent()
    {
        string[] lines = File.ReadAllLines(TestData.Shared("truth/processes.csv"));
        string path = lines[1][..lines[1].IndexOf(',', StringComparison.Ordinal)];
        Dictionary<string, string> parents = lines.Where(line => line.StartsWith(path, StringComparison.Ordinal)).Select(line => line.Split(','))
            .GroupBy(row => Bare(row[3])).ToDictionary(rows => rows.Key, rows => Bare(rows.First()[6]));
        Dictionary<string, LineageProcess> found = Trees.From([TestData.Shared(path)]).Processes().Where(process => process.Guid.Length > 0).ToDictionary(process => process.Guid);
        Assert.NotEmpty(parents);
        Assert.All(parents, pair => Assert.Equal(pair.Value, found[pair.Key].Parent!.Guid));

        static string Bare(string guid) => guid.Trim('{', '}').ToLowerInvariant();
    }
}
