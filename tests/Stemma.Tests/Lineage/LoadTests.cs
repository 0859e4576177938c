using Stemma.Lineage;

namespace Stemma.Tests.Lineage;

/// <summary>Lineage at the size of an estate.</summary>
public class LoadTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public void Ten_million_process_events_stay_within_the_memory_that_is_promised()
    {
        const int events = 10_000_000, hosts = 200, pids = 4_000;
        const long mebibyte = 1 << 20;
        ProcessTree tree = new();
        long most = 0;
        for (int i = 0; i < events; i++)
        {
            int start = i / 2, host = start % hosts, pid = start / hosts % pids;
            tree.Apply(new LineageFact
            {
                Kind = i % 2 == 0 ? LineageFactKind.Start : LineageFactKind.End,
                Host = $"host{host}",
                Time = Facts.At(i / 100.0),
                Evidence = new Evidence("log", i, Facts.At(i / 100.0), "Security 4688"),
                Pid = (pid + 1) * 4,
                Image = @"C:\Windows\System32\cmd.exe",
                CommandLine = $@"C:\Windows\System32\cmd.exe /c ""C:\Program Files\Tool\run.bat"" --job {i} --of a hundred characters",
                User = @"CORP\user",
                ParentPid = i % 2 == 0 ? pid / 8 * 4 : -1,
                ParentImage = i % 2 == 0 ? @"C:\Windows\System32\cmd.exe" : "",
            });
            if (i % 500_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }

        Assert.Equal(events / 2, tree.Counts.Starts);
        Assert.True(tree.Counts.EvictedProcesses > 0);
        Assert.True(most < 640 * mebibyte, $"{most / mebibyte} MiB live");
    }
}
