namespace Stemma.Sigma.Tests.Loading;

/// <summary>What a rule's file says about the rule, and what is missing from it.</summary>
public sealed class RuleTextTests
{
    private const string Minimal = "logsource: {category: test}\ndetection:\n  s: {A: b}\n  condition: s\n";

    [Fact]
    public void A_rule_has_what_its_file_says()
    {
        SigmaRule rule = Read("""
            title: A title
            id: 5f3b1d4c-0000-0000-0000-000000000001
            status: stable
            description: What it does.
            author: Somebody
            level: CRITICAL
            tags: [attack.execution, attack.t1059.001, ATTACK.T1059.001, attack.t1204, cve.2024-1]
            references: https://example.org
            falsepositives: [Admins, Others]
            logsource: {product: Windows, category: Process_Creation, service: Sysmon}
            detection:
              s: {A: b}
              condition: s
            """);
        Assert.Equal(("A title", "5f3b1d4c-0000-0000-0000-000000000001", SigmaLevel.Critical), (rule.Title, rule.Id, rule.Level));
        Assert.Equal(("stable", "What it does.", "Somebody"), (rule.Status, rule.Description, rule.Author));
        Assert.Equal(["T1059.001", "T1204"], rule.Techniques);
        Assert.Equal(5, rule.Tags.Length);
        Assert.Equal(["https://example.org"], rule.References);
        Assert.Equal(["Admins", "Others"], rule.FalsePositives);
        Assert.Equal("windows/process_creation/sysmon", rule.LogSource.ToString());
        Assert.Equal(("rules/x.yml", 1), (rule.Path, rule.Line));
    }

    [Fact]
    public void A_rule_without_a_title_takes_its_file_s_name_and_is_warned_of()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Minimal, "rules/some_rule.yml");
        Assert.Equal("some_rule", Assert.Single(set.Rules).Title);
        Assert.Equal("rules/some_rule.yml:1: warning: no 'title'", Assert.Single(set.Problems).ToString());
    }

    [Fact]
    public void A_rule_without_a_level_is_medium() => Assert.Equal(SigmaLevel.Medium, Read($"title: x\n{Minimal}").Level);

    [Theory]
    [InlineData("severe")]
    [InlineData("3")]
    [InlineData("'+3'")]
    [InlineData("'low, high'")]
    [InlineData("''")]
    [InlineData("[high]")]
    public void A_level_that_does_not_exist_is_medium_and_warned_of(string level)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"title: x\nlevel: {level}\n{Minimal}", "x.yml");
        Assert.Equal(SigmaLevel.Medium, Assert.Single(set.Rules).Level);
        SigmaProblem problem = Assert.Single(set.Problems);
        Assert.Equal((2, false), (problem.Line, problem.IsError));
        Assert.Contains("unknown level", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_without_an_id_gets_one_that_does_not_change()
    {
        string id = Read($"title: x\n{Minimal}").Id;
        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(id, Read($"title: x\n{Minimal}").Id);
        Assert.NotEqual(id, Read($"title: y\n{Minimal}").Id);
        SigmaRuleSet elsewhere = SigmaRuleReader.Parse($"title: x\n{Minimal}", "moved/to/x.yml");
        Assert.Equal(id, Assert.Single(elsewhere.Rules).Id);
    }

    [Fact]
    public void Each_document_of_a_file_is_a_rule_with_its_own_line()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"---\ntitle: one\n{Minimal}---\ntitle: two\n{Minimal}...\n", "x.yml");
        Assert.Empty(set.Problems);
        Assert.Equal([("one", 2), ("two", 8)], set.Rules.Select(rule => (rule.Title, rule.Line)));
    }

    [Fact]
    public void An_error_in_one_document_leaves_the_others()
    {
        SigmaRuleSet set = SigmaRuleReader.Parse($"title: one\n{Minimal}---\ntitle: two\nlogsource: {{}}\n---\ntitle: three\n{Minimal}", "x.yml");
        Assert.Equal(["one", "three"], set.Rules.Select(rule => rule.Title));
        Assert.Equal("x.yml:7: error: no 'detection' with selections", Assert.Single(set.Problems).ToString());
        Assert.Equal("two", set.Problems[0].Title);
    }

    [Theory]
    [InlineData("title: x\nlogsource: {category: a}\n", 1, "no 'detection'")]
    [InlineData("title: x\nlogsource: {category: a}\ndetection: text\n", 1, "no 'detection' with selections")]
    [InlineData("title: x\nlogsource: {category: a}\ndetection:\n", 1, "no 'detection' with selections")]
    [InlineData("title: x\ndetection:\n  s: {A: b}\n  condition: s\n", 1, "no 'logsource'")]
    [InlineData("title: x\nlogsource: windows\ndetection:\n  s: {A: b}\n  condition: s\n", 1, "no 'logsource'")]
    [InlineData("title: x\nlogsource:\n  category: [a, b]\ndetection:\n  s: {A: b}\n  condition: s\n", 3, "the 'category' of 'logsource' must be a text")]
    [InlineData("title: x\nlogsource: {category: a}\ndetection:\n  s: {A: b}\n", 4, "no 'condition'")]
    [InlineData("title: x\nlogsource: {category: a}\ndetection:\n  s: {A: b}\n  condition: t\n", 5, "no selection 't'")]
    [InlineData("title: x\nlogsource: {category: a}\ndetection:\n  s:\n    A|bad: b\n  condition: s\n", 5, "unknown modifier 'bad'")]
    [InlineData("title: x\nlogsource: {category: a}\ndetection:\n  s:\n    A|re:\n      - a\n      - '('\n  condition: s\n", 7, "the regular expression cannot be read")]
    [InlineData("title: x\nlogsource: {category: a}\ndetection:\n  s:\n    A|expand: '%p%'\n  condition: s\n", 5, "placeholder '%p%' has no values")]
    [InlineData("title: x\nlogsource: {category: a}\ndetection:\n  s: {A: b}\n  condition: [s | count() > 1, s]\n", 5, "can stand only in a rule's only condition")]
    public void An_error_names_file_line_reason_and_title(string text, int line, string reason)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(text, "dir/x.yml");
        Assert.Empty(set.Rules);
        SigmaProblem problem = Assert.Single(set.Problems);
        Assert.Equal(("dir/x.yml", line, true, "x"), (problem.Path, problem.Line, problem.IsError, problem.Title));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith($"dir/x.yml:{line}: error: ", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, set.Failed);
    }

    [Theory]
    [InlineData("name: other\nvalues: [1, 2]\n", "not a Sigma rule: no 'detection'")]
    [InlineData("title: only a title\n", "not a Sigma rule: no 'detection'")]
    [InlineData("- a\n- b\n", "not a Sigma rule: no 'detection'")]
    [InlineData("just text\n", "not a Sigma rule: no 'detection'")]
    [InlineData("", "no rule in this file")]
    [InlineData("# only a comment\n", "no rule in this file")]
    [InlineData("---\n---\n", "no rule in this file")]
    public void What_is_no_rule_is_a_warning(string text, string reason)
    {
        SigmaProblem problem = Assert.Single(SigmaRuleReader.Parse(text, "x.yml").Problems);
        Assert.Equal((reason, false), (problem.Message, problem.IsError));
    }

    private static SigmaRule Read(string text)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(text, "rules/x.yml");
        Assert.Empty(set.Problems);
        return Assert.Single(set.Rules);
    }
}
