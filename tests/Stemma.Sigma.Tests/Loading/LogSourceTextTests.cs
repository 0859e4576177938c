namespace Stemma.Sigma.Tests.Loading;

/// <summary>What a rule says about its logs, and keys that are not the specification's (Sigma specification, "logsource", "file structure").</summary>
public sealed class LogSourceTextTests
{
    [Theory]
    [InlineData("{category: a}", null, "a", null)]
    [InlineData("{product: b}", "b", null, null)]
    [InlineData("{service: c}", null, null, "c")]
    [InlineData("{product: b, service: c}", "b", null, "c")]
    [InlineData("{category: a, product: b, service: c}", "b", "a", "c")]
    [InlineData("{product: Windows, service: Firewall-AS}", "windows", null, "firewall-as")]
    [InlineData("{service: onelogin.events}", null, null, "onelogin.events")]
    public void Its_parts_stand_alone_or_together(string text, string? product, string? category, string? service) =>
        Assert.Equal(new SigmaLogSource(product, category, service), Read($"logsource: {text}").LogSource);

    [Fact]
    public void A_definition_and_further_parts_change_nothing() =>
        Assert.Equal(new SigmaLogSource("windows", null, "security"), Read("logsource: {product: windows, service: security, definition: audit policy needed, vendor: x}").LogSource);

    [Theory]
    [InlineData("scope: [server]")]
    [InlineData("license: MIT")]
    [InlineData("custom: {any: [thing, 1]}")]
    [InlineData("description: |\n  two\n  lines")]
    public void Keys_that_are_for_people_or_of_ones_own_change_nothing(string keys) =>
        Assert.Equal("test", Read($"{keys}\nlogsource: {{category: test}}").LogSource.Category);

    private static SigmaRule Read(string keys)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"title: x\n{keys}\ndetection:\n  s: {{A: b}}\n  condition: s\n", "x.yml");
        Assert.Empty(set.Problems);
        return Assert.Single(set.Rules);
    }
}
