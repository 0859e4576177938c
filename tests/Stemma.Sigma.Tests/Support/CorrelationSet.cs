namespace Stemma.Sigma.Tests.Support;

/// <summary>Correlations over three rules <c>a</c>, <c>b</c> and <c>c</c>, and what they report.</summary>
internal static class CorrelationSet
{
    private static readonly string Base = string.Concat("abc".Select(name =>
        $"title: {name}\nid: id-{name}\nname: {name}\nlogsource: {{category: test}}\ndetection:\n  s: {{A: {name}}}\n  condition: s\n---\n"));

    /// <summary>The rules of the three and the given correlation documents.</summary>
    public static SigmaRuleSet Read(params string[] correlations)
    {
        SigmaRuleSet set = SigmaRuleReader.Parse(Base + string.Join("---\n", correlations.Select((text, index) =>
            $"title: C{index}\nid: id-c{index}\nname: c{index}\ncorrelation:\n  {text.Replace("\n", "\n  ", StringComparison.Ordinal)}\n")), "x.yml");
        Assert.DoesNotContain(set.Problems, problem => problem.IsError);
        return set;
    }

    /// <summary>A match of one of the rules: its name, seconds, and values as <c>Field=value</c>.</summary>
    public static CorrelationEvent Event(SigmaRuleSet set, string rule, double seconds, params string[] values) =>
        new(set.Rules.Single(one => one.Name == rule), TimeSpan.FromSeconds(seconds + 1_000_000).Ticks,
            values.Select(value => value.Split('=')).ToDictionary(pair => pair[0], string? (pair) => pair[1]), seconds);

    /// <summary>What is reported, as <c>rule@seconds</c> of the completing event.</summary>
    public static string Run(SigmaRuleSet set, params CorrelationEvent[] events)
    {
        SigmaCorrelator correlator = new(set.Correlations);
        return string.Join(' ', RunAll(correlator, events).Select(match => $"{match.Rule.Name}@{match.Event.Origin}"));
    }

    /// <summary>All that is reported.</summary>
    public static List<CorrelationMatch> RunAll(SigmaCorrelator correlator, IEnumerable<CorrelationEvent> events)
    {
        List<CorrelationMatch> matches = [];
        foreach (CorrelationEvent e in events) matches.AddRange(correlator.Add(e));
        matches.AddRange(correlator.Finish());
        return matches;
    }

    /// <summary>What is reported of events written as <c>a0 b5.5 a7:User=x,Host=y</c>.</summary>
    public static string Run(string correlation, string events)
    {
        SigmaRuleSet set = Read(correlation);
        return Run(set, events.Split(' ').Select(text => text.Split(':')).Select(parts =>
            Event(set, parts[0][..1], double.Parse(parts[0][1..], System.Globalization.CultureInfo.InvariantCulture), parts.Length > 1 ? parts[1].Split(',') : [])).ToArray());
    }
}
