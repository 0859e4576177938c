using System.Text;
using CsCheck;
using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Values that are looked for as they stand once encoded.</summary>
public sealed class EncodingTests
{
    [Theory]
    [InlineData("base64", "foobar", "Zm9vYmFy")]
    [InlineData("base64", "foo", "Zm9v")]
    [InlineData("base64", "fo", "Zm8=")]
    [InlineData("base64", "éa", "w6lh")]
    [InlineData("wide|base64", "ab", "YQBiAA==")]
    [InlineData("utf16le|base64", "ab", "YQBiAA==")]
    [InlineData("utf16be|base64", "ab", "AGEAYg==")]
    [InlineData("utf16|base64", "ab", "//5hAGIA")]
    [InlineData("wide|base64", "é", "6QA=")]
    [InlineData("base64|base64", "foo", "Wm05dg==")]
    public void A_value_is_encoded_as_its_modifiers_say(string modifiers, string value, string encoded)
    {
        Assert.True(Rule.Fires($"Line|{modifiers}: '{value}'", ("Line", encoded)));
        Assert.False(Rule.Fires($"Line|{modifiers}: '{value}'", ("Line", value)));
    }

    [Fact]
    public void An_encoded_value_may_stand_anywhere_under_contains() =>
        Assert.True(Rule.Fires("Line|wide|base64|contains: 'ab'", ("Line", "-enc YQBiAA==")));

    [Theory]
    [InlineData("foobar", "Zm9vYmFy", "Zvb2Jhc", "mb29iYX")]
    [InlineData("éa", "w6lh", "OpY", "DqW")]
    public void The_three_shifts_are_trimmed_by_bytes(string value, params string[] shifts) =>
        Assert.Equal(shifts, Literals($"Line|base64offset|contains: '{value}'"));

    [Fact]
    public void Wide_text_is_shifted_too() =>
        Assert.Equal(["YQBiA", "EAYg", "hAGIA"], Literals("Line|wide|base64offset|contains: 'ab'"));

    [Fact]
    public void Whatever_stands_around_it_an_encoded_value_is_found() =>
        Gen.Select(Gen.Byte.Array[0, 7], Gen.Byte.Array[0, 7], Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Const('é'), Gen.Const('€')), 2, 8]).Sample((before, after, text) =>
        {
            string encoded = Convert.ToBase64String([.. before, .. Encoding.UTF8.GetBytes(text), .. after]);
            string wide = Convert.ToBase64String([.. before, .. Encoding.Unicode.GetBytes(text), .. after]);
            return Rule.Fires($"Line|base64offset|contains|cased: '{text}'", ("Line", encoded))
                && Rule.Fires($"Line|wide|base64offset|contains|cased: '{text}'", ("Line", wide));
        }, iter: 300);

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    public void A_value_too_short_to_leave_anything_at_every_shift_is_an_error(string value) =>
        Assert.Contains("too short", Rule.Error($"Line|base64offset|contains: '{value}'"), StringComparison.Ordinal);

    [Theory]
    [InlineData("base64")]
    [InlineData("base64offset|contains")]
    [InlineData("wide|base64offset|contains")]
    [InlineData("utf16")]
    public void A_wildcard_cannot_be_encoded(string modifiers) =>
        Assert.Contains("a value with wildcards cannot be encoded", Rule.Error($"Line|{modifiers}: 'foo*bar'"), StringComparison.Ordinal);

    [Fact]
    public void A_wildcard_that_is_literal_can_be_encoded() =>
        Assert.True(Rule.Fires(@"Line|base64: 'a\*b'", ("Line", "YSpi")));

    [Fact]
    public void A_number_under_an_encoding_is_its_text() => Assert.True(Rule.Fires("Line|base64: 42", ("Line", "NDI=")));

    private static string[] Literals(string selection) => Rule.Read(selection).Condition is SigmaExpression.Or or
        ? [.. or.Terms.Select(term => Assert.IsType<SigmaTest.Literal>(Assert.IsType<SigmaExpression.Leaf>(term).Value).Text)]
        : [];
}
