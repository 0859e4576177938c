using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Numbers, and how they compare.</summary>
public sealed class NumberTests
{
    [Theory]
    [InlineData("Port: 42", "42", true)]
    [InlineData("Port: 42", "42.0", true)]
    [InlineData("Port: 42", "042", true)]
    [InlineData("Port: 42", "0x2a", true)]
    [InlineData("Port: 42", " 42 ", true)]
    [InlineData("Port: 42", "420", false)]
    [InlineData("Port: 42", "x42", false)]
    [InlineData("Port: 42", "", false)]
    [InlineData("Port: 0x2A", "42", true)]
    [InlineData("Port: -1", "-1", true)]
    [InlineData("Port: 1.5", "1.50", true)]
    public void A_plain_number_equals_text_that_is_the_number(string selection, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(selection, ("Port", value)));

    [Theory]
    [InlineData("Port: '42'", "42", true)]
    [InlineData("Port: '42'", "042", false)]
    [InlineData("Port|contains: 42", "1423", true)]
    [InlineData("Port|startswith: 42", "423", true)]
    public void A_quoted_or_anchored_number_is_text(string selection, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(selection, ("Port", value)));

    [Theory]
    [InlineData("gt", "10", "10.5")]
    [InlineData("gte", "9", "10")]
    [InlineData("lt", "10", "9")]
    [InlineData("lte", "11", "10")]
    public void Comparisons_are_of_numbers_not_of_text(string modifier, string without, string with)
    {
        Assert.False(Rule.Fires($"Port|{modifier}: 10", ("Port", without)));
        Assert.True(Rule.Fires($"Port|{modifier}: 10", ("Port", with)));
        Assert.True(Rule.Fires($"Port|{modifier}: '10'", ("Port", with)));
    }

    [Fact]
    public void Two_digits_are_more_than_one() => Assert.True(Rule.Fires("Port|gt: 9", ("Port", "10")));

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x")]
    public void What_is_no_number_compares_with_none(string value)
    {
        foreach (string modifier in (string[])["gt", "gte", "lt", "lte"])
            Assert.False(Rule.Fires($"Port|{modifier}: 0", ("Port", value)));
    }

    [Fact]
    public void An_absent_or_null_field_compares_with_none()
    {
        Assert.False(Rule.Fires("Port|lt: 10", ("Other", "5")));
        Assert.False(Rule.Fires("Port|lt: 10", ("Port", null)));
    }

    [Fact]
    public void A_range_is_two_items_of_one_map()
    {
        Assert.True(Rule.Fires("Port|gt: 10\nPort|lte: 20", ("Port", "20")));
        Assert.False(Rule.Fires("Port|gt: 10\nPort|lte: 20", ("Port", "21")));
        Assert.False(Rule.Fires("Port|gt: 10\nPort|lte: 20", ("Port", "10")));
    }

    [Theory]
    [InlineData("Port|gt: abc", "not a number")]
    [InlineData("Port|lt: ''", "not a number")]
    [InlineData("Port|gt: true", "not a number")]
    [InlineData("Port|gt|lt: 5", "'number' cannot follow 'number'")]
    [InlineData("Port|contains|gt: 5", "do")]
    [InlineData("Port|base64|gt: 5", "do")]
    [InlineData("Port|gt|contains: 5", "do not combine")]
    public void What_cannot_be_compared_is_an_error(string selection, string message) =>
        Assert.Contains(message, Rule.Error(selection), StringComparison.Ordinal);

    [Theory]
    [InlineData("Flag: true", "True", true)]
    [InlineData("Flag: true", "false", false)]
    [InlineData("Flag: false", "FALSE", true)]
    [InlineData("Flag: true", "1", false)]
    public void True_and_false_are_their_words(string selection, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(selection, ("Flag", value)));

    [Theory]
    [InlineData("2024-01-01")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("10.0.0.1")]
    public void What_only_looks_like_a_number_is_text(string value)
    {
        Assert.True(Rule.Fires($"Field: {value}", ("Field", value)));
        Assert.IsType<SigmaTest.Literal>(Assert.IsType<SigmaExpression.Leaf>(Rule.Read($"Field: {value}").Condition).Value);
    }

    [Fact]
    public void More_than_64_characters_are_no_number() =>
        Assert.False(Rule.Fires("Field|gt: 1", ("Field", new string('9', 65))));

    [Fact]
    public void A_long_number_equals_its_own_text_whatever_its_size()
    {
        const string Long = "123456789012345678901234567890";
        Assert.True(Rule.Fires($"Field: {Long}", ("Field", Long)));
    }

    [Fact]
    public void Numbers_mix_with_text_in_a_list()
    {
        Assert.True(Rule.Fires("Id:\n  - 1\n  - two", ("Id", "0x1")));
        Assert.True(Rule.Fires("Id:\n  - 1\n  - two", ("Id", "TWO")));
        Assert.False(Rule.Fires("Id:\n  - 1\n  - two", ("Id", "3")));
    }
}
