using PublicApiGenerator;
using Stemma.Tests.Shared;

namespace Stemma.Hunting.Tests;

public sealed class PublicApiTests
{
    /// <summary>A change of the public interface shows as a change of this file. STEMMA_UPDATE_SNAPSHOTS=1 writes it anew.</summary>
    [Fact]
    public void The_public_interface_is_the_one_on_record()
    {
        string path = Path.Combine(TestData.Root, "tests", "Stemma.Hunting.Tests", "PublicApi.txt");
        string now = typeof(HuntEngine).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("STEMMA_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, now);
        Assert.Equal(File.ReadAllText(path), now, ignoreLineEndingDifferences: true);
    }
}
