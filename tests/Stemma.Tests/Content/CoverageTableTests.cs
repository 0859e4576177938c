using System.Text;
using Stemma.Sigma;
using Stemma.Tests.Shared;

namespace Stemma.Tests.Content;

/// <summary>The table of <c>docs/coverage.md</c> counts the rules that there are; <c>STEMMA_UPDATE_SNAPSHOTS=1</c> writes it.</summary>
public class CoverageTableTests
{
    private const string Begin = "<!-- table -->\n", End = "<!-- end of table -->";

    [Fact]
    public void Each_technique_of_Execution_stands_with_its_rules_or_the_reason_why_there_is_none()
    {
        string path = Path.Combine(TestData.Root, "docs", "coverage.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = text.IndexOf(End, StringComparison.Ordinal);
        string table = Table(text);
        if (Environment.GetEnvironmentVariable("STEMMA_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, text[..begin] + table + text[end..]);
        else Assert.Equal(table, text[begin..end]);
    }

    private static string Table(string text)
    {
        SigmaRuleSet rules = SigmaRuleReader.Load([Path.Combine(TestData.Root, "content", "rules")]);
        StringBuilder table = new("| technique | name | rules | on |\n|---|---|---:|---|\n");
        foreach ((string id, string name) in AttackTable.Execution())
        {
            SigmaRule[] found = [.. rules.Rules.Where(rule => rule.Techniques.Any(technique => technique == id || technique.StartsWith(id + ".", StringComparison.Ordinal)))];
            string[] on = [.. found.Select(rule => rule.LogSource.ToString()).Distinct().Order(StringComparer.Ordinal)];
            if (found.Length == 0) Assert.Contains($"**{id}**", text, StringComparison.Ordinal);
            table.Append($"| {id} | {name} | {found.Length} | {string.Join(", ", on)} |\n");
        }

        return table.ToString();
    }
}
