using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Pipelines;

/// <summary>Which rules a pipeline item is applied to.</summary>
public sealed class RuleConditionTests
{
    private const string Text = "title: Test\nstatus: test\nlevel: high\ndate: 2024-05-01\nauthor: me\ntags: [attack.t1059, cve.2024-1]\nlogsource: {product: windows, category: test}\n"
        + "detection:\n  s: {A: x, B|contains: y}\n  condition: s\n";

    [Theory]
    [InlineData("{type: logsource, product: windows}", true)]
    [InlineData("{type: logsource, product: windows, category: other}", false)]
    [InlineData("{type: contains_field, field: B}", true)]
    [InlineData("{type: contains_field, field: C}", false)]
    [InlineData("{type: contains_detection_item, field: A, value: x}", true)]
    [InlineData("{type: contains_detection_item, field: A, value: y}", false)]
    [InlineData("{type: is_sigma_rule}", true)]
    [InlineData("{type: is_sigma_correlation_rule}", false)]
    [InlineData("{type: tag, tag: attack.t1059}", true)]
    [InlineData("{type: tag, tag: attack.t1060}", false)]
    [InlineData("{type: rule_attribute, attribute: level, value: medium, op: gte}", true)]
    [InlineData("{type: rule_attribute, attribute: level, value: high, op: gt}", false)]
    [InlineData("{type: rule_attribute, attribute: status, value: stable, op: lt}", true)]
    [InlineData("{type: rule_attribute, attribute: date, value: 2024-04-30, op: gt}", true)]
    [InlineData("{type: rule_attribute, attribute: author, value: me}", true)]
    [InlineData("{type: rule_attribute, attribute: author, value: me, op: ne}", false)]
    [InlineData("{type: rule_attribute, attribute: tags, value: cve.2024-1, op: in}", true)]
    [InlineData("{type: rule_attribute, attribute: tags, value: cve.2024-1, op: not_in}", false)]
    [InlineData("{type: rule_attribute, attribute: custom, value: x}", false)]
    [InlineData("{type: processing_state, key: k, val: v}", false)]
    [InlineData("{type: processing_item_applied, processing_item_id: one}", false)]
    public void A_rule_is_chosen(string condition, bool chosen) =>
        Assert.Equal(chosen, IsChosen($"{{type: add_field, field: F, rule_conditions: [{condition}]}}"));

    [Theory]
    [InlineData("rule_conditions: [{type: is_sigma_rule}, {type: contains_field, field: Z}]", false)]
    [InlineData("rule_cond_op: or, rule_conditions: [{type: is_sigma_rule}, {type: contains_field, field: Z}]", true)]
    [InlineData("rule_cond_not: true, rule_conditions: [{type: contains_field, field: Z}]", true)]
    [InlineData("rule_cond_expr: a and not (b or c), rule_conditions: {a: {type: is_sigma_rule}, b: {type: contains_field, field: Z}, c: {type: tag, tag: x.y}}", true)]
    public void Conditions_are_joined(string conditions, bool chosen) => Assert.Equal(chosen, IsChosen($"{{type: add_field, field: F, {conditions}}}"));

    [Fact]
    public void State_attributes_and_items_before_it_are_seen()
    {
        Assert.True(IsChosen("{type: set_state, key: k, val: v}\n{type: add_field, field: F, rule_conditions: [{type: processing_state, key: k, val: v}]}"));
        Assert.True(IsChosen("{type: set_custom_attribute, attribute: custom, value: 5}\n{type: add_field, field: F, rule_conditions: [{type: rule_attribute, attribute: custom, value: 4, op: gt}]}"));
        Assert.True(IsChosen("{id: one, type: set_state, key: k, val: v}\n{type: add_field, field: F, rule_conditions: [{type: processing_item_applied, processing_item_id: one}]}"));
    }

    private static bool IsChosen(string transformations)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Text, "x.yml", Piped.Options(transformations));
        Assert.Empty(set.Problems);
        return Assert.Single(set.Rules).Fields.Contains("F");
    }
}
