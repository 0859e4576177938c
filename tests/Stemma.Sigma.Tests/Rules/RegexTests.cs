using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Regular expressions (<c>re</c>).</summary>
public sealed class RegexTests
{
    [Theory]
    [InlineData("b+c", "abbbcd", true)]
    [InlineData("^b+c", "abbbcd", false)]
    [InlineData("^abc$", "abc", true)]
    [InlineData("abc", "ABC", false)]
    [InlineData(@"\\temp\\[a-z]+\.exe", @"c:\temp\x.exe", true)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?i)abc", "xABCx", true)]
    [InlineData("foo|bar", "a bar", true)]
    [InlineData("a(?!b)", "ab", false)]
    [InlineData("a(?!b)", "ac", true)]
    [InlineData(@"(\w)\1", "abba", true)]
    [InlineData("", "x", true)]
    public void An_expression_is_sought_anywhere_and_heeds_case(string syntax, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires($"Line|re: '{syntax}'", ("Line", value)));

    [Theory]
    [InlineData("Line|re|i: 'abc'", "xABCx")]
    [InlineData("Line|re|ignorecase: 'abc'", "xABCx")]
    [InlineData("Line|re|m: '^b$'", "a\nb\nc")]
    [InlineData("Line|re|multiline: '^b$'", "a\nb\nc")]
    [InlineData("Line|re|s: 'a.c'", "a\nc")]
    [InlineData("Line|re|dotall: 'a.c'", "a\nc")]
    [InlineData("Line|re|i|m|s: '^B.C$'", "a\nb\nc")]
    public void Flags_follow_re(string selection, string value)
    {
        Assert.True(Rule.Fires(selection, ("Line", value)));
        string without = $"Line|re{selection[selection.IndexOf(':', StringComparison.Ordinal)..]}";
        Assert.False(Rule.Fires(without, ("Line", value)));
    }

    [Theory]
    [InlineData("Line|i: 'abc'", "'i' stands only after 're'")]
    [InlineData("Line|i|re: 'abc'", "'i' stands only after 're'")]
    [InlineData("Line|contains|re: 'abc'", "'re' must be the first modifier")]
    [InlineData("Line|base64|re: 'abc'", "'re' must be the first modifier")]
    [InlineData("Line|re|contains: 'abc'", "do not combine with 're'")]
    [InlineData("Line|re|base64: 'abc'", "'base64' cannot follow 're'")]
    [InlineData("Line|re|cidr: 'abc'", "'cidr' cannot follow 're'")]
    [InlineData("Line|re: '('", "the regular expression cannot be read")]
    [InlineData("Line|re: '[a'", "the regular expression cannot be read")]
    [InlineData("Line|re: 'a**'", "the regular expression cannot be read")]
    public void What_is_no_expression_or_does_not_fit_it_is_an_error(string selection, string message) =>
        Assert.Contains(message, Rule.Error(selection), StringComparison.Ordinal);

    /// <summary>.NET 10's usual engine misses these: it takes what is excluded for all word characters.</summary>
    [Theory]
    [InlineData(@"[^0-9]+\b", "a!")]
    [InlineData(@"[^bB]+\b", "a b!")]
    [InlineData(@"(?i)x[^b]+\b", "x a!")]
    public void What_is_excluded_before_a_word_s_end_is_given_back(string syntax, string value) =>
        Assert.True(Rule.Fires($"Line|re: '{syntax}'", ("Line", value)));

    [Fact]
    public void All_expressions_under_all_are_needed()
    {
        Assert.True(Rule.Fires("Line|re|all:\n  - 'a+'\n  - 'b+'", ("Line", "ab")));
        Assert.False(Rule.Fires("Line|re|all:\n  - 'a+'\n  - 'b+'", ("Line", "a")));
    }

    [Fact]
    public void An_absent_or_null_field_has_nothing_to_find_in()
    {
        Assert.False(Rule.Fires("Line|re: '.*'", ("Other", "x")));
        Assert.False(Rule.Fires("Line|re: '.*'", ("Line", null)));
        Assert.True(Rule.Fires("Line|re: '.*'", ("Line", "")));
    }

    [Theory]
    [InlineData("^.{1000,}$", 999, false)]
    [InlineData("^.{1000,}$", 1000, true)]
    [InlineData("^x{64,80}$", 80, true)]
    [InlineData("^x{64,80}$", 81, false)]
    [InlineData("(?:x{70})+y?$", 140, true)]
    [InlineData("x{99999999999}", 1, null)]
    public void Large_counts_count(string syntax, int length, bool? fires)
    {
        if (fires is { } expected) Assert.Equal(expected, Rule.Fires($"Line|re: '{syntax}'", ("Line", new string('x', length))));
        else Assert.Contains("the regular expression cannot be read", Rule.Error($"Line|re: '{syntax}'"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_with_runaway_repetition_takes_no_time() =>
        Assert.False(Rule.Fires("Line|re: '^(?:x+x+)+y$'", ("Line", new string('x', 26))));

    [Fact]
    public void A_look_alike_letter_is_found_where_the_expression_ignores_case()
    {
        // .NET takes the Kelvin sign for a k when it ignores case: the search must not be of another opinion.
        Assert.True(Rule.Fires("Line|re|i: 'invoke-mimikatz'", ("Line", "Invo\u212Ae-Mimi\u212Aatz")));
        Assert.True(Rule.Fires("Line|re: '(?i)invoke-mimikatz'", ("Line", "Invo\u212Ae-Mimi\u212Aatz")));
    }

    /// <summary>What other engines know and .NET does not: said when the rule is loaded, not found out when it does not fire.</summary>
    [Theory]
    [InlineData("a++b")]
    [InlineData("(?P<name>a)")]
    [InlineData(@"\Qa\E")]
    [InlineData(@"a\zz\1")]
    public void Syntax_that_is_not_known_is_an_error(string syntax) =>
        Assert.Contains("the regular expression cannot be read", Rule.Error($"Line|re: '{syntax}'"), StringComparison.Ordinal);

    [Fact]
    public void An_explanation_shows_the_flags()
    {
        SigmaTest test = Assert.IsType<SigmaExpression.Leaf>(Rule.Read("Line|re|i|s: 'a.b'").Condition).Value;
        Assert.Equal("/a.b/is", test.Pattern);
    }

    [Fact]
    public void An_expression_longer_than_an_engine_can_run_is_an_error() =>
        Assert.Contains("more than 4,096 characters", Rule.Error($"Line|re: '{new string('a', 4097)}'"), StringComparison.Ordinal);
}
