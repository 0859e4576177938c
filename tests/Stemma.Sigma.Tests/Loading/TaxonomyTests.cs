using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Loading;

/// <summary>Rules in other names than Sigma's (Sigma specification, "taxonomy").</summary>
public sealed class TaxonomyTests
{
    private const string Detection = "logsource: {category: test}\ndetection:\n  s: {process.name: b}\n  condition: s\n";

    [Theory]
    [InlineData("sigma")]
    [InlineData("")]
    public void Sigmas_own_needs_no_word(string taxonomy) => Assert.Empty(Read($"title: x\ntaxonomy: {taxonomy}\n{Detection}").Problems);

    [Fact]
    public void Another_is_warned_of_and_its_names_are_taken_as_they_stand()
    {
        SigmaRuleSet set = Read($"title: x\ntaxonomy: ecs\n{Detection}");
        Assert.Equal("x.yml:2: warning: its taxonomy is 'ecs', not 'sigma': names of fields and log sources are taken as they stand; a pipeline can map them",
            Assert.Single(set.Problems).ToString());
        Assert.True(Rule.Fires(Assert.Single(set.Rules), ("process.name", "b")));
    }

    [Fact]
    public void A_filter_in_another_is_warned_of_too() =>
        Assert.Contains("its taxonomy is 'ecs'", Assert.Single(Read("title: x\ntaxonomy: ecs\nlogsource: {category: test}\nfilter:\n  rules: any\n  s: {A: b}\n  condition: s\n---\n"
            + $"title: y\n{Detection}").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pipeline_for_the_taxonomy_maps_its_rules_and_no_others()
    {
        SigmaLoadOptions options = Piped.Options("{type: field_name_mapping, mapping: {process.name: Image}, rule_conditions: [{type: rule_attribute, attribute: taxonomy, value: ecs}]}");
        SigmaRuleSet set = Read($"title: x\ntaxonomy: ecs\n{Detection}---\ntitle: y\n{Detection}", options);
        Assert.Empty(set.Problems);
        Assert.True(Rule.Fires(set.Rules[0], ("Image", "b")));
        Assert.True(Rule.Fires(set.Rules[1], ("process.name", "b")));
    }

    [Fact]
    public void A_pipeline_that_passes_the_rule_over_does_not_silence_the_warning() =>
        Assert.Single(Read($"title: x\ntaxonomy: ocsf\n{Detection}",
            Piped.Options("{type: field_name_prefix, prefix: p., rule_conditions: [{type: rule_attribute, attribute: taxonomy, value: ecs}]}")).Problems);

    private static SigmaRuleSet Read(string text, SigmaLoadOptions? options = null) => SigmaRuleReader.Parse(text, "x.yml", options);
}
