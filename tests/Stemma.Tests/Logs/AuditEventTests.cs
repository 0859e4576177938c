using Stemma.Logs;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Logs;

/// <summary>Events worked out by hand from the records that the kernel, auditd and ausearch write: every value that matters, and no other name for it.</summary>
public class AuditEventTests
{
    private const char Tail = '\u001D';

    [Fact]
    public void Words_in_hex_are_a_command_line_and_the_tail_names_the_user()
    {
        TextLogs.Seen start = Of("EXECVE", "1795486316.991:32198",
            $"SYSCALL arch=c000003e syscall=59 success=yes exit=0 a0=561a items=2 ppid=29397 pid=29433 auid=3001 uid=3001 tty=(none) ses=39 comm=\"python3\" exe=\"/usr/bin/python3.11\" key=\"exec\"{Tail}ARCH=x86_64 SYSCALL=execve AUID=\"alice\" UID=\"alice\"",
            "EXECVE argc=3 a0=\"/usr/bin/python3\" a1=\"-c\" a2=696D706F7274206F730A6F732E6765747069642829",
            "CWD cwd=\"/home/alice\"");
        Check(start, "Image=/usr/bin/python3.11", "CommandLine=/usr/bin/python3 -c import os\nos.getpid()", "CurrentDirectory=/home/alice", "User=alice", "ProcessId=29433", "ParentProcessId=29397",
            "a1=-c", "a2=import os\nos.getpid()", "auid=3001", "AUID=alice", "ses=39", "key=exec", "tty=(none)", "SYSCALL=execve", "argc=3");
        Assert.Equal("2026-11-24T02:11:56.9910000Z", start.Time);
    }

    [Fact]
    public void Several_keys_are_several_values()
    {
        // exec, a byte 1, 64bit.
        TextLogs.Seen start = Of("EXECVE", "1.0:1", "SYSCALL arch=c000003e syscall=59 success=yes pid=2 exe=\"/bin/id\" key=65786563013634626974", "EXECVE argc=1 a0=\"id\"");
        Assert.Equal(["key=exec", "key=64bit"], start.Own.Where(own => own.StartsWith("key=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("proctitle=7073002D6566", "ps -ef")]
    [InlineData("proctitle=\"(sshd)\"", "(sshd)")]
    [InlineData("proctitle=6C7300C3A9", "ls \u00E9")]
    public void A_title_is_words_with_blanks_between(string field, string title) => Check(Of("PROCTITLE", "1.0:1", $"PROCTITLE {field}"), $"proctitle={title}");

    [Theory]
    [InlineData("name=\"/etc/cron.d/x\" inode=12 nametype=CREATE", "/etc/cron.d/x")]
    [InlineData("name=\"./x\" nametype=CREATE", "/root/a b/x")]
    [InlineData("name=782079 nametype=DELETE", "/root/a b/x y")]
    [InlineData("name=\"x\" nametype=NORMAL", "")]
    [InlineData("name=\"/etc/\" nametype=PARENT", "")]
    [InlineData("name=(null) inode=12 nametype=DELETE", "")]
    public void A_path_that_is_made_or_removed_is_a_file_in_its_folder(string fields, string file)
    {
        TextLogs.Seen path = Of("PATH", "1.0:1", "SYSCALL arch=c000003e syscall=257 success=yes pid=5 uid=0 exe=\"/bin/touch\"", "CWD cwd=2F726F6F742F612062", $"PATH item=1 {fields}");
        Assert.Equal(file, path["TargetFilename"]);
        if (file.Length > 0) Check(path, "Image=/bin/touch", "User=root", "ProcessId=5");
    }

    [Theory]
    [InlineData("saddr=02001FA37F0000010000000000000000", 42, "127.0.0.1", "8099")]
    [InlineData("saddr=0A0001BB0000000020010DB800000000000000000000000100000000", 42, "2001:db8::1", "443")]
    [InlineData("saddr=00020050C0000201", 42, "192.0.2.1", "80")]
    [InlineData("saddr=0200\u001DSADDR={ saddr_fam=inet laddr=192.0.2.7 lport=22 }", 42, "192.0.2.7", "22")]
    [InlineData("saddr=01002F7661722F72756E2F6E7363642F736F636B657400\u001DSADDR={ saddr_fam=local path=/var/run/nscd/socket }", 42, "", "")]
    [InlineData("saddr=100000000000000000000000", 42, "", "")]
    [InlineData("saddr=02001FA37F0000010000000000000000", 49, "", "")]
    public void An_internet_address_that_is_called_is_a_destination(string fields, int call, string address, string port)
    {
        TextLogs.Seen e = Of("SOCKADDR", "1.0:1", $"SYSCALL arch=c000003e syscall={call} success=no exit=-115 pid=9 uid=33 exe=\"/usr/bin/curl\" key=(null)", $"SOCKADDR {fields}");
        Assert.Equal((address, port, address.Length > 0 ? "/usr/bin/curl" : ""), (e["DestinationIp"], e["DestinationPort"], e["Image"]));
    }

    [Fact]
    public void A_denial_of_SELinux_says_who_what_and_on_what() => Check(
        Of("AVC", "1.0:1", "AVC avc:  denied  { read write } for  pid=13010 comm=\"pickup\" name=\"maildrop\" dev=\"hda7\" ino=14911367 scontext=system_u:system_r:postfix_pickup_t:s0 tcontext=system_u:object_r:postfix_spool_maildrop_t:s0 tclass=dir permissive=0"),
        "seresult=denied", "seperms=read write", "pid=13010", "comm=pickup", "name=maildrop", "dev=hda7", "scontext=system_u:system_r:postfix_pickup_t:s0", "tclass=dir", "permissive=0");

    [Fact]
    public void A_denial_of_AppArmor_says_who_what_and_on_what() => Check(
        Of("AVC", "1.0:1", "AVC apparmor=\"DENIED\" operation=\"open\" profile=\"docker-default\" name=2F746D702F6120622E7368 pid=5571 comm=\"sh\" requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0"),
        "apparmor=DENIED", "operation=open", "profile=docker-default", "name=/tmp/a b.sh", "pid=5571", "requested_mask=r", "ouid=0");

    [Theory]
    [InlineData("USER_CMD", "pid=1382 uid=1000 auid=1000 ses=3 msg='cwd=\"/home/alice\" cmd=2E2F72756E202D63206D62 terminal=pts/0 res=success'", "cwd=/home/alice|cmd=./run -c mb|terminal=pts/0|res=success|auid=1000|ses=3")]
    [InlineData("USER_AUTH", "pid=9730 uid=0 auid=1001 ses=1 msg='op=PAM:authentication acct=\"root\" exe=\"/bin/su\" hostname=? addr=? terminal=/dev/pts/0 res=failed'", "op=PAM:authentication|acct=root|exe=/bin/su|addr=?|res=failed")]
    [InlineData("USER_AUTH", "user pid=7 uid=0 auid=500 ses=1 msg='PAM: authentication acct=\"bob\" : exe=\"/usr/sbin/sshd\" (hostname=web, addr=192.0.2.3, terminal=ssh res=success)'", "pid=7|acct=bob|hostname=web|addr=192.0.2.3|terminal=ssh|res=success")]
    [InlineData("USER_LOGIN", "pid=12635 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct=28696E76616C6964207573657229 exe=\"/usr/sbin/sshd\" hostname=? addr=192.0.2.9 terminal=sshd res=failed'", "acct=(invalid user)|addr=192.0.2.9|auid=4294967295|res=failed")]
    [InlineData("CRED_ACQ", "pid=10665 uid=0 auid=4294967295 ses=4294967295 msg='op=PAM:setcred grantors=pam_env,pam_unix acct=\"root\" exe=\"/usr/sbin/cron\" hostname=? addr=? terminal=cron res=success'", "op=PAM:setcred|grantors=pam_env,pam_unix|acct=root|terminal=cron")]
    [InlineData("SERVICE_START", "pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=cron comm=\"systemd\" exe=\"/lib/systemd/systemd\" hostname=? addr=? terminal=? res=success'\u001DUID=\"root\" AUID=\"unset\"", "unit=cron|comm=systemd|res=success|UID=root|AUID=unset")]
    [InlineData("LOGIN", "pid=29057 uid=0 old-auid=4294967295 auid=3001 tty=(none) old-ses=4294967295 ses=37 res=1\u001DUID=\"root\" OLD-AUID=\"unset\" AUID=\"alice\"", "old-auid=4294967295|auid=3001|tty=(none)|ses=37|OLD-AUID=unset|AUID=alice")]
    [InlineData("ANOM_PROMISCUOUS", "dev=eth0 prom=256 old_prom=0 auid=1001 uid=0 gid=0 ses=1", "dev=eth0|prom=256|old_prom=0|auid=1001|ses=1")]
    [InlineData("ANOM_ABEND", "auid=4294967295 uid=48 ses=4294967295 pid=31242 comm=\"httpd\" reason=\"memory violation\" sig=11", "comm=httpd|reason=memory violation|sig=11")]
    [InlineData("USER_TTY", "pid=28058 uid=0 auid=1000 ses=762 data=7375202D20616E6E61", "data=su - anna|ses=762")]
    public void What_user_space_and_the_kernel_tell_without_a_call_keeps_its_names(string type, string fields, string expected) =>
        Check(Of(type, "1.0:1", $"{type} {fields}"), expected.Split('|'));

    [Fact]
    public void A_child_of_a_fork_has_the_program_that_forked_as_its_parent()
    {
        const string text = "type=SYSCALL msg=audit(1.0:1): arch=c000003e syscall=56 success=yes exit=71 ppid=1 pid=70 comm=\"bash\" exe=\"/usr/bin/bash\" key=\"fork\"\n"
            + "type=SYSCALL msg=audit(1.1:2): arch=c000003e syscall=59 success=yes exit=0 ppid=70 pid=71 comm=\"id\" exe=\"/usr/bin/id\" key=(null)\ntype=EXECVE msg=audit(1.1:2): argc=1 a0=\"id\"\n"
            + "type=SYSCALL msg=audit(1.2:3): arch=c000003e syscall=231 success=yes exit=0 ppid=70 pid=71 comm=\"id\" exe=\"/usr/bin/id\" key=\"exit\"\n";
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, text);
        Check(reading.Events[2], "Image=/usr/bin/id", "ParentImage=/usr/bin/bash", "ParentProcessId=70", "key=(null)");
        Check(reading.Events[0], "SYSCALL=clone", "exit=71", "Image=");
        Check(reading.Events[3], "SYSCALL=exit_group", "Image=");
    }

    [Fact]
    public void What_ausearch_has_interpreted_means_the_same()
    {
        const string text = """
            ----
            type=PROCTITLE msg=audit(04/12/2017 22:48:11.036:59) : proctitle=sh -c echo a=b  > /tmp/x
            type=CWD msg=audit(04/12/2017 22:48:11.036:59) : cwd=/home/a b
            type=EXECVE msg=audit(04/12/2017 22:48:11.036:59) : argc=3 a0=sh a1=-c a2=echo x=y > /tmp/x
            type=SYSCALL msg=audit(04/12/2017 22:48:11.036:59) : arch=x86_64 syscall=execve success=yes exit=0 a0=0x1 items=2 ppid=12 pid=13 auid=alice uid=root tty=pts0 ses=11 comm=sh exe=/usr/bin/dash key=exec
            type=SOCKADDR msg=audit(04/12/2017 22:48:12.036:60) : saddr={ saddr_fam=inet laddr=192.0.2.7 lport=22 }
            type=SYSCALL msg=audit(04/12/2017 22:48:12.036:60) : arch=x86_64 syscall=connect success=no exit=EINPROGRESS(Operation now in progress) ppid=12 pid=13 uid=root comm=my tool exe=/opt/my tool key=(null)
            type=USER_AUTH msg=audit(04/12/2017 22:48:13.036:61) : pid=7 uid=root auid=unset ses=unset msg='op=PAM:authentication acct=root exe=/usr/bin/su hostname=? addr=? terminal=pts/0 res=failed'
            """;
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, text.ReplaceLineEndings("\n"));
        Assert.Empty(reading.Problems);
        Check(reading.Events.Single(e => e["type"] == "EXECVE"), "Image=/usr/bin/dash", "CommandLine=sh -c echo x=y > /tmp/x", "CurrentDirectory=/home/a b", "User=root", "auid=alice", "ProcessId=13", "key=exec");
        Check(reading.Events.Single(e => e["type"] == "PROCTITLE"), "proctitle=sh -c echo a=b  > /tmp/x");
        Check(reading.Events.Single(e => e["type"] == "SOCKADDR"), "DestinationIp=192.0.2.7", "DestinationPort=22", "Image=/opt/my tool");
        Check(reading.Events.Single(e => e["SYSCALL"] == "connect" && e["type"] == "SYSCALL"), "exit=EINPROGRESS(Operation now in progress)", "comm=my tool", "key=(null)");
        Check(reading.Events.Single(e => e["type"] == "USER_AUTH"), "op=PAM:authentication", "acct=root", "res=failed");
    }

    [Theory]
    [InlineData("linux-lab/audit.log", 32198, "EXECVE", "Image=/usr/bin/python3.11|CommandLine=/usr/bin/python3 -c import sys,platform;print(platform.python_version())|CurrentDirectory=/home/alice|User=alice|ProcessId=29433|ParentProcessId=29397|ses=39|auid=3001|key=exec|SYSCALL=execve")]
    [InlineData("linux-lab/audit.log", 32205, "SOCKADDR", "DestinationIp=|Image=|saddr_fam=local|path=/var/run/nscd/socket|pid=29535|AUID=bob")]
    [InlineData("linux-lab/audit.log", 32217, "SOCKADDR", "DestinationIp=127.0.0.1|DestinationPort=8099|Initiated=true|Image=/usr/bin/curl|ProcessId=29588|User=bob")]
    [InlineData("linux-lab/audit.log", 32217, "PROCTITLE", "proctitle=curl -fsS http://127.0.0.1:8099/health")]
    [InlineData("linux-lab/audit.log", 32138, "LOGIN", "pid=29057|old-auid=4294967295|auid=3001|tty=(none)|ses=37|res=1|AUID=alice|OLD-AUID=unset")]
    [InlineData("linux-audit-samples/laurel/record-execve.txt", 15558, "EXECVE", "Image=/usr/bin/whoami|CommandLine=whoami|CurrentDirectory=/home/user/tmp|User=root|AUID=user")]
    [InlineData("linux-audit-samples/laurel/record-connect.txt", 2482681, "SOCKADDR", "DestinationIp=127.0.0.1|DestinationPort=11211|Image=/usr/bin/php")]
    [InlineData("linux-audit-samples/laurel/record-connect.txt", 2482682, "SOCKADDR", "DestinationIp=::1|DestinationPort=11211|Image=/usr/bin/php")]
    [InlineData("linux-audit-samples/laurel/record-perl-reverse-shell.txt", 348501, "EXECVE", "Image=/usr/bin/perl|CurrentDirectory=/root|User=root|a0=perl|a1=-e")]
    [InlineData("linux-audit-samples/go-libaudit/audit-rhel7.log", 475, "USER_CMD", "cwd=/home/andrew_kroh|cmd=./metricbeat -c mb.dev.yml|terminal=pts/0|res=success")]
    [InlineData("linux-audit-samples/go-libaudit/audit-rhel7.log", 1065050, "USER_TTY", "data=su - andrew_kroh|ses=762")]
    public void Chosen_events_of_real_logs_are_what_their_records_say(string file, int serial, string type, string expected)
    {
        TextLogs.Reading reading = TextLogs.Read(LogFormat.Audit, File.ReadAllBytes(TestData.Shared(file)));
        Check(reading.Events.First(e => e.RecordId == serial && e["type"] == type), expected.Split('|'));
    }

    // The event of one record among those of its event.
    private static TextLogs.Seen Of(string type, string stamp, params string[] records) => TextLogs.Read(LogFormat.Audit,
        string.Concat(records.Select(record => $"type={record.Split(' ')[0]} msg=audit({stamp}): {record[(record.IndexOf(' ', StringComparison.Ordinal) + 1)..]}\n"))).Events.First(e => e["type"] == type);

    private static void Check(TextLogs.Seen e, params string[] expected) =>
        Assert.Equal(expected, expected.Select(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)]).Select(name => $"{name}={e[name]}"));
}
