using Stemma.Lineage;
using static Stemma.Tests.Lineage.Facts;

namespace Stemma.Tests.Lineage;

/// <summary>What events say beside who caused whom, at the process they mean.</summary>
public class NoteTests
{
    private const string Services = @"C:\Windows\System32\services.exe";

    private static LineageNote Note(params IEnumerable<LineageFact> facts)
    {
        ProcessTree tree = Tree(facts);
        tree.Finish();
        return Assert.Single(tree.Notes);
    }

    private static LineageFact Of(LineageFactKind kind, double time, string from = "test") => Fact(kind, time, -1, from: from);

    [Fact]
    public void Failed_logons_stand_at_the_first_process_of_the_session_that_came_after_them()
    {
        LineageNote note = Note(
            Of(LineageFactKind.LogonFailed, 1, "Security 4625") with { User = "ann", Address = "10.0.0.1" }, Of(LineageFactKind.LogonFailed, 2) with { User = "ann", Address = "10.0.0.1" },
            Of(LineageFactKind.Logon, 3) with { User = "ann", Address = "10.0.0.1", LogonId = "0x5", Text = "3" }, Start(4, 20, "a.exe") with { LogonId = "0x5" });
        Assert.Equal((NoteKind.FailedLogons, "a.exe", "2 of ann from 10.0.0.1", "Security 4625"), (note.Kind, note.Process!.Image, note.Detail, note.Evidence.Event));
    }

    [Fact]
    public void Failed_logons_that_no_session_followed_stand_at_the_machine() =>
        Assert.Equal((null, "1 of ann"), Note(Of(LineageFactKind.LogonFailed, 1) with { User = "ann" }) is var note ? (note.Process, note.Detail) : default);

    [Fact]
    public void Privileges_stand_at_the_first_process_of_their_session()
    {
        LineageNote note = Note(
            Of(LineageFactKind.Privileges, 1) with { LogonId = "0x5", Text = "SeDebugPrivilege\r\n\t\t\tSeTcbPrivilege" },
            Start(2, 20, "a.exe") with { LogonId = "0x5" }, Start(3, 21, "b.exe", parent: 20) with { LogonId = "0x5" });
        Assert.Equal((NoteKind.Privileges, "a.exe", "SeDebugPrivilege SeTcbPrivilege"), (note.Kind, note.Process!.Image, note.Detail));
    }

    [Fact]
    public void The_state_of_a_service_stands_at_its_process_and_those_of_others_nowhere()
    {
        LineageNote note = Note(
            Of(LineageFactKind.ServiceCreated, 1) with { Name = "Upd", Text = @"C:\upd.exe" }, Start(2, 20, @"C:\upd.exe", parent: 4, parentImage: Services, command: @"C:\upd.exe"),
            Of(LineageFactKind.ServiceState, 3) with { Name = "Upd", Text = "running" }, Of(LineageFactKind.ServiceState, 3) with { Name = "Windows Update", Text = "stopped" });
        Assert.Equal((NoteKind.ServiceState, @"C:\upd.exe", "Upd running"), (note.Kind, note.Process!.Image, note.Detail));
    }

    [Fact]
    public void The_end_of_a_tasks_action_stands_at_its_process()
    {
        LineageNote note = Note(
            Start(5, 20, @"C:\a.exe"), Of(LineageFactKind.TaskStarted, 5.1) with { Name = @"\T", TargetPid = 20, Text = "a.exe" },
            Of(LineageFactKind.TaskEnded, 9) with { Name = @"\T", Text = "0", Path = @"C:\a.exe" });
        Assert.Equal((NoteKind.TaskEnded, @"C:\a.exe", "T result 0"), (note.Kind, note.Process!.Image, note.Detail));
    }

    [Fact]
    public void The_engine_of_PowerShell_belongs_to_the_running_process_with_its_command()
    {
        ProcessTree tree = Tree(
            Start(1, 20, "powershell.exe", command: @"""powershell.exe"" -File a.ps1"), Start(1, 21, "powershell.exe", command: "powershell.exe -File b.ps1"),
            Of(LineageFactKind.EngineStarted, 2) with { Text = "powershell.exe -File a.ps1", Path = "2.0 ConsoleHost" }, Of(LineageFactKind.EngineStarted, 2.1) with { Text = "powershell.exe -File a.ps1", Path = "2.0 ConsoleHost" });
        LineageNote note = Assert.Single(tree.Notes);
        Assert.Equal((NoteKind.EngineStarted, 20L, "2.0 ConsoleHost"), (note.Kind, note.Process!.Pid, note.Detail));
    }

    [Fact]
    public void The_engine_tells_the_command_line_of_a_process_whose_start_did_not()
    {
        ProcessTree tree = Tree(Start(1, 20, @"C:\x\powershell.exe"), Of(LineageFactKind.EngineStarted, 2) with { Text = "powershell.exe -enc AAAA" });
        Assert.Equal("powershell.exe -enc AAAA", tree.One("powershell.exe").CommandLine);
    }

    [Fact]
    public void A_transfer_belongs_to_who_made_its_job_and_its_file_to_the_same()
    {
        ProcessTree tree = Tree(
            Start(1, 20, "bitsadmin.exe"), Fact(LineageFactKind.Transfer, 2, 20) with { Name = "J", Text = "update" },
            Fact(LineageFactKind.Transfer, 2.5, 20) with { Name = "J", Path = @"C:\x.exe", Address = "http://h/x" },
            Of(LineageFactKind.Transfer, 3) with { Name = "J", Address = "http://h/x", Text = "update" },
            Fact(LineageFactKind.FileWritten, 4, 9, @"C:\Windows\System32\svchost.exe") with { Name = @"C:\x.exe" }, Start(5, 30, @"C:\x.exe"));
        Assert.Equal([@"http://h/x C:\x.exe", "update http://h/x"], tree.Notes.Select(note => note.Detail));
        Assert.All(tree.Notes, note => Assert.Equal(("bitsadmin.exe", NoteKind.Transfer), (note.Process!.Image, note.Kind)));
        Assert.Equal("bitsadmin.exe", Assert.Single(tree.Edges).From!.Image);
    }

    [Theory]
    [InlineData(LineageFactKind.PolicyBlocked, @"%OSDRIVE%\X\EVIL.DLL", 20L, "", NoteKind.PolicyBlocked, "a.exe")]
    [InlineData(LineageFactKind.PolicyAudited, @"\Device\HarddiskVolume3\x\ran.exe", -1L, "", NoteKind.PolicyAudited, @"C:\x\ran.exe")]
    [InlineData(LineageFactKind.PolicyBlocked, @"\Device\HarddiskVolume3\x\evil.dll", -1L, @"\Device\HarddiskVolume3\x\ran.exe", NoteKind.PolicyBlocked, @"C:\x\ran.exe")]
    [InlineData(LineageFactKind.PolicyBlocked, @"C:\x\dropped.exe", -1L, "", NoteKind.PolicyBlocked, "writer.exe")]
    [InlineData(LineageFactKind.PolicyBlocked, @"C:\x\other.exe", 77L, "", NoteKind.PolicyBlocked, null)]
    public void What_a_policy_says_stands_at_the_process_that_is_named_or_runs_loads_or_wrote_the_file(LineageFactKind fact, string path, long pid, string image, NoteKind kind, string? process)
    {
        LineageNote note = Note(
            Start(1, 20, "a.exe"), Start(1, 21, @"C:\x\ran.exe"), Start(1, 22, "writer.exe"), Fact(LineageFactKind.FileWritten, 2, 22) with { Name = @"C:\x\dropped.exe" },
            Of(fact, 3) with { Path = path, TargetPid = pid, TargetImage = image, Name = "rule" });
        Assert.Equal((kind, process, $"{path} by rule"), (note.Kind, note.Process?.Image, note.Detail));
    }

    [Fact]
    public void What_a_policy_lets_run_is_said_only_of_the_program_that_ran() => Assert.Empty(Tree(
        Start(1, 20, @"C:\a.exe"), Of(LineageFactKind.PolicyAllowed, 2) with { Path = @"%OSDRIVE%\LIB.DLL", TargetPid = 20 }).Notes);

    [Theory]
    [InlineData("process:_pid:20,ProcessStart:133000000000000000", "", "a.exe")]
    [InlineData(@"containerfile:_C:\x\none.zip; file:_C:\x\ran.exe", "", @"C:\x\ran.exe")]
    [InlineData(@"file:_C:\x\script.ps1", "", "reader.exe")]
    [InlineData(@"file:_C:\x\dropped.exe", "", "writer.exe")]
    [InlineData(@"file:_C:\x\other", @"C:\x\ran.exe", @"C:\x\ran.exe")]
    [InlineData(@"file:_C:\x\other", "Unknown", null)]
    public void Malware_stands_at_the_process_that_is_it_runs_reads_or_wrote_it(string path, string process, string? image)
    {
        LineageNote note = Note(
            Start(1, 20, "a.exe"), Start(1, 21, @"C:\x\ran.exe"), Start(1, 23, "reader.exe", command: @"reader -f c:\x\SCRIPT.ps1"),
            Start(1, 22, "writer.exe"), Fact(LineageFactKind.FileWritten, 2, 22) with { Name = @"C:\x\dropped.exe" },
            Of(LineageFactKind.MalwareFound, 3) with { Path = path, TargetImage = process, Name = "Trojan" });
        Assert.Equal((NoteKind.MalwareFound, image, $"Trojan {path}"), (note.Kind, note.Process?.Image, note.Detail));
    }

    [Fact]
    public void Two_services_of_one_program_are_each_caused_by_their_own_creator()
    {
        ProcessTree tree = Tree(
            Start(1, 10, "one.exe"), Start(1, 11, "two.exe"),
            Fact(LineageFactKind.ServiceCreated, 2, 10) with { Name = "One", Text = "%COMSPEC% /c one" }, Fact(LineageFactKind.ServiceCreated, 3, 11) with { Name = "Two", Text = "%COMSPEC% /c two" },
            Start(9, 20, @"C:\Windows\System32\cmd.exe", parent: 4, parentImage: Services, command: "cmd.exe /c one"), Start(9, 21, @"C:\Windows\System32\cmd.exe", parent: 4, parentImage: Services, command: "cmd.exe /c two"));
        tree.Finish();
        Assert.Equal(["one.exe>cmd.exe /c one", "two.exe>cmd.exe /c two"], tree.Edges.Select(edge => $"{edge.From!.Image}>{edge.To.CommandLine}"));
    }

    [Fact]
    public void Notes_are_bounded_and_what_is_left_out_is_counted()
    {
        ProcessTree tree = new(new LineageLimits { Notes = 3 });
        for (int i = 0; i < 10; i++) tree.Apply(Of(LineageFactKind.PolicyBlocked, i) with { Path = $"f{i}" });
        Assert.Equal((3, 7L), (tree.Notes.Count, tree.Counts.EvictedNotes));
    }
}
