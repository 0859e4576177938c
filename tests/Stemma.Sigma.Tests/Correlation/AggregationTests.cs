namespace Stemma.Sigma.Tests.Correlation;

/// <summary>Conditions of Sigma 1.x that count.</summary>
public sealed class AggregationTests
{
    [Theory]
    [InlineData("count() > 5", SigmaCorrelationType.EventCount, "", "", "> 5")]
    [InlineData("count() by User >= 5", SigmaCorrelationType.EventCount, "", "User", ">= 5")]
    [InlineData("count(Target) by User, Host > 5", SigmaCorrelationType.ValueCount, "Target", "User,Host", "> 5")]
    [InlineData("count( Target )by User<5", SigmaCorrelationType.ValueCount, "Target", "User", "< 5")]
    [InlineData("sum(Bytes) by Host > 1000", SigmaCorrelationType.ValueSum, "Bytes", "Host", "> 1000")]
    [InlineData("avg(Bytes) by Host <= 2.5", SigmaCorrelationType.ValueAvg, "Bytes", "Host", "<= 2.5")]
    [InlineData("min(Bytes) = 3", SigmaCorrelationType.ValueMin, "Bytes", "", "= 3")]
    [InlineData("max(Bytes) == 3", SigmaCorrelationType.ValueMax, "Bytes", "", "= 3")]
    public void An_aggregation_is_a_correlation_about_the_rule_s_own_events(string text, SigmaCorrelationType type, string field, string group, string bound)
    {
        SigmaRule rule = Read($"s | {text}", "10m");
        SigmaCorrelation correlation = rule.Correlation!;
        Assert.Equal(("x", "id-x", type), (rule.Title, rule.Id, correlation.Type));
        Assert.Equal((field, group), (string.Join(',', correlation.Fields), string.Join(',', correlation.GroupBy)));
        Assert.Equal(bound, Assert.Single(correlation.Bounds).ToString());
        Assert.Equal(TimeSpan.FromMinutes(10), correlation.Timespan);
        SigmaRule counted = Assert.Single(correlation.Rules);
        Assert.False(counted.Generates);
        Assert.Equal("test", counted.LogSource.Category);
    }

    [Fact]
    public void Blanks_without_end_take_no_time_and_say_what_is_wrong()
    {
        string blanks = new(' ', 100_000);
        SigmaRuleSet set = SigmaRuleReader.Parse(Text($"s | count(A) by{blanks}a{blanks}b{blanks}?", "10m"), "x.yml");
        Assert.Contains("is not of the form", Assert.Single(set.Problems, problem => problem.IsError).Message, StringComparison.Ordinal);
        Assert.Equal(["a b"], Read($"s | count(A) by{blanks}a{blanks}b{blanks}> 5", "10m").Correlation!.GroupBy);
    }

    [Fact]
    public void Near_relates_selections()
    {
        SigmaCorrelation correlation = Read("s | near t and not u", "10m").Correlation!;
        Assert.Equal(SigmaCorrelationType.Temporal, correlation.Type);
        Assert.Equal(["id-x#", "id-x#t", "id-x#u"], correlation.Rules.Select(rule => rule.Id));
        Assert.True(correlation.IsJudgedAtEnd);
    }

    [Fact]
    public void Without_a_timeframe_any_distance_counts_and_is_warned_of()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Text("s | count() > 5", null), "x.yml");
        Assert.Equal(TimeSpan.MaxValue, Assert.Single(set.Rules).Correlation!.Timespan);
        Assert.Contains(set.Problems, problem => problem.Message.Contains("no 'timeframe'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("s | count() by", "is not of the form count(field) by group > number")]
    [InlineData("s | median(x) > 5", "is not of the form count(field) by group > number")]
    [InlineData("s | sum() > 5", "sum() needs a field")]
    [InlineData("s | near", "is not of the form near selection")]
    [InlineData("s | near nobody", "is not of the form near selection")]
    [InlineData("s | near t u", "is not of the form near selection")]
    [InlineData("s | near t and", "is not of the form near selection")]
    [InlineData("nobody | count() > 5", "no selection 'nobody'")]
    public void An_aggregation_that_cannot_be_honoured_is_an_error(string condition, string reason)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Text(condition, "5m"), "x.yml");
        Assert.Empty(set.Rules);
        SigmaProblem problem = Assert.Single(set.Problems, problem => problem.IsError);
        Assert.Equal(8, problem.Line);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    private static SigmaRule Read(string condition, string? timeframe)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Text(condition, timeframe), "x.yml");
        Assert.Equal("aggregations in a condition are deprecated: write a correlation rule", Assert.Single(set.Problems).Message);
        return Assert.Single(set.Rules);
    }

    private static string Text(string condition, string? timeframe) =>
        $"title: x\nid: id-x\nlogsource: {{category: test}}\ndetection:\n  s: {{A: b}}\n  t: {{A: c}}\n  u: {{A: d}}\n  condition: {condition}\n"
        + (timeframe is null ? "" : $"  timeframe: {timeframe}\n");
}
