using Stemma.Detection;
using Stemma.Sigma;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Content;

/// <summary>Every built-in rule is what the field would accept from anyone: it loads, is tagged, and its examples hold.</summary>
public class BuiltInRuleTests
{
    private static readonly string Folder = Path.Combine(TestData.Root, "content", "rules");
    private static readonly LogSourceMap LogSources = LogSourceMap.Load([Path.Combine(TestData.Root, "content", "logsources")]);
    private static readonly SigmaRuleSet Set = SigmaRuleReader.Load([Folder]);

    public static TheoryData<string> Rules => [.. Set.Rules.Select(rule => Path.GetRelativePath(Folder, rule.Path))];

    [Fact]
    public void All_rules_load_without_error_or_warning() => Assert.Empty(Set.Problems);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_fires_on_its_examples_and_ignores_what_only_looks_alike(string name)
    {
        SigmaRule rule = Rule(name);
        RuleExamples examples = RuleExamples.Load(RuleExamples.PathFor(rule));
        Assert.True(examples.Match.Count >= 2 && examples.Ignore.Count >= 2, "a rule has at least two examples of each kind");
        Assert.Empty(examples.Failures(rule, LogSources));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_match_is_explained_by_values_of_its_event(string name)
    {
        SigmaRule rule = Rule(name);
        RuleTrial trial = new(rule, LogSources);
        foreach (RuleExample example in RuleExamples.Load(RuleExamples.PathFor(rule)).Match) Assert.NotEmpty(trial.Explain(example)!);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_says_who_wrote_it_what_it_finds_and_how_it_may_be_wrong(string name)
    {
        SigmaRule rule = Rule(name);
        Assert.True(Guid.TryParse(rule.Id, out _), "its id is a UUID");
        Assert.NotEmpty(rule.Techniques);
        Assert.Equal("The Stemma authors", rule.Author);
        Assert.False(string.IsNullOrWhiteSpace(rule.Description));
        Assert.NotEmpty(rule.FalsePositives);
        Assert.NotNull(rule.Status);
    }

    [Fact]
    public void The_techniques_of_the_playbook_are_covered()
    {
        string[] wanted =
        [
            "T1059.001", "T1059.002", "T1059.003", "T1059.004", "T1059.005", "T1059.006", "T1059.007", "T1059.008", "T1204.001", "T1204.002",
            "T1204.003", "T1203", "T1569.001", "T1569.002", "T1047", "T1053.005", "T1055", "T1543.003", "T1105", "T1566.001", "T1189", "T1078", "T1547.001",
        ];
        Assert.Empty(wanted.Except(Set.Rules.SelectMany(rule => rule.Techniques)));
    }

    private static SigmaRule Rule(string name) => Set.Rules.Single(rule => Path.GetRelativePath(Folder, rule.Path) == name);
}
