using CsCheck;
using Stemma.Lineage;

namespace Stemma.Tests.Lineage;

/// <summary>
/// Random histories made hard: few programs and few numbers, a number given again the moment its process ended, two Windows machines told by
/// Sysmon and Security, each with its own losses, and a Linux machine told by audit; starts, ends and whole processes lost. What is asserted:
/// a parent is never another process, and is missing only where what would show it was lost. Where facts do not come in order of time, as
/// those of a scan do, this is asserted of what ProcessGuids tell; a number that was given again at once tells nothing then.
/// </summary>
public class HardHistoryTests
{
    private const int Pids = 5, Linux = 2;
    private const double Step = 10, AtOnce = 0.001;

    private sealed record Truth(int Id, int Host, long Pid, double Start, string Image, Truth? Parent)
    {
        public double End { get; set; }

        // Who had the number before.
        public Truth? Before { get; init; }

        // As Sysmon makes it: the second of the start is in it.
        public string Guid => $"{Id:x8}-{Seconds & 0xffff:x4}-{Seconds >> 16:x4}-0000-000000000000";

        private long Seconds => (Facts.At(Start) - DateTime.UnixEpoch.ToFileTimeUtc()) / TimeSpan.TicksPerSecond;

        public bool IsLinux => Host == Linux;

        // What a counterexample shows.
        public override string ToString() => FormattableString.Invariant($"{Id}: {Image} {Pid} on {Host}, {Start} to {End}, by {Parent?.Id}");
    }

    // A fact and when it comes; Position tells the test whose start it is.
    private sealed record Told(LineageFact Fact, Truth Of, double Comes);

    private static readonly Gen<(List<Truth> All, Random Dice)> Histories = Gen.Int.Select(Gen.Int[10, 150], (seed, steps) => Make(new Random(seed), steps));

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void A_parent_is_never_another_process_and_is_missing_only_where_its_evidence_is(double loss) => Histories.Sample(history =>
    {
        Told[] told = Tell(history.All, history.Dice, loss, late: 0);
        ProcessTree tree = Facts.Tree(told.Select(told => told.Fact));
        tree.Finish();
        Check(history.All, told, tree);
    }, iter: 80);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Out_of_order_what_ProcessGuids_tell_is_still_the_truth(double loss) => Histories.Sample(history =>
    {
        Told[] told = Tell(history.All, history.Dice, loss, late: 3);
        ProcessTree tree = Facts.Tree(told.Select(told => told.Fact));
        Dictionary<string, Truth> byGuid = history.All.ToDictionary(truth => truth.Guid);
        HashSet<Truth> named = [.. told.Where(told => told.Fact is { Kind: LineageFactKind.Start, ParentGuid.Length: > 0 }).Select(told => told.Of)];
        Dictionary<string, LineageProcess> found = tree.Processes().Where(process => process.Guid.Length > 0).ToDictionary(process => process.Guid);
        Assert.All(named, truth => Assert.Equal((truth.Parent!.Guid, truth.Parent.Pid, ParentLink.Guid), (found[truth.Guid].Parent!.Guid, found[truth.Guid].Parent!.Pid, found[truth.Guid].Link)));
        Assert.All(found, pair => Assert.Equal((byGuid[pair.Key].Pid, byGuid[pair.Key].Image), (pair.Value.Pid, pair.Value.Image)));
    }, iter: 80);

    private static void Check(List<Truth> all, Told[] told, ProcessTree tree)
    {
        HashSet<Truth> starts = [.. told.Where(told => told.Fact.Kind == LineageFactKind.Start).Select(told => told.Of)];
        HashSet<Truth> ends = [.. told.Where(told => told.Fact.Kind == LineageFactKind.End).Select(told => told.Of)];
        HashSet<Truth> guids = [.. told.Where(told => told.Fact is { Kind: LineageFactKind.Start, Guid.Length: > 0 }).Select(told => told.Of)];
        Dictionary<Truth, LineageProcess> found = [];
        foreach (LineageProcess process in tree.Processes().Where(process => process.Ghost == GhostReason.None))
            Assert.True(found.TryAdd(all[(int)process.Evidence.Position], process), $"{process.Evidence.Position} is there once: {Story(told, all[(int)process.Evidence.Position])}");
        Assert.Equal(starts.Order(Comparer<Truth>.Create((a, b) => a.Id - b.Id)), found.Keys.Order(Comparer<Truth>.Create((a, b) => a.Id - b.Id)));
        foreach ((Truth truth, LineageProcess process) in found)
        {
            Assert.Equal((truth.Pid, truth.Image), (process.Pid, process.Image));
            if (truth.Parent is not { } parent)
            {
                Assert.True(process.Parent is null || MayBeExec(truth, ends), "it has no parent");
                continue;
            }

            // Its start names its parent's number, so that somebody is always there.
            Assert.NotNull(process.Parent);
            Assert.Equal(truth.Host, all[(int)process.Parent.Evidence.Position].Host);
            Truth? claimed = found.FirstOrDefault(pair => pair.Value == process.Parent).Key;
            if (claimed == parent) continue;
            if (claimed is null) Assert.False(starts.Contains(parent) && !guids.Contains(truth) && IsClear(truth, parent, all, ends), $"{truth.Id}: {parent.Id} is known: {Story(told, truth)} / {Story(told, parent)}");
            else Assert.False(guids.Contains(truth) || !CanBeTaken(truth, parent, claimed, starts, ends), $"{truth.Id}: {claimed.Id} is not {parent.Id}: {Story(told, truth)} / {Story(told, parent)}");
            if (guids.Contains(truth) && guids.Contains(parent)) Assert.Fail($"{truth.Id}: both names are known");
        }
    }

    // All that was told of a number.
    private static string Story(Told[] told, Truth truth) => string.Join("; ", told.Where(told => told.Of.Host == truth.Host && told.Of.Pid == truth.Pid)
        .Select(told => FormattableString.Invariant($"{told.Of.Id} {told.Fact.Kind} {told.Fact.Evidence.Event} {(told.Fact.Time - Facts.Epoch) / 1e7} {told.Fact.Image} parent {told.Fact.ParentPid}")));

    // Nothing that was told tells them apart: one number, one program; the end of the one was lost and the start of the other.
    private static bool CanBeTaken(Truth truth, Truth parent, Truth claimed, HashSet<Truth> starts, HashSet<Truth> ends) =>
        (claimed.Pid == parent.Pid && (claimed.Image == parent.Image || truth.IsLinux) && claimed.Start < parent.Start && !starts.Contains(parent) && !ends.Contains(claimed))
        || (MayBeExec(truth, ends) && claimed.Pid == truth.Pid);

    // On Linux a second start of one number in one parent is the first's next program, unless it is seen to have ended.
    private static bool MayBeExec(Truth truth, HashSet<Truth> ends)
    {
        for (Truth? before = truth.Before; before is not null; before = before.Before)
            if (truth.IsLinux && !ends.Contains(before)) return true;
        return false;
    }

    private static bool IsClear(Truth truth, Truth parent, List<Truth> all, HashSet<Truth> ends) => !truth.IsLinux && parent.Host == truth.Host
        && all.TrueForAll(other => other == parent || other.Host != parent.Host || other.Pid != parent.Pid || ends.Contains(other));

    private static (List<Truth>, Random) Make(Random dice, int steps)
    {
        List<Truth> all = [], alive = [];
        for (int i = 0; i < steps; i++)
        {
            double time = (i + 1) * Step;
            int host = dice.Next(3);
            Truth[] here = [.. alive.Where(process => process.Host == host)];
            long? reused = null;
            if (here.Length > 1 && (dice.Next(2) == 0 || here.Length == Pids))
            {
                Truth ended = here[dice.Next(here.Length)];
                ended.End = time;
                alive.Remove(ended);
                here = [.. here.Where(process => process != ended)];
                if (dice.Next(3) == 0) continue;
                (reused, time) = (ended.Pid, time + AtOnce);
            }

            long[] free = [.. Enumerable.Range(1, Pids).Select(pid => (long)pid * 4).Except(here.Select(process => process.Pid))];
            long pid = reused ?? free[dice.Next(free.Length)];
            string image = host == Linux ? $"/bin/p{dice.Next(3)}" : $@"C:\p{dice.Next(3)}.exe";
            Truth started = new(all.Count, host, pid, time, image, here.Length == 0 ? null : here[dice.Next(here.Length)]) { Before = all.FindLast(other => other.Host == host && other.Pid == pid) };
            all.Add(started);
            alive.Add(started);
        }

        return (all, dice);
    }

    private static Told[] Tell(List<Truth> all, Random dice, double loss, int late) =>
        [.. all.SelectMany(truth => Tell(truth, dice, late)).Where(_ => dice.NextDouble() >= loss).OrderBy(told => told.Comes)];

    private static IEnumerable<Told> Tell(Truth truth, Random dice, int late)
    {
        foreach (string source in truth.IsLinux ? ["auditd"] : new[] { "Sysmon", "Security" })
        {
            string guid = source == "Sysmon" ? truth.Guid : "", parentGuid = source == "Sysmon" ? truth.Parent?.Guid ?? "" : "";

            // Two sources do not write in the same moment, but sooner than a number is given again.
            double lag = source == "Sysmon" ? AtOnce / 2 : 0;
            string parentImage = source == "auditd" ? "" : truth.Parent?.Image ?? "";
            yield return Come(Facts.Start(truth.Start + lag, truth.Pid, truth.Image, truth.Parent?.Pid ?? -1, parentImage, guid, parentGuid, $"host{truth.Host}", $"{source} 1"));
            if (truth.End > 0) yield return Come(Facts.End(truth.End + lag, truth.Pid, truth.Image, guid, $"host{truth.Host}"));
        }

        Told Come(LineageFact fact) => new(fact with { Evidence = fact.Evidence with { Position = truth.Id } }, truth, fact.Time + (dice.NextDouble() * late * Step * TimeSpan.TicksPerSecond));
    }
}
