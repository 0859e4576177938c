using Stemma.Lineage;
using Stemma.Tests.Support;

namespace Stemma.Tests.Lineage;

/// <summary>Sources that tell of sessions, policies, transfers and engines, as their logs write them.</summary>
public class MoreSourcesTests
{
    private const string Audit = "msg=audit(1772452800.";

    private static string Windows(string channel, int id, int second, string fields) =>
        $$"""{"Channel":"{{channel}}","EventID":{{id}},"Hostname":"A","TimeCreated":"2026-03-02T12:00:{{second:00}}Z",{{fields}}}""" + "\n";

    private static string Started(int pid, string image, string command, int parent = 4, string parentImage = "C:\\\\p.exe") => Windows("Microsoft-Windows-Sysmon/Operational", 1, 1,
        $$""" "ProcessId":"{{pid}}","Image":"{{image}}","CommandLine":"{{command}}","ParentProcessId":"{{parent}}","ParentImage":"{{parentImage}}" """);

    [Fact]
    public void Linux_audit_tells_that_a_shell_came_over_SSH_and_from_where()
    {
        ProcessTree tree = Trees.FromText(
            $"type=USER_AUTH {Audit}050:1): pid=700 uid=0 auid=4294967295 ses=4294967295 msg='op=pubkey_auth rport=50777 acct=\"ann\" exe=\"/usr/sbin/sshd\" hostname=? addr=10.0.0.1 terminal=? res=success'\n"
            + $"type=USER_LOGIN {Audit}060:2): pid=700 uid=0 auid=1000 ses=7 msg='op=login id=1000 exe=\"/usr/sbin/sshd\" hostname=10.0.0.1 addr=10.0.0.1 terminal=/dev/pts/0 res=success'\n"
            + $"type=SYSCALL {Audit}100:3): arch=c000003e syscall=59 success=yes exit=0 ppid=700 pid=720 uid=1000 ses=7 exe=\"/bin/bash\"\ntype=EXECVE {Audit}100:3): argc=1 a0=\"-bash\"\n"
            + $"type=SYSCALL {Audit}200:4): arch=c000003e syscall=59 success=yes exit=0 ppid=720 pid=721 uid=1000 ses=7 exe=\"/bin/id\"\ntype=EXECVE {Audit}200:4): argc=1 a0=\"id\"\n", "audit.log");
        LineageEdge edge = Assert.Single(tree.Edges);
        Assert.Equal((EdgeKind.RemoteLogon, tree.One("bash"), "10.0.0.1", "0x7"), (edge.Kind, edge.To, edge.Detail, edge.To.LogonId));
        Assert.Equal((tree.One("sshd"), ""), (tree.One("bash").Parent, tree.One("sshd").User));
    }

    [Fact]
    public void Sessions_of_jobs_and_failed_attempts_make_no_processes()
    {
        ProcessTree tree = Trees.FromText(
            $"type=USER_START {Audit}050:1): pid=800 uid=0 auid=0 ses=9 msg='op=PAM:session_open acct=\"root\" exe=\"/usr/sbin/cron\" hostname=? addr=? terminal=cron res=success'\n"
            + $"type=USER_LOGIN {Audit}060:2): pid=801 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct=\"bob\" exe=\"/usr/sbin/sshd\" hostname=? addr=10.0.0.9 terminal=sshd res=failed'\n"
            + $"type=USER_LOGIN {Audit}070:3): pid=802 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct=\"bob\" exe=\"/usr/sbin/sshd\" hostname=? addr=10.0.0.9 terminal=sshd res=failed'\n", "audit.log");
        Assert.Empty(tree.Processes());
        Assert.Equal("2 of bob from 10.0.0.9", Assert.Single(tree.Notes).Detail);
    }

    [Fact]
    public void Syslog_tells_who_SSH_let_in_and_a_name_that_was_tried_cannot_forge_an_address()
    {
        ProcessTree tree = Trees.FromText(
            "2026-03-02T12:00:01+00:00 web sshd[700]: Failed password for invalid user x from 1.1.1.1 port 2 ssh2 from 10.0.0.1 port 50776 ssh2\n"
            + "2026-03-02T12:00:02+00:00 web sshd[701]: Accepted publickey for root from 10.0.0.1 port 50777 ssh2: ED25519 SHA256:x\n"
            + """2026-03-02T12:00:03+00:00 web x: {"Provider_Name":"Linux-Sysmon","EventID":1,"Hostname":"web","TimeCreated":"2026-03-02T12:00:03Z","ProcessId":"720","Image":"/bin/bash","CommandLine":"-bash","ParentProcessId":"701","ParentImage":"/usr/sbin/sshd"}""" + "\n", "auth.log");
        LineageEdge edge = Assert.Single(tree.Edges);
        Assert.Equal((EdgeKind.RemoteLogon, tree.One("bash"), "10.0.0.1", "syslog"), (edge.Kind, edge.To, edge.Detail, edge.Evidence.Event));
        Assert.Equal("1 of x from 1.1.1.1 port 2 ssh2 from 10.0.0.1", Assert.Single(tree.Notes).Detail);
    }

    [Theory]
    [InlineData("Data", @"\nEngineVersion=5.1\nHostName=ConsoleHost\nHostId=h\nHostApplication=powershell.exe -f a.ps1\nCommandName=\n")]
    [InlineData("Message", @"Engine state is changed. \r\n\tHostName=ConsoleHost\r\n\tHostId=h\r\n\tHostApplication=powershell.exe -f a.ps1\r\n\tEngineVersion=5.1\r\n")]
    public void The_engines_log_names_the_command_it_runs_in(string field, string text)
    {
        LineageNote note = Assert.Single(Trees.FromText(Started(20, "C:\\\\powershell.exe", "powershell.exe -f a.ps1") + Windows("Windows PowerShell", 400, 2, $"\"{field}\":\"{text}\"")).Notes);
        Assert.Equal((NoteKind.EngineStarted, 20L, "5.1 ConsoleHost"), (note.Kind, note.Process!.Pid, note.Detail));
    }

    [Theory]
    [InlineData("Microsoft-Windows-AppLocker/EXE and DLL", 8004, """ "RuleName":"none","TargetProcessId":"20","FullFilePath":"C:\\x\\evil.exe" """, NoteKind.PolicyBlocked, @"C:\x\evil.exe by none")]
    [InlineData("Microsoft-Windows-AppLocker/MSI and Script", 8006, """ "RuleName":"-","TargetProcessId":"20","FilePath":"%OSDRIVE%\\x.ps1" """, NoteKind.PolicyAudited, @"%OSDRIVE%\x.ps1")]
    [InlineData("Microsoft-Windows-CodeIntegrity/Operational", 3077, """ "File Name":"\\Device\\HarddiskVolume2\\x.dll","Process Name":"\\Device\\HarddiskVolume2\\a.exe","PolicyName":"p" """, NoteKind.PolicyBlocked, @"\Device\HarddiskVolume2\x.dll by p")]
    [InlineData("Microsoft-Windows-CodeIntegrity/Operational", 3033, """ "FileNameBuffer":"\\Device\\HarddiskVolume2\\x.dll","ProcessNameBuffer":"\\Device\\HarddiskVolume2\\a.exe" """, NoteKind.PolicyBlocked, @"\Device\HarddiskVolume2\x.dll")]
    [InlineData("Microsoft-Windows-Windows Defender/Operational", 1117, """ "Threat Name":"Trojan:X","Path":"file:_C:\\none","Process Name":"C:\\a.exe","Action Name":"Quarantine" """, NoteKind.MalwareFound, @"Trojan:X file:_C:\none")]
    [InlineData("Microsoft-Windows-Bits-Client/Operational", 16403, """ "processId":"20","jobId":"j","jobTitle":"t","RemoteName":"http://h/x","LocalName":"C:\\x" """, NoteKind.Transfer, @"t http://h/x C:\x")]
    public void Policies_findings_and_transfers_stand_at_their_process(string channel, int id, string fields, NoteKind kind, string detail)
    {
        LineageNote note = Assert.Single(Trees.FromText(Started(20, "C:\\\\a.exe", "a.exe") + Windows(channel, id, 2, fields)).Notes);
        Assert.Equal((kind, 20L, detail), (note.Kind, note.Process?.Pid, note.Detail));
    }

    [Fact]
    public void Security_tells_of_failures_privileges_and_files_over_shares()
    {
        ProcessTree tree = Trees.FromText(
            Windows("Security", 4625, 1, """ "TargetUserName":"ann","TargetDomainName":"D","ProcessId":"0x0","IpAddress":"10.0.0.1","LogonType":"3" """)
            + Windows("Security", 4672, 2, """ "SubjectLogonId":"0x5","PrivilegeList":"SeDebugPrivilege" """)
            + Windows("Security", 4624, 2, """ "TargetUserName":"ann","TargetDomainName":"D","TargetLogonId":"0x5","IpAddress":"10.0.0.1","IpPort":"50001","LogonType":"3" """)
            + Windows("Security", 5145, 3, """ "ShareName":"\\\\*\\C$","ShareLocalPath":"\\??\\C:\\","RelativeTargetName":"x\\e.exe","IpAddress":"10.0.0.1","IpPort":"50001","AccessMask":"0x2" """)
            + Windows("Security", 4688, 4, """ "NewProcessId":"0x30","NewProcessName":"C:\\x\\e.exe","SubjectLogonId":"0x5","ProcessId":"0x20" """));
        LineageProcess process = tree.One("e.exe");
        Assert.Equal([(NoteKind.Privileges, process), (NoteKind.FailedLogons, process)], tree.Notes.Select(note => (note.Kind, note.Process!)));
        Assert.Equal([EdgeKind.File, EdgeKind.RemoteLogon], tree.Edges.Select(edge => edge.Kind).Order());
    }

    [Fact]
    public void WinRM_tells_of_shells_and_the_scheduler_of_ends()
    {
        ProcessTree tree = Trees.FromText(
            Windows("Microsoft-Windows-WinRM/Operational", 91, 1, """ "resourceUri":"http://schemas/cmd" """)
            + Windows("Microsoft-Windows-WinRM/Operational", 169, 1, """ "username":"D\\ann","authenticationMechanism":"Kerberos" """)
            + Started(30, "C:\\\\Windows\\\\System32\\\\wsmprovhost.exe", "wsmprovhost.exe -Embedding", 8, "C:\\\\Windows\\\\System32\\\\svchost.exe")
            + Windows("Microsoft-Windows-TaskScheduler/Operational", 106, 1, """ "TaskName":"\\T" """)
            + Windows("Microsoft-Windows-TaskScheduler/Operational", 201, 3, """ "TaskName":"\\T","ActionName":"C:\\a.exe","ResultCode":"0" """));
        Assert.Equal((EdgeKind.RemoteLogon, "wsmprovhost.exe -Embedding"), (Assert.Single(tree.Edges).Kind, tree.Edges[0].To.CommandLine));
        Assert.Equal(["http://schemas/cmd", @"Kerberos D\ann", "T result 0"], tree.Notes.Select(note => note.Detail));
    }
}
