using System.Globalization;
using System.Text.Json;
using Stemma.Cli.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Cli.Tests;

/// <summary>Correlations from end to end: rules and logs in files, detections out.</summary>
public sealed class CorrelationCommandTests : IDisposable
{
    private readonly string _folder = TestData.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("type: event_count\n  rules: [a]\n  condition: {gte: 3}", "a0 a1 a3", "3", "3")]
    [InlineData("type: value_count\n  rules: [a]\n  condition: {field: N, gte: 2}", "a0 a0 a1", "2", "3")]
    [InlineData("type: temporal\n  rules: [a, b]", "b1 a3", "2", "2")]
    [InlineData("type: temporal_ordered\n  rules: [a, b]", "a1 b3", "2", "2")]
    [InlineData("type: value_sum\n  rules: [a]\n  condition: {field: N, gte: 5}", "a2 a3", "5", "2")]
    [InlineData("type: value_avg\n  rules: [a]\n  condition: {field: N, gt: 2}", "a1 a5", "3", "2")]
    [InlineData("type: value_percentile\n  rules: [a]\n  condition: {field: N, percentile: 90, gte: 9}", "a1 a9", "9", "2")]
    [InlineData("type: temporal\n  rules: [a, b]\n  condition: a and not b", "a1", "1", "1")]
    public void Every_type_fires_with_its_group_its_measure_and_its_evidence(string correlation, string events, string measure, string count)
    {
        Rules(correlation);
        Log("1.jsonl", events);
        JsonElement detection = JsonDocument.Parse(Assert.Single(Lines(Scan("1.jsonl")))).RootElement;
        Assert.Equal("Whole", detection.GetProperty("rule").GetProperty("title").GetString());
        JsonElement[] matched = [.. detection.GetProperty("matched").EnumerateArray()];
        Assert.Equal([("User", "bob"), ("count", measure), ("events", count)], matched.Take(3).Select(item => (Text(item, "field"), Text(item, "value"))));
        string[] places = [.. matched.Skip(3).Select(item => Text(item, "value"))];
        Assert.Equal(int.Parse(count, CultureInfo.InvariantCulture), places.Length);
        foreach (string place in places)
        {
            using FileStream log = File.OpenRead(place[..place.LastIndexOf(':')]);
            log.Position = long.Parse(place[(place.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
            Assert.Equal('{', log.ReadByte());
        }
    }

    [Fact]
    public void Threads_and_the_order_of_files_and_records_do_not_matter()
    {
        Rules("type: temporal_ordered\n  rules: [a, b]\n  generate: true");
        Log("1.jsonl", "b9 a1 a5 b3 a12 b11");
        Log("2.jsonl", "a8 b2 b20 a30 b31");
        string once = Scan("1.jsonl", "2.jsonl", "--threads", "1");
        Assert.InRange(Lines(once).Length, 8, 20);
        Assert.Equal(once, Scan("1.jsonl", "2.jsonl", "--threads", "2"));
        Assert.Equal(once, Scan("2.jsonl", "1.jsonl", "--threads", "2"));
    }

    [Fact]
    public void Of_many_events_the_first_and_the_last_are_named()
    {
        Rules("type: event_count\n  rules: [a]\n  condition: {gte: 25}");
        Log("1.jsonl", string.Join(' ', Enumerable.Range(0, 25).Select(second => $"a{second}")));
        JsonElement[] matched = [.. JsonDocument.Parse(Assert.Single(Lines(Scan("1.jsonl")))).RootElement.GetProperty("matched").EnumerateArray()];
        Assert.Equal(("events", "25"), (Text(matched[2], "field"), Text(matched[2], "value")));
        Assert.Equal(10, matched.Length - 3);
        Assert.EndsWith("1.jsonl:0", Text(matched[3], "value"), StringComparison.Ordinal);
    }

    [Fact]
    public void Matches_without_a_group_are_counted_and_said()
    {
        Rules("type: event_count\n  rules: [a]\n  condition: {gte: 3}");
        File.WriteAllText(Path.Combine(_folder, "1.jsonl"), "{\"Channel\":\"Security\",\"EventID\":1,\"@timestamp\":\"2024-01-01T00:00:00Z\"}\n");
        var (_, _, errors) = StemmaProgram.Run("scan", Path.Combine(_folder, "1.jsonl"), "--rules", Path.Combine(_folder, "r.yml"), "--format", "jsonl");
        Assert.Contains("1 matches do not count", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_shows_the_rules_of_a_correlation_and_test_says_that_it_was_not_tried()
    {
        Rules("type: temporal\n  rules: [a, b]");
        Log("1.jsonl", "a1");
        string rules = Path.Combine(_folder, "r.yml");
        string explained = StemmaProgram.Run("rules", "explain", rules, Path.Combine(_folder, "1.jsonl")).Output;
        Assert.Contains("Whole: a correlation (Temporal of a, b)", explained, StringComparison.Ordinal);
        Assert.DoesNotContain("a: none", explained, StringComparison.Ordinal);
        Assert.Contains("b: none", explained, StringComparison.Ordinal);
        Assert.Contains("1 correlation not tried", StemmaProgram.Run("rules", "test", rules).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipeline_changes_the_rules_of_a_scan()
    {
        Rules("type: event_count\n  rules: [a]\n  condition: {gte: 2}");
        File.WriteAllText(Path.Combine(_folder, "p.yml"), "transformations: [{type: field_name_mapping, mapping: {User: N}}]\nfinalizers: []\n");
        Log("1.jsonl", "a1 a1 a2");
        var (code, output, errors) = StemmaProgram.Run("scan", Path.Combine(_folder, "1.jsonl"), "--rules", Path.Combine(_folder, "r.yml"), "--pipeline", Path.Combine(_folder, "p.yml"), "--format", "jsonl");
        Assert.Equal(0, code);
        Assert.Contains("{\"field\":\"N\",\"value\":\"1\",\"pattern\":\"group-by\"}", Assert.Single(Lines(output)), StringComparison.Ordinal);
        Assert.Contains("'finalizers' has no effect", errors, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "p.yml"), "transformations: [{type: magic}]");
        Assert.Equal(2, StemmaProgram.Run("rules", "check", "--pipeline", Path.Combine(_folder, "p.yml")).Code);
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string Scan(params string[] args) =>
        StemmaProgram.Run(["scan", .. args.Select(arg => arg.EndsWith(".jsonl", StringComparison.Ordinal) ? Path.Combine(_folder, arg) : arg), "--rules", Path.Combine(_folder, "r.yml"), "--format", "jsonl"]).Output;

    private void Rules(string correlation) => File.WriteAllText(Path.Combine(_folder, "r.yml"), string.Concat("ab".Select((name, index) =>
        $"title: {name}\nname: {name}\nlogsource: {{product: windows, service: security}}\ndetection:\n  s: {{EventID: {index + 1}}}\n  condition: s\n---\n"))
        + $"title: Whole\nlevel: high\ncorrelation:\n  group-by: [User]\n  timespan: 30s\n  {correlation}\n");

    // "a5": an event of rule a in second 5, whose N is 5.
    private void Log(string name, string events) => File.WriteAllText(Path.Combine(_folder, name), string.Concat(events.Split(' ').Select(e =>
        $"{{\"Channel\":\"Security\",\"EventID\":{(e[0] == 'a' ? 1 : 2)},\"Computer\":\"H\",\"@timestamp\":\"2024-01-01T00:00:{int.Parse(e[1..], CultureInfo.InvariantCulture):00}Z\",\"User\":\"bob\",\"N\":{e[1..]}}}\n")));
}
