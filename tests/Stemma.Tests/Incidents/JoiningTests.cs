using System.Text;
using Stemma.Incidents;
using Stemma.Reports;
using static Stemma.Tests.Support.Investigations;

namespace Stemma.Tests.Incidents;

/// <summary>What belongs to one incident, and what does not.</summary>
public class JoiningTests
{
    private const string Explorer = @"C:\Windows\explorer.exe", Services = @"C:\Windows\System32\services.exe", Svchost = @"C:\Windows\System32\svchost.exe";

    [Fact]
    public void What_a_detected_process_started_belongs_to_its_incident_and_who_started_everything_does_not()
    {
        Incident incident = Assert.Single(Of([OnCommand("evil")],
        [
            Start(1, 10, @"C:\a.exe", 2, Explorer, "a evil"), Start(2, 11, @"C:\b.exe", 10, @"C:\a.exe"), Start(3, 12, @"C:\c.exe", 11, @"C:\b.exe"),
            Start(4, 13, @"C:\notepad.exe", 2, Explorer),
        ]).Incidents);
        Assert.Equal([(10L, ProcessRole.Root), (11L, ProcessRole.Descendant), (12L, ProcessRole.Descendant)], incident.Processes.Select(one => (one.Process.Pid, one.Role)));
        Assert.True(incident.Processes[0].IsParentOrdinary);
        Assert.Equal(2, incident.Root.StartedBy?.Pid);
    }

    [Fact]
    public void Two_things_that_only_the_desktop_started_are_two_incidents() =>
        Assert.Equal(2, Of([OnCommand("evil"), OnCommand("wicked")], [Start(1, 10, @"C:\a.exe", 2, Explorer, "a evil"), Start(2, 11, @"C:\b.exe", 2, Explorer, "b wicked")]).Incidents.Count);

    [Fact]
    public void A_program_named_like_the_desktop_elsewhere_is_no_desktop() =>
        Assert.Single(Of([OnCommand("evil"), OnCommand("wicked")], [Start(1, 10, @"C:\a.exe", 2, @"C:\Temp\explorer.exe", "a evil"), Start(2, 11, @"C:\b.exe", 2, @"C:\Temp\explorer.exe", "b wicked")]).Incidents);

    [Fact]
    public void Detections_below_one_shell_are_one_incident_with_the_way_between_them()
    {
        Incident incident = Assert.Single(Of([OnCommand("evil"), OnCommand("wicked")],
        [
            Start(1, 5, @"C:\Windows\System32\cmd.exe", 2, Explorer), Start(2, 10, @"C:\a.exe", 5, @"C:\Windows\System32\cmd.exe", "a evil"),
            Start(3, 11, @"C:\b.exe", 5, @"C:\Windows\System32\cmd.exe"), Start(4, 12, @"C:\c.exe", 11, @"C:\b.exe", "c wicked"),
        ]).Incidents);
        Assert.Equal([(5L, ProcessRole.Root), (10L, ProcessRole.Detected), (11L, ProcessRole.Ancestor), (12L, ProcessRole.Detected)], incident.Processes.Select(one => (one.Process.Pid, one.Role)));
    }

    [Fact]
    public void Of_a_shell_in_which_much_else_was_done_only_what_was_found_counts()
    {
        string[] ordinary = [.. Enumerable.Range(20, 20).Select(pid => Start(pid, pid, $@"C:\t{pid}.exe", 5, @"C:\Windows\System32\cmd.exe"))];
        Incident incident = Assert.Single(Of([OnCommand("evil"), OnCommand("wicked")],
        [
            Start(1, 5, @"C:\Windows\System32\cmd.exe", 2, Explorer), .. ordinary,
            Start(50, 10, @"C:\a.exe", 5, @"C:\Windows\System32\cmd.exe", "a evil"), Start(60, 11, @"C:\b.exe", 5, @"C:\Windows\System32\cmd.exe", "b wicked"),
        ]).Incidents);
        Assert.Equal([10L, 11L], incident.Processes.Select(one => one.Process.Pid));
    }

    [Fact]
    public void What_one_program_started_in_sessions_of_two_users_is_two_incidents()
    {
        string In(string session, string line) => line.Replace("\"ProcessId\"", $"\"LogonId\":\"{session}\",\"ProcessId\"", StringComparison.Ordinal);
        Assert.Equal(2, Of([OnCommand("evil")],
        [
            In("0x10", Start(1, 10, @"C:\a.exe", 5, @"C:\agent.exe", "a evil one")), In("0x20", Start(2, 11, @"C:\b.exe", 5, @"C:\agent.exe", "b evil two")),
        ]).Incidents.Count);
    }

    [Fact]
    public void A_number_that_was_given_again_does_not_join()
    {
        Investigation found = Of([OnCommand("evil"), OnCommand("wicked")],
        [
            Start(1, 10, @"C:\a.exe", 2, Explorer, "a evil"), Event(2, "Microsoft-Windows-Sysmon/Operational", 5, """ "ProcessId":"10","Image":"C:\\a.exe" """),
            Start(100, 10, @"C:\good.exe", 2, Explorer), Start(101, 11, @"C:\b.exe", 10, @"C:\good.exe", "b wicked"),
        ]);
        Assert.Equal(2, found.Incidents.Count);
        Assert.Contains(found.Incidents, incident => incident.Processes.Select(one => one.Process.Pid).SequenceEqual([10L]) && incident.Root.Process!.Image == @"C:\a.exe");
    }

    [Theory]
    [InlineData("low", 0)]
    [InlineData("informational", 0)]
    [InlineData("medium", 1)]
    public void Low_levels_alone_make_no_incident(string level, int incidents)
    {
        Investigation found = Of([OnCommand("evil", level)], [Start(1, 10, @"C:\a.exe", 2, Explorer, "a evil")]);
        Assert.Equal((incidents, 1 - incidents), (found.Incidents.Count, (int)found.Unjoined));
    }

    [Fact]
    public void Low_levels_join_an_incident_that_is_there()
    {
        Incident incident = Assert.Single(Of([OnCommand("evil"), OnCommand("whoami", "low")],
            [Start(1, 10, @"C:\a.exe", 2, Explorer, "a evil"), Start(2, 11, @"C:\whoami.exe", 10, @"C:\a.exe", "whoami")]).Incidents);
        Assert.Equal(2, incident.Detections.Count);
    }

    [Fact]
    public void A_service_that_a_process_made_carries_the_incident_to_another_machine()
    {
        Incident incident = Assert.Single(Of([OnCommand("upd")],
        [
            Start(1, 10, @"C:\Windows\System32\sc.exe", 2, Explorer, @"sc \\SRV2 create Updater binPath= C:\upd.exe", "WKS1"),
            Event(5, "System", 7045, """ "ServiceName":"Updater","ImagePath":"C:\\upd.exe" """, "SRV2", "Service Control Manager"),
            Start(6, 20, @"C:\upd.exe", 3, Services, @"C:\upd.exe", "SRV2"), Start(7, 21, @"C:\x.exe", 20, @"C:\upd.exe", host: "SRV2"), Start(7, 22, @"C:\y.exe", 3, Services, host: "SRV2"),
        ]).Incidents);
        Assert.Equal(["SRV2", "WKS1"], incident.Hosts);
        Assert.Equal(["20", "21", "10"], incident.Processes.Select(one => $"{one.Process.Pid}"));
        Assert.Equal(Stemma.Lineage.EdgeKind.Service, incident.Processes[0].Edge?.Kind);
    }

    [Fact]
    public void Into_a_part_of_the_system_that_was_injected_the_incident_goes_on_but_only_with_what_was_found_after()
    {
        Incident incident = Assert.Single(Of([OnCommand("evil")],
        [
            Start(1, 10, @"C:\evil.exe", 2, Explorer, "evil"), Start(2, 30, @"C:\Windows\System32\taskhostw.exe", 7, Svchost),
            Event(5, "Microsoft-Windows-Sysmon/Operational", 8, """ "SourceProcessId":"10","SourceImage":"C:\\evil.exe","TargetProcessId":"7","TargetImage":"C:\\Windows\\System32\\svchost.exe" """),
            Start(6, 31, @"C:\Windows\System32\taskhostw.exe", 7, Svchost), Start(7, 32, @"C:\d.exe", 7, Svchost, "d evil"),
        ]).Incidents);
        Assert.Equal([7L, 10L, 32L], incident.Processes.Select(one => one.Process.Pid).Order());
    }

    [Fact]
    public void The_same_script_on_500_machines_is_one_line()
    {
        IEnumerable<string> lines = Enumerable.Range(1, 500).Select(host =>
            Start(host, 10 + host, @"C:\Windows\System32\cmd.exe", 2, Svchost, $@"cmd /c C:\admin\evil-{host}.cmd HOST{host}", $"HOST{host}"));
        Incident incident = Assert.Single(Of([OnCommand("evil")], lines).Incidents);
        Assert.Equal((499, 500, 500), (incident.Repeats.Count, incident.Hosts.Count, incident.Processes.Count));
        Assert.Contains(incident.Terms, term => term is { Name: "repeats", Points: < 0 });
    }

    [Fact]
    public void Without_processes_machine_and_time_make_an_incident()
    {
        var rule = Support.Scans.Rule("s: {ServiceName|contains: evil}\ncondition: s", "{product: windows, service: system}").WithLevel(Sigma.SigmaLevel.High);
        string At(double second, string name, string host = "A") => Event(second, "System", 7045, $" \"ServiceName\":\"evil{name}\",\"ImagePath\":\"C:\\\\{name}.exe\" ", host, "Service Control Manager");
        Investigation found = Of([rule], [At(1, "one"), At(100, "two"), At(5000, "three"), At(2, "four", "B")]);
        Assert.Equal([1, 1, 2], found.Incidents.Select(incident => incident.Detections.Count).Order());
        Assert.All(found.Incidents, incident => Assert.Equal(InitialVector.Unknown, incident.Root.Vector));
    }

    [Fact]
    public void The_order_of_the_log_and_the_number_of_threads_change_nothing()
    {
        string[] lines = [.. Enumerable.Range(0, 60).Select(i => Start(i, 10 + i, $@"C:\p{i}.exe", 10 + (i / 2), $@"C:\p{i / 2}.exe", i % 7 == 0 ? "evil" : "good", $"H{i % 2}"))];
        string Written(IEnumerable<string> log, int threads)
        {
            using MemoryStream output = new();
            InvestigationJson.Write(Of([OnCommand("evil")], log, threads: threads) with { }, output);
            return System.Text.RegularExpressions.Regex.Replace(Encoding.UTF8.GetString(output.ToArray()), "\"source\":\"[^\"]*\",\"position\":[0-9]*", "");
        }

        string expected = Written(lines, 1);
        Assert.Equal(expected, Written(lines, 4));
        Assert.Equal(expected, Written(lines.Reverse(), 4));
    }

    [Fact]
    public void What_is_beyond_the_limit_is_let_go_and_counted()
    {
        string[] lines = [Start(1, 10, @"C:\a.exe", 2, Explorer, "a evil"), .. Enumerable.Range(20, 50).Select(pid => Start(pid, pid, @"C:\b.exe", 10, @"C:\a.exe"))];
        Incident incident = Assert.Single(Of([OnCommand("evil")], lines, limits: new InvestigationLimits { Processes = 10 }).Incidents);
        Assert.Equal((10, 41), (incident.Processes.Count, incident.LetGo));
    }
}
