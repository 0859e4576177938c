namespace Stemma.Sigma.Tests.Loading;

/// <summary>Old spellings: the rule runs, and the warning says what to write (Sigma specification 2.1, "rules" and "tags").</summary>
public sealed class DeprecationTests
{
    [Theory]
    [InlineData("date: 2024/1/2", "deprecated date '2024/1/2': write 'date: 2024-01-02'")]
    [InlineData("modified: 2024/01/02", "deprecated date '2024/01/02': write 'modified: 2024-01-02'")]
    [InlineData("date: soon", "date: 'date: soon' is no date: write it as 2025-01-31")]
    [InlineData("status: testing", "deprecated status 'testing': write 'test'")]
    [InlineData("status: fine", "unknown status 'fine': there are stable, test, experimental, deprecated, unsupported")]
    [InlineData("level: info", "level 'info' is deprecated: write 'informational'")]
    [InlineData("level: severe", "unknown level 'severe', taken as medium")]
    [InlineData("related: [{id: x, type: obsoletes}]", "deprecated relation 'obsoletes': write 'obsolete'")]
    [InlineData("related: [{id: x, type: cousin}]", "unknown relation 'cousin': there are correlation, derived, obsolete, merged, renamed, similar")]
    [InlineData("tags: [attack.defense_evasion]", "deprecated tag 'attack.defense_evasion': write 'attack.defense-evasion'")]
    [InlineData("tags: [cve.2021.44228]", "deprecated tag 'cve.2021.44228': write 'cve.2021-44228'")]
    [InlineData("tags: [lateral]", "tag 'lateral' has no namespace, such as attack. or cve.")]
    [InlineData("reference: https://example.org", "deprecated key 'reference': write a list 'references'")]
    public void An_old_spelling_is_warned_of_with_its_remedy(string line, string message)
    {
        SigmaRuleSet set = Read(line);
        Assert.Single(set.Rules);
        Assert.Equal($"x.yml:2: warning: {message}", Assert.Single(set.Problems).ToString());
    }

    [Theory]
    [InlineData("date: 2024-01-02")]
    [InlineData("status: unsupported")]
    [InlineData("related: [{id: x, type: similar}, {id: y, type: correlation}]")]
    [InlineData("tags: [attack.defense-evasion, attack.t1059, attack.g0016, cve.2021-44228, car.2016-04-005, tlp.red, detection.emerging-threats, stp.1k]")]
    public void What_the_specification_says_is_not_warned_of(string line) => Assert.Empty(Read(line).Problems);

    [Fact]
    public void The_level_info_is_informational() => Assert.Equal(SigmaLevel.Informational, Read("level: info").Rules[0].Level);

    private static SigmaRuleSet Read(string line) =>
        SigmaRuleReader.Parse($"title: x\n{line}\nlogsource: {{category: test}}\ndetection:\n  s: {{A: b}}\n  condition: s\n", "x.yml");
}
