using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Matching;

/// <summary>A match says why: field, value and what the rule asked for.</summary>
public sealed class ExplainTests
{
    [Fact]
    public void Each_item_that_holds_is_named_with_the_value_that_it_found() =>
        Assert.Equal(
            [new("Image", @"C:\cmd.exe", @"*\cmd.exe"), new("Line", "cmd /c x", "*/c*"), new("Port", "0x1bb", "443")],
            Explain("Image|endswith: '\\cmd.exe'\nLine|contains:\n  - '/c'\n  - '/k'\nPort: 443", ("Image", @"C:\cmd.exe"), ("Line", "cmd /c x"), ("Port", "0x1bb")));

    [Fact]
    public void Of_alternatives_all_that_hold_are_named() =>
        Assert.Equal(["*a*", "*b*"], Explain("Line|contains: [a, b, c]", ("Line", "b a")).Select(item => item.Pattern));

    [Fact]
    public void The_event_id_is_named_though_it_is_decided_before_the_event_comes()
    {
        SigmaRule rule = Assert.Single(SigmaRuleReader.Parse("title: T\nlogsource: {product: windows}\ndetection:\n  a: {EventID: [7045, 7]}\n  condition: a", "t.yml").Rules);
        SigmaEngine engine = new([rule], LogSourceMap.Empty);
        TestEvent e = new(engine.GetKind("System", "", 7045, ["EventID"], new SigmaLogSource("windows", null, null)), ["7045"]);
        SigmaMatcher matcher = new();
        Assert.Single(matcher.Match(e));
        Assert.Equal([new("EventID", "7045", "7045")], matcher.Explain(e, rule));
    }

    [Fact]
    public void What_a_rule_excludes_is_not_named() =>
        Assert.Equal([new("A", "1", "1")], Explain("a: {A: '1'}\nb: {B: '1'}\ncondition: a and not b", ("A", "1"), ("B", "2")));

    [Fact]
    public void A_keyword_is_named_with_the_field_that_holds_it() =>
        Assert.Equal([new("B", "a word", "*word*")], Explain("- word", ("A", "x"), ("B", "a word")));

    [Fact]
    public void Of_several_values_of_a_field_the_one_that_holds_is_shown() =>
        Assert.Equal([new("A", "yes", "yes")], Explain("A: yes", ("A", "no"), ("A", null), ("A", "yes")));

    [Fact]
    public void What_is_absent_has_no_value() =>
        Assert.Equal([new("A", null, "null"), new("B", null, "false")], Explain("A: null\nB|exists: false", ("A", null)));

    [Fact]
    public void A_long_value_is_cut_around_the_hit()
    {
        string value = new string('x', 5000) + "needle" + new string('y', 5000);
        string shown = Assert.Single(Explain("A|contains: needle", ("A", value))).Value!;
        Assert.Contains("xneedley", shown, StringComparison.Ordinal);
        Assert.StartsWith("…", shown, StringComparison.Ordinal);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.Equal(SigmaMatcher.MaximumShown + 2, shown.Length);
    }

    [Fact]
    public void A_long_value_is_not_cut_within_a_character()
    {
        for (int shift = 0; shift < 4; shift++)
        {
            string value = new string('x', shift) + string.Concat(Enumerable.Repeat("\U0001F600", 2000)) + "needle" + string.Concat(Enumerable.Repeat("\U0001F600", 2000));
            string shown = Assert.Single(Explain("A|contains: needle", ("A", value))).Value!;
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(shown)));
        }
    }

    [Fact]
    public void What_only_the_log_source_asks_is_not_named()
    {
        SigmaRule rule = Rule.Read("TargetObject: x");
        LogSourceMap map = new([new LogSourceEntry(new SigmaLogSource(null, "test", null), "Log", [], []) { Where = [new("EventType", ["CreateKey"])] }]);
        TestEvent e = TestEvent.Windows(new SigmaEngine([rule], map), "Log", 1, ("EventType", "CreateKey"), ("TargetObject", "x"));
        SigmaMatcher matcher = new();
        Assert.Same(rule, Assert.Single(matcher.Match(e)));
        Assert.Equal([new("TargetObject", "x", "x")], matcher.Explain(e, rule));
    }

    [Fact]
    public void A_rule_about_other_events_cannot_be_explained()
    {
        SigmaRule rule = Rule.Read("A: b");
        TestEvent e = TestEvent.Create(new SigmaEngine([rule], LogSourceMap.Empty), [("A", "b")]);
        Assert.Throws<ArgumentException>(() => new SigmaMatcher().Explain(e, Rule.Read("A: c")));
    }

    private static IReadOnlyList<MatchedItem> Explain(string detection, params (string, string?)[] fields)
    {
        SigmaRule rule = Rule.Read(detection);
        TestEvent e = TestEvent.Create(new SigmaEngine([rule], LogSourceMap.Empty), fields);
        SigmaMatcher matcher = new();
        Assert.Same(rule, Assert.Single(matcher.Match(e)));
        return matcher.Explain(e, rule);
    }
}
