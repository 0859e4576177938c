namespace Stemma.Sigma.Tests.Correlation;

/// <summary>How correlation rules are read and checked (Sigma specification, "correlation rules").</summary>
public sealed class LoadTests
{
    private const string Base = "title: A\nid: id-a\nname: a\nlogsource: {category: test}\ndetection:\n  s: {A: b}\n  condition: s\n---\n"
        + "title: B\nid: id-b\nname: b\nlogsource: {category: test}\ndetection:\n  s: {A: c}\n  condition: s\n---\n";

    [Fact]
    public void A_correlation_has_what_its_file_says()
    {
        SigmaRule rule = Read("type: event_count\nrules: [a, id-b]\ngroup-by: [User, Host]\ntimespan: 5m\ncondition: {gt: 10, lte: 20}");
        SigmaCorrelation correlation = rule.Correlation!;
        Assert.Equal(("C", SigmaLevel.High, SigmaCorrelationType.EventCount), (rule.Title, rule.Level, correlation.Type));
        Assert.Equal(["A", "B"], correlation.Rules.Select(about => about.Title));
        Assert.Equal(["User", "Host"], correlation.GroupBy);
        Assert.Equal(TimeSpan.FromMinutes(5), correlation.Timespan);
        Assert.Equal([new(NumberComparison.Greater, 10), new(NumberComparison.LessOrEqual, 20)], correlation.Bounds);
    }

    [Theory]
    [InlineData("15s", 15)]
    [InlineData("2m", 120)]
    [InlineData("3h", 10_800)]
    [InlineData("1d", 86_400)]
    [InlineData("1w", 604_800)]
    [InlineData("1M", 2_629_746)]
    [InlineData("1y", 31_556_952)]
    public void A_timespan_is_a_number_and_a_unit(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read($"type: temporal\nrules: [a, b]\ntimespan: {text}").Correlation!.Timespan);

    [Theory]
    [InlineData("event_count", "{gte: 1}")]
    [InlineData("value_count", "{gte: 1, field: X}")]
    [InlineData("value_count", "{gte: 1, field: [X, Y]}")]
    [InlineData("value_sum", "{gte: 1, field: X}")]
    [InlineData("value_avg", "{lt: 1, field: X}")]
    [InlineData("value_percentile", "{gte: 1, field: X, percentile: 95}")]
    [InlineData("temporal", "{gte: 1}")]
    [InlineData("temporal", "a and not b")]
    [InlineData("temporal", "1 of them")]
    [InlineData("temporal_ordered", "{eq: 2}")]
    [InlineData("event_count", "{neq: 2}")]
    public void All_types_load(string type, string condition) =>
        Assert.NotNull(Read($"type: {type}\nrules: [a, b]\ntimespan: 1m\ncondition: {condition}").Correlation);

    [Theory]
    [InlineData("temporal")]
    [InlineData("temporal_ordered")]
    public void Without_a_condition_all_rules_must_match(string type) =>
        Assert.Equal([new(NumberComparison.GreaterOrEqual, 2)], Read($"type: {type}\nrules: [a, b]\ntimespan: 1m").Correlation!.Bounds);

    [Fact]
    public void An_alias_means_a_field_for_each_rule()
    {
        SigmaCorrelation correlation = Read("type: temporal\nrules: [a, id-b]\ngroup-by: [ip, User]\ntimespan: 1m\naliases:\n  ip: {a: Source, b: Target}").Correlation!;
        Assert.Equal(["Source", "Target"], [correlation.FieldOf("ip", 0), correlation.FieldOf("ip", 1)]);
        Assert.Equal("User", correlation.FieldOf("User", 1));
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("generate: true\n", "", true)]
    [InlineData("", "\ngenerate: true", true)]
    [InlineData("", "\ngenerate: false", false)]
    public void Its_rules_are_detections_of_their_own_only_when_it_generates(string outside, string inside, bool generates)
    {
        SigmaRuleSet set = Load($"type: temporal\nrules: [a]\ntimespan: 1m{inside}", outside);
        Assert.Equal([generates, true, true], set.Rules.Select(rule => rule.Generates));
    }

    [Fact]
    public void A_correlation_may_be_about_a_correlation()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"{Base}title: Outer\ncorrelation:\n  type: temporal\n  rules: [c, b]\n  timespan: 1h\n---\n"
            + Document("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: 3}"), "x.yml");
        Assert.Empty(set.Problems);
        Assert.Equal(["Outer", "C"], set.Correlations.Select(rule => rule.Title));
        Assert.Equal([false, false, true, false], set.Rules.Select(rule => rule.Generates));
        Assert.Same(set.Rules[3], set.Rules[2].Correlation!.Rules[0]);
    }

    [Theory]
    [InlineData("rules: [a]\ntimespan: 1m\ncondition: {gte: 1}", 21, "needs a 'type'")]
    [InlineData("type: event_sum\nrules: [a]\ntimespan: 1m\ncondition: {gte: 1}", 21, "unknown correlation type 'event_sum'")]
    [InlineData("type: temporal\ntimespan: 1m", 21, "needs 'rules'")]
    [InlineData("type: temporal\nrules: [a, a]\ntimespan: 1m", 22, "names 'a' twice")]
    [InlineData("type: temporal\nrules: [a, id-a]\ntimespan: 1m", 21, "'id-a' is a rule that 'rules' names already")]
    [InlineData("type: temporal\nrules: [a, nobody]\ntimespan: 1m", 21, "there is no rule 'nobody'")]
    [InlineData("type: temporal\nrules: [a, c]\ntimespan: 1m", 21, "about itself")]
    [InlineData("type: temporal\nrules: [a]", 21, "needs a 'timespan'")]
    [InlineData("type: temporal\nrules: [a]\ntimespan: 5", 23, "the timespan '5' is not a number and one of")]
    [InlineData("type: temporal\nrules: [a]\ntimespan: 5x", 23, "the timespan '5x' is not a number and one of")]
    [InlineData("type: temporal\nrules: [a]\ntimespan: 0s", 23, "the timespan '0s' is not a number and one of")]
    [InlineData("type: temporal\nrules: [a]\ntimespan: 2000y", 23, "longer than a thousand years")]
    [InlineData("type: event_count\nrules: [a]\ntimespan: 1m", 21, "needs a 'condition'")]
    [InlineData("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: a", 24, "must be a map")]
    [InlineData("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: x}", 24, "'x' is not a number")]
    [InlineData("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {least: 3}", 24, "'least' in a correlation's condition")]
    [InlineData("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: 3, field: X}", 24, "'field' has no meaning")]
    [InlineData("type: event_count\nrules: [a]\ntimespan: 1m\ncondition: {gt: 3, lt: 2}", 24, "can never hold")]
    [InlineData("type: value_count\nrules: [a]\ntimespan: 1m\ncondition: {gte: 3}", 24, "needs a 'field'")]
    [InlineData("type: value_count\nrules: [a]\ntimespan: 1m\ncondition: {field: X}", 24, "has no bound")]
    [InlineData("type: value_sum\nrules: [a]\ntimespan: 1m\ncondition: {gte: 3, field: [X, Y]}", 24, "only 'value_count'")]
    [InlineData("type: value_percentile\nrules: [a]\ntimespan: 1m\ncondition: {gte: 3, field: X, percentile: 101}", 24, "from 0 to 100")]
    [InlineData("type: value_sum\nrules: [a]\ntimespan: 1m\ncondition: {gte: 3, field: X, percentile: 10}", 24, "only with 'value_percentile'")]
    [InlineData("type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: {gte: 3}", 24, "can never hold")]
    [InlineData("type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: a and x", 24, "no selection 'x'")]
    [InlineData("type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: not a", 21, "no rule that must match")]
    [InlineData("type: temporal_ordered\nrules: [a, b]\ntimespan: 1m\ncondition: a and b", 24, "has no order")]
    [InlineData("type: temporal\nrules: [a, b]\ngroup-by: [ip]\ntimespan: 1m\naliases: {ip: {a: X}}", 21, "the alias 'ip' has no field for 'b'")]
    [InlineData("type: temporal\nrules: [a]\ngroup-by: [ip]\ntimespan: 1m\naliases: {ip: {a: X, z: Y}}", 21, "about 'z', which is not among 'rules'")]
    [InlineData("type: temporal\nrules: [a]\ngroup-by: [ip]\ntimespan: 1m\naliases: {ip: X}", 25, "must be a map of rule to field")]
    [InlineData("type: temporal\nrules: [a]\ngroup-by: {ip: X}\ntimespan: 1m", 23, "must be a list of names")]
    [InlineData("type: temporal\nrules: [a]\ntimespan: 1m\ngenerate: maybe", 24, "true or false")]
    public void A_correlation_that_cannot_be_honoured_is_an_error_with_line_and_reason(string text, int line, string reason)
    {
        SigmaRuleSet set = Load(text);
        Assert.Empty(set.Correlations);
        Assert.All(set.Rules, rule => Assert.True(rule.Generates));
        SigmaProblem problem = Assert.Single(set.Problems, problem => problem.IsError);
        Assert.Equal(("x.yml", line, "C"), (problem.Path, problem.Line, problem.Title));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_two_rules_is_that_of_the_same_file_or_an_error()
    {
        using Support.RuleFolder folder = new();
        folder.Write("1.yml", Base + Document("type: temporal\nrules: [a]\ntimespan: 1m"));
        folder.Write("2.yml", Base);
        folder.Write("3.yml", Document("type: temporal\nrules: [a]\ntimespan: 1m"));
        SigmaRuleSet set = folder.Load();
        Assert.EndsWith("1.yml", Assert.Single(set.Correlations).Correlation!.Rules[0].Path, StringComparison.Ordinal);
        Assert.Contains("'a' means more than one rule", Assert.Single(set.Problems, problem => problem.IsError).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_spellings_are_read_and_warned_of()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"{Base}action: correlation\ntitle: C\ntype: temporal\nrule: [a, b]\ngroup_by: [User]\ntimeframe: 5m\nordered: true\n", "x.yml");
        Assert.Equal(SigmaCorrelationType.TemporalOrdered, Assert.Single(set.Correlations).Correlation!.Type);
        Assert.Equal(5, set.Problems.Count);
        Assert.All(set.Problems, problem => Assert.Contains("deprecated", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void No_event_fires_a_correlation_rule_by_itself()
    {
        SigmaRuleSet set = Load("type: temporal\nrules: [a]\ntimespan: 1m");
        SigmaEngine engine = new(set.Rules, LogSourceMap.Empty);
        Assert.Equal("A", Assert.Single(new SigmaMatcher().Match(Support.TestEvent.Create(engine, [("A", "b")]))).Title);
    }

    private static SigmaRule Read(string correlation)
    {
        SigmaRuleSet set = Load(correlation);
        Assert.Empty(set.Problems);
        return Assert.Single(set.Correlations);
    }

    private static SigmaRuleSet Load(string correlation, string more = "") => SigmaRuleReader.Parse(Base + Document(correlation, more), "x.yml");

    private static string Document(string correlation, string more = "") =>
        $"title: C\nname: c\n{more}level: high\ncorrelation:\n  {correlation.Replace("\n", "\n  ", StringComparison.Ordinal)}\n";
}
