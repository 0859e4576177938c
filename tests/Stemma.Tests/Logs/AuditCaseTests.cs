using System.Globalization;
using System.Text.RegularExpressions;
using Stemma.Logs;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Logs;

/// <summary>Messages of many kernels and distributions, each case by itself: every record is one event that holds every value of its line.</summary>
public partial class AuditCaseTests
{
    private static readonly string[] Files =
    [
        "random-internet", "rhel-7-linux-3.10.0", "ubuntu-16.04-linux-4.13.0", "ubuntu-16.10-linux-4.8.0", "ubuntu-17.04-linux-4.10.0",
        "ubuntu-20.04.6-linux-5.15.0-1034-gcp", "ubuntu-21.10-linux-5.13", "ubuntu-24.04-linux-6.8.0",
    ];

    public static TheoryData<string> Names => [.. Files];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_record_is_one_event_with_every_plain_value_of_its_line(string file)
    {
        // The records stand alone on their lines, whatever YAML puts around them.
        string[] lines = [.. File.ReadLines(TestData.Shared($"linux-audit-samples/go-libaudit/{file}.yaml")).Select(line => line.Trim())
            .Where(line => line.StartsWith("type=", StringComparison.Ordinal) && !line.StartsWith("type=EOE", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);
        foreach (string line in lines)
        {
            TextLogs.Seen e = Assert.Single(TextLogs.Read(LogFormat.Audit, line).Events);
            Assert.Equal(Type().Match(line).Groups[1].Value, e["type"]);
            foreach (Match pair in Plain().Matches(line[(line.IndexOf(')', StringComparison.Ordinal) + 1)..]))
                Assert.Contains(e.Own, own => own.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{pair.Groups[1].Value}="), StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_records_of_a_case_are_one_event_and_none_is_missing(string file)
    {
        foreach ((string name, string[] lines) in Cases(file))
        {
            TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, string.Join('\n', lines));
            Assert.Equal(lines.Select(line => Type().Match(line).Groups[1].Value).Where(type => type != "EOE"), reading.Events.Select(e => e["type"]));
            Assert.Single(reading.Events.Select(e => (e.Time, e.RecordId)).Distinct());
            Assert.True(reading.Problems.Count == 0 && reading.Incomplete == 0, $"{name}: {string.Join(", ", reading.Problems)}");
            foreach (TextLogs.Seen part in reading.Events.Where(e => e["type"] is "EXECVE" or "PATH" or "SOCKADDR" or "CWD"))
                Assert.Equal(reading.Events.First(e => e["type"] == "SYSCALL")["pid"], part["pid"]);
        }
    }

    // What other readers of these cases call process.executable, .args, .cwd, .pid is Image, CommandLine, CurrentDirectory, ProcessId; the remote end
    // of a socket is DestinationIp and DestinationPort, for calls out only; the object of an unlink or rename is TargetFilename; tags are key.
    [Theory]
    [InlineData("ubuntu-16.10-linux-4.8.0", "EXECVE", "EXECVE", "Image=/bin/uname|CommandLine=uname -a|CurrentDirectory=/home/andrew_kroh|ProcessId=10043|ParentProcessId=10027|auid=1001|ses=11|User=1001")]
    [InlineData("ubuntu-16.10-linux-4.8.0", "EXECVE", "PROCTITLE", "proctitle=uname -a|pid=10043")]
    [InlineData("ubuntu-16.10-linux-4.8.0", "connect syscall", "SOCKADDR", "DestinationIp=169.254.169.254|DestinationPort=80|Image=/usr/bin/python3.5|ProcessId=1648|User=root|Initiated=true")]
    [InlineData("ubuntu-16.10-linux-4.8.0", "accept syscall", "SOCKADDR", "DestinationIp=|pid=1663|ppid=1")]
    [InlineData("ubuntu-16.10-linux-4.8.0", "ANOM_PROMISCUOUS", "ANOM_PROMISCUOUS", "dev=ens4|prom=0|old_prom=256|auid=1001|ses=1|pid=1926")]
    [InlineData("ubuntu-16.10-linux-4.8.0", "NETFILTER_CFG", "PROCTITLE", "proctitle=/sbin/iptables -w -I sshguard -s 45.76.145.152 -j DROP")]
    [InlineData("ubuntu-16.10-linux-4.8.0", "USER_LOGIN failed ssh", "USER_LOGIN", "acct=(invalid user)|addr=179.38.151.221|res=failed|exe=/usr/sbin/sshd")]
    [InlineData("ubuntu-17.04-linux-4.10.0", "unlink syscall", "SYSCALL", "SYSCALL=unlink|exe=/usr/bin/vim.basic|success=yes|key=auditconfig|cwd=/home/andrew_kroh|tty=pts1")]
    [InlineData("ubuntu-17.04-linux-4.10.0", "EXECVE with multiple keys", "EXECVE", "Image=/usr/bin/docker|CommandLine=docker inspect 721df12151a7|key=exec|User=root|auid=1002")]
    [InlineData("ubuntu-17.04-linux-4.10.0", "getpeername syscall", "SYSCALL", "SYSCALL=getpeername|exe=/usr/sbin/sshd|key=sockets")]
    [InlineData("ubuntu-17.04-linux-4.10.0", "USER_CMD", "USER_CMD", "cwd=/home/andrew_kroh|cmd=su|terminal=pts/0|res=success|auid=1001")]
    [InlineData("rhel-7-linux-3.10.0", "CONFIG_CHANGE add rule", "CONFIG_CHANGE", "op=add_rule|key=pam|list=4|res=1")]
    [InlineData("ubuntu-16.04-linux-4.13.0", "AVC_AppArmor", "AVC", "apparmor=DENIED|operation=ptrace|profile=docker-default|pid=5571|comm=metricbeat|peer=unconfined|ppid=5552")]
    [InlineData("ubuntu-20.04.6-linux-5.15.0-1034-gcp", "file_mode_preservation", "EXECVE", "Image=/usr/bin/dash|CommandLine=dash -p|uid=1005|euid=0|key=susp_shell")]
    [InlineData("ubuntu-24.04-linux-6.8.0", "linkat_syscall", "SYSCALL", "SYSCALL=linkat|success=no|exit=-14|exe=/home/ubuntu/link")]
    [InlineData("random-internet", "ANOM_ABEND SIGSEGV seg fault", "ANOM_ABEND", "comm=httpd|reason=memory violation|sig=11|uid=48")]
    public void A_case_is_the_event_that_its_records_tell(string file, string name, string type, string expected)
    {
        TextLogs.Seen e = TextLogs.Read(LogFormat.Audit, string.Join('\n', Cases(file)[name])).Events.First(e => e["type"] == type);
        Assert.Equal(expected, string.Join('|', expected.Split('|').Select(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)]).Select(field => $"{field}={e[field]}")));
    }

    [Theory]
    [InlineData("unlink syscall", "/etc/audit/rules.d/.audit.rules.swp")]
    [InlineData("rename syscall", "/etc/audit/rules.d/audit.rules", "/etc/audit/rules.d/audit.rules~")]
    public void Files_that_a_call_made_or_removed_are_named(string name, params string[] files) => Assert.Equal(files,
        TextLogs.Read(LogFormat.Audit, string.Join('\n', Cases("ubuntu-17.04-linux-4.10.0")[name])).Events.Select(e => e["TargetFilename"]).Where(file => file.Length > 0));

    private static Dictionary<string, string[]> Cases(string file)
    {
        Dictionary<string, string[]> cases = [];
        string name = "";
        foreach (string line in File.ReadLines(TestData.Shared($"linux-audit-samples/go-libaudit/{file}.yaml")))
        {
            if (line.StartsWith("    type=", StringComparison.Ordinal)) cases[name] = [.. cases[name], line.Trim()];
            else if (line.StartsWith("  ", StringComparison.Ordinal) && line.TrimEnd()[^1] is '|' or '>') cases.Add(name = line.Trim()[..^3], []);
        }

        return cases;
    }

    [GeneratedRegex("^type=(\\S+)")]
    private static partial Regex Type();

    [GeneratedRegex("(?<=[\\s'])([a-z][a-z_0-9-]*)=(?=[0-9\"])")]
    private static partial Regex Plain();
}
