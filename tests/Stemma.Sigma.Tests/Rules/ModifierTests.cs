using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Modifiers that do not exist, or do not go together, are errors: none is left out in silence.</summary>
public sealed class ModifierTests
{
    [Theory]
    [InlineData("Image|foo: a", "field 'Image': unknown modifier 'foo'")]
    [InlineData("Image|Contains: a", "unknown modifier 'Contains'")]
    [InlineData("Image|: a", "unknown modifier ''")]
    [InlineData("'|foo': a", "keywords: unknown modifier 'foo'")]
    [InlineData("Image|contains|startswith: a", "only one of contains, startswith and endswith can stand")]
    [InlineData("Image|contains|contains: a", "only one of contains, startswith and endswith can stand")]
    [InlineData("Image|exists|contains: true", "do not combine with 'exists'")]
    [InlineData("Image|contains|exists: true", "'exists' does not combine with")]
    [InlineData("Image|windash|exists: true", "'exists' does not combine with windash")]
    [InlineData("Image|contains|gt: 1", "does not combine with")]
    [InlineData("Image|wide|hour: 1", "does not combine with wide")]
    [InlineData("Image|base64|fieldref: Other", "'fieldref' does not combine with base64")]
    public void Modifiers_that_cannot_be_honoured_are_errors(string selection, string message) =>
        Assert.Contains(message, Rule.Error(selection), StringComparison.Ordinal);

    [Theory]
    [InlineData("Image|all|contains: [a, b]")]
    [InlineData("Image|contains|all: [a, b]")]
    [InlineData("Image|contains|windash|all: [a, b]")]
    [InlineData("Image|windash|all|contains: [a, b]")]
    public void The_order_of_modifiers_that_do_not_change_text_is_free(string selection)
    {
        Assert.True(Rule.Fires(selection, ("Image", "ba")));
        Assert.False(Rule.Fires(selection, ("Image", "b")));
    }

    [Fact]
    public void A_field_may_stand_under_several_modifiers_in_one_map()
    {
        const string Selection = "Image|startswith: a\nImage|endswith: b\nImage|contains: c";
        Assert.True(Rule.Fires(Selection, ("Image", "acb")));
        Assert.False(Rule.Fires(Selection, ("Image", "ab")));
    }

    [Fact]
    public void A_name_of_a_field_may_have_blanks_dots_and_brackets() =>
        Assert.True(Rule.Fires("'Some Field.x[0]|contains': a", ("Some Field.x[0]", "bab")));
}
