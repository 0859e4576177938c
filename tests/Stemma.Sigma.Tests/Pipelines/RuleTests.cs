using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Pipelines;

/// <summary>Transformations of whole rules, placeholders, and the pipeline file itself.</summary>
public sealed class RuleTests
{
    [Fact]
    public void The_log_source_is_changed() =>
        Assert.Equal(new SigmaLogSource("linux", null, "auditd"), Piped.Read("{type: change_logsource, product: linux, service: auditd}", "A: 1").LogSource);

    [Theory]
    [InlineData("", "x", true)]
    [InlineData("", "y", false)]
    [InlineData(", negated: true", "x", false)]
    [InlineData(", negated: true", "y", true)]
    public void A_condition_is_added(string more, string value, bool fires) =>
        Assert.Equal(fires, Piped.Fires($"{{type: add_condition, conditions: {{B: x}}{more}}}", "s: {A: 1}\nt: {A: 2}\ncondition: s or t", ("A", "2"), ("B", value)));

    [Fact]
    public void An_added_condition_may_name_the_log_source() =>
        Assert.True(Piped.Fires("{type: add_condition, conditions: {B: 'is ${category}'}, template: true}", "A: 1", ("A", "1"), ("B", "is test")));

    [Fact]
    public void Later_items_change_an_added_condition() =>
        Assert.True(Piped.Fires("{type: add_condition, conditions: {B: x}}\n{type: field_name_prefix, prefix: p.}", "A: 1", ("p.A", "1"), ("p.B", "x")));

    [Fact]
    public void A_pipeline_may_refuse_a_rule() =>
        Assert.Contains("refused by a pipeline (line 2): no such log here", Piped.Refusal("{type: rule_failure, message: no such log here}", "A: 1"), StringComparison.Ordinal);

    [Fact]
    public void A_pipeline_may_refuse_an_item()
    {
        const string refusal = "{type: detection_item_failure, message: unknown, field_name_conditions: [{type: include_fields, fields: [A]}]}";
        Assert.Contains("field 'A': unknown", Piped.Refusal(refusal, "A: 1"), StringComparison.Ordinal);
        Piped.Read(refusal, "B: 1");
    }

    [Fact]
    public void Pipelines_nest() =>
        Assert.True(Piped.Fires("{type: nest, items: [{type: field_name_prefix, prefix: a.}, {type: field_name_prefix, prefix: b.}]}", "A: 1", ("b.a.A", "1")));

    [Theory]
    [InlineData("admin", true)]
    [InlineData("root1", true)]
    [InlineData("other", false)]
    public void Placeholders_take_the_values_of_variables(string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(Rule.Read("User|expand: '%admins%'", Piped.Options("{type: value_placeholders}", "vars: {admins: [admin, root*]}\n")), ("User", value)));

    [Fact]
    public void A_placeholder_without_a_variable_is_refused() =>
        Assert.Contains("'%admins%' has no values", Piped.Refusal("{type: value_placeholders}", "User|expand: '%admins%'"), StringComparison.Ordinal);

    [Theory]
    [InlineData(@"User|expand: '\%x%admins%'", "%xadmin", true)]
    [InlineData(@"User|expand: '\%x%admins%'", "admin", false)]
    public void An_escaped_percent_sign_is_no_placeholder_of_a_variable(string selection, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(Rule.Read(selection, Piped.Options("{type: value_placeholders}", "vars: {admins: [admin]}\n")), ("User", value)));

    [Fact]
    public void A_strict_mapping_refuses_rules_with_fields_that_nothing_mapped()
    {
        const string strict = "{type: field_name_mapping, mapping: {A: x, B: [B, b]}}\n{type: strict_field_mapping_failure}";
        Assert.True(Piped.Fires(strict, "A: 1\nB: 2", ("x", "1"), ("b", "2")));
        Assert.Contains("refused by a pipeline (line 3): no mapping for C, D; map each with field_name_mapping", Piped.Refusal(strict, "A: 1\nD: 2\nC|contains: 3"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{type: field_name_prefix, prefix: p.}", "p.A")]
    [InlineData("{type: field_name_suffix, suffix: .s}", "A.s")]
    [InlineData("{type: field_name_prefix_mapping, mapping: {A: B}}", "B")]
    public void A_strict_mapping_takes_names_however_they_were_mapped(string mapping, string name) =>
        Assert.True(Piped.Fires(mapping + "\n{type: strict_field_mapping_failure}", "A: 1", (name, "1")));

    [Fact]
    public void A_strict_mapping_has_no_say_about_keywords_and_correlations()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse("title: a\nname: a\nlogsource: {category: test}\ndetection:\n  s: [word]\n  condition: s\n---\n"
            + "title: c\ncorrelation: {type: event_count, rules: [a], group-by: [User], timespan: 1m, condition: {gte: 2}}\n", "x.yml", Piped.Options("{type: strict_field_mapping_failure}"));
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Placeholders_become_wildcards_except_those_excluded()
    {
        Assert.True(Piped.Fires("{type: wildcard_placeholders}", "User|expand: a%x%", ("User", "abc")));
        Assert.Contains("'%x%' has no values", Piped.Refusal("{type: wildcard_placeholders, exclude: [x]}", "User|expand: a%x%"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pipelines_are_applied_by_priority_and_then_as_given()
    {
        SigmaPipeline late = Piped.Pipeline("{type: field_name_suffix, suffix: 3}", "priority: 20\n"), first = Piped.Pipeline("{type: field_name_suffix, suffix: 1}", "priority: 10\n");
        SigmaPipeline second = Piped.Pipeline("{type: field_name_suffix, suffix: 2}", "priority: 10\n");
        Assert.True(Rule.Fires(Rule.Read("A: x", new SigmaLoadOptions { Pipelines = [late, first, second] }), ("A123", "x")));
    }

    [Fact]
    public void A_filter_goes_through_the_pipeline_as_its_rules_do()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Rule.Yaml("A: 1") + "---\ntitle: f\nlogsource: {category: test}\nfilter:\n  rules: any\n  s: {B: 2}\n  condition: not s\n", "x.yml",
            Piped.Options("{type: field_name_prefix, prefix: p.}"));
        Assert.Empty(set.Problems);
        Assert.True(Rule.Fires(set.Rules[0], ("p.A", "1"), ("p.B", "3")));
        Assert.False(Rule.Fires(set.Rules[0], ("p.A", "1"), ("p.B", "2")));
    }

    [Theory]
    [InlineData("transformations: [{type: unknown}]", 1, "unknown transformation 'unknown'")]
    [InlineData("transformations:\n  - {type: query_expression_placeholders, expression: x}", 2, "has no meaning here")]
    [InlineData("transformations:\n  - {type: file_placeholders, path: /etc/hostname}", 2, "write them under 'vars' for value_placeholders")]
    [InlineData("transformations:\n  - {type: field_name_transform, mapping: {}}", 2, "takes a function of a program")]
    [InlineData("transformations:\n  - {type: strict_field_mapping_failure, fields: [A]}", 2, "has no 'fields'")]
    [InlineData("transformations:\n  - {type: field_name_prefix}", 2, "needs 'prefix'")]
    [InlineData("transformations:\n  - {type: field_name_prefix, prefix: a, sufix: b}", 2, "has no 'sufix'")]
    [InlineData("transformations:\n  - type: set_state\n    key: a\n    val: b\n    rule_conditions: [{type: odd}]", 5, "unknown rule condition 'odd'")]
    [InlineData("transformations:\n  - type: drop_detection_item\n    detection_item_conditions: [{type: odd}]", 3, "unknown detection item condition 'odd'")]
    [InlineData("transformations:\n  - type: drop_detection_item\n    field_name_conditions: [{type: odd}]", 3, "unknown field name condition 'odd'")]
    [InlineData("transformations:\n  - {type: replace_string, regex: '(', replacement: x}", 2, "regular expression cannot be read")]
    [InlineData("transformations:\n  - {type: set_state, key: a, val: b, rule_cond_expr: x, rule_conditions: {a: {type: is_sigma_rule}}}", 2, "no selection 'x'")]
    [InlineData("transformations:\n  - type: map_string\n    mapping: {a: }", 3, "'a' is mapped to nothing")]
    [InlineData("name: a\nodd: b", 2, "'odd' is no part of a pipeline")]
    [InlineData("name: [", 2, "not valid YAML")]
    public void What_is_not_known_is_an_error_with_file_line_and_reason(string yaml, int line, string reason)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => SigmaPipeline.Parse(yaml, "p.yml"));
        Assert.StartsWith($"p.yml:{line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_values_that_double_without_end_are_an_error()
    {
        string twice = string.Join('\n', Enumerable.Repeat("{type: field_name_mapping, mapping: {A: [A, A]}}", 40));
        Assert.Contains("pipelines make more than 100,000 names and values", Piped.Refusal(twice, "A: 1"), StringComparison.Ordinal);
        twice = string.Join('\n', Enumerable.Repeat("{type: map_string, mapping: {a: [a, a]}}", 40));
        Assert.Contains("pipelines make more than 100,000 names and values", Piped.Refusal(twice, "A: a"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_takes_too_long_is_an_error() =>
        Assert.Contains("takes too long", Piped.Refusal("{type: replace_string, regex: '(a+)+$', replacement: b}", $"A: {new string('a', 60)}b"), StringComparison.Ordinal);

    [Fact]
    public void What_changes_queries_only_is_a_warning() =>
        Assert.Equal(["p.yml:1: warning: 'postprocessing' has no effect: it changes queries, and rules run here without one", "p.yml:2: warning: 'finalizers' has no effect: it changes queries, and rules run here without one"],
            SigmaPipeline.Parse("postprocessing: [{type: embed}]\nfinalizers: [{type: concat}]\n", "p.yml").Warnings.Select(warning => warning.ToString()));
}
