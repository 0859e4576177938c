using Stemma.Incidents;
using Stemma.Tests.Shared;
using static Stemma.Tests.Support.Investigations;

namespace Stemma.Tests.Incidents;

/// <summary>Chains as data, and how far incidents follow them.</summary>
public class ChainTests
{
    private const string Explorer = @"C:\Windows\explorer.exe";
    private const string Head = "id: c\ntitle: t\nwithin: 1h\n";
    private static readonly Chain Three = Chain("T1059", "T1105", "T1003");

    [Fact]
    public void Steps_in_their_order_below_one_another_are_a_whole_chain()
    {
        IncidentChain chain = Assert.Single(Follow(Three, (1, 10, 2, "T1059"), (2, 11, 10, "T1105"), (3, 12, 11, "T1003")));
        Assert.True(chain.IsComplete);
        Assert.Equal([10L, 11L, 12L], chain.Steps.Select(step => step.Evidence[0].Process!.Pid));
    }

    [Fact]
    public void Steps_in_another_order_are_none() => Assert.DoesNotContain(Follow(Three, (10, 10, 2, "T1003"), (20, 11, 10, "T1105"), (30, 12, 11, "T1059")), chain => chain.IsComplete);

    [Fact]
    public void A_step_later_than_the_chain_allows_is_not_met()
    {
        IncidentChain chain = Assert.Single(Follow(Three, (1, 10, 2, "T1059"), (2, 11, 10, "T1105"), (8_000, 12, 11, "T1003")));
        Assert.Equal([true, true, false], chain.Steps.Select(step => step.IsMet));
    }

    [Fact]
    public void A_step_of_somebody_else_in_the_incident_is_not_below() => Assert.DoesNotContain(
        Follow(Chain("T1059", "T1105", "T1003", relation: "below"), (1, 5, 2, "x"), (2, 10, 5, "T1059"), (3, 11, 5, "T1105"), (4, 12, 10, "T1003")), chain => chain.IsComplete);

    [Fact]
    public void What_was_done_from_one_shell_is_near() =>
        Assert.True(Assert.Single(Follow(Three, (1, 5, 2, "x"), (2, 10, 5, "T1059"), (3, 11, 5, "T1105"), (4, 12, 5, "T1003"))).IsComplete);

    [Fact]
    public void A_technique_stands_for_its_sub_techniques() => Assert.True(Assert.Single(Follow(Three, (1, 10, 2, "T1059.001"), (2, 11, 10, "T1105"), (3, 12, 11, "T1003.001"))).IsComplete);

    [Fact]
    public void A_missing_step_says_that_a_rule_had_its_events_and_found_nothing()
    {
        ChainStep missing = Assert.Single(Follow(Three, (1, 10, 2, "T1059"), (2, 11, 10, "T1105"))).Steps[2];
        Assert.Equal((false, true), (missing.IsMet, missing.CouldBeShown));
    }

    [Fact]
    public void A_missing_step_says_that_the_logs_could_not_have_shown_it()
    {
        Sigma.SigmaRule elsewhere = Assert.Single(Sigma.SigmaRuleReader.Parse("title: t\ntags: [attack.t1003]\nlogsource: {product: windows, category: process_access}\ndetection: {s: {SourceImage: x}, condition: s}", "r.yml").Rules);
        Incident incident = Assert.Single(Of([OnCommand("T1059", tags: "attack.t1059"), OnCommand("T1105", tags: "attack.t1105"), elsewhere],
            [Start(1, 10, @"C:\a.exe", 2, Explorer, "T1059"), Start(2, 11, @"C:\a.exe", 10, @"C:\a.exe", "T1105")], [Three]).Incidents);
        ChainStep missing = Assert.Single(incident.Chains).Steps[2];
        Assert.False(missing.CouldBeShown);
        Assert.Contains("windows/process_access", missing.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_without_its_optional_step_is_whole()
    {
        Chain chain = ChainReader.Parse(Head + "steps: [{name: a, techniques: [T1059]}, {name: b, techniques: [T1105], optional: true}, {name: c, techniques: [T1003]}]", "c.yml");
        Assert.True(Assert.Single(Follow(chain, (1, 10, 2, "T1059"), (2, 11, 10, "T1003"))).IsComplete);
    }

    [Theory]
    [InlineData("title: t", "'id' must be")]
    [InlineData("id: A B\ntitle: t", "'id' must be")]
    [InlineData("id: c", "'title' is missing")]
    [InlineData("id: c\ntitle: t\nsteps: [{name: a, techniques: [T1059]}]", "2 to 16 'steps'")]
    [InlineData("id: c\ntitle: t\nsteps: [{name: a, techniques: [T1059]}, {name: b, techniques: [T1]}]", "'within' is missing")]
    [InlineData(Head + "steps: [{name: a, techniques: [T1059]}, {name: b, techniques: [T1]}]", "'T1' in step 2 is no technique")]
    [InlineData(Head + "steps: [{name: a, techniques: [T1059]}, {name: b}]", "step 2 ('b') has 1 to 32 'techniques'")]
    [InlineData(Head + "steps: [{name: a, techniques: [T1059]}, {techniques: [T1059]}]", "step 2 has no 'name'")]
    [InlineData(Head + "steps: [{name: a, techniques: [T1059]}, {name: b, techniques: [T1059], relation: far}]", "'far' in step 2 is no relation")]
    [InlineData(Head + "steps: [{name: a, techniques: [T1059]}, {name: b, techniques: [T1059], within: 1x}]", "'1x' (within of step 2) is no time")]
    [InlineData(Head + "steps: [{name: a, techniques: [T1059], optional: true}, {name: b, techniques: [T1059], optional: true}]", "would always hold")]
    [InlineData(Head + "steps: [{name: a, color: red}]", "color")]
    [InlineData("", "it is empty")]
    [InlineData("a: [", "c.yml:1")]
    public void A_file_that_is_no_chain_says_what_is_wrong(string yaml, string said) =>
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => ChainReader.Parse(yaml, "c.yml")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_id_is_used_once()
    {
        string folder = TestData.TemporaryFolder();
        foreach (string name in (string[])["a.yml", "b.yml"]) File.WriteAllText(Path.Combine(folder, name), Head + "steps: [{name: a, techniques: [T1059]}, {name: b, techniques: [T1105]}]");
        Assert.Contains("b.yml: the id 'c' is that of", Assert.Throws<InvalidDataException>(() => ChainReader.Load(folder)).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_chains_that_come_along_hold_all_of_the_playbook()
    {
        IReadOnlyList<Chain> chains = ChainReader.Load(Path.Combine(TestData.Root, "content", "chains"));
        string[] patterns = [.. chains.Select(chain => string.Join(' ', chain.Steps.Select(step => step.Techniques[0])))];
        Assert.All(
            [
                "T1566 T1204.002 T1059.001 T1055 T1543.003", "T1189 T1203 T1059.007 T1105 T1218", "T1078 T1059.003 T1047 T1053.005",
                "T1059.001 T1053.005", "T1204.002 T1547.001", "T1569.001 T1543", "T1059.001 T1027", "T1203 T1055", "T1204.002 T1218",
                "T1059.003 T1082", "T1059.001 T1083", "T1047 T1057",
            ], pattern => Assert.Contains(pattern, patterns));
    }

    private static Chain Chain(string a, string b, string c, string relation = "near") => ChainReader.Parse(
        $"{Head}steps: [{{name: a, techniques: [{a}]}}, {{name: b, techniques: [{b}], relation: {relation}}}, {{name: c, techniques: [{c}], relation: {relation}}}]", "c.yml");

    // Processes whose commands are the techniques that rules find in them.
    private static IReadOnlyList<IncidentChain> Follow(Chain chain, params (double Time, int Pid, int Parent, string Technique)[] starts)
    {
        var rules = starts.Select(start => start.Technique).Concat(chain.Steps.SelectMany(step => step.Techniques)).Distinct()
            .Select(technique => OnCommand($"{technique} ", tags: technique == "x" ? [] : [$"attack.{technique.ToLowerInvariant()}"])).ToArray();
        return Assert.Single(Of(rules, starts.Select(start => Start(start.Time, start.Pid, $@"C:\p{start.Pid}.exe", start.Parent, start.Parent == 2 ? Explorer : $@"C:\p{start.Parent}.exe", $"{start.Technique} ")), [chain]).Incidents).Chains;
    }
}
