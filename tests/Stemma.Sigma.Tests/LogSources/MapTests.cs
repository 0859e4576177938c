using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.LogSources;

/// <summary>How a map is read, and how events find their log source.</summary>
public sealed class MapTests : IDisposable
{
    private readonly RuleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_map_has_an_entry_for_each_channel_and_each_category()
    {
        LogSourceMap map = Load("""
            product: windows
            sources:
              - service: s
                channels: [A, B]
                providers: P
                categories:
                  - {category: c, ids: [1, 2], where: {F: [x, y], G: z}, fields: {Image: Name}}
            """);
        Assert.Equal(["A windows/s", "A windows/c/s", "B windows/s", "B windows/c/s"], map.Entries.Select(entry => $"{entry.Channel} {entry.LogSource}"));
        LogSourceEntry category = map.Entries[1];
        Assert.Equal([1, 2], category.EventIds);
        Assert.Equal(["P"], category.Providers);
        Assert.Equal(["F=x,y", "G=z"], category.Where.Select(field => $"{field.Key}={string.Join(',', field.Value)}"));
        Assert.Equal("Name", category.Fields["Image"]);
    }

    [Fact]
    public void Provider_and_id_decide_when_the_map_names_them()
    {
        LogSourceMap map = Load("sources:\n  - service: s\n    channels: [A]\n    providers: [P, Q]\n    categories:\n      - {category: c, ids: [1]}\n");
        Assert.Equal(2, map.Find("a", "p", 1).Count());
        Assert.Single(map.Find("A", "Q", 2));
        Assert.Empty(map.Find("A", "R", 1));
        Assert.Empty(map.Find("B", "P", 1));
        Assert.Empty(map.Find("", "P", 1));
    }

    [Theory]
    [InlineData("a: b\n", 1, "no 'sources'")]
    [InlineData("sources: x\n", 1, "no 'sources'")]
    [InlineData("sources:\n  - x\n", 2, "a source must be a map")]
    [InlineData("sources:\n  - {service: s}\n", 2, "a source needs 'channels'")]
    [InlineData("sources:\n  - {channels: A, categories: c}\n", 2, "'categories' must be a list")]
    [InlineData("sources:\n  - channels: A\n    categories: [c]\n", 3, "a category must be a map")]
    [InlineData("sources:\n  - channels: A\n    categories:\n      - {category: c, ids: [x]}\n", 4, "'x' is not an event id")]
    [InlineData("sources:\n  - channels: A\n    categories:\n      - {category: c, ids: [-1]}\n", 4, "'-1' is not an event id")]
    [InlineData("sources:\n  - channels: A\n    categories:\n      - {category: c, where: x}\n", 4, "'where' must be a map")]
    [InlineData("sources:\n  - channels: A\n    categories:\n      - {category: c, where: {F: {a: b}}}\n", 4, "'F' has no value")]
    [InlineData("sources:\n  - channels: A\n    categories:\n      - {category: c, fields: {F: {a: b}}}\n", 4, "'F' has no value")]
    [InlineData("sources:\n  - channels: A\n    categories:\n      - {category: c, fields: [a]}\n", 4, "'fields' must be a map")]
    [InlineData("sources: [\n", 2, "not valid YAML")]
    public void What_is_no_map_is_an_error_that_names_file_and_line(string text, int line, string message)
    {
        string path = _folder.Write("map.yml", text);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => LogSourceMap.Load([path]));
        Assert.StartsWith($"{path}:{line}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_is_not_there_is_an_error() =>
        Assert.Throws<InvalidDataException>(() => LogSourceMap.Load([Path.Combine(_folder.Root, "missing")]));

    [Fact]
    public void An_event_that_names_its_log_source_needs_no_map()
    {
        Assert.True(Fires("{category: c}", new SigmaLogSource(null, "c", null)));
        Assert.True(Fires("{category: c}", new SigmaLogSource("P", "C", "s")));
        Assert.True(Fires("{}", new SigmaLogSource("p", null, null)));
        Assert.False(Fires("{category: c, product: p}", new SigmaLogSource(null, "c", null)));
        Assert.False(Fires("{category: c}", new SigmaLogSource(null, null, "c")));
        Assert.False(Fires("{}", null));
    }

    [Fact]
    public void A_channel_that_the_map_knows_outweighs_what_an_event_says()
    {
        SigmaEngine engine = new([Rule.Read("A: b")], Load("sources:\n  - {service: s, channels: [A]}\n"));
        Assert.False(engine.GetKind("A", "", 1, ["A"], new SigmaLogSource(null, "test", null)).HasRules);
        Assert.True(engine.GetKind("B", "", 1, ["A"], new SigmaLogSource(null, "test", null)).HasRules);
    }

    [Fact]
    public void Log_sources_that_read_alike_are_kept_apart_whichever_comes_first()
    {
        // A category and a service of one name.
        SigmaRule[] rules = [Read("{category: dns}"), Read("{service: dns}")];
        SigmaLogSource category = new(null, "dns", null), service = new(null, null, "dns");
        foreach (SigmaLogSource[] order in (SigmaLogSource[][])[[category, service], [service, category]])
        {
            SigmaEngine engine = new(rules, LogSourceMap.Empty);
            foreach (SigmaLogSource source in order)
            {
                TestEvent e = new(engine.GetKind("", "", -1, ["A"], source), ["b"]);
                Assert.Same(rules[source == category ? 0 : 1], Assert.Single(new SigmaMatcher().Match(e)));
            }
        }
    }

    [Fact]
    public void Log_sources_that_events_make_up_cost_no_programs()
    {
        SigmaEngine engine = new([Read("{product: p}")], LogSourceMap.Empty);
        EventKind first = engine.GetKind("", "", 1, ["A"], new SigmaLogSource("p", "c0", "s0"));
        for (int i = 0; i < 100; i++)
            Assert.Same(first.Program, engine.GetKind("", "", i, ["A"], new SigmaLogSource("p", $"c{i}", $"s{i}")).Program);
    }

    private LogSourceMap Load(string text) => LogSourceMap.Load([_folder.Write("map.yml", text)]);

    private static bool Fires(string wanted, SigmaLogSource? given)
    {
        SigmaEngine engine = new([Read(wanted)], LogSourceMap.Empty);
        return new SigmaMatcher().Match(new TestEvent(engine.GetKind("", "", -1, ["A"], given), ["b"])).Count > 0;
    }

    private static SigmaRule Read(string logSource) => Assert.Single(SigmaRuleReader.Parse(
        $"title: '{logSource}'\nlogsource: {logSource}\ndetection:\n  s: {{A: b}}\n  condition: s\n", "x.yml").Rules);
}
