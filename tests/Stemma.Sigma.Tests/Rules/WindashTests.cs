using System.Text;
using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Any dash may stand for another under <c>windash</c>.</summary>
public sealed class WindashTests
{
    private const string Dashes = "-/\u2013\u2014\u2015";

    [Fact]
    public void Every_dash_of_a_rule_is_every_dash_of_an_event()
    {
        foreach (char written in Dashes)
            foreach (char seen in Dashes)
                Assert.True(Rule.Fires($"Line|windash|contains: ' {written}enc'", ("Line", $"x {seen}ENC y")), $"{written} {seen}");
    }

    [Fact]
    public void Every_occurrence_and_every_combination_counts()
    {
        foreach (char first in Dashes)
            foreach (char second in Dashes)
                foreach (char third in Dashes)
                    Assert.True(Rule.Fires("Line|windash|contains: '-a -b --c'", ("Line", $"x {first}a {second}b {third}{first}c")));
    }

    [Theory]
    [InlineData("Line|windash: '-a'", "\u2013a", true)]
    [InlineData("Line|windash: '-a'", "x-a", false)]
    [InlineData("Line|windash|startswith: '-a'", "/abc", true)]
    [InlineData("Line|endswith|windash: '-a'", "x \u2014a", true)]
    [InlineData("Line|windash: '-a*-b'", "/a xx \u2015b", true)]
    [InlineData("Line|windash|contains: '-a?-b'", "x /a -b x", true)]
    [InlineData("Line|windash|contains: '-a'", "a", false)]
    [InlineData("Line|windash|contains: '-a'", "_a", false)]
    [InlineData("Line|windash|contains: '-a'", "\u2212a", false)]
    [InlineData("Line|windash|contains|cased: '-A'", "/A", true)]
    [InlineData("Line|windash|contains|cased: '-A'", "/a", false)]
    [InlineData("Line|windash|contains: '-é'", "/É", true)]
    public void Windash_goes_with_anchors_wildcards_and_case(string selection, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(selection, ("Line", value)));

    [Theory]
    [InlineData("-enc", "/enc")]
    [InlineData("-enc", "\u2013enc")]
    [InlineData("/enc", "-enc")]
    [InlineData("\u2013enc", "\u2014enc")]
    public void Without_windash_a_dash_is_itself(string written, string seen)
    {
        Assert.False(Rule.Fires($"Line|contains: '{written}'", ("Line", seen)));
        Assert.True(Rule.Fires($"Line|contains: '{written}'", ("Line", $"{seen} {written}")));
    }

    [Fact]
    public void Keywords_may_have_any_dash() => Assert.True(Rule.Fires("'|windash':\n  - ' -enc '", ("A", "x /enc y")));

    [Fact]
    public void An_encoding_after_windash_encodes_each_variant()
    {
        foreach (char dash in Dashes)
        {
            string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"x {dash}enc {dash}nop"));
            Assert.True(Rule.Fires("Line|windash|base64offset|contains: '-enc -nop'", ("Line", encoded)), $"{dash}");
            Assert.True(Rule.Fires("Line|windash|wide|base64: '-a'", ("Line", Convert.ToBase64String(Encoding.Unicode.GetBytes($"{dash}a")))), $"{dash}");
        }
    }

    [Fact]
    public void Too_many_dashes_to_encode_are_an_error() =>
        Assert.Contains("dashes", Rule.Error("Line|windash|base64: '-a-b-c-d-e-f-g-h-i-j-k'"), StringComparison.Ordinal);

    [Fact]
    public void Many_dashes_cost_no_variants()
    {
        string line = string.Concat(Enumerable.Repeat("-a ", 40));
        Assert.IsType<SigmaExpression.Leaf>(Rule.Read($"Line|windash|contains: '{line}'").Condition);
        Assert.True(Rule.Fires($"Line|windash|contains: '{line}'", ("Line", line.Replace('-', '/'))));
    }

    [Fact]
    public void The_character_that_stands_for_a_dash_inside_cannot_stand_in_a_rule() =>
        Assert.Contains("U+E02D cannot be searched for", Rule.Error("Line|contains: \"a\\uE02Db\""), StringComparison.Ordinal);
}
