using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Keywords are looked for in every value of the event.</summary>
public sealed class KeywordTests
{
    [Fact]
    public void A_keyword_may_stand_inside_any_value()
    {
        Assert.True(Rule.Fires("- mimikatz", ("A", "x"), ("B", "run MimiKatz now")));
        Assert.False(Rule.Fires("- mimikatz", ("A", "mimi"), ("B", "katz")));
    }

    [Fact]
    public void Any_keyword_is_enough()
    {
        Assert.True(Rule.Fires("- one\n- two", ("A", "two")));
        Assert.False(Rule.Fires("- one\n- two", ("A", "three")));
    }

    [Fact]
    public void All_keywords_under_all_are_needed_in_whichever_values()
    {
        const string Selection = "'|all':\n  - one\n  - two";
        Assert.True(Rule.Fires(Selection, ("A", "one"), ("B", "two")));
        Assert.True(Rule.Fires(Selection, ("A", "two one")));
        Assert.False(Rule.Fires(Selection, ("A", "one"), ("B", "three")));
    }

    [Theory]
    [InlineData("- 'on*wo'", "one two", true)]
    [InlineData("- 'on*wo'", "two one", false)]
    [InlineData("- 'o?e'", "x one x", true)]
    public void Keywords_have_wildcards(string selection, string value, bool fires) => Assert.Equal(fires, Rule.Fires(selection, ("A", value)));

    [Fact]
    public void A_number_is_a_keyword_as_it_is_written()
    {
        Assert.True(Rule.Fires("- 4688", ("A", "event 4688 seen")));
        Assert.False(Rule.Fires("- 4688", ("A", "event 0x1250 seen")));
    }

    [Fact]
    public void A_single_keyword_needs_no_list() => Assert.True(Rule.Fires("word", ("A", "a word")));

    [Fact]
    public void Short_and_dashed_and_foreign_keywords_are_found()
    {
        Assert.True(Rule.Fires("- a", ("A", "xax")));
        Assert.True(Rule.Fires("- é–", ("A", "x"), ("B", "xÉ–x")));
        Assert.False(Rule.Fires("- é–", ("A", "xÉ-x")));
    }

    [Fact]
    public void Names_of_fields_are_not_searched() => Assert.False(Rule.Fires("- Image", ("Image", "x")));

    [Fact]
    public void A_regular_expression_may_be_a_keyword()
    {
        Assert.True(Rule.Fires("'|re': 'mimi[a-z]{4}'", ("A", "x"), ("B", "mimikatz")));
        Assert.False(Rule.Fires("'|re': 'mimi[a-z]{4}'", ("A", "MIMIKATZ")));
    }

    [Fact]
    public void Not_a_keyword_holds_when_no_value_has_it()
    {
        const string Detection = "words:\n  - bad\ncondition: not words";
        Assert.True(Rule.Fires(Detection, ("A", "good")));
        Assert.False(Rule.Fires(Detection, ("A", "good"), ("B", "bad")));
    }

    [Theory]
    [InlineData("fieldref")]
    [InlineData("gt")]
    [InlineData("hour")]
    public void What_compares_needs_a_field(string modifier) =>
        Assert.Contains("keyword, value '5'", Rule.Error($"'|{modifier}': 5"), StringComparison.Ordinal);
}
