using System.Diagnostics;
using System.Text.RegularExpressions;
using Stemma.Decoding.Behaviours;
using Stemma.Tests.Shared;

namespace Stemma.Decoding.Tests;

/// <summary>What a script does, told by its text and its calls.</summary>
public sealed partial class BehaviourFinderTests
{
    private static IReadOnlyList<Behaviour> Of(string text, ScriptKind kind = ScriptKind.Text) => BehaviourFinder.Find([new Layer(0, -1, kind, "", text)], []);

    public static TheoryData<string, string> Shows => [.. BehaviourSamples.Shows];

    public static TheoryData<string> Harmless => [.. BehaviourSamples.Harmless];

    [Theory]
    [MemberData(nameof(Shows))]
    public void A_line_that_shows_a_behaviour_tells_it(string name, string sample)
    {
        Behaviour found = Assert.Single(Of(sample), b => b.Name == name);
        Assert.Equal(0, found.Layer);
        Assert.True(found.Length > 0 && found.Start + found.Length <= sample.Length);
        Assert.StartsWith(sample.Substring(found.Start, Math.Min(found.Length, 200)), found.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void A_harmless_line_is_of_no_higher_level_than_low(string line) =>
        Assert.DoesNotContain(Of(line), b => b.Level is "high" or "medium");

    [Fact]
    public void Each_rule_has_a_sample_a_technique_and_a_level()
    {
        Assert.All(BehaviourRules.All, r =>
        {
            Assert.Contains(BehaviourSamples.Shows, s => s.Name == r.Name);
            Assert.Matches(Technique(), r.Technique);
            Assert.Contains(r.Level, (string[])["informational", "low", "medium", "high"]);
            Assert.All(r.Any.Concat(r.All ?? []), l => Assert.True(l.Length >= 3, l));
        });
        Assert.Equal(BehaviourRules.All.Length, BehaviourRules.All.Select(r => r.Name).Distinct().Count());
        Assert.True(BehaviourRules.All.Length >= 150);
    }

    [Fact]
    public void A_call_tells_a_behaviour_that_the_text_hides()
    {
        Layer layer = new(0, -1, ScriptKind.PowerShell, "", "&('a'+$b) $c");
        Behaviour found = Assert.Single(BehaviourFinder.Find([layer], [new DecodedCall(0, "Net.WebClient.DownloadString", ["http://192.0.2.1/a"], 2, 5)]));
        Assert.Equal(("T1105", 2, 5, "Net.WebClient.DownloadString(http://192.0.2.1/a)"), (found.Technique, found.Start, found.Length, found.Evidence));
    }

    [Fact]
    public void A_behaviour_counts_once_in_the_first_layer_that_shows_it()
    {
        Layer[] layers = [new(0, -1, ScriptKind.Cmd, "", "x"), new(1, 0, ScriptKind.Cmd, "", "whoami"), new(2, 1, ScriptKind.Cmd, "", "whoami & whoami")];
        Assert.Equal(1, Assert.Single(BehaviourFinder.Find(layers, [])).Layer);
    }

    [Fact]
    public void A_rule_of_one_language_is_silent_in_another() =>
        Assert.DoesNotContain(Of("# find / -perm -4000", ScriptKind.PowerShell), b => b.Name == "Looks for programs that run as root");

    [Theory]
    [InlineData("iex ")]
    [InlineData("downloadstring(")]
    [InlineData("schtasks /create ")]
    [InlineData("reg add ")]
    [InlineData("findstr cat find foreach ")]
    [InlineData("socket os.dup2 ")]
    [InlineData("a")]
    public void Hostile_repetition_stays_within_the_limits(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        var watch = Stopwatch.StartNew();
        Of(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }

    /// <summary>Every block that the labels of the test data call benign, and the scripts of a benign lab.</summary>
    [Fact]
    public void Of_benign_scripts_at_most_one_in_a_hundred_is_of_level_high()
    {
        string[] rows = File.ReadAllLines(TestData.Shared("truth/scriptblocks.csv"));
        List<string> texts = [.. rows.Skip(1).Where(r => r.Contains(",benign,", StringComparison.Ordinal)).Select(r => r[(r.IndexOf(",benign,", StringComparison.Ordinal) + 8)..])];
        texts.AddRange(File.ReadAllLines(TestData.Shared("benign/socbed-powershell.txt")));
        texts.AddRange(File.ReadAllLines(TestData.Shared("benign/socbed-process_creation.txt")));
        List<string> high = [.. texts.SelectMany(t => Of(t).Where(b => b.Level == "high").Select(b => b.Name + ": " + b.Evidence).Take(1))];
        Assert.True(high.Count * 100 <= texts.Count, $"{high.Count} of {texts.Count}\n{string.Join('\n', high)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{high.Count} of {texts.Count} high");
    }

    [GeneratedRegex(@"^T1\d{3}(\.\d{3})?$")]
    private static partial Regex Technique();
}
