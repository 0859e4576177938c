namespace Stemma.Tests.Shared;

/// <summary>Finds the repository and the test data that may stand beside it.</summary>
internal static class TestData
{
    /// <summary>The repository's root: the folder above the test binary that holds Stemma.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below ../shared/data; the test is skipped, and says so, where it is absent.</summary>
    public static string Shared(string relative)
    {
        string path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", relative));
        Assert.SkipUnless(Path.Exists(path), $"shared/data/{relative} is not beside this checkout");
        return path;
    }

    /// <summary>A new temporary folder, named for the test run.</summary>
    public static string TemporaryFolder() => Directory.CreateTempSubdirectory("stemma-test-").FullName;

    private static string FindRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "Stemma.slnx"))) return d.FullName;
        throw new DirectoryNotFoundException("Stemma.slnx is in no folder above the test binary");
    }
}
