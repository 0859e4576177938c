using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Pipelines;

/// <summary>Transformations and conditions of field names.</summary>
public sealed class FieldTests
{
    private const string Map = "{type: field_name_mapping, mapping: {Image: exe, CommandLine: [cmd, args]}}";

    [Fact]
    public void A_field_gets_another_name()
    {
        Assert.True(Piped.Fires(Map, @"Image|endswith: \a.exe", ("exe", @"C:\a.exe")));
        Assert.False(Piped.Fires(Map, @"Image|endswith: \a.exe", ("Image", @"C:\a.exe")));
    }

    [Theory]
    [InlineData("cmd", true)]
    [InlineData("args", true)]
    [InlineData("CommandLine", false)]
    public void A_field_with_several_names_is_any_of_them(string field, bool fires) =>
        Assert.Equal(fires, Piped.Fires(Map, "Image: a\nCommandLine|contains: x", ("exe", "a"), (field, "yxz")));

    [Fact]
    public void A_prefix_is_replaced() =>
        Assert.True(Piped.Fires("{type: field_name_prefix_mapping, mapping: {win.: event.}}", "win.A: 1", ("event.A", "1")));

    [Fact]
    public void A_prefix_and_a_suffix_are_added() =>
        Assert.True(Piped.Fires("{type: field_name_prefix, prefix: a.}\n{type: field_name_suffix, suffix: .z}", "B: 1", ("a.B.z", "1")));

    [Fact]
    public void A_reference_to_a_field_is_renamed_too() =>
        Assert.True(Piped.Fires("{type: field_name_mapping, mapping: {A: x, B: y}}", "A|fieldref: B", ("x", "1"), ("y", "1")));

    [Fact]
    public void The_fields_of_the_rule_are_renamed_too()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Rule.Yaml("Image: a") + "fields: [Image, CommandLine, User]\n", "x.yml", Piped.Options(Map));
        Assert.Equal(["exe", "cmd", "args", "User"], Assert.Single(set.Rules).Fields);
    }

    [Theory]
    [InlineData("add_field, field: [B, C]", "A,B,C")]
    [InlineData("remove_field, field: A", "")]
    [InlineData("set_field, fields: [X]", "X")]
    public void Fields_are_added_removed_and_set(string transformation, string fields)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Rule.Yaml("A: a") + "fields: [A]\n", "x.yml", Piped.Options($"{{type: {transformation}}}"));
        Assert.Equal(fields, string.Join(',', Assert.Single(set.Rules).Fields));
    }

    [Theory]
    [InlineData("include_fields, fields: [A]", "x.A", "B")]
    [InlineData("exclude_fields, fields: [A]", "A", "x.B")]
    [InlineData("include_fields, fields: ['[AC]'], mode: re", "x.A", "B")]
    [InlineData("exclude_fields, fields: ['[AC]'], mode: re", "A", "x.B")]
    public void Names_may_be_included_and_excluded(string condition, string a, string b) =>
        Assert.True(Piped.Fires($"{{type: field_name_prefix, prefix: x., field_name_conditions: [{{type: {condition}}}]}}", "A: 1\nB: 2", (a, "1"), (b, "2")));

    [Fact]
    public void A_name_remembers_which_item_made_it() =>
        Assert.True(Piped.Fires("{id: one, type: field_name_mapping, mapping: {A: B}}\n{type: field_name_prefix, prefix: x., field_name_conditions: [{type: processing_item_applied, processing_item_id: one}]}",
            "A: 1\nC: 2", ("x.B", "1"), ("C", "2")));

    [Fact]
    public void Correlations_group_by_the_new_names()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse("title: a\nname: a\nlogsource: {category: test}\ndetection:\n  s: {A: a}\n  condition: s\n---\n"
            + "title: c\ncorrelation:\n  type: value_count\n  rules: [a]\n  group-by: [User, ip]\n  timespan: 1m\n  aliases: {ip: {a: Src}}\n  condition: {field: Image, gte: 2}\n", "x.yml",
            Piped.Options("{type: field_name_mapping, mapping: {User: [u, v], Image: exe, Src: s}, rule_conditions: [{type: is_sigma_correlation_rule}, {type: logsource, category: test}]}"));
        Assert.Empty(set.Problems);
        SigmaCorrelation correlation = Assert.Single(set.Correlations).Correlation!;
        Assert.Equal(["u", "v", "ip"], correlation.GroupBy);
        Assert.Equal(["exe"], correlation.Fields);
        Assert.Equal("s", correlation.FieldOf("ip", 0));
    }

    [Fact]
    public void Old_aggregations_group_by_the_new_names()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse("title: a\nlogsource: {category: test}\ndetection:\n  s: {A: a}\n  timeframe: 1m\n  condition: s | count(Image) by User > 2\n", "x.yml",
            Piped.Options("{type: field_name_suffix, suffix: _}"));
        SigmaCorrelation correlation = Assert.Single(set.Correlations).Correlation!;
        Assert.Equal(("User_", "Image_"), (Assert.Single(correlation.GroupBy), Assert.Single(correlation.Fields)));
    }
}
