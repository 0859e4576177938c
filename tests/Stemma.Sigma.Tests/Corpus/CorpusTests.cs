using Stemma.Sigma.Tests.Support;
using Stemma.Tests.Shared;

namespace Stemma.Sigma.Tests.Corpus;

/// <summary>The public rules, over real events.</summary>
[Trait("Speed", "slow")]
public sealed class CorpusTests
{
    private static readonly Lazy<SigmaRuleSet> Rules = new(() => SigmaRuleReader.Load([TestData.Shared("sigma")]));
    private static readonly LogSourceMap Map = LogSourceMap.Load([Path.Combine(TestData.Root, "content", "logsources")]);

    [Fact]
    public void All_rules_load_but_those_whose_placeholders_nobody_gave()
    {
        SigmaRuleSet set = SigmaRuleReader.Load([TestData.Shared("sigma")]);
        SigmaProblem[] errors = [.. set.Problems.Where(problem => problem.IsError)];
        Assert.All(errors, error => Assert.Matches("placeholder '%[^']+%' has no values", error.Message));
        Assert.InRange(errors.Length, 0, 25);
        Assert.InRange(set.Rules.Count, 3_700, int.MaxValue);
        Assert.Equal(set.Rules.Count, set.Rules.Select(rule => rule.Path).Distinct().Count());
    }

    [Fact]
    public void With_placeholders_all_rules_load()
    {
        HashSet<string> names = [.. Rules.Value.Problems.Where(problem => problem.IsError).Select(problem => problem.Message.Split('%')[1])];
        SigmaRuleSet set = Rules.Value;
        for (int round = 0; round < 20 && set.Failed > 0; round++)
        {
            names.UnionWith(set.Problems.Where(problem => problem.IsError).Select(problem => problem.Message.Split('%')[1]));
            set = SigmaRuleReader.Load([TestData.Shared("sigma")], new SigmaLoadOptions { Placeholders = names.ToDictionary(name => name, name => (IReadOnlyList<string>)[name]) });
        }

        Assert.DoesNotContain(set.Problems, problem => problem.IsError);
    }

    [Fact]
    public void Loading_again_gives_the_same()
    {
        SigmaRuleSet again = SigmaRuleReader.Load([TestData.Shared("sigma")]);
        Assert.Equal(Rules.Value.Rules.Select(rule => (rule.Path, rule.Id, rule.Title)), again.Rules.Select(rule => (rule.Path, rule.Id, rule.Title)));
        Assert.Equal(Rules.Value.Problems, again.Problems);
    }

    [Fact]
    public void Each_recording_fires_its_rule()
    {
        SigmaEngine engine = new(Rules.Value.Rules, Map);
        SigmaMatcher matcher = new();
        IEnumerable<string> silent = Events().GroupBy(e => e.RuleId).Where(file =>
            !file.Any(e => matcher.Match(e.For(engine)).Any(rule => rule.Id == file.Key))).Select(file => file.Key);
        Assert.Empty(silent);
    }

    [Fact]
    public void What_fires_is_what_holds_for_every_rule_and_every_event()
    {
        IReadOnlyList<RegressionEvent> events = Events();
        RegressionEvent[] all =
        [
            .. events,
            .. events.Select(e => e.Map(value => value.ToUpperInvariant())),
            .. events.Select(e => e.Map(value => value.Replace(" -", " \u2013", StringComparison.Ordinal).Replace(" /", " -", StringComparison.Ordinal))),
            .. events.Select(e => e.Map(value => $"é{value}{value}é")),
        ];
        SigmaEngine engine = new(Rules.Value.Rules, Map);
        int matches = 0;
        Parallel.ForEach(all, () => new SigmaMatcher(), (e, _, matcher) =>
        {
            TestEvent real = e.For(engine);
            string[] fired = [.. matcher.Match(real).Select(rule => rule.Path)];
            Assert.Equal(Holding(e, real), fired);
            foreach (SigmaRule rule in matcher.Match(real).ToArray()) Check(matcher.Explain(real, rule), rule, real);
            Interlocked.Add(ref matches, fired.Length);
            return matcher;
        }, _ => { });
        Assert.InRange(matches, 500, int.MaxValue);
    }

    private static void Check(IReadOnlyList<MatchedItem> items, SigmaRule rule, TestEvent e)
    {
        SigmaTest[] tests = [.. RandomRules.Tests(rule.Condition)];
        foreach (MatchedItem item in items)
        {
            Assert.Contains(tests, test => test.Pattern == item.Pattern && (test.Field is null || test.Field == item.Field));
            if (item.Value is { Length: <= SigmaMatcher.MaximumShown }) Assert.Contains(item.Value, e.ValuesOf(item.Field));
        }
    }

    // Rule by rule, without the engine's classes of events.
    private static IEnumerable<string> Holding(RegressionEvent e, TestEvent real)
    {
        LogSourceEntry[] entries = [.. Map.Find(e.Channel, e.Provider, e.EventId)];
        foreach (SigmaRule rule in Rules.Value.Rules)
        {
            bool about = entries.Any(entry => IsAbout(rule.LogSource, entry.LogSource) && entry.Where.All(field =>
                real.ValuesOf(field.Key).Any(value => field.Value.Any(wanted => string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase)))));
            if (about && NaiveMatcher.Holds(rule.Condition, real)) yield return rule.Path;
        }
    }

    private static bool IsAbout(SigmaLogSource wanted, SigmaLogSource given) =>
        (wanted.Product is null || wanted.Product == given.Product)
        && (wanted.Category is null || wanted.Category == given.Category)
        && (wanted.Service is null || wanted.Service == given.Service);

    private static IReadOnlyList<RegressionEvent> Events() => RegressionEvent.Load(TestData.Shared("sigma-regression"));
}
