using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Correlation;

/// <summary>The correlator against one that looks at every window anew.</summary>
public sealed class CorrelatorAgreementTests
{
    private static readonly string[] Bodies =
    [
        "type: event_count\nrules: [a, b]", "type: value_count\nrules: [a, b]", "type: value_sum\nrules: [a, b]", "type: value_avg\nrules: [a, b]",
        "type: value_percentile\nrules: [a, b]", "type: temporal\nrules: [a, b, c]", "type: temporal_ordered\nrules: [a, c, b]",
        "type: temporal\nrules: [a, b, c]\ncondition: a and (b or c)", "type: temporal\nrules: [a, b, c]\ncondition: a and not b",
        "type: temporal\nrules: [a, b, c]\ncondition: (a or b) and not (b and c)", "type: temporal\nrules: [a, b, c]", "type: temporal_ordered\nrules: [c, b, a]",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_fires_is_what_holds_in_some_window(int seed)
    {
        Random random = new(seed);
        int fired = 0;
        for (int round = 0; round < 300; round++)
        {
            string text = Correlation(random);
            SigmaRuleSet set = CorrelationSet.Read(text);
            CorrelationEvent[] events = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => Event(set, random)).OrderBy(e => e.Time)];
            SigmaCorrelator correlator = new(set.Correlations);
            var found = CorrelationSet.RunAll(correlator, events)
                .Select(match => (Array.IndexOf(events, match.Event), match.Time, match.Measure)).OrderBy(match => match.Time).ThenBy(match => match.Item1).ToArray();
            var expected = NaiveCorrelator.Run(set.Correlations.Single(), events).ToArray();
            Assert.True(expected.SequenceEqual(found), $"{text}\nexpected {string.Join(' ', expected)}\nfound {string.Join(' ', found)}");
            fired += found.Length;
        }

        Assert.InRange(fired, 300, int.MaxValue);
    }

    private static string Correlation(Random random)
    {
        string body = Bodies[random.Next(Bodies.Length)];
        string group = random.Next(3) switch { 0 => "", 1 => "\ngroup-by: [U]", _ => "\ngroup-by: [ip, U]\naliases:\n  ip: {a: S, b: D, c: S}" };
        if (body.Contains("rules: [a, b]", StringComparison.Ordinal)) group = group.Replace(", c: S", "", StringComparison.Ordinal);
        string text = $"{body}{group}\ntimespan: {random.Next(1, 20)}s";
        if (body.Contains("condition", StringComparison.Ordinal)) return text;
        string bounds = random.Next(5) switch
        {
            0 => $"lte: {random.Next(1, 3)}",
            1 => $"gte: {random.Next(1, 3)}, lt: 4",
            2 => $"neq: {random.Next(1, 3)}",
            _ => $"gte: {random.Next(1, 4)}",
        };
        string field = body.Contains("value_count", StringComparison.Ordinal) ? "field: [N, U], "
            : body.Contains("percentile", StringComparison.Ordinal) ? $"field: N, percentile: {random.Next(0, 11) * 10}, "
            : body.Contains("value_", StringComparison.Ordinal) ? "field: N, " : "";
        return $"{text}\ncondition: {{{field}{bounds}}}";
    }

    private static CorrelationEvent Event(SigmaRuleSet set, Random random)
    {
        List<string> values = [];
        foreach (string field in (string[])["U", "S", "D"])
            if (random.Next(10) > 0) values.Add($"{field}={"xXy"[random.Next(3)]}");
        if (random.Next(10) > 0) values.Add($"N={random.Next(-1, 5)}");
        return CorrelationSet.Event(set, "abc"[random.Next(3)].ToString(), random.Next(0, 60), [.. values]);
    }
}
