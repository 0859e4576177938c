using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Conditions: what binds first, what <c>of</c> takes, and what is an error.</summary>
public sealed class ConditionTests
{
    private const string Selections = "a: {A: '1'}\nb: {B: '1'}\nc: {C: '1'}\n";

    [Theory]
    [InlineData("a or b and c", "a", true)]
    [InlineData("a or b and c", "b", false)]
    [InlineData("a or b and c", "bc", true)]
    [InlineData("(a or b) and c", "a", false)]
    [InlineData("(a or b) and c", "ac", true)]
    [InlineData("(a or b)and(c)", "bc", true)]
    [InlineData("not a and b", "b", true)]
    [InlineData("not a and b", "", false)]
    [InlineData("not a and b", "ab", false)]
    [InlineData("not (a and b)", "a", true)]
    [InlineData("not (a and b)", "ab", false)]
    [InlineData("not a or b", "ab", true)]
    [InlineData("not a or b", "a", false)]
    [InlineData("not not a", "a", true)]
    [InlineData("a and not b or c", "ab", false)]
    [InlineData("a and not b or c", "abc", true)]
    [InlineData("a   and\tb", "ab", true)]
    public void Not_binds_before_and_before_or(string condition, string holding, bool fires) => Check(condition, holding, fires);

    [Theory]
    [InlineData("1 of them", "c", true)]
    [InlineData("1 of them", "", false)]
    [InlineData("any of them", "b", true)]
    [InlineData("all of them", "abc", true)]
    [InlineData("all of them", "ab", false)]
    [InlineData("not 1 of them", "", true)]
    [InlineData("a and not 1 of c*", "a", true)]
    [InlineData("a and not 1 of c*", "ac", false)]
    [InlineData("all of them or b", "b", true)]
    public void Of_counts_selections(string condition, string holding, bool fires) => Check(condition, holding, fires);

    [Theory]
    [InlineData("1 of sel_*", "A", true)]
    [InlineData("1 of sel_*", "C", false)]
    [InlineData("all of sel_*", "AB", true)]
    [InlineData("all of sel_*", "AC", false)]
    [InlineData("1 of *_a", "A", true)]
    [InlineData("1 of *_a", "B", false)]
    [InlineData("any of sel_*", "B", true)]
    [InlineData("all of other", "C", true)]
    public void Of_takes_a_name_with_a_star(string condition, string holding, bool fires) =>
        Assert.Equal(fires, Rule.Fires($"sel_a: {{A: '1'}}\nsel_b: {{B: '1'}}\nother: {{C: '1'}}\ncondition: {condition}", Fields(holding)));

    [Fact]
    public void Them_leaves_out_names_that_begin_with_an_underscore()
    {
        const string Detection = "a: {A: '1'}\n_b: {B: '1'}\ncondition: ";
        Assert.True(Rule.Fires(Detection + "all of them", ("A", "1")));
        Assert.False(Rule.Fires(Detection + "1 of them", ("B", "1")));
        Assert.True(Rule.Fires(Detection + "1 of _*", ("B", "1")));
        Assert.True(Rule.Fires(Detection + "_b", ("B", "1")));
    }

    [Fact]
    public void Any_condition_of_a_list_is_enough()
    {
        const string Detection = Selections + "condition:\n  - a and b\n  - c";
        Assert.True(Rule.Fires(Detection, Fields("AB")));
        Assert.True(Rule.Fires(Detection, Fields("C")));
        Assert.False(Rule.Fires(Detection, Fields("A")));
    }

    [Theory]
    [InlineData("2 of them", "'2 of': only '1 of', 'any of' and 'all of' exist")]
    [InlineData("0 of them", "'0 of': only")]
    [InlineData("1 of x*", "'1 of x*' matches no selection")]
    [InlineData("all of X*", "'all of X*' matches no selection")]
    [InlineData("1 of", "'1 of' needs 'them' or a name with '*'")]
    [InlineData("d", "no selection 'd'; there are a, b, c")]
    [InlineData("A", "no selection 'A'")]
    [InlineData("a AND b", "unexpected 'AND'")]
    [InlineData("NOT a", "'NOT' must be written 'not'")]
    [InlineData("a b", "unexpected 'b'")]
    [InlineData("a and", "ends where a selection is expected")]
    [InlineData("and a", "no selection 'and'")]
    [InlineData("(a or b", "a parenthesis is not closed")]
    [InlineData("a)", "unexpected ')'")]
    [InlineData("()", "no selection ')'")]
    [InlineData("''", "ends where a selection is expected")]
    public void A_condition_that_cannot_be_honoured_is_an_error(string condition, string message) =>
        Assert.Contains(message, Rule.Error($"{Selections}condition: {condition}"), StringComparison.Ordinal);

    [Fact]
    public void Them_without_selections_but_hidden_ones_is_an_error() =>
        Assert.Contains("'1 of them' matches no selection", Rule.Error("_a: {A: '1'}\ncondition: 1 of them"), StringComparison.Ordinal);

    [Theory]
    [InlineData("condition:")]
    [InlineData("condition: []")]
    [InlineData("condition: {a: b}")]
    public void A_rule_without_a_condition_is_an_error(string condition) =>
        Assert.Contains("condition", Rule.Error(Selections + condition), StringComparison.Ordinal);

    [Theory]
    [InlineData("condition: [a, [b]]")]
    [InlineData("condition: [a, null]")]
    [InlineData("condition: [a, {b: c}]")]
    public void A_condition_of_a_list_that_is_no_text_is_an_error_and_not_left_out(string condition) =>
        Assert.Contains("condition", Rule.Error(Selections + condition), StringComparison.Ordinal);

    [Fact]
    public void A_timeframe_that_nothing_is_counted_in_is_warned_of() =>
        Assert.Contains("'timeframe' has no effect: nothing is counted in this condition", Rule.Warnings($"{Selections}timeframe: 5m\ncondition: a"));

    [Fact]
    public void Parentheses_and_nots_may_not_nest_without_end()
    {
        string deep = new string('(', 5000) + "a" + new string(')', 5000);
        Assert.Contains("nested deeper than 64", Rule.Error($"{Selections}condition: {deep}"), StringComparison.Ordinal);
        string nots = string.Concat(Enumerable.Repeat("not ", 5000)) + "a";
        Assert.Contains("nested deeper than 64", Rule.Error($"{Selections}condition: {nots}"), StringComparison.Ordinal);
        Check(new string('(', 60) + "a" + new string(')', 60), "a", true);
    }

    [Fact]
    public void A_condition_of_many_terms_is_honoured()
    {
        string condition = string.Join(" or ", Enumerable.Repeat("a and b", 5000));
        Check(condition, "ab", true);
        Check(condition, "a", false);
    }

    private static void Check(string condition, string holding, bool fires) =>
        Assert.Equal(fires, Rule.Fires($"{Selections}condition: {condition}", Fields(holding)));

    private static (string, string?)[] Fields(string holding) =>
        [.. "ABC".Select(name => (name.ToString(), (string?)(holding.Contains(name, StringComparison.OrdinalIgnoreCase) ? "1" : "0")))];
}
