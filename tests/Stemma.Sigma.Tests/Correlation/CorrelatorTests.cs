using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Correlation;

/// <summary>When correlations fire. Events are written as rule, seconds and values; what is expected as the correlation and the completing event.</summary>
public sealed class CorrelatorTests
{
    [Theory]
    [InlineData("a0 a1", "")]
    [InlineData("a0 a1 a2", "c0@2")]
    [InlineData("a0 a6 a11", "")]
    [InlineData("a0 a6 a10", "c0@10")]
    [InlineData("a8 a9 a18", "c0@18")]
    [InlineData("a0 b1 a2", "")]
    [InlineData("a0 a1 a2 a3 a4", "c0@2")]
    [InlineData("a0 a1 a2 a30 a31 a32", "c0@2 c0@32")]
    [InlineData("a0 a1 a2 a12 a13 a14", "c0@2 c0@14")]
    public void Events_are_counted_in_windows_that_slide(string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run("type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 3}", events));

    [Fact]
    public void Events_of_several_rules_count_together() =>
        Assert.Equal("c0@2", CorrelationSet.Run("type: event_count\nrules: [a, b]\ntimespan: 10s\ncondition: {gt: 2}", "a0 b1 a2"));

    [Theory]
    [InlineData("a0:U=x a1:U=y a2:U=x", "")]
    [InlineData("a0:U=x a1:U=y a2:U=X a3:U=y a4:U=x", "c0@4")]
    [InlineData("a0:U=x a1:V=x a2:U=x a3:U=x", "c0@3")]
    public void Groups_count_apart_and_an_event_without_the_field_does_not_count(string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run("type: event_count\nrules: [a]\ngroup-by: [U]\ntimespan: 10s\ncondition: {gte: 3}", events));

    [Theory]
    [InlineData("a0:U=x a1:U=x a2:U=x", "")]
    [InlineData("a0:U=x a1:U=X a2:U=y", "c0@2")]
    [InlineData("a0:U=x a5:U=x a10.5:U=y", "c0@10.5")]
    [InlineData("a0:U=x a11:U=y", "")]
    public void Different_values_are_counted(string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run("type: value_count\nrules: [a]\ntimespan: 10s\ncondition: {field: U, gte: 2}", events));

    [Theory]
    [InlineData("a0:U=x,D=1 a1:U=x,D=1", "")]
    [InlineData("a0:U=x,D=1 a1:U=x,D=2", "c0@1")]
    public void Values_of_several_fields_are_counted_together(string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run("type: value_count\nrules: [a]\ntimespan: 10s\ncondition: {field: [U, D], gte: 2}", events));

    [Theory]
    [InlineData("a0 b5", "c0@5")]
    [InlineData("b0 a5", "c0@5")]
    [InlineData("a0 b11", "")]
    [InlineData("a0 b5 a6 b7", "c0@5")]
    public void All_rules_must_match_in_any_order(string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run("type: temporal\nrules: [a, b]\ntimespan: 10s", events));

    [Theory]
    [InlineData("a0 b5 c6", "c0@6")]
    [InlineData("b0 a5 c6", "")]
    [InlineData("b0 a5 c6 b7", "")]
    [InlineData("c0 b1 a2 b3 c4", "c0@4")]
    [InlineData("c5 b5 a5", "c0@5")]
    [InlineData("a0 b5 c11", "")]
    public void Ordered_rules_must_match_at_times_that_do_not_decrease(string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run("type: temporal_ordered\nrules: [a, b, c]\ntimespan: 10s", events));

    [Theory]
    [InlineData("value_sum", "gte: 10", "a0:N=4 a1:N=5 a2:N=1", "c0@2")]
    [InlineData("value_sum", "gte: 10", "a0:N=9 a11:N=5", "")]
    [InlineData("value_sum", "gte: 10", "a0:N=4 a1:N=x a2:N=0x6", "c0@2")]
    [InlineData("value_avg", "gt: 3", "a0:N=2 a1:N=4 a2:N=4", "c0@2")]
    [InlineData("value_percentile", "percentile: 90, gte: 8", "a0:N=1 a1:N=7 a2:N=8", "c0@2")]
    [InlineData("value_percentile", "percentile: 50, gte: 8", "a0:N=1 a1:N=7 a2:N=8", "")]
    public void Numbers_are_measured(string type, string condition, string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run($"type: {type}\nrules: [a]\ntimespan: 10s\ncondition: {{field: N, {condition}}}", events));

    [Theory]
    [InlineData("{gte: 2, lte: 3}", "a0 a1 a2", "c0@2")]
    [InlineData("{gte: 2, lte: 3}", "a0 a1 a2 a3", "")]
    [InlineData("{lt: 3}", "a0 a1", "c0@1")]
    [InlineData("{eq: 2}", "a0 a1 a11 a12 a13", "c0@1")]
    [InlineData("{neq: 2}", "a0 a1 a11 a12 a13", "c0@13")]
    public void A_condition_with_an_upper_bound_is_judged_when_its_window_is_over(string condition, string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run($"type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {condition}", events));

    [Theory]
    [InlineData("a and (b or c)", "a0 c5", "c0@5")]
    [InlineData("a and not b", "a0 c5", "c0@5")]
    [InlineData("a and not b", "a0 b5", "")]
    [InlineData("a and not b", "a0 b11", "c0@0")]
    [InlineData("a and not b", "b0 a1", "c0@1")]
    [InlineData("a and not b", "a0 a2 b10 a11", "c0@11")]
    [InlineData("a and c and not b", "a0 a4 c13", "c0@13")]
    public void Words_say_which_rules_must_match_and_which_must_not(string condition, string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run($"type: temporal\nrules: [a, b, c]\ntimespan: 10s\ncondition: {condition}", events));

    [Theory]
    [InlineData("a0:U=x,D=1 a1:U=x,D=2 a2:U=y,D=1", "")]
    [InlineData("a0:U=x,D=1 a1:U=x,D=2 a2:U=x,D=1", "c0@2")]
    public void Several_fields_make_a_group_together(string events, string fires) =>
        Assert.Equal(fires, CorrelationSet.Run("type: event_count\nrules: [a]\ngroup-by: [U, D]\ntimespan: 10s\ncondition: {gte: 2}", events));

    [Fact]
    public void Aliases_relate_different_fields() =>
        Assert.Equal("c0@3", CorrelationSet.Run("type: temporal\nrules: [a, b]\ngroup-by: [ip]\ntimespan: 10s\naliases:\n  ip: {a: S, b: D}",
            "a0:S=1,D=2 b1:S=1,D=3 b3:S=9,D=1"));

    [Fact]
    public void A_correlation_of_correlations_groups_by_its_own_fields()
    {
        SigmaRuleSet set = CorrelationSet.Read("type: event_count\nrules: [a]\ngroup-by: [Host]\ntimespan: 10s\ncondition: {gte: 2}",
            "type: temporal_ordered\nrules: [c0, b]\ngroup-by: [User]\ntimespan: 1m");
        Assert.Equal("c1@20", CorrelationSet.Run(set,
            CorrelationSet.Event(set, "a", 0, "Host=h", "User=x"), CorrelationSet.Event(set, "a", 1, "Host=h", "User=y"),
            CorrelationSet.Event(set, "b", 10, "User=x"), CorrelationSet.Event(set, "b", 20, "User=y")));
    }

    [Fact]
    public void Negation_at_the_end_of_a_window_reaches_a_correlation_of_it()
    {
        SigmaRuleSet set = CorrelationSet.Read("type: temporal\nrules: [a, b]\ntimespan: 10s\ncondition: a and not b", "type: event_count\nrules: [c0]\ntimespan: 1m\ncondition: {gte: 2}");
        Assert.Equal("c1@20", CorrelationSet.Run(set, CorrelationSet.Event(set, "a", 0), CorrelationSet.Event(set, "a", 20)));
    }

    [Fact]
    public void A_match_says_its_group_and_its_measure()
    {
        SigmaRuleSet set = CorrelationSet.Read("type: event_count\nrules: [a]\ngroup-by: [U]\ntimespan: 10s\ncondition: {gte: 2}");
        SigmaCorrelator correlator = new(set.Correlations);
        Assert.Empty(correlator.Add(CorrelationSet.Event(set, "a", 0, "U=x")));
        CorrelationMatch match = Assert.Single(correlator.Add(CorrelationSet.Event(set, "a", 1, "U=x")));
        Assert.Equal((2, new KeyValuePair<string, string>("U", "x")), (match.Measure, Assert.Single(match.Group)));
        Assert.Equal(["U"], correlator.FieldsOf(set.Rules[0]));
        Assert.Equal(["a"], correlator.Rules.Select(rule => rule.Name));
    }

    [Fact]
    public void What_lacks_a_value_is_counted()
    {
        SigmaRuleSet set = CorrelationSet.Read("type: value_sum\nrules: [a]\ngroup-by: [U]\ntimespan: 10s\ncondition: {field: N, gte: 2}");
        SigmaCorrelator correlator = new(set.Correlations);
        correlator.Add(CorrelationSet.Event(set, "a", 0, "U=x"));
        correlator.Add(CorrelationSet.Event(set, "a", 0, "N=1"));
        correlator.Add(CorrelationSet.Event(set, "a", 0, "U=x", "N=one"));
        correlator.Add(new CorrelationEvent(set.Rules[0], 0, new Dictionary<string, string?> { ["U"] = "x", ["N"] = "2" }));
        Assert.Equal(4, correlator.Incomplete);
    }

    [Fact]
    public void Memory_is_bounded_and_what_exceeds_it_is_counted()
    {
        SigmaRuleSet set = CorrelationSet.Read("type: event_count\nrules: [a]\ngroup-by: [U]\ntimespan: 10s\ncondition: {gte: 2}");
        SigmaCorrelator correlator = new(set.Correlations, capacity: 10);
        for (int i = 0; i < 15; i++) correlator.Add(CorrelationSet.Event(set, "a", 0, $"U={i}"));
        Assert.Equal(5, correlator.LeftOut);
        correlator.Add(CorrelationSet.Event(set, "a", 60, "U=x"));
        SigmaCorrelator long_ = new(set.Correlations, capacity: 10);
        for (int i = 0; i < 1000; i++) long_.Add(CorrelationSet.Event(set, "a", i * 5, $"U={i}"));
        Assert.Equal(0, long_.LeftOut);
    }

    [Fact]
    public void Events_out_of_order_are_refused()
    {
        SigmaRuleSet set = CorrelationSet.Read("type: temporal\nrules: [a]\ntimespan: 10s");
        SigmaCorrelator correlator = new(set.Correlations);
        correlator.Add(CorrelationSet.Event(set, "a", 10));
        Assert.Throws<ArgumentException>(() => correlator.Add(CorrelationSet.Event(set, "a", 9)));
    }
}
