using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Loading;

/// <summary>Global filters (Sigma specification, "filters").</summary>
public sealed class FilterTests
{
    private const string Base = "title: One\nid: id-1\nname: one\nlogsource: {product: windows, category: test}\ndetection:\n  s: {A: b}\n  condition: s\n---\n"
        + "title: Two\nid: id-2\nlogsource: {product: linux, category: test}\ndetection:\n  s: {A: b}\n  condition: s\n---\n";

    [Theory]
    [InlineData("[one]", "{category: test}", true, false)]
    [InlineData("[id-2]", "{category: test}", false, true)]
    [InlineData("[one, id-2]", "{category: test}", true, true)]
    [InlineData("any", "{category: test}", true, true)]
    [InlineData("[any]", "{category: test}", true, true)]
    [InlineData("any", "{product: windows}", true, false)]
    [InlineData("one", "{product: windows, category: test}", true, false)]
    public void A_filter_restricts_the_rules_it_names_whose_log_source_fits(string rules, string logSource, bool one, bool two)
    {
        SigmaRuleSet set = Load(Filter(rules, logSource, "not selection"));
        Assert.Empty(set.Problems);
        Assert.Equal([!one, !two], set.Rules.Select(rule => Fires(rule, ("A", "b"), ("User", "adm_1"))));
        Assert.All(set.Rules, rule => Assert.True(Fires(rule, ("A", "b"), ("User", "other"))));
    }

    [Fact]
    public void The_condition_joins_as_it_stands()
    {
        SigmaRule rule = Load(Filter("one", "{category: test}", "selection")).Rules[0];
        Assert.True(Fires(rule, ("A", "b"), ("User", "adm_1")));
        Assert.False(Fires(rule, ("A", "b"), ("User", "other")));
        Assert.False(Fires(rule, ("A", "x"), ("User", "adm_1")));
    }

    [Fact]
    public void A_rule_named_by_id_and_by_name_is_restricted_once()
    {
        SigmaExpression.And and = Assert.IsType<SigmaExpression.And>(Load(Filter("[one, id-1]", "{category: test}", "selection")).Rules[0].Condition);
        Assert.IsType<SigmaExpression.Leaf>(and.Terms[0]);
    }

    [Fact]
    public void A_filter_works_across_files()
    {
        using RuleFolder folder = new();
        folder.Write("z.yml", Base);
        folder.Write("a.yml", Filter("one", "{category: test}", "not selection"));
        SigmaRuleSet set = folder.Load();
        Assert.Empty(set.Problems);
        Assert.False(Fires(set.Rules[0], ("A", "b"), ("User", "adm_1")));
    }

    [Fact]
    public void A_filter_reaches_the_events_that_an_old_aggregation_counts()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse("title: x\nname: one\nlogsource: {category: test}\ndetection:\n  s: {A: b}\n  condition: s | count() > 2\n  timeframe: 5m\n---\n"
            + Filter("one", "{category: test}", "not selection"), "x.yml");
        SigmaRule counted = Assert.Single(Assert.Single(set.Correlations).Correlation!.Rules);
        Assert.False(Fires(counted, ("A", "b"), ("User", "adm_1")));
    }

    [Theory]
    [InlineData("[nobody]", "{category: test}", "no effect on 'nobody': there is no such rule")]
    [InlineData("[]", "{category: test}", "it names no rule")]
    [InlineData("any", "{category: unheard}", "no rule is about its log source")]
    [InlineData("[one]", "{product: linux}", "no effect on 'one': the rule's log source is windows/test")]
    public void A_filter_without_effect_is_a_warning(string rules, string logSource, string reason)
    {
        SigmaRuleSet set = Load(Filter(rules, logSource, "not selection"));
        SigmaProblem problem = Assert.Single(set.Problems);
        Assert.False(problem.IsError);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.All(set.Rules, rule => Assert.True(Fires(rule, ("A", "b"), ("User", "adm_1"))));
    }

    [Theory]
    [InlineData("title: f\nfilter:\n  rules: any\n  s: {A: b}\n  condition: s\n", 1, "a filter needs a 'logsource'")]
    [InlineData("title: f\nlogsource: {category: a}\nfilter: text\n", 3, "'filter' must be a map")]
    [InlineData("title: f\nlogsource: {category: a}\nfilter:\n  s: {A: b}\n  condition: s\n", 4, "a filter needs 'rules'")]
    [InlineData("title: f\nlogsource: {category: a}\nfilter:\n  rules: any\n  s: {A: b}\n", 4, "a filter needs one 'condition'")]
    [InlineData("title: f\nlogsource: {category: a}\nfilter:\n  rules: any\n  s: {A: b}\n  condition: t\n", 6, "no selection 't'")]
    [InlineData("title: f\nlogsource: {category: a}\nfilter:\n  rules: [{a: b}]\n  s: {A: b}\n  condition: s\n", 4, "must be an id or a name")]
    public void A_filter_that_cannot_be_honoured_is_an_error(string text, int line, string reason)
    {
        SigmaProblem problem = Assert.Single(SigmaRuleReader.Parse(text, "x.yml").Problems);
        Assert.Equal((line, true, "f"), (problem.Line, problem.IsError, problem.Title));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    private static SigmaRuleSet Load(string filter) => SigmaRuleReader.Parse(Base + filter, "x.yml");

    private static bool Fires(SigmaRule rule, params (string Name, string? Value)[] fields) =>
        NaiveMatcher.Holds(rule.Condition, TestEvent.Create(new SigmaEngine([], LogSourceMap.Empty), fields));

    private static string Filter(string rules, string logSource, string condition) =>
        $"title: Filter\nlogsource: {logSource}\nfilter:\n  rules: {rules}\n  selection:\n    User|startswith: adm_\n  condition: {condition}\n";
}
