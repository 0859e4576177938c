using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Audit records become events: together where they belong together, with Sigma's names where they stand for a process.</summary>
public class AuditLogTests
{
    private const string Call = "type=SYSCALL msg=audit(1492037291.036:59): arch=c000003e syscall=59 success=yes exit=0 a0=1522170 a1=1506120 a2=14faeb0 a3=7f items=2 "
        + "ppid=12041 pid=13393 auid=1000 uid=0 gid=1001 euid=0 tty=pts0 ses=11 comm=\"grep\" exe=\"/usr/bin/grep\" key=\"exec\"\n";
    private const string Words = "type=EXECVE msg=audit(1492037291.036:59): argc=3 a0=\"grep\" a1=\"--color=auto\" a2=6D61702070696E67\n";
    private const string Folder = "type=CWD msg=audit(1492037291.036:59):  cwd=\"/home/someone\"\n";
    private const string Title = "type=PROCTITLE msg=audit(1492037291.036:59): proctitle=67726570002D2D636F6C6F723D6175746F\n";
    private const string End = "type=EOE msg=audit(1492037291.036:59): \n";

    private static readonly SigmaRule Grep = Scans.Rule("sel:\n  Image|endswith: /grep\n  CommandLine: grep --color=auto map ping\ncondition: sel",
        "{product: linux, category: process_creation}");

    [Fact]
    public void A_program_start_has_the_names_of_Sysmon_and_its_own()
    {
        TextLogs.Seen start = TextLogs.Read(LogFormat.Audit, Call + Words + Folder + Title).Events.Single(e => e["type"] == "EXECVE");
        Assert.Equal(
            ("/usr/bin/grep", "grep --color=auto map ping", "/home/someone", "root", "13393", "12041"),
            (start["Image"], start["CommandLine"], start["CurrentDirectory"], start["User"], start["ProcessId"], start["ParentProcessId"]));
        Assert.Equal(("grep", "map ping", "11", "1000", "exec", "execve"), (start["a0"], start["a2"], start["ses"], start["auid"], start["key"], start["SYSCALL"]));
        Assert.Equal(("2017-04-12T22:48:11.0360000Z", "auditd"), (start.Time, start.Channel));
    }

    [Fact]
    public void Every_record_is_an_event_with_its_own_arguments()
    {
        List<TextLogs.Seen> events = TextLogs.Read(LogFormat.Audit, Call + Words + Folder + Title).Events;
        Assert.Equal(["SYSCALL", "EXECVE", "CWD", "PROCTITLE"], events.Select(e => e["type"]));
        Assert.Equal(("1522170", "grep"), (events[0]["a0"], events[1]["a0"]));
    }

    [Fact]
    public void Each_record_stands_where_its_line_begins() =>
        Assert.Equal([0, Call.Length], TextLogs.Read(LogFormat.Audit, Call + Words).Events.Select(e => (int)e.Position));

    [Theory]
    [InlineData(Call + Words + Folder + End)]
    [InlineData(Folder + Words + Call)]
    [InlineData(Call + "type=SYSCALL msg=audit(1492037291.036:60): arch=c000003e syscall=1 pid=1 exe=\"/x\"\n" + Words)]
    public void Order_and_records_of_other_events_between_do_not_matter(string text) => Assert.Equal(1, TextLogs.Count(text, "audit.log", Grep));

    [Theory]
    [InlineData("type: EXECVE\n  a0: grep\n  a2|contains: 'map '")]
    [InlineData("type: SYSCALL\n  exe: /usr/bin/grep\n  SYSCALL: execve")]
    [InlineData("type: EXECVE\n  key: exec\n  a1|startswith: --color")]
    public void Rules_of_auditd_fire_once(string detection) => Assert.Equal(1,
        TextLogs.Count(Call + Words + Folder, "audit.log", Scans.Rule($"sel:\n  {detection}\ncondition: sel", "{product: linux, service: auditd}")));

    [Fact]
    public void A_failed_start_is_no_process() => Assert.Equal(0,
        TextLogs.Count(Call.Replace("success=yes", "success=no", StringComparison.Ordinal) + Words, "audit.log", Grep));

    [Fact]
    public void Without_the_words_the_title_is_the_command_line() =>
        Assert.Equal("grep --color=auto", TextLogs.Read(LogFormat.Audit, Call + Title).Events[0]["CommandLine"]);

    [Fact]
    public void Words_in_parts_are_put_together_and_decoded_as_one()
    {
        // é is C3 A9, cut between its bytes.
        string words = Words.Replace("a2=6D61702070696E67", "a2_len=6 a2[0]=C3\ntype=EXECVE msg=audit(1492037291.036:59): a2[1]=A921", StringComparison.Ordinal);
        Assert.Equal("grep --color=auto é!", TextLogs.Read(LogFormat.Audit, Call + words).Events.Single(e => e["type"] == "EXECVE")["CommandLine"]);
    }

    [Fact]
    public void A_child_names_its_parent_when_the_log_has_told_it()
    {
        string child = (Call + Words).Replace(":59)", ":60)", StringComparison.Ordinal).Replace("ppid=12041 pid=13393", "ppid=13393 pid=13400", StringComparison.Ordinal);
        TextLogs.Seen start = TextLogs.Read(LogFormat.Audit, Call + Words + child).Events.Last(e => e["type"] == "EXECVE");
        Assert.Equal(("/usr/bin/grep", "grep --color=auto map ping"), (start["ParentImage"], start["ParentCommandLine"]));
    }

    [Fact]
    public void Enriched_names_are_fields_and_the_user()
    {
        string call = Call.TrimEnd() + "\u001DARCH=x86_64 SYSCALL=execve AUID=\"alice\" UID=\"bob\"\n";
        TextLogs.Seen start = TextLogs.Read(LogFormat.Audit, call + Words).Events.Single(e => e["type"] == "EXECVE");
        Assert.Equal(("bob", "alice", "execve"), (start["User"], start["AUID"], start["SYSCALL"]));
    }

    [Fact]
    public void What_a_message_quotes_is_fields_too()
    {
        const string user = "type=USER_CMD msg=audit(1.5:7): pid=3027 uid=497 ses=2 msg='cwd=\"/\" cmd=6C73202D6C terminal=? res=success'\u001DUID=\"nagios\"\n";
        TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Audit, user).Events);
        Assert.Equal(("/", "ls -l", "success", "nagios", "2"), (e["cwd"], e["cmd"], e["res"], e["UID"], e["ses"]));
    }

    [Fact]
    public void A_file_that_is_made_is_a_file_event()
    {
        const string text = "type=SYSCALL msg=audit(1.5:7): arch=c000003e syscall=257 success=yes pid=5 uid=0 exe=\"/bin/touch\"\n"
            + "type=CWD msg=audit(1.5:7): cwd=\"/etc\"\ntype=PATH msg=audit(1.5:7): item=1 name=\"cron.d/x\" nametype=CREATE\n";
        SigmaRule rule = Scans.Rule("sel:\n  TargetFilename: /etc/cron.d/x\n  Image: /bin/touch\ncondition: sel", "{product: linux, category: file_event}");
        Assert.Equal(1, TextLogs.Count(text, "audit.log", rule));
    }

    [Fact]
    public void An_address_that_is_called_is_a_connection()
    {
        const string text = "type=SYSCALL msg=audit(1.5:7): arch=c000003e syscall=42 success=no exit=-115 pid=5 uid=0 exe=\"/bin/nc\"\n"
            + "type=SOCKADDR msg=audit(1.5:7): saddr=02000050A9FEA9FE0000000000000000\n";
        SigmaRule rule = Scans.Rule("sel:\n  DestinationIp: 169.254.169.254\n  DestinationPort: 80\n  Initiated: 'true'\ncondition: sel",
            "{product: linux, category: network_connection}");
        Assert.Equal(1, TextLogs.Count(text, "audit.log", rule));
    }

    [Theory]
    [InlineData(Words + Folder + End, 1, "1 event is incomplete: its SYSCALL record is missing (lost, or the log was filtered)")]
    [InlineData(Call + End + "type=CWD msg=audit(1492037291.036:60): cwd=\"/\"\ntype=PATH msg=audit(1492037291.036:61): name=\"x\"\n", 2, "2 events are incomplete: their SYSCALL record is missing (lost, or the log was filtered)")]
    [InlineData("type=SOCKADDR msg=audit(1492037291.036:60): saddr=0A00\n" + "type=SYSCALL msg=audit(1492037291.036:61): pid=1\n", 1, "1 event is incomplete: its SYSCALL record is missing (lost, or the log was filtered)")]
    public void Events_without_their_call_are_counted_and_are_no_damage(string text, int incomplete, string message)
    {
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, text);
        Assert.Equal((incomplete, false, message), (reading.Incomplete, Assert.Single(reading.Problems).IsDamage, reading.Problems[0].Message));
    }

    [Fact]
    public void Missing_words_make_an_event_incomplete()
    {
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, Call + Words.Replace("argc=3", "argc=5", StringComparison.Ordinal));
        Assert.Equal((1, (Call.Length, "event 59: 2 of 5 words of the command line are missing", false)), (reading.Incomplete, Assert.Single(reading.Problems)));
    }

    [Theory]
    [InlineData("USER_LOGIN", "pid=1 uid=0 auid=1000 ses=1 msg='op=login acct=\"root\" res=success'")]
    [InlineData("CONFIG_CHANGE", "auid=0 ses=1 op=add_rule key=\"x\" list=4 res=1")]
    [InlineData("SERVICE_START", "pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=cron res=success'")]
    public void An_event_that_no_call_made_is_whole(string type, string fields)
    {
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, Call + End + $"type={type} msg=audit(1492037291.036:60): {fields}\n");
        Assert.Empty(reading.Problems);
        Assert.Equal(type, reading.Events[^1]["type"]);
    }

    [Fact]
    public void Numbers_that_are_missing_are_counted_and_are_no_damage()
    {
        string later = Call.Replace(":59)", ":69)", StringComparison.Ordinal);
        var problem = Assert.Single(TextLogs.Read(LogFormat.Audit, Call + later).Problems);
        Assert.Equal((false, "9 event numbers are missing, the first before 69: lost, filtered or in another file"), (problem.IsDamage, problem.Message));
    }

    [Fact]
    public void A_line_that_is_no_record_is_reported_with_its_place()
    {
        var reading = TextLogs.Read(LogFormat.Audit, Call + "garbage\n" + Words);
        Assert.Equal((Call.Length, "not an audit record"), (reading.Problems[0].Position, reading.Problems[0].Message));
        Assert.Equal(2, reading.Events.Count);
    }

    [Fact]
    public void The_machine_is_the_node() =>
        Assert.Equal("web1", TextLogs.Read(LogFormat.Audit, "node=web1 " + Call).Events[0].Host);

    [Theory]
    [InlineData("normal.log", 17, 0)]
    [InlineData("out_of_order.log", 17, 0)]
    [InlineData("lost_messages.log", 17, 1)]
    public void Samples_of_other_tools_give_all_their_records_and_what_is_lost(string name, int records, int problems)
    {
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, File.ReadAllBytes(TestData.Shared("linux-audit-samples/go-libaudit/" + name)));
        Assert.Equal((records, problems), (reading.Events.Count, reading.Problems.Count));
        Assert.Equal(
            ["grep --color=auto mapping in /home/andrew_kroh", "cat securitybeat in /home/andrew_kroh"],
            reading.Events.Where(e => e["Image"].Length > 0 && e["type"] == "EXECVE").Select(e => $"{e["CommandLine"]} in {e["CurrentDirectory"]}"));
    }

    [Fact]
    public void Every_program_start_of_the_lab_is_a_process_with_a_session()
    {
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, File.ReadAllBytes(TestData.Shared("linux-lab/audit.log")));
        List<TextLogs.Seen> starts = [.. reading.Events.Where(e => e["type"] == "EXECVE")];
        Assert.Equal((5644, 500, 0), (reading.Events.Count, starts.Count, reading.Problems.Count(problem => problem.IsDamage)));
        Assert.All(starts, e => Assert.True(e["Image"].Length > 0 && e["CommandLine"].Length > 0 && e["ses"].Length > 0 && e["ParentProcessId"].Length > 0 && e["CurrentDirectory"].Length > 0));
    }
}
