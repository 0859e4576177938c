using Stemma.Tests.Shared;

namespace Stemma.Sigma.Tests.Corpus;

/// <summary>Rules that other tools ship: what of them is Sigma loads or says why not, and what is not Sigma is named.</summary>
[Trait("Speed", "slow")]
public sealed class CollectionsTests
{
    [Fact]
    public void Hayabusa_rules_load_but_the_one_without_a_condition()
    {
        SigmaRuleSet set = SigmaRuleReader.Load([TestData.Shared("knowledge/hayabusa-rules")]);
        Assert.InRange(set.Rules.Count, 195, int.MaxValue);
        Assert.All(set.Problems.Where(problem => problem.IsError), error => Assert.Equal("no 'condition': write 'condition: selection'", error.Message));
        Assert.InRange(set.Failed, 0, 1);
        Assert.InRange(set.Correlations.Count(), 3, int.MaxValue);
    }

    [Fact]
    public void Chainsaw_rules_are_named_as_such_and_are_no_errors()
    {
        SigmaRuleSet set = SigmaRuleReader.Load([TestData.Shared("knowledge/chainsaw")]);
        Assert.Empty(set.Rules);
        Assert.All(set.Problems.Where(problem => problem.IsError), error => Assert.StartsWith("not valid YAML", error.Message, StringComparison.Ordinal));
        SigmaProblem[] foreign = [.. set.Problems.Where(problem => !problem.IsError)];
        Assert.InRange(foreign.Length, 130, int.MaxValue);
        Assert.All(foreign, problem => Assert.StartsWith("a Chainsaw ", problem.Message, StringComparison.Ordinal));
    }
}
