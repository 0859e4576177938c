using CsCheck;
using Stemma.Lineage;

namespace Stemma.Tests.Lineage;

/// <summary>Random histories of processes, told with numbers used again, late and with losses, against the truth that made them.</summary>
public class RandomHistoryTests
{
    private const int Pids = 12;
    private const double Step = 10;

    // A process of the truth; its image is its own, so that the tree's processes can be told apart.
    private sealed record Truth(int Id, int Host, long Pid, double Start, Truth? Parent)
    {
        public double End { get; set; }

        public string Image => $@"C:\p{Id}.exe";

        public string Guid => $"g{Id}";

        public string HostName => $"host{Host}";
    }

    private sealed record History(List<Truth> Processes, Random Dice);

    private static readonly Gen<History> Histories = Gen.Int.Select(Gen.Int[5, 120], (seed, steps) => Make(seed, steps));

    [Fact]
    public void Told_whole_and_in_order_every_parent_and_end_is_the_truth() => Histories.Sample(history =>
    {
        ProcessTree tree = Facts.Tree(Tell(history, guids: false));
        Check(history, tree, _ => true);
        Assert.Equal(history.Processes.Count, tree.Processes().Count);
        Assert.All(history.Processes, truth => Assert.Equal(truth.End > 0 ? Facts.At(truth.End) : 0, tree.One(truth.Image).End));
    }, iter: 300);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Told_out_of_order_every_parent_is_the_truth(bool guids) => Histories.Sample(history =>
    {
        // Within a bound: each fact comes at most three steps late, so that several starts and ends of one number change places.
        IEnumerable<LineageFact> late = Tell(history, guids).Select(fact => (fact, Comes: fact.Time + (long)(history.Dice.NextDouble() * 3 * Step * TimeSpan.TicksPerSecond)))
            .OrderBy(pair => pair.Comes).Select(pair => pair.fact).ToArray();
        ProcessTree tree = Facts.Tree(late);
        Check(history, tree, _ => true);
        Assert.Equal(history.Processes.Count, tree.Processes().Count);
    }, iter: 300);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Told_with_losses_a_parent_is_the_truth_or_a_ghost_and_never_another_process(bool guids) => Histories.Sample(history =>
    {
        LineageFact[] kept = [.. Tell(history, guids).Where(_ => history.Dice.Next(5) > 0)];
        HashSet<string> started = [.. kept.Where(fact => fact.Kind == LineageFactKind.Start).Select(fact => fact.Image)];
        ProcessTree tree = Facts.Tree(kept);
        Check(history, tree, truth => started.Contains(truth.Image));
        foreach (LineageProcess process in tree.Processes()) Assert.Equal(started.Contains(process.Image), process.Ghost == GhostReason.None);
    }, iter: 300);

    [Fact]
    public void Told_by_two_sources_with_different_knowledge_every_process_is_there_once() => Histories.Sample(history =>
    {
        LineageFact[] security = [.. Tell(history, guids: false)];
        IEnumerable<LineageFact> sysmon = Tell(history, guids: true).Select(fact => fact with { Time = fact.Time + (TimeSpan.TicksPerSecond / 10), Evidence = new Evidence("sysmon", fact.Time, fact.Time, "Sysmon") });
        ProcessTree tree = Facts.Tree(security.Concat(sysmon).OrderBy(fact => fact.Time));
        Check(history, tree, _ => true);
        Assert.Equal((history.Processes.Count, history.Processes.Count), (tree.Processes().Count, (int)tree.Counts.Joined));
        Assert.All(history.Processes, truth => Assert.Equal(truth.Guid, tree.One(truth.Image).Guid));
    }, iter: 300);

    private static void Check(History history, ProcessTree tree, Func<Truth, bool> isStarted)
    {
        foreach (Truth truth in history.Processes.Where(isStarted))
        {
            LineageProcess process = tree.One(truth.Image);
            Assert.Equal((truth.Pid, truth.HostName), (process.Pid, process.Host));
            if (truth.Parent is null) Assert.Null(process.Parent);
            else Assert.Equal(truth.Parent.Image, process.Parent!.Image);
        }
    }

    private static History Make(int seed, int steps)
    {
        Random dice = new(seed);
        List<Truth> all = [];
        List<Truth> alive = [];
        for (int i = 0; i < steps; i++)
        {
            double time = (i + 1) * Step;
            int host = dice.Next(2);
            Truth[] here = [.. alive.Where(process => process.Host == host)];
            if (here.Length > 0 && (dice.Next(3) == 0 || here.Length == Pids))
            {
                Truth ended = here[dice.Next(here.Length)];
                ended.End = time;
                alive.Remove(ended);
                continue;
            }

            long[] free = [.. Enumerable.Range(1, Pids).Select(pid => (long)pid * 4).Except(here.Select(process => process.Pid))];
            Truth started = new(all.Count, host, free[dice.Next(free.Length)], time, here.Length == 0 ? null : here[dice.Next(here.Length)]);
            all.Add(started);
            alive.Add(started);
        }

        return new History(all, dice);
    }

    private static IEnumerable<LineageFact> Tell(History history, bool guids) => history.Processes.SelectMany(truth =>
    {
        string guid = guids ? truth.Guid : "", parentGuid = guids ? truth.Parent?.Guid ?? "" : "";
        LineageFact start = Facts.Start(truth.Start, truth.Pid, truth.Image, truth.Parent?.Pid ?? -1, truth.Parent?.Image ?? "", guid, parentGuid, truth.HostName);
        return truth.End == 0 ? [start] : new[] { start, Facts.End(truth.End, truth.Pid, truth.Image, guid, truth.HostName) };
    }).OrderBy(fact => fact.Time);
}
