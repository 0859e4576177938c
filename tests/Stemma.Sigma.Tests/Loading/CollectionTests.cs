using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Loading;

/// <summary>Rule collections of Sigma 1.x: <c>action: global</c>, <c>repeat</c> and <c>reset</c>.</summary>
public sealed class CollectionTests
{
    private const string Global = "action: global\ntitle: Common\nlevel: high\ndetection:\n  condition: s\n---\n";

    [Fact]
    public void What_is_global_goes_into_every_rule_after_it()
    {
        SigmaRuleSet set = Parse($"{Global}logsource: {{category: test}}\ndetection:\n  s: {{A: b}}\n---\nlogsource: {{category: other}}\ndetection:\n  s: {{B: c}}\n");
        Assert.Equal(["test", "other"], set.Rules.Select(rule => rule.LogSource.Category));
        Assert.All(set.Rules, rule => Assert.Equal(("Common", SigmaLevel.High), (rule.Title, rule.Level)));
        Assert.True(Rule.Fires(set.Rules[0], ("A", "b")));
        Assert.Equal([6, 10], set.Rules.Select(rule => rule.Line - 1));
    }

    [Fact]
    public void Two_globals_add_up()
    {
        SigmaRuleSet set = Parse($"{Global}action: global\nauthor: A\nlevel: low\n---\nlogsource: {{category: test}}\ndetection:\n  s: {{A: b}}\n");
        SigmaRule rule = Assert.Single(set.Rules);
        Assert.Equal(("A", SigmaLevel.Low), (rule.Author, rule.Level));
    }

    [Fact]
    public void Reset_forgets_what_was_global()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"{Global}action: reset\n---\nlogsource: {{category: test}}\ndetection:\n  s: {{A: b}}\n", "x.yml");
        Assert.Empty(set.Rules);
        Assert.Contains("no 'condition'", Assert.Single(set.Problems, problem => problem.IsError).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeat_is_the_rule_before_it_with_changes()
    {
        SigmaRuleSet set = Parse("title: One\nlogsource: {category: test}\ndetection:\n  s: {A: b, B: c}\n  condition: s\n---\naction: repeat\ntitle: Two\ndetection:\n  s: {A: x}\n---\naction: repeat\ntitle: Three\n");
        Assert.Equal(["One", "Two", "Three"], set.Rules.Select(rule => rule.Title));
        Assert.True(Rule.Fires(set.Rules[0], ("A", "b"), ("B", "c")));
        Assert.All(set.Rules.Skip(1), rule => Assert.True(Rule.Fires(rule, ("A", "x"), ("B", "c"))));
        Assert.All(set.Rules.Skip(1), rule => Assert.False(Rule.Fires(rule, ("A", "b"), ("B", "c"))));
    }

    [Theory]
    [InlineData("action: repeat\ntitle: x\n", "without a rule before it")]
    [InlineData("action: other\ntitle: x\n", "unknown action 'other'")]
    public void An_action_that_cannot_be_done_is_an_error(string text, string reason)
    {
        SigmaProblem problem = Assert.Single(SigmaRuleReader.Parse(text, "x.yml").Problems, problem => problem.IsError);
        Assert.Equal(1, problem.Line);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_collection_is_warned_of_as_deprecated()
    {
        SigmaProblem problem = Assert.Single(Parse(Global).Problems);
        Assert.Equal("x.yml:1: warning: 'action: global': rule collections are deprecated: write whole rules", problem.ToString());
    }

    [Theory]
    [InlineData("title: x\nkind: evtx\ngroup: g\nfilter:\n  Event.System.EventID: 1\n")]
    [InlineData("title: x\nkind: evtx\nfilter:\n  condition: a\n  a:\n    B: c\n")]
    public void A_filter_of_another_tool_is_no_Sigma_rule(string text)
    {
        SigmaProblem problem = Assert.Single(SigmaRuleReader.Parse(text, "x.yml").Problems);
        Assert.Equal(("a Chainsaw rule, not Sigma: its 'filter' is in Chainsaw's own language", false), (problem.Message, problem.IsError));
    }

    private static SigmaRuleSet Parse(string text)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(text, "x.yml");
        Assert.DoesNotContain(set.Problems, problem => problem.IsError);
        return set;
    }
}
