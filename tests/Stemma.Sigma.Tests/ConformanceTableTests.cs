using System.Reflection;
using System.Text.RegularExpressions;
using Stemma.Tests.Shared;

namespace Stemma.Sigma.Tests;

/// <summary>The conformance table of <c>docs/sigma.md</c>.</summary>
public sealed partial class ConformanceTableTests
{
    [Fact]
    public void Every_row_names_tests_that_exist()
    {
        HashSet<string> tests = [.. typeof(ConformanceTableTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => $"{method.DeclaringType!.Name}.{method.Name}")];
        string[] rows = [.. File.ReadAllLines(Path.Combine(TestData.Root, "docs", "sigma.md"))
            .Where(line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.EndsWith("shown by |", StringComparison.Ordinal))];
        Assert.InRange(rows.Length, 75, int.MaxValue);
        Assert.All(rows, row =>
        {
            string[] named = [.. Named().Matches(row).Select(match => match.Groups[1].Value)];
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, tests));
        });
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex Named();
}
