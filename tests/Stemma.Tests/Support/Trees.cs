using Stemma.Detection;
using Stemma.Lineage;
using Stemma.Logs;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Support;

/// <summary>Builds process trees from logs for tests.</summary>
internal static class Trees
{
    public static ProcessTree From(IEnumerable<string> paths, int threads = 2)
    {
        using LogFinder found = LogFinder.Find(paths);
        using LineageScan lineage = new();
        using Scanner scanner = new(new ScanSettings { Logs = found.Logs, Rules = [], LogSources = Scans.LogSources, Threads = threads, Observer = lineage.CreateObserver });
        scanner.Run(TestContext.Current.CancellationToken);
        return lineage.Build(found.Logs);
    }

    /// <summary>The tree of one log of the given content.</summary>
    public static ProcessTree FromText(string content, string name = "log.json")
    {
        string folder = TestData.TemporaryFolder();
        File.WriteAllText(Path.Combine(folder, name), content);
        try
        {
            return From([folder]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
