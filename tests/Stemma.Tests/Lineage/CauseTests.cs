using Stemma.Lineage;
using static Stemma.Tests.Lineage.Facts;

namespace Stemma.Tests.Lineage;

/// <summary>Causes that are not parent and child, each with the event that shows it.</summary>
public class CauseTests
{
    private const string Services = @"C:\Windows\System32\services.exe", Svchost = @"C:\Windows\System32\svchost.exe";

    private static LineageEdge Edge(params IEnumerable<LineageFact> facts)
    {
        ProcessTree tree = Tree(facts);
        tree.Finish();
        return Assert.Single(tree.Edges);
    }

    private static (string? From, string To) Ends(LineageEdge edge) => (edge.From?.Image, edge.To.Image);

    [Theory]
    [InlineData("sc create Upd binPath= C:\\upd.exe", "SRV")]
    [InlineData("sc \\\\SRV create Upd binPath= C:\\upd.exe", "WKS")]
    public void A_service_is_caused_by_who_created_it_here_or_from_another_machine(string command, string host)
    {
        LineageEdge edge = Edge(
            Start(1, 10, "sc.exe", command: command, host: host),
            Fact(LineageFactKind.ServiceCreated, 2, -1, host: "SRV", from: "System 7045") with { Name = "Upd", Text = @"""C:\upd.exe"" -k" },
            Start(30, 20, @"C:\upd.exe", parent: 4, parentImage: Services, command: @"C:\upd.exe -k", host: "SRV"));
        Assert.Equal((EdgeKind.Service, "Upd", "System 7045"), (edge.Kind, edge.Detail, edge.Evidence.Event));
        Assert.Equal(("sc.exe", @"C:\upd.exe"), Ends(edge));
    }

    [Fact]
    public void A_service_whose_creator_is_not_logged_still_has_its_creation_as_evidence()
    {
        LineageEdge edge = Edge(
            Fact(LineageFactKind.ServiceCreated, 2, -1) with { Name = "Upd", Text = "%COMSPEC% /c echo x" },
            Start(30, 20, @"C:\Windows\System32\cmd.exe", parent: 4, parentImage: Services, command: @"C:\Windows\system32\cmd.exe /c echo x"));
        Assert.Equal((EdgeKind.Service, null), (edge.Kind, edge.From));
    }

    [Fact]
    public void Another_program_of_the_service_manager_is_not_the_service()
    {
        ProcessTree tree = Tree(
            Fact(LineageFactKind.ServiceCreated, 2, -1) with { Name = "Upd", Text = "cmd.exe /c evil" },
            Start(30, 20, @"C:\Windows\System32\cmd.exe", parent: 4, parentImage: Services, command: "cmd.exe /c good"));
        tree.Finish();
        Assert.Empty(tree.Edges);
    }

    [Fact]
    public void A_task_is_caused_by_who_registered_it()
    {
        LineageEdge edge = Edge(
            Start(1, 10, "schtasks.exe", command: "schtasks /create /tn Sync /tr x"),
            Fact(LineageFactKind.TaskRegistered, 2, -1) with { Name = @"\Sync", Text = "<Task><Exec><Command>powershell.exe</Command><Arguments>-f a.ps1 &amp;</Arguments></Exec></Task>" },
            Start(60, 20, @"C:\powershell.exe", parent: 7, parentImage: Svchost, command: "powershell.exe -f a.ps1 &"));
        Assert.Equal((EdgeKind.Task, "Sync"), (edge.Kind, edge.Detail));
        Assert.Equal(("schtasks.exe", @"C:\powershell.exe"), Ends(edge));
    }

    [Fact]
    public void The_scheduler_names_the_process_of_a_task_by_its_number()
    {
        LineageEdge edge = Edge(
            Start(5, 20, @"C:\a.exe", parent: 7, parentImage: Svchost),
            Fact(LineageFactKind.TaskStarted, 5.1, -1) with { Name = @"\T", TargetPid = 20, Text = "a.exe" });
        Assert.Equal((EdgeKind.Task, "T", null), (edge.Kind, edge.Detail, edge.From));
    }

    [Fact]
    public void A_process_asked_for_through_WMI_on_another_machine_with_a_slow_clock_is_caused_by_who_asked()
    {
        LineageEdge edge = Edge(
            Start(100, 20, @"C:\Windows\System32\cmd.exe", parent: 4, parentImage: @"C:\Windows\System32\wbem\WmiPrvSE.exe", command: "cmd.exe /c x", host: "SRV"),
            Start(130, 10, "wmic.exe", command: "wmic /node:SRV process call create \"cmd.exe /c x\""));
        Assert.Equal((EdgeKind.Wmi, "A", "SRV"), (edge.Kind, edge.From!.Host, edge.To.Host));
    }

    [Theory]
    [InlineData(@"C:\x\drop.exe", @"C:\x\drop.exe")]
    [InlineData(@"C:\Windows\rundll32.exe", @"rundll32.exe c:\X\drop.exe,Start")]
    [InlineData(@"C:\Windows\wscript.exe", @"wscript ""C:\x\drop.exe"" //b")]
    public void A_file_that_is_run_or_named_is_caused_by_who_wrote_it(string image, string command)
    {
        LineageEdge edge = Edge(
            Start(1, 10, "writer.exe"), Fact(LineageFactKind.FileWritten, 2, 10) with { Name = @"C:\x\drop.exe" }, Start(3, 20, image, command: command));
        Assert.Equal((EdgeKind.File, @"C:\x\drop.exe", "writer.exe"), (edge.Kind, edge.Detail, edge.From!.Image));
    }

    [Fact]
    public void A_library_that_is_loaded_is_caused_by_who_wrote_it()
    {
        LineageEdge edge = Edge(
            Start(1, 10, "writer.exe"), Start(1, 20, "host.exe"), Fact(LineageFactKind.FileWritten, 2, 10) with { Name = @"C:\x.dll" },
            Fact(LineageFactKind.ImageLoaded, 3, 20) with { Name = @"C:\X.dll" });
        Assert.Equal(("writer.exe", "host.exe"), Ends(edge));
    }

    [Fact]
    public void A_thread_from_outside_is_an_injection()
    {
        LineageEdge edge = Edge(Start(1, 10, "a.exe"), Start(1, 20, "b.exe"), Fact(LineageFactKind.RemoteThread, 2, 10) with { TargetPid = 20 });
        Assert.Equal((EdgeKind.Injection, "a.exe", "b.exe"), (edge.Kind, edge.From!.Image, edge.To.Image));
    }

    [Theory]
    [InlineData(0x1000u, 0)]
    [InlineData(0x10u, 0)]
    [InlineData(0x1fffffu, 1)]
    [InlineData(0x28u, 1)]
    public void Only_the_right_to_write_makes_an_access_an_edge(uint access, int edges) =>
        Assert.Equal(edges, Tree(Start(1, 10, "a.exe"), Start(1, 20, "b.exe"), Fact(LineageFactKind.Accessed, 2, 10) with { TargetPid = 20, Access = access }).Edges.Count);

    [Fact]
    public void Who_starts_a_process_and_opens_it_does_not_take_hold_of_it() =>
        Assert.Empty(Tree(Start(1, 10, "a.exe"), Start(2, 20, "b.exe", parent: 10), Fact(LineageFactKind.Accessed, 2.1, 10) with { TargetPid = 20, Access = 0x1fffff }).Edges);

    [Fact]
    public void A_session_from_another_machine_is_caused_by_the_process_that_connected()
    {
        LineageEdge edge = Edge(
            Start(1, 10, "client.exe"), Fact(LineageFactKind.Connected, 2, 10) with { OwnAddress = "10.0.0.1", OwnPort = 50_777, Address = "10.0.0.2", Port = 445 },
            Fact(LineageFactKind.Logon, 2.5, -1, host: "B", from: "Security 4624") with { LogonId = "0x5", Text = "3", Address = "10.0.0.1", Port = 50_777 },
            Start(3, 20, "shell.exe", host: "B") with { LogonId = "0x5" }, Start(4, 30, "child.exe", parent: 20, host: "B") with { LogonId = "0x5" });
        Assert.Equal((EdgeKind.RemoteLogon, "10.0.0.1", "Security 4624"), (edge.Kind, edge.Detail, edge.Evidence.Event));
        Assert.Equal(("client.exe", "shell.exe"), Ends(edge));
    }

    [Fact]
    public void A_session_is_caused_by_who_used_other_credentials_for_the_machine()
    {
        LineageEdge edge = Edge(
            Start(1, 10, "runas.exe"), Fact(LineageFactKind.LogonElsewhere, 2, 10) with { Name = "B.corp.example" },
            Fact(LineageFactKind.Logon, 2.5, -1, host: "B") with { LogonId = "0x5", Text = "10", Address = "10.0.0.1" }, Start(3, 20, "shell.exe", host: "B") with { LogonId = "0x5" });
        Assert.Equal(("runas.exe", "shell.exe"), Ends(edge));
    }

    [Fact]
    public void Edges_are_bounded_and_what_is_left_out_is_counted()
    {
        ProcessTree tree = new(new LineageLimits { Edges = 10 });
        tree.Apply(Start(1, 1, "a.exe"));
        for (int i = 2; i < 40; i++) tree.Apply(Fact(LineageFactKind.RemoteThread, 2, 1) with { TargetPid = i });
        Assert.Equal((10, 28), (tree.Edges.Count, tree.Counts.EvictedEdges));
    }
}
