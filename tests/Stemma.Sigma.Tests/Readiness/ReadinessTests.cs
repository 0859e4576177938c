using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Readiness;

/// <summary>What logs cannot show is said: a rule that could not have fired is a gap, with what it lacked.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public void A_rule_that_could_fire_is_no_gap() =>
        Assert.Empty(Gaps("sel: {Line|contains: x}\n  condition: sel", ("Line", "y")));

    [Fact]
    public void A_field_that_no_event_has_is_named() =>
        Assert.Equal(["Line"], Assert.Single(Gaps("sel: {Line|contains: x}\n  condition: sel", ("Image", "y"))).MissingFields);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(null)]
    public void A_field_that_is_always_empty_counts_as_missing(string? value) =>
        Assert.Equal(["Line"], Assert.Single(Gaps("sel: {Line|contains: x}\n  condition: sel", ("Line", value))).MissingFields);

    [Fact]
    public void An_alternative_that_could_fire_is_enough() =>
        Assert.Empty(Gaps("sel:\n    - {Line|contains: x}\n    - {Image|contains: x}\n  condition: sel", ("Image", "y")));

    [Fact]
    public void A_filter_on_a_missing_field_is_no_gap() =>
        Assert.Empty(Gaps("sel: {Image|contains: x}\n  filter: {Line: y}\n  condition: sel and not filter", ("Image", "y")));

    [Fact]
    public void What_is_asked_to_be_absent_need_not_be_there() =>
        Assert.Empty(Gaps("sel: {Line: null}\n  condition: sel", ("Image", "y")));

    [Fact]
    public void A_rule_without_any_event_of_its_kind_is_a_gap_without_fields()
    {
        SigmaRule there = Parse("sel: {A: x}\n  condition: sel", "test"), elsewhere = Parse("sel: {A: x}\n  condition: sel", "other");
        Assert.Equal([(elsewhere, true)], Gaps([there, elsewhere], ("A", "1")).Select(gap => (gap.Rule, gap.MissingFields.IsEmpty)));
    }

    [Fact]
    public void What_one_thread_saw_counts_for_all()
    {
        SigmaRule rule = Parse("sel: {Line|contains: x}\n  condition: sel", "test");
        SigmaEngine engine = new([rule], LogSourceMap.Empty);
        SigmaReadiness one = new(), two = new();
        one.Observe(TestEvent.Create(engine, [("Line", "")]), "A");
        two.Observe(TestEvent.Create(engine, [("Line", "x")]), "A");
        two.Observe(TestEvent.Create(engine, [("Line", "")]), "B");
        one.Add(two);
        Assert.Equal(["B"], one.Gaps([rule]).Select(gap => gap.Host));
    }

    private static SigmaRule Parse(string detection, string category) =>
        Assert.Single(SigmaRuleReader.Parse($"title: T\nlogsource: {{category: {category}}}\ndetection:\n  {detection}\n", "t.yml").Rules);

    private static IReadOnlyList<ReadinessGap> Gaps(string detection, params (string Name, string? Value)[] fields) => Gaps([Parse(detection, "test")], fields);

    private static IReadOnlyList<ReadinessGap> Gaps(SigmaRule[] rules, params (string Name, string? Value)[] fields)
    {
        SigmaEngine engine = new(rules, LogSourceMap.Empty);
        SigmaReadiness readiness = new();
        readiness.Observe(TestEvent.Create(engine, fields), "A");
        return readiness.Gaps(rules);
    }
}
