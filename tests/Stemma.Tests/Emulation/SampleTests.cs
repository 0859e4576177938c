using Stemma.Emulation;
using Stemma.Sigma;
using Stemma.Tests.Shared;
using Stemma.Tests.Support;

namespace Stemma.Tests.Emulation;

/// <summary>The repository's samples are what the scenarios write, and tell the playbook's three stories.</summary>
public class SampleTests
{
    [Fact]
    public void The_samples_are_byte_for_byte_what_the_scenarios_write()
    {
        string folder = TestData.TemporaryFolder();
        foreach (string path in Directory.GetFiles(Path.Combine(TestData.Root, "content", "scenarios"), "*.yml")) Emulator.Write(Scenario.Load(path), folder);
        string[] written = Names(folder);
        Assert.Equal(Names(Scans.Samples), written);
        foreach (string name in written)
            Assert.True(File.ReadAllBytes(Path.Combine(folder, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Scans.Samples, name))), $"{name} differs: ./stemma emulate -o samples");
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("WKS-014", "T1204.002", "T1059.001", "T1055", "T1543.003")]
    [InlineData("FS-02", "T1569.002", "T1543.003")]
    [InlineData("WKS-021", "T1189", "T1203", "T1059.007", "T1105", "T1218.011")]
    [InlineData("SRV-APP-3.jsonl", "T1078", "T1059.003", "T1047")]
    [InlineData("SRV-APP-4.jsonl", "T1047", "T1053.005")]
    public void The_built_in_rules_find_the_steps_of_the_scenarios(string machine, params string[] techniques)
    {
        IReadOnlyList<SigmaRule> rules = SigmaRuleReader.Load([Path.Combine(TestData.Root, "content", "rules")]).Rules;
        var groups = Scans.Run([Path.Combine(Scans.Samples, machine)], rules).Result.Groups;
        Assert.Empty(techniques.Except(groups.SelectMany(group => group.Rule.Techniques)));
    }

    [Fact]
    public void Benign_activity_alone_raises_nothing()
    {
        string folder = TestData.TemporaryFolder();
        Scenario quiet = new()
        {
            Title = "a quiet day",
            Start = new DateTime(2026, 3, 5, 8, 0, 0, DateTimeKind.Utc),
            Hosts = [new ScenarioHost { Name = "WKS-099.corp.example", User = @"CORP\quiet", Noise = 400 }],
            Steps = [new ScenarioStep { Host = "WKS-099.corp.example", Process = new ProcessStep { Parent = @"C:\Windows\explorer.exe", Image = @"C:\Windows\System32\notepad.exe" } }],
        };
        Emulator.Write(quiet, folder);
        IReadOnlyList<SigmaRule> rules = SigmaRuleReader.Load([Path.Combine(TestData.Root, "content", "rules")]).Rules;
        var result = Scans.Run([folder], rules).Result;
        Directory.Delete(folder, recursive: true);
        Assert.True(result.Records > 800);
        Assert.Empty(result.Groups.Select(group => group.Rule.Title));
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
}
