using Stemma.Lineage;
using static Stemma.Tests.Lineage.Facts;

namespace Stemma.Tests.Lineage;

/// <summary>Who started whom, from events of several sources, with numbers used again, events missing and in the wrong order.</summary>
public class ProcessTreeTests
{
    [Fact]
    public void A_child_hangs_below_the_process_that_had_its_parents_number()
    {
        ProcessTree tree = Tree(Start(1, 10, @"C:\a.exe"), Start(2, 20, @"C:\b.exe", parent: 10));
        Assert.Equal((tree.One("a.exe"), ParentLink.Pid), (tree.One("b.exe").Parent, tree.One("b.exe").Link));
    }

    [Fact]
    public void One_start_told_by_two_sources_is_one_process_with_what_both_know()
    {
        ProcessTree tree = Tree(
            Start(1, 10, @"C:\a.exe", guid: "g1", from: "Sysmon 1") with { Integrity = "High" },
            Start(1.2, 10, @"C:\A.EXE", parent: 4) with { LogonId = "0x3e7" });
        LineageProcess process = Assert.Single(tree.Processes(), process => process.Pid == 10);
        Assert.Equal(("g1", "High", "0x3e7", 4L), (process.Guid, process.Integrity, process.LogonId, process.Parent!.Pid));
        Assert.Equal((1, 1), (tree.Counts.Starts, tree.Counts.Joined));
    }

    [Fact]
    public void A_copy_of_a_log_adds_nothing()
    {
        LineageFact[] facts = [Start(1, 10, @"C:\a.exe"), Start(2, 20, @"C:\b.exe", parent: 10), End(3, 20)];
        Assert.Equal(2, Tree(facts.SelectMany(fact => new[] { fact, fact with { Evidence = fact.Evidence with { Source = "copy" } } })).Processes().Count);
    }

    [Fact]
    public void A_number_used_again_is_another_process()
    {
        ProcessTree tree = Tree(
            Start(1, 10, @"C:\a.exe"), Start(2, 20, @"C:\first.exe", parent: 10), End(3, 10),
            Start(4, 10, @"C:\again.exe"), Start(5, 30, @"C:\second.exe", parent: 10));
        Assert.Equal(tree.One("a.exe"), tree.One("first.exe").Parent);
        Assert.Equal(tree.One("again.exe"), tree.One("second.exe").Parent);
    }

    [Fact]
    public void A_number_used_again_without_a_recorded_end_is_another_process()
    {
        ProcessTree tree = Tree(Start(1, 10, @"C:\a.exe"), Start(100, 10, @"C:\again.exe"), Start(101, 20, @"C:\b.exe", parent: 10));
        Assert.Equal(tree.One("again.exe"), tree.One("b.exe").Parent);
    }

    [Fact]
    public void A_parent_told_of_after_its_child_is_its_parent_all_the_same()
    {
        ProcessTree tree = Tree(Start(2, 20, @"C:\b.exe", parent: 10, parentImage: @"C:\a.exe"), Start(1, 10, @"C:\a.exe"));
        Assert.Equal((tree.One("a.exe"), GhostReason.None), (tree.One("b.exe").Parent, tree.One("a.exe").Ghost));
    }

    [Fact]
    public void A_start_that_comes_late_takes_over_the_children_and_the_end_of_its_time()
    {
        ProcessTree tree = Tree(Start(1, 10, @"C:\old.exe"), Start(6, 20, @"C:\b.exe", parent: 10), End(7, 10), Start(5, 10, @"C:\late.exe"));
        Assert.Equal(tree.One("late.exe"), tree.One("b.exe").Parent);
        Assert.Equal((0, At(7)), (tree.One("old.exe").End, tree.One("late.exe").End));
    }

    [Fact]
    public void A_missing_parent_is_a_ghost_named_by_its_child()
    {
        ProcessTree tree = Tree(Start(5, 20, @"C:\b.exe", parent: 10, parentImage: @"C:\a.exe") with { ParentCommandLine = "a.exe -x" });
        LineageProcess ghost = tree.One("a.exe");
        Assert.Equal((GhostReason.StartNotLogged, "a.exe -x", 10L), (ghost.Ghost, ghost.CommandLine, ghost.Pid));
        Assert.Equal(ghost, tree.One("b.exe").Parent);
    }

    [Fact]
    public void A_ghost_whose_guid_is_older_than_the_logs_started_before_them()
    {
        long seconds = new DateTimeOffset(DateTime.FromFileTimeUtc(At(-3600))).ToUnixTimeSeconds();
        string guid = $"81056205-{seconds & 0xFFFF:x4}-{seconds >> 16:x4}-2304-000000000800";
        ProcessTree tree = Tree(Start(1, 10, @"C:\a.exe"), Start(2, 20, @"C:\b.exe", guid: "g2", parentGuid: guid, parentImage: @"C:\old.exe"));
        Assert.Equal((GhostReason.StartedBeforeLogs, At(-3600)), (tree.One("old.exe").Ghost, tree.One("old.exe").Start));
    }

    [Fact]
    public void A_parent_of_another_name_than_the_child_says_is_not_its_parent()
    {
        ProcessTree tree = Tree(Start(1, 10, @"C:\a.exe"), Start(2, 20, @"C:\b.exe", parent: 10, parentImage: @"C:\other.exe"));
        Assert.Equal(GhostReason.StartNotLogged, tree.One("b.exe").Parent!.Ghost);
    }

    [Fact]
    public void Two_children_of_a_missing_parent_share_its_ghost()
    {
        ProcessTree tree = Tree(Start(5, 20, @"C:\b.exe", parent: 10), Start(6, 30, @"C:\c.exe", parent: 10));
        Assert.Same(tree.One("b.exe").Parent, tree.One("c.exe").Parent);
    }

    [Fact]
    public void A_fork_that_runs_a_program_is_one_process()
    {
        ProcessTree tree = Tree(Start(1, 10, "/bin/bash"), Fact(LineageFactKind.Fork, 2, 10, "/bin/bash") with { TargetPid = 20 }, Start(2.1, 20, "/bin/ls", parent: 10));
        Assert.Equal(2, tree.Processes().Count);
        Assert.Equal(tree.One("bash"), tree.One("ls").Parent);
    }

    [Fact]
    public void A_process_that_runs_another_program_keeps_what_it_was_as_ancestor()
    {
        ProcessTree tree = Tree(Start(1, 10, "/bin/bash"), Start(2, 20, "/usr/bin/env", parent: 10), Start(2.5, 20, "/usr/bin/python3", parent: 10));
        Assert.Equal((tree.One("env"), ParentLink.Exec), (tree.One("python3").Parent, tree.One("python3").Link));
        Assert.Equal(tree.One("bash"), tree.One("env").Parent);
    }

    [Fact]
    public void Long_and_short_names_of_a_machine_are_one_machine_and_addresses_are_not_cut()
    {
        Assert.Single(Tree(Start(1, 10, @"C:\a.exe", host: "WKS-1"), Seen(2, 10, host: "wks-1.corp.example")).Processes());
        Assert.Equal(2, Tree(Start(1, 10, @"C:\a.exe", host: "10.0.0.1"), Start(1, 10, @"C:\a.exe", host: "10.0.0.2")).Processes().Count);
    }

    [Fact]
    public void Somebody_said_to_be_their_own_ancestor_is_not()
    {
        ProcessTree tree = Tree(
            Start(1, 1, @"C:\a.exe", guid: "a", parentGuid: "c"), Start(2, 2, @"C:\b.exe", guid: "b", parentGuid: "a"),
            Start(3, 3, @"C:\c.exe", guid: "c", parentGuid: "b"), Start(4, 4, @"C:\d.exe", guid: "d", parentGuid: "d"));
        foreach (LineageProcess process in tree.Processes())
        {
            int depth = 0;
            for (LineageProcess? at = process; at is not null; at = at.Parent) Assert.True(++depth < 10);
        }
    }

    [Fact]
    public void Memory_is_bounded_and_ancestors_outlive_their_descendants()
    {
        ProcessTree tree = new(new LineageLimits { Processes = 1000 });
        tree.Apply(Start(0, 1, @"C:\root.exe"));
        for (int i = 1; i <= 20_000; i++) tree.Apply(Start(i, 100 + i, @"C:\x.exe", parent: 1));
        Assert.InRange(tree.Processes().Count, 500, 1000);
        Assert.Equal(20_001, tree.Processes().Count + tree.Counts.EvictedProcesses);
        Assert.All(tree.Processes().Where(process => process.Pid != 1), process => Assert.Equal(tree.One("root.exe"), process.Parent));
    }

    [Fact]
    public void A_chain_deeper_than_the_memory_is_cut_and_not_kept_whole()
    {
        ProcessTree tree = new(new LineageLimits { Processes = 1000 });
        for (int i = 1; i <= 5_000; i++) tree.Apply(Start(i, i, @"C:\x.exe", parent: i - 1));
        Assert.InRange(tree.Processes().Count, 500, 1000);
    }
}
