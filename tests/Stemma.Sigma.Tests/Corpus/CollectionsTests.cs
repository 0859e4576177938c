using System.Text.RegularExpressions;
using Stemma.Tests.Shared;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Stemma.Sigma.Tests.Corpus;

/// <summary>Rules that other tools ship: what of them is Sigma loads or says why not, what is not Sigma is named, and no file is passed over.</summary>
[Trait("Speed", "slow")]
public sealed partial class CollectionsTests
{
    [Fact]
    public void Hayabusas_files_load_but_those_without_a_condition_and_those_that_are_no_rules()
    {
        string folder = TestData.Shared("knowledge/hayabusa-rules");
        Dictionary<string, string> files = Files(folder).ToDictionary(path => path, File.ReadAllText);
        string[] others = [.. files.Where(file => !IsRule().IsMatch(file.Value)).Select(file => file.Key)];
        string[] broken = [.. files.Where(file => IsRule().IsMatch(file.Value) && !Condition().IsMatch(file.Value)).Select(file => file.Key)];
        SigmaRuleSet set = SigmaRuleReader.Load([folder]);

        Assert.Equal(broken, set.Problems.Where(problem => problem.IsError).Select(problem => problem.Path));
        Assert.All(set.Problems.Where(problem => problem.IsError), error => Assert.Equal("no 'condition': write 'condition: selection'", error.Message));
        Assert.Equal(others, set.Problems.Where(problem => problem.Message == "not a Sigma rule: no 'detection'").Select(problem => problem.Path));
        Assert.Equal(files.Keys.Except(others).Except(broken), set.Rules.Select(rule => rule.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(broken.Length, set.Failed);
        Assert.InRange(set.Rules.Count, 195, int.MaxValue);
        Assert.InRange(set.Correlations.Count(), 3, int.MaxValue);
    }

    [Fact]
    public void Chainsaws_files_are_named_as_such_and_only_broken_YAML_is_an_error()
    {
        string folder = TestData.Shared("knowledge/chainsaw");
        string[] files = [.. Files(folder)], broken = [.. files.Where(IsBroken)];
        SigmaRuleSet set = SigmaRuleReader.Load([folder]);

        Assert.Empty(set.Rules);
        Assert.Equal(broken, set.Problems.Where(problem => problem.IsError).Select(problem => problem.Path));
        Assert.All(set.Problems.Where(problem => problem.IsError), error => Assert.StartsWith("not valid YAML", error.Message, StringComparison.Ordinal));
        SigmaProblem[] foreign = [.. set.Problems.Where(problem => !problem.IsError)];
        Assert.All(foreign, problem => Assert.StartsWith("a Chainsaw ", problem.Message, StringComparison.Ordinal));
        Assert.Equal(files.Except(broken), foreign.Select(problem => problem.Path).Distinct());
        Assert.InRange(foreign.Length, 130, int.MaxValue);
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static bool IsBroken(string path)
    {
        try
        {
            new YamlStream().Load(new StreamReader(path));
            return false;
        }
        catch (YamlException)
        {
            return true;
        }
    }

    [GeneratedRegex("^(detection|correlation):", RegexOptions.Multiline)]
    private static partial Regex IsRule();

    [GeneratedRegex("^ +condition:", RegexOptions.Multiline)]
    private static partial Regex Condition();
}
