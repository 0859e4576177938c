using CsCheck;
using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Matching;

/// <summary>However events are searched, the rules that fire are those whose conditions hold.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void The_matcher_gives_exactly_the_rules_whose_conditions_hold() => Compare(iterations: 2_500);

    [Fact, Trait("Speed", "slow")]
    public void The_matcher_gives_exactly_the_rules_whose_conditions_hold_in_a_long_run() => Compare(iterations: 50_000);

    [Fact]
    public void Explanations_are_of_the_rule_and_of_the_event() =>
        Gen.Select(RandomRules.Rules, RandomRules.Event).Sample((rules, fields) =>
        {
            TestEvent e = TestEvent.Create(new SigmaEngine(rules, LogSourceMap.Empty), fields);
            SigmaMatcher matcher = new();
            foreach (SigmaRule rule in matcher.Match(e).ToArray())
            {
                SigmaTest[] tests = [.. RandomRules.Tests(rule.Condition)];
                foreach (MatchedItem item in matcher.Explain(e, rule))
                {
                    if (!tests.Any(test => test.Pattern == item.Pattern && (test.Field is null || test.Field == item.Field))) return false;
                    if (item.Value is { Length: < SigmaMatcher.MaximumShown } value && !fields.Contains((item.Field, value))) return false;
                    if (item.Value is { Length: > SigmaMatcher.MaximumShown + 2 }) return false;
                }
            }

            return true;
        }, iter: 1_000, print: t => Print(t.Item1, [t.Item2]));

    [Fact]
    public void An_explanation_lists_every_item_of_a_conjunction() =>
        Gen.Select(RandomRules.Rules, RandomRules.Event).Sample((rules, fields) =>
        {
            TestEvent e = TestEvent.Create(new SigmaEngine(rules, LogSourceMap.Empty), fields);
            SigmaMatcher matcher = new();
            return matcher.Match(e).ToArray().All(rule => Needed(rule.Condition).All(test =>
                matcher.Explain(e, rule).Any(item => item.Pattern == test.Pattern && (test.Field is null || test.Field == item.Field))));
        }, iter: 1_000, print: t => Print(t.Item1, [t.Item2]));

    // One matcher and one engine for events one after another: what it remembers of one must not show in the next.
    private static void Compare(int iterations) =>
        Gen.Select(RandomRules.Rules, RandomRules.Event.Array[1, 4]).Sample((rules, events) =>
        {
            SigmaEngine engine = new(rules, LogSourceMap.Empty);
            SigmaMatcher matcher = new();
            foreach ((string, string?)[] fields in events)
            {
                TestEvent e = TestEvent.Create(engine, fields);
                SigmaRule[] fired = [.. matcher.Match(e)], wanted = [.. rules.Where(rule => NaiveMatcher.Holds(rule.Condition, e))];
                Assert.True(fired.SequenceEqual(wanted), string.Join('\n',
                    [.. wanted.Except(fired).Select(rule => $"missed {Print(rule.Condition)}"), .. fired.Except(wanted).Select(rule => $"wrong {Print(rule.Condition)}"), string.Join(" ", fields)]));
            }
        }, iter: iterations, print: t => $"{t.Item1.Length} rules");

    private static IEnumerable<SigmaTest> Needed(SigmaExpression expression) => expression switch
    {
        SigmaExpression.And and => and.Terms.SelectMany(Needed),
        SigmaExpression.Leaf leaf => [leaf.Value],
        _ => [],
    };

    private static string Print(SigmaRule[] rules, (string, string?)[][] events) => string.Join('\n',
        [.. rules.Select(rule => $"{rule.Title}: {Print(rule.Condition)}"), .. events.Select(fields => string.Join(" ", fields))]);

    private static string Print(SigmaExpression expression) => expression switch
    {
        SigmaExpression.And and => $"all({string.Join(", ", and.Terms.Select(Print))})",
        SigmaExpression.Or or => $"any({string.Join(", ", or.Terms.Select(Print))})",
        SigmaExpression.Not not => $"not({Print(not.Term)})",
        _ => $"{expression}",
    };
}
