using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>A field compared with another (<c>fieldref</c>).</summary>
public sealed class FieldReferenceTests
{
    [Theory]
    [InlineData("fieldref", "abc", "ABC", true)]
    [InlineData("fieldref", "abc", "abd", false)]
    [InlineData("fieldref|startswith", "abcd", "AB", true)]
    [InlineData("fieldref|startswith", "abcd", "cd", false)]
    [InlineData("startswith|fieldref", "abcd", "ab", true)]
    [InlineData("fieldref|endswith", "abcd", "CD", true)]
    [InlineData("fieldref|endswith", "abcd", "ab", false)]
    [InlineData("endswith|fieldref", "abcd", "cd", true)]
    [InlineData("fieldref|contains", "abcd", "bc", true)]
    [InlineData("fieldref|cased", "abc", "ABC", false)]
    [InlineData("fieldref|cased", "abc", "abc", true)]
    [InlineData("fieldref|neq", "abc", "abd", true)]
    [InlineData("fieldref|neq", "abc", "ABC", false)]
    [InlineData("neq|fieldref|endswith", "abcd", "cd", false)]
    [InlineData("fieldref", "", "", true)]
    [InlineData("fieldref", "a*c", "a*c", true)]
    [InlineData("fieldref", "abc", "a*c", false)]
    [InlineData("fieldref|cased|startswith", "éa", "É", false)]
    [InlineData("fieldref|startswith", "éa", "É", true)]
    public void A_field_is_compared_with_another(string modifiers, string left, string right, bool fires) =>
        Assert.Equal(fires, Rule.Fires($"Left|{modifiers}: Right", ("Left", left), ("Right", right)));

    [Fact]
    public void A_field_that_is_not_there_equals_none()
    {
        Assert.False(Rule.Fires("Left|fieldref: Right", ("Left", "a")));
        Assert.False(Rule.Fires("Left|fieldref: Right", ("Right", "a")));
        Assert.False(Rule.Fires("Left|fieldref: Right", ("Left", null), ("Right", null)));
        Assert.False(Rule.Fires("Left|fieldref: Right", ("Other", "a")));
        Assert.True(Rule.Fires("Left|fieldref|neq: Right", ("Left", "a")));
    }

    [Fact]
    public void Any_pair_of_several_values_is_enough() =>
        Assert.True(Rule.Fires("Left|fieldref: Right", ("Left", "a"), ("Left", "b"), ("Right", "c"), ("Right", "b")));

    [Fact]
    public void Any_field_of_a_list_is_enough()
    {
        Assert.True(Rule.Fires("Left|fieldref:\n  - Right\n  - Other", ("Left", "a"), ("Right", "b"), ("Other", "a")));
        Assert.False(Rule.Fires("Left|fieldref|all:\n  - Right\n  - Other", ("Left", "a"), ("Right", "b"), ("Other", "a")));
    }

    [Theory]
    [InlineData("Left|fieldref|re: Right")]
    [InlineData("Left|base64|fieldref: Right")]
    [InlineData("Left|fieldref|windash: Right")]
    [InlineData("Left|windash|fieldref: Right")]
    public void What_does_not_fit_is_an_error(string selection) => Assert.Contains("field 'Left'", Rule.Error(selection), StringComparison.Ordinal);
}
