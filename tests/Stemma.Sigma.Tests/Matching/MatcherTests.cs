using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Matching;

/// <summary>One matcher, many events; one engine, many threads.</summary>
public sealed class MatcherTests
{
    private static readonly SigmaRule[] Rules =
        [.. Enumerable.Range(0, 50).Select(i => Rule.Read($"A|contains: 'word{i}x'")), Rule.Read("A: null"), Rule.Read("- keyword")];

    [Fact]
    public void Rules_come_in_the_order_of_the_set()
    {
        TestEvent e = TestEvent.Create(new SigmaEngine(Rules, LogSourceMap.Empty), [("A", "word9x word3x word41x keyword")]);
        Assert.Equal([Rules[3], Rules[9], Rules[41], Rules[51]], new SigmaMatcher().Match(e));
    }

    [Fact]
    public void Nothing_of_one_event_shows_in_the_next()
    {
        SigmaEngine engine = new(Rules, LogSourceMap.Empty);
        SigmaMatcher matcher = new();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal([Rules[1]], matcher.Match(TestEvent.Create(engine, [("A", "word1x")])));
            Assert.Equal([Rules[50]], matcher.Match(TestEvent.Create(engine, [("B", "word1x")])));
            Assert.Empty(matcher.Match(TestEvent.Create(engine, [("A", "word")])));
            Assert.Equal([Rules[2]], matcher.Match(TestEvent.Create(engine, [("B", "x"), ("A", "word2x")])));
        }
    }

    [Fact]
    public void One_matcher_may_serve_several_engines()
    {
        SigmaEngine one = new([Rules[1]], LogSourceMap.Empty), two = new([Rules[2]], LogSourceMap.Empty);
        SigmaMatcher matcher = new();
        Assert.Equal([Rules[1]], matcher.Match(TestEvent.Create(one, [("A", "word1x word2x")])));
        Assert.Equal([Rules[2]], matcher.Match(TestEvent.Create(two, [("A", "word1x word2x")])));
        Assert.Equal([Rules[1]], matcher.Match(TestEvent.Create(one, [("A", "word1x word2x")])));
    }

    [Fact]
    public void Values_far_larger_than_the_buffer_are_searched_to_their_end()
    {
        SigmaEngine engine = new(Rules, LogSourceMap.Empty);
        SigmaMatcher matcher = new();
        string large = new('a', 6_000_000);
        Assert.Equal([Rules[7], Rules[51]], matcher.Match(TestEvent.Create(engine, [("B", large + "keyword"), ("A", large + "word7x")])));
        Assert.Equal([Rules[8]], matcher.Match(TestEvent.Create(engine, [("A", "word8x")])));
    }

    [Fact]
    public void An_event_without_fields_is_an_event() =>
        Assert.Equal([Rules[50]], new SigmaMatcher().Match(TestEvent.Create(new SigmaEngine(Rules, LogSourceMap.Empty), [])));

    [Fact]
    public void Without_rules_nothing_fires()
    {
        TestEvent e = TestEvent.Create(new SigmaEngine([], LogSourceMap.Empty), [("A", "word1x")]);
        Assert.False(e.Kind.HasRules);
        Assert.Empty(new SigmaMatcher().Match(e));
    }

    [Fact]
    public void Many_threads_get_what_one_gets()
    {
        SigmaEngine engine = new(Rules, LogSourceMap.Empty);
        Parallel.For(0, 2_000, () => new SigmaMatcher(), (i, _, matcher) =>
        {
            Assert.Equal([Rules[i % 50]], matcher.Match(TestEvent.Create(engine, [("A", $"a word{i % 50}x")])));
            return matcher;
        }, _ => { });
    }

    [Fact]
    public void An_event_that_matches_nothing_allocates_nothing()
    {
        TestEvent e = TestEvent.Create(new SigmaEngine(Rules, LogSourceMap.Empty), [("A", "C:\\Windows\\System32\\svchost.exe"), ("B", "é")]);
        SigmaMatcher matcher = new();
        for (int i = 0; i < 3; i++) matcher.Match(e);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++) matcher.Match(e);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_same_rule_twice_fires_twice()
    {
        TestEvent e = TestEvent.Create(new SigmaEngine([Rules[1], Rules[1]], LogSourceMap.Empty), [("A", "word1x")]);
        Assert.Equal(2, new SigmaMatcher().Match(e).Count);
    }

    [Fact]
    public void A_kind_names_its_fields_and_finds_them()
    {
        EventKind kind = new SigmaEngine(Rules, LogSourceMap.Empty).GetKind("", "", -1, ["A", "B", "A", "Some Name"]);
        Assert.Equal(["A", "B", "A", "SomeName"], kind.Names);
        Assert.Equal(["A", "B", "A", "Some Name"], kind.OwnNames);
        Assert.Equal([0, 2], kind.Find("A").ToArray());
        Assert.Equal([3], kind.Find("SomeName").ToArray());
        Assert.Equal([3], kind.Find("Some Name").ToArray());
        Assert.Empty(kind.Find("C").ToArray());
    }
}
