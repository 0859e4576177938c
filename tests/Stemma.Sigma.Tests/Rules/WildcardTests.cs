using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Wildcards and what takes their meaning away (Sigma specification, "escaping").</summary>
public sealed class WildcardTests
{
    [Theory]
    [InlineData("a*c", "ac", true)]
    [InlineData("a*c", "abbbc", true)]
    [InlineData("a*c", "abbbcd", false)]
    [InlineData("*a*", "xax", true)]
    [InlineData("a**c", "abc", true)]
    [InlineData("*a*b*c*", "1a2b3c4", true)]
    [InlineData("*a*b*c*", "1a2c3b4", false)]
    [InlineData("*ab*ab", "abab", true)]
    [InlineData("*ab*ab", "ab", false)]
    public void A_star_is_any_number_of_characters(string pattern, string value, bool fires) => Check(pattern, value, fires);

    [Theory]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a?c", "abbc", false)]
    [InlineData("?", "", false)]
    [InlineData("?", "é", true)]
    [InlineData("??", "a", false)]
    [InlineData("a?", "ab", true)]
    [InlineData("?*", "", false)]
    [InlineData("*?", "abc", true)]
    [InlineData("a*?b", "ab", false)]
    [InlineData("a*?b", "axb", true)]
    public void A_question_mark_is_exactly_one_character(string pattern, string value, bool fires) => Check(pattern, value, fires);

    [Theory]
    [InlineData("a*c", "a\r\n\nc")]
    [InlineData("a?c", "a\nc")]
    public void A_wildcard_takes_line_ends_too(string pattern, string value) => Check(pattern, value, true);

    [Theory]
    [InlineData(@"a\*c", "a*c", "abc")]
    [InlineData(@"a\?c", "a?c", "abc")]
    [InlineData(@"\*", "*", "x")]
    public void A_backslash_makes_a_wildcard_literal(string pattern, string same, string other)
    {
        Check(pattern, same, true);
        Check(pattern, other, false);
    }

    [Theory]
    [InlineData(@"a\\*c", @"a\xc", true)]
    [InlineData(@"a\\*c", @"a\c", true)]
    [InlineData(@"a\\*c", "axc", false)]
    [InlineData(@"a\\*c", @"a\\*c", true)]
    [InlineData(@"a\\?c", @"a\xc", true)]
    [InlineData(@"a\\?c", @"a\c", false)]
    public void Two_backslashes_before_a_wildcard_are_a_backslash_and_the_wildcard(string pattern, string value, bool fires) =>
        Check(pattern, value, fires);

    [Theory]
    [InlineData(@"a\\\*c", @"a\*c", true)]
    [InlineData(@"a\\\*c", @"a\xc", false)]
    [InlineData(@"a\\\?c", @"a\?c", true)]
    public void Three_backslashes_before_a_wildcard_make_both_literal(string pattern, string value, bool fires) => Check(pattern, value, fires);

    [Theory]
    [InlineData(@"\a")]
    [InlineData(@"\\a")]
    public void One_or_two_backslashes_before_a_letter_are_one(string pattern)
    {
        Check(pattern, @"\a", true);
        Check(pattern, @"\\a", false);
    }

    [Theory]
    [InlineData(@"\\\a")]
    [InlineData(@"\\\\a")]
    public void Three_or_four_backslashes_are_two(string pattern)
    {
        Check(pattern, @"\\a", true);
        Check(pattern, @"\a", false);
        Check(pattern, @"\\\a", false);
    }

    [Fact]
    public void A_trailing_backslash_under_startswith_stays_literal()
    {
        Assert.True(Rule.Fires(@"Image|startswith: 'C:\'", ("Image", @"C:\x")));
        Assert.False(Rule.Fires(@"Image|startswith: 'C:\'", ("Image", "C:*x")));
        Assert.False(Rule.Fires(@"Image|startswith: 'C:\'", ("Image", "C:x")));
    }

    [Fact]
    public void A_trailing_backslash_under_contains_stays_literal()
    {
        Assert.True(Rule.Fires(@"Image|contains: '\Temp\'", ("Image", @"C:\Temp\x")));
        Assert.False(Rule.Fires(@"Image|contains: '\Temp\'", ("Image", @"C:\Temp")));
        Assert.True(Rule.Fires(@"Image|endswith: 'Temp\'", ("Image", @"C:\Temp\")));
    }

    [Theory]
    [InlineData("Image|contains: 'a*c'", "xxaYYcxx", true)]
    [InlineData("Image|startswith: 'a*c'", "aYYcxx", true)]
    [InlineData("Image|startswith: 'a*c'", "xaYYc", false)]
    [InlineData("Image|endswith: 'a?c'", "xxaYc", true)]
    [InlineData("Image|endswith: 'a?c'", "xxaYcx", false)]
    [InlineData(@"Image|contains: '\*'", "a*b", true)]
    [InlineData(@"Image|contains: '\*'", "ab", false)]
    public void Wildcards_keep_their_meaning_under_anchors(string selection, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(selection, ("Image", value)));

    [Fact]
    public void A_lone_star_is_any_value_that_is_there()
    {
        Assert.True(Rule.Fires("Image: '*'", ("Image", "")));
        Assert.True(Rule.Fires("Image: '*'", ("Image", "x")));
        Assert.False(Rule.Fires("Image: '*'", ("Image", null)));
        Assert.False(Rule.Fires("Image: '*'", ("Other", "x")));
    }

    [Fact]
    public void Many_stars_on_a_long_value_take_no_time()
    {
        string value = new('a', 20_000);
        Assert.False(Rule.Fires($"Image: '{string.Concat(Enumerable.Repeat("*a", 30))}*b'", ("Image", value)));
    }

    private static void Check(string pattern, string value, bool fires) => Assert.Equal(fires, Rule.Fires($"Image: '{pattern}'", ("Image", value)));
}
