using Stemma.Attack;
using Stemma.Sigma;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Content;

/// <summary>Every technique that Stemma may name can be explained.</summary>
public class BuiltInPlaybookTests
{
    private static readonly PlaybookShelf Shelf = PlaybookShelf.Load(Path.Combine(TestData.Root, "content", "playbooks"));

    [Fact]
    public void Every_technique_of_a_rule_has_a_playbook_or_is_part_of_one_that_has()
    {
        SigmaRuleSet rules = SigmaRuleReader.Load([Path.Combine(TestData.Root, "content", "rules")]);
        Assert.DoesNotContain(rules.Rules.SelectMany(rule => rule.Techniques), technique => Shelf.Find(technique) is null);
    }

    [Fact]
    public void Every_technique_that_a_playbook_refers_to_has_one_or_is_part_of_one_that_has_or_comes_after()
    {
        string[] after = ["T1486"]; // Encryption is what responders must come before; nothing in the logs of execution shows it.
        Assert.Empty(Shelf.All.SelectMany(playbook => playbook.References).Distinct().Where(technique => Shelf.Find(technique) is null).Except(after));
    }

    [Fact]
    public void Every_technique_of_Execution_has_a_playbook_of_its_own_under_its_name()
    {
        string[] missing = [.. AttackTable.Execution().Where(technique => Shelf.Find(technique.Id) is not { } playbook || playbook.Technique != technique.Id || playbook.Title != technique.Name)
            .Select(technique => technique.Id)];
        Assert.Empty(missing);
    }

    [Fact]
    public void No_response_does_what_cannot_be_undone()
    {
        string[] never = ["taskkill", "kill -9", "chmod 000", "chmod 0", "echo. >", "--pid-owner", "Enable-PSRemoting", "SessionState.LanguageMode", "Get-WmiObject", "delete the file", "reimage"];
        Assert.DoesNotContain(Shelf.All.SelectMany(playbook => playbook.Response), step => never.Any(word => step.Do.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
