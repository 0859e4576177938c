using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests.Support;

/// <summary>Compares an output with the file that was looked at and found right; STEMMA_UPDATE_SNAPSHOTS=1 writes it anew.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        string path = Path.Combine(TestData.Root, "tests", "Stemma.Cli.Tests", "Golden", name);
        if (Environment.GetEnvironmentVariable("STEMMA_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
