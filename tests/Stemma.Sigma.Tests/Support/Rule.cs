namespace Stemma.Sigma.Tests.Support;

/// <summary>Rules from snippets: a whole <c>detection</c> when it has a condition, else the body of its only selection.</summary>
internal static class Rule
{
    /// <summary>Whether the rule fires on an event of these fields. The product and the naive matcher must agree.</summary>
    public static bool Fires(string detection, params (string Name, string? Value)[] fields) => Fires(Read(detection), fields);

    /// <summary>Whether the rule fires on an event of these fields. The product and the naive matcher must agree.</summary>
    public static bool Fires(SigmaRule rule, params (string Name, string? Value)[] fields)
    {
        SigmaEngine engine = new([rule], LogSourceMap.Empty);
        TestEvent e = TestEvent.Create(engine, fields);
        bool fires = new SigmaMatcher().Match(e).Count > 0;
        Assert.Equal(NaiveMatcher.Holds(rule.Condition, e), fires);
        return fires;
    }

    /// <summary>The rule; the test fails when it does not load.</summary>
    public static SigmaRule Read(string detection, SigmaLoadOptions? options = null)
    {
        SigmaRuleSet set = Load(detection, options);
        Assert.DoesNotContain(set.Problems, problem => problem.IsError);
        return Assert.Single(set.Rules);
    }

    /// <summary>Why the rule does not load; the test fails when it does.</summary>
    public static string Error(string detection, SigmaLoadOptions? options = null)
    {
        SigmaRuleSet set = Load(detection, options);
        Assert.Empty(set.Rules);
        SigmaProblem problem = Assert.Single(set.Problems, problem => problem.IsError);
        Assert.Equal("rule.yml", problem.Path);
        Assert.InRange(problem.Line, 1, Yaml(detection).Count(c => c == '\n') + 1);
        return problem.Message;
    }

    /// <summary>The warnings about a rule that loads.</summary>
    public static IEnumerable<string> Warnings(string detection)
    {
        SigmaRuleSet set = Load(detection, null);
        Assert.Single(set.Rules);
        return set.Problems.Select(problem => problem.Message);
    }

    /// <summary>The rule's file.</summary>
    public static string Yaml(string detection)
    {
        bool whole = detection.Split('\n').Any(line => line.StartsWith("condition:", StringComparison.Ordinal));
        string body = whole ? Indent(detection, 2) : $"  selection:\n{Indent(detection, 4)}\n  condition: selection";
        return $"title: Test\nlogsource:\n  category: test\ndetection:\n{body}\n";
    }

    private static SigmaRuleSet Load(string detection, SigmaLoadOptions? options) =>
        SigmaRuleReader.Parse(Yaml(detection), "rule.yml", options);

    private static string Indent(string text, int by) =>
        string.Join('\n', text.Split('\n').Select(line => new string(' ', by) + line));
}
