using System.Globalization;
using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>Tuning as analysts do it.</summary>
public sealed class TuningCommandTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("{user: 'CORP\\BOB', reason: r}", 2)]
    [InlineData("{user: 'corp\\b*', reason: r}", 2)]
    [InlineData("{host: h?, reason: r}", 3)]
    [InlineData("{rule: id-1, reason: r}", 3)]
    [InlineData("{fields: {N: '1'}, reason: r}", 1)]
    [InlineData("{rule: Noise, user: '*bob', fields: {N: '2'}, reason: r, expires: 2999-01-01}", 1)]
    [InlineData("{rule: Noise, user: '*bob', fields: {N: '3'}, reason: r}", 0)]
    [InlineData("{rule: Noise, reason: r, expires: 2020-01-01}", 0)]
    public void An_exclusion_hides_what_satisfies_all_of_it(string exclusion, int hidden)
    {
        File.WriteAllText(Path.Combine(_folder, "r.yml"), Rule);
        Log(("bob", 1), ("bob", 2), ("eve", 3));
        Assert.Equal(3 - hidden, Scan($"exclude:\n  - {exclusion}\n").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_noisy_rule_is_named_with_what_hides_it()
    {
        File.WriteAllText(Path.Combine(_folder, "r.yml"), Rule);
        Log([.. Enumerable.Range(0, 600).Select(n => ("bob", n))]);
        string[] lines = Scan("{}", "table").Output.Split('\n');
        int at = Array.FindIndex(lines, line => line == "Noisy       100 % of all: Noise");
        Assert.NotEqual(-1, at);
        string suggestion = string.Join('\n', lines[(at + 2)..(at + 4)]);
        Assert.StartsWith("exclude:\n  - {rule: 'id-1', host: 'h1', reason: 'WHY'", suggestion, StringComparison.Ordinal);
        Assert.Empty(Scan(suggestion).Output);
    }

    [Fact]
    public void A_correlation_is_hidden_by_its_own_name()
    {
        File.WriteAllText(Path.Combine(_folder, "r.yml"), Rule.Replace("title: Noise", "name: n\ntitle: Noise", StringComparison.Ordinal)
            + "---\ntitle: Many\ncorrelation:\n  type: event_count\n  rules: [n]\n  timespan: 1h\n  condition: {gte: 2}\n");
        Log(("bob", 1), ("bob", 2));
        Assert.NotEmpty(Scan("{}").Output);
        var (_, output, errors) = Scan("exclude:\n  - {rule: Many, reason: r}\n");
        Assert.Empty(output);
        Assert.Contains("Hidden      1 detection: r", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_not_there_is_said()
    {
        File.WriteAllText(Path.Combine(_folder, "r.yml"), Rule);
        Log(("bob", 1));
        Assert.Contains("note: the tune file names 'Noize'", Scan("exclude:\n  - {rule: Noize, reason: r}\n").Errors, StringComparison.Ordinal);
    }

    private const string Rule = "title: Noise\nid: id-1\nlogsource: {product: windows, service: security}\ndetection:\n  s: {EventID: 1}\n  condition: s\n";

    private (int Code, string Output, string Errors) Scan(string tune, string format = "jsonl")
    {
        File.WriteAllText(Path.Combine(_folder, "tune.yml"), tune);
        return StemmaProgram.Run("scan", Path.Combine(_folder, "1.jsonl"), "--rules", Path.Combine(_folder, "r.yml"), "--tune", Path.Combine(_folder, "tune.yml"), "--format", format);
    }

    private void Log(params (string User, int N)[] events) => File.WriteAllText(Path.Combine(_folder, "1.jsonl"), string.Concat(events.Select(e =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"Channel\":\"Security\",\"EventID\":1,\"Computer\":\"h1\",\"@timestamp\":\"2024-01-01T00:00:00Z\",\"User\":\"CORP\\\\{e.User}\",\"N\":{e.N}}}\n"))));
}
