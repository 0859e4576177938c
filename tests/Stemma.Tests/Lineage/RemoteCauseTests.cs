using Stemma.Lineage;
using static Stemma.Tests.Lineage.Facts;

namespace Stemma.Tests.Lineage;

/// <summary>What came from another machine: objects, sessions, files over shares, services asked for through pipes.</summary>
public class RemoteCauseTests
{
    private const string Svchost = @"C:\Windows\System32\svchost.exe", Launcher = @"C:\Windows\system32\svchost.exe -k DcomLaunch -p";
    private const string Mmc = @"C:\Windows\System32\mmc.exe";

    private static ProcessTree Finished(params IEnumerable<LineageFact> facts)
    {
        ProcessTree tree = Tree(facts);
        tree.Finish();
        return tree;
    }

    private static LineageFact Connection(double time, long pid, string from, int fromPort, string to, int toPort, string host = "A") =>
        Fact(LineageFactKind.Connected, time, pid, host: host, from: "Sysmon 3") with { OwnAddress = from, OwnPort = fromPort, Address = to, Port = toPort };

    private static LineageFact Object(double time, long pid, string image = Mmc, string command = "mmc.exe -Embedding", string session = "0x7a") =>
        Start(time, pid, image, parent: 8, parentImage: Svchost, host: "B", command: command) with { ParentCommandLine = Launcher, LogonId = session };

    [Fact]
    public void An_object_that_was_connected_to_is_caused_by_who_connected()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(1, 10, "powershell.exe"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 49_700), Object(3, 20),
            Fact(LineageFactKind.Accepted, 4, 20, host: "B", from: "Sysmon 3") with { Address = "10.0.0.1", Port = 50_001, OwnAddress = "10.0.0.2", OwnPort = 49_700 }).Edges);
        Assert.Equal((EdgeKind.Com, "powershell.exe", Mmc, "Sysmon 3"), (edge.Kind, edge.From!.Image, edge.To.Image, edge.Evidence.Event));
    }

    [Fact]
    public void Which_end_of_an_accepted_connection_is_meant_does_not_matter()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(1, 10, "powershell.exe"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 49_700), Object(3, 20),
            Fact(LineageFactKind.Accepted, 4, 20, host: "B") with { Address = "10.0.0.2", Port = 49_700, OwnAddress = "10.0.0.1", OwnPort = 50_001 }).Edges);
        Assert.Equal("powershell.exe", edge.From!.Image);
    }

    [Theory]
    [InlineData(@"C:\Windows\System32\dllhost.exe", "dllhost.exe /Processid:{00000000-0000-0000-0000-000000000000}")]
    [InlineData(@"C:\Office\EXCEL.EXE", @"""C:\Office\EXCEL.EXE"" /automation -Embedding")]
    public void An_object_in_a_session_from_elsewhere_is_caused_by_who_logged_on(string image, string command)
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(1, 10, "python.exe"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 135),
            Fact(LineageFactKind.Logon, 2.5, -1, host: "B", from: "Security 4624") with { LogonId = "0x7a", Text = "3", Address = "10.0.0.1", Port = 50_001 }, Object(3, 20, image, command)).Edges);
        Assert.Equal((EdgeKind.Com, "python.exe", "10.0.0.1", "Security 4624"), (edge.Kind, edge.From!.Image, edge.Detail, edge.Evidence.Event));
    }

    [Fact]
    public void An_object_in_a_new_session_is_caused_by_who_asked_for_the_endpoint_just_before()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(0, 30, "b.exe", host: "B"), Connection(0.5, 30, "10.0.0.2", 50_000, "10.0.0.9", 443, host: "B"),
            Start(1, 10, "python.exe"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 135), Object(3, 20)).Edges);
        Assert.Equal((EdgeKind.Com, "python.exe"), (edge.Kind, edge.From!.Image));
    }

    [Fact]
    public void An_object_that_the_machine_itself_asks_for_has_no_other_cause() => Assert.Empty(Finished(
        Start(0, 30, "explorer.exe", host: "B") with { LogonId = "0x7a" }, Connection(0.5, 30, "10.0.0.2", 50_000, "10.0.0.9", 443, host: "B"),
        Start(1, 10, "python.exe"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 135), Object(3, 20)).Edges);

    [Fact]
    public void A_child_of_a_shell_that_was_just_connected_to_is_caused_by_who_connected()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(0, 30, @"C:\Windows\explorer.exe", host: "B"), Start(1, 10, "powershell.exe"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 49_158),
            Start(3, 40, "cmd.exe", parent: 30, parentImage: @"C:\Windows\explorer.exe", host: "B"), Start(60, 41, "notepad.exe", parent: 30, parentImage: @"C:\Windows\explorer.exe", host: "B"),
            Fact(LineageFactKind.Accepted, 4, 30, host: "B") with { Address = "10.0.0.1", Port = 50_001, OwnAddress = "10.0.0.2", OwnPort = 49_158 }).Edges);
        Assert.Equal((EdgeKind.Com, "powershell.exe", "cmd.exe"), (edge.Kind, edge.From!.Image, edge.To.Image));
    }

    [Fact]
    public void A_file_written_over_a_share_is_caused_by_who_is_behind_the_connection()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(1, 10, "python.exe"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 445),
            Fact(LineageFactKind.ShareAccess, 3, -1, host: "B", from: "Security 5145") with { Address = "::ffff:10.0.0.1", Port = 50_001, Text = @"\??\C:\Windows", Path = @"Temp\x.exe", Access = 0x13019f },
            Fact(LineageFactKind.FileWritten, 3.1, 4, "System", host: "B", from: "Sysmon 11") with { Name = @"C:\Windows\Temp\x.exe" },
            Start(9, 20, @"C:\Windows\Temp\x.exe", host: "B")).Edges);
        Assert.Equal((EdgeKind.File, "python.exe", @"C:\Windows\Temp\x.exe", "Security 5145"), (edge.Kind, edge.From!.Image, edge.Detail, edge.Evidence.Event));
    }

    [Fact]
    public void A_file_that_was_only_read_over_a_share_has_no_writer() => Assert.Empty(Finished(
        Fact(LineageFactKind.ShareAccess, 3, -1, host: "B") with { Address = "10.0.0.1", Port = 1, Text = @"\\*\C$", Path = "x.exe", Access = 0x120089 }, Start(9, 20, @"C:\x.exe", host: "B")).Edges);

    [Fact]
    public void A_service_that_nobody_here_created_is_caused_by_who_has_the_managers_pipe_open()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(1, 10, "python.exe"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 445),
            Fact(LineageFactKind.ShareAccess, 3, -1, host: "B") with { Address = "10.0.0.1", Port = 50_001, Text = @"\\*\IPC$", Path = "svcctl", Access = 0x12019f },
            Fact(LineageFactKind.ServiceCreated, 4, -1, host: "B", from: "System 7045") with { Name = "Upd", Text = @"C:\upd.exe" },
            Start(5, 20, @"C:\upd.exe", parent: 4, parentImage: @"C:\Windows\System32\services.exe", host: "B", command: @"C:\upd.exe")).Edges);
        Assert.Equal((EdgeKind.Service, "python.exe"), (edge.Kind, edge.From!.Image));
    }

    [Fact]
    public void A_shell_over_WinRM_is_caused_by_who_asked_for_a_session_on_the_machine()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(1, 10, "powershell.exe"), Fact(LineageFactKind.RemoteCall, 2, 10) with { Name = "http://B.corp.example:5985/wsman" },
            Fact(LineageFactKind.RemoteShell, 3, -1, host: "B", from: "Microsoft-Windows-WinRM/Operational 91") with { Text = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell" },
            Start(4, 20, @"C:\Windows\System32\wsmprovhost.exe", parent: 8, parentImage: Svchost, host: "B", command: "wsmprovhost.exe -Embedding")).Edges);
        Assert.Equal((EdgeKind.RemoteLogon, "powershell.exe", "B"), (edge.Kind, edge.From!.Image, edge.To.Host));
    }

    [Fact]
    public void A_session_over_SSH_is_caused_by_the_client_whose_port_the_daemon_names()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(1, 10, "/usr/bin/ssh"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 22),
            Fact(LineageFactKind.Logon, 3, 700, "/usr/sbin/sshd", host: "B", from: "auditd") with { LogonId = "0x5", Text = "sshd", Address = "10.0.0.1", User = "ann" },
            Fact(LineageFactKind.Logon, 3.1, 700, "sshd", host: "B", from: "syslog") with { Text = "sshd", Address = "10.0.0.1", Port = 50_001, User = "ann" },
            Start(4, 720, "/bin/bash", parent: 700, parentImage: "/usr/sbin/sshd", host: "B") with { LogonId = "0x5" },
            Start(5, 721, "/usr/bin/id", parent: 720, parentImage: "/bin/bash", host: "B") with { LogonId = "0x5" }).Edges);
        Assert.Equal((EdgeKind.RemoteLogon, "/usr/bin/ssh", "/bin/bash", "10.0.0.1"), (edge.Kind, edge.From!.Image, edge.To.Image, edge.Detail));
    }

    [Fact]
    public void A_session_is_caused_by_the_connection_to_its_machine_when_no_port_is_named_but_the_address_is_known()
    {
        LineageEdge edge = Assert.Single(Finished(
            Start(0, 30, "b", host: "B"), Connection(0.5, 30, "10.0.0.2", 50_000, "10.0.0.9", 443, host: "B"),
            Start(1, 10, "/usr/bin/ssh"), Connection(2, 10, "10.0.0.1", 50_001, "10.0.0.2", 22),
            Fact(LineageFactKind.Logon, 3, -1, host: "B") with { LogonId = "0x5", Text = "sshd", Address = "10.0.0.1" }, Start(4, 720, "/bin/bash", host: "B") with { LogonId = "0x5" }).Edges);
        Assert.Equal("/usr/bin/ssh", edge.From!.Image);
    }

    [Fact]
    public void A_machine_with_another_address_is_not_behind_a_session() => Assert.Null(Assert.Single(Finished(
        Start(0, 30, "b", host: "B"), Connection(0.5, 30, "10.0.0.2", 50_000, "10.0.0.9", 443, host: "B"),
        Start(0, 40, "c", host: "C"), Connection(0.5, 40, "10.0.0.3", 50_000, "10.0.0.9", 443, host: "C"),
        Start(1, 10, "/usr/bin/ssh"), Connection(2, 10, "", -1, "10.0.0.2", 22),
        Fact(LineageFactKind.Logon, 3, -1, host: "B") with { LogonId = "0x5", Text = "sshd", Address = "10.0.0.3" }, Start(4, 720, "/bin/bash", host: "B") with { LogonId = "0x5" }).Edges).From);

    [Theory]
    [InlineData(-90, true)]
    [InlineData(90, true)]
    [InlineData(-7_200, true)]
    [InlineData(7_200, false)]
    public void Clocks_may_differ_by_the_allowance_and_a_clients_that_is_slow_by_more(double clock, bool isFound)
    {
        LineageFact[] facts =
        [
            Start(10_000 + clock, 10, "client.exe"), Connection(10_001 + clock, 10, "10.0.0.1", 50_001, "10.0.0.2", 445),
            Fact(LineageFactKind.Logon, 10_002, -1, host: "B") with { LogonId = "0x5", Text = "3", Address = "10.0.0.1", Port = 50_001 }, Start(10_003, 20, "shell.exe", host: "B") with { LogonId = "0x5" },
        ];
        Assert.Equal(isFound ? "client.exe" : null, Assert.Single(Finished(facts.OrderBy(fact => fact.Time)).Edges).From?.Image);
    }
}
