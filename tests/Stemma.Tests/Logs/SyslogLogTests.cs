using System.Text;
using Stemma.Logs;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Logs;

/// <summary>Lines of a syslog become events of the program that wrote them; records wrapped into a line are read as what they are.</summary>
public class SyslogLogTests
{
    private const string Failed = "Failed password for root from 203.0.113.9 port 4711 ssh2";
    private static readonly DateTime March2026 = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Mar  1 09:05:01 web1 sshd[77]: " + Failed, "2026-03-01T09:05:01.0000000Z")]
    [InlineData("<38>Mar  1 09:05:01 web1 sshd[77]: " + Failed, "2026-03-01T09:05:01.0000000Z")]
    [InlineData("Mar 01 2025 09:05:01 web1 sshd[77]: " + Failed, "2025-03-01T09:05:01.0000000Z")]
    [InlineData("2026-03-01T10:05:01.25+01:00 web1 sshd[77]: " + Failed, "2026-03-01T09:05:01.2500000Z")]
    [InlineData("2026-03-01T10:05:01+0100 web1 sshd[77]: " + Failed, "2026-03-01T09:05:01.0000000Z")]
    [InlineData("<38>1 2026-03-01T09:05:01Z web1 sshd 77 ID1 [a@1 k=\"v \\\"]\"][b x=\"y\"] " + Failed, "2026-03-01T09:05:01.0000000Z")]
    [InlineData("Mar  1 09:05:01 web1 sshd(pam_unix)[77]: " + Failed, "2026-03-01T09:05:01.0000000Z")]
    [InlineData("Mar  1 09:05:01 web1 /usr/sbin/sshd[77]: " + Failed, "2026-03-01T09:05:01.0000000Z")]
    public void Each_form_of_a_line_says_the_same(string line, string time)
    {
        TextLogs.Seen e = Assert.Single(Read(line).Events);
        Assert.Equal((time, "web1", "syslog", "sshd", "77", Failed), (e.Time, e.Host, e.Channel, e.Provider, e["ProcessId"], e["Message"]));
    }

    [Fact]
    public void Priority_and_structured_data_are_fields()
    {
        TextLogs.Seen e = Assert.Single(Read("<38>1 2026-03-01T09:05:01Z web1 app - ID1 [a@1 k=\"v \\\"]\"][b x=\"y\"] text").Events);
        Assert.Equal(("4", "6", "ID1", "v \"]", "y", "text"), (e["Facility"], e["Severity"], e["MessageId"], e["a@1.k"], e["b.x"], e["Message"]));
    }

    [Fact]
    public void A_line_without_a_program_is_all_message()
    {
        TextLogs.Seen e = Assert.Single(Read("Mar  1 09:05:01 web1 last message repeated 2 times").Events);
        Assert.Equal(("web1", "", "last message repeated 2 times"), (e.Host, e.Provider, e["Message"]));
    }

    [Fact]
    public void Years_go_backwards_from_the_files_own_time_over_each_new_year() => Assert.Equal(
        ["2024-12-30", "2025-01-01", "2025-11-05", "2026-01-02", "2025-12-31", "2026-02-28"],
        Read("Dec 30 1:\nJan  1 1:\nNov  5 1:\nJan  2 1:\nDec 31 1:\nFeb 28 1:".Replace(" 1:", " 01:00:00 h p: x", StringComparison.Ordinal)).Events.Select(e => e.Time[..10]));

    [Fact]
    public void A_last_line_later_in_the_year_than_the_file_is_of_the_year_before() =>
        Assert.Equal("2025-11-05T01:00:00.0000000Z", Read("Nov  5 01:00:00 h p: x").Events[0].Time);

    [Fact]
    public void A_time_before_1601_is_none() => Assert.Equal("", Read("1601-01-01T00:00:00+14:00 h p: x").Events[0].Time);

    [Fact]
    public void A_leap_day_finds_its_year() => Assert.Equal(
        ["2024-02-29", "2024-03-01"], Read("Feb 29 01:00:00 h p: x\nMar  1 01:00:00 h p: x", new DateTime(2024, 3, 2, 0, 0, 0, DateTimeKind.Utc)).Events.Select(e => e.Time[..10]));

    [Fact]
    public void Audit_records_in_lines_are_audit_events()
    {
        const string text = """
            Mar  1 09:05:01 web1 kernel: [   12.5] audit: type=1300 audit(1492037291.036:59): arch=c000003e syscall=59 success=yes ppid=1 pid=2 uid=0 exe="/usr/bin/id"
            Mar  1 09:05:01 web1 audispd: node=web9 type=USER_LOGIN msg=audit(1492037291.136:60): pid=1 uid=0 msg='op=login acct="bob" res=success'
            Mar  1 09:05:01 web1 kernel: type=1309 audit(1492037291.036:59): argc=2 a0="id" a1="-u"
            """;
        List<TextLogs.Seen> events = Read(text).Events;
        Assert.Equal(("id -u", "/usr/bin/id", "web1", "auditd"), events.Where(e => e["type"] == "EXECVE").Select(e => (e["CommandLine"], e["Image"], e.Host, e.Channel)).Single());
        Assert.Equal(("bob", "web9"), events.Where(e => e["type"] == "USER_LOGIN").Select(e => (e["acct"], e.Host)).Single());
        Assert.Equal(3, events.Count);
    }

    [Fact]
    public void Sysmon_for_Linux_in_a_line_is_its_event()
    {
        const string xml = "<Event><System><Provider Name=\"Linux-Sysmon\"/><EventID>1</EventID><Channel>Linux-Sysmon/Operational</Channel><Computer>web1</Computer></System>"
            + "<EventData><Data Name=\"Image\">/usr/bin/id</Data><Data Name=\"CommandLine\">id -u</Data></EventData></Event>";
        SigmaRule rule = Scans.Rule("sel:\n  Image|endswith: /id\n  CommandLine: id -u\ncondition: sel", "{product: linux, category: process_creation}");
        Assert.Equal(1, TextLogs.Count($"Mar  1 09:05:01 web1 sysmon[5]: {xml}\n", "syslog", rule));
        Assert.Contains("cut or broken", Assert.Single(Read($"Mar  1 09:05:01 web1 sysmon[5]: {xml[..90]}").Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sshd", "sshd[77]: x", 1)]
    [InlineData("sshd", "sshd-session[77]: x", 1)]
    [InlineData("auth", "sshd[77]: x", 1)]
    [InlineData("cron", "CRON[77]: x", 1)]
    [InlineData("syslog", "named[77]: x", 1)]
    [InlineData("sudo", "sudo: x", 1)]
    [InlineData("sshd", "cron[77]: x", 0)]
    public void Programs_belong_to_the_services_of_Sigma(string service, string rest, int count) =>
        Assert.Equal(count, TextLogs.Count($"Mar  1 09:05:01 web1 {rest}\n", "log", Scans.Rule("keywords: [x]\ncondition: keywords", $"{{product: linux, service: {service}}}")));

    [Theory]
    [InlineData("  bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh -c 'id ; ls'", "/bin/sh")]
    [InlineData("  bob : command not allowed ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh -c 'id ; ls'", "")]
    public void A_command_that_sudo_ran_is_a_process_and_a_refused_one_is_not(string message, string image)
    {
        TextLogs.Seen e = Assert.Single(Read($"Mar  1 09:05:01 web1 sudo:{message}").Events);
        Assert.Equal(("bob", "root", "/bin/sh -c 'id ; ls'", image), (e["SUDO_USER"], e.Own.Single(own => own.StartsWith("USER=", StringComparison.Ordinal))[5..], e["COMMAND"], e["Image"]));
    }

    [Fact]
    public void A_line_without_a_time_is_read_with_that_of_the_line_before_and_noted()
    {
        TextLogs.Reading reading = Read("Mar  1 09:05:01 web1 app: first\n\tsecond");
        Assert.Equal(("web1", "\tsecond", reading.Events[0].Time), (reading.Events[1].Host, reading.Events[1]["Message"], reading.Events[1].Time));
        Assert.False(Assert.Single(reading.Problems).IsDamage);
    }

    [Theory]
    [InlineData("2024-05-01T10:00:00Z INFO worker: started\n")]
    [InlineData("2024-05-01 10:00:00 install x\n")]
    [InlineData("Mar  1 we met: and talked\n")]
    public void Logs_of_other_kinds_are_not_taken_for_a_syslog(string line) =>
        Assert.NotEqual(LogFormat.Syslog, LogSignature.IsSyslog(Encoding.UTF8.GetBytes(line + line + line)) ? LogFormat.Syslog : LogFormat.Unknown);

    [Theory]
    [InlineData("Linux_2k.log", "combo")]
    [InlineData("OpenSSH_2k.log", "LabSZ")]
    public void Real_logs_give_every_line_with_host_program_and_time(string name, string host)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Shared("linux-audit-samples/loghub/" + name));
        Assert.True(LogSignature.IsSyslog(bytes.AsSpan(0, 4096)));
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Syslog, bytes, March2026);
        Assert.Equal((2000, 0), (reading.Events.Count, reading.Problems.Count));
        Assert.All(reading.Events, e => Assert.Equal((host, true), (e.Host, e.Time.Length > 0)));
        Assert.True(reading.Events.Count(e => e.Provider.Length > 0) > 1990);
    }

    private static TextLogs.Reading Read(string text, DateTime? modified = null) => TextLogs.Read(LogFormat.Syslog, Encoding.UTF8.GetBytes(text), modified ?? March2026);
}
