using Stemma.Lineage;

namespace Stemma.Tests.Lineage;

/// <summary>Facts and trees for tests. Times are seconds after a fixed moment.</summary>
internal static class Facts
{
    public static readonly long Epoch = new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc).ToFileTimeUtc();

    public static long At(double seconds) => Epoch + (long)(seconds * TimeSpan.TicksPerSecond);

    public static LineageFact Start(double time, long pid, string image, long parent = -1, string parentImage = "", string guid = "", string parentGuid = "",
        string host = "A", string from = "Security 4688", string command = "") => Fact(LineageFactKind.Start, time, pid, image, guid, host, from) with
        { ParentPid = parent, ParentImage = parentImage, ParentGuid = parentGuid, CommandLine = command };

    public static LineageFact End(double time, long pid, string image = "", string guid = "", string host = "A") => Fact(LineageFactKind.End, time, pid, image, guid, host, "Security 4689");

    public static LineageFact Seen(double time, long pid, string image = "", string guid = "", string host = "A") => Fact(LineageFactKind.Seen, time, pid, image, guid, host, "Sysmon 3");

    public static LineageFact Fact(LineageFactKind kind, double time, long pid, string image = "", string guid = "", string host = "A", string from = "test") => new()
    {
        Kind = kind,
        Host = host,
        Time = At(time),
        Pid = pid,
        Image = image,
        Guid = guid,
        Evidence = new Evidence("log", (long)(time * 1000), At(time), from),
    };

    public static ProcessTree Tree(params IEnumerable<LineageFact> facts)
    {
        ProcessTree tree = new();
        foreach (LineageFact fact in facts) tree.Apply(fact);
        return tree;
    }

    /// <summary>The process of that name; there is one.</summary>
    public static LineageProcess One(this ProcessTree tree, string image) => Assert.Single(tree.Processes(), process => process.Image.EndsWith(image, StringComparison.Ordinal));
}
