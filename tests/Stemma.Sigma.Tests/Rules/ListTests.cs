using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Lists are OR and maps are AND, unless <c>all</c> says otherwise.</summary>
public sealed class ListTests
{
    [Fact]
    public void Any_value_of_a_list_is_enough()
    {
        const string Selection = "Image:\n  - a\n  - b";
        Assert.True(Rule.Fires(Selection, ("Image", "a")));
        Assert.True(Rule.Fires(Selection, ("Image", "b")));
        Assert.False(Rule.Fires(Selection, ("Image", "c")));
    }

    [Fact]
    public void All_values_of_a_list_under_all_are_needed()
    {
        const string Selection = "Image|contains|all:\n  - a\n  - b";
        Assert.True(Rule.Fires(Selection, ("Image", "b a")));
        Assert.False(Rule.Fires(Selection, ("Image", "a")));
        Assert.False(Rule.Fires(Selection, ("Image", "b")));
    }

    [Fact]
    public void The_place_of_all_does_not_matter() =>
        Assert.True(Rule.Fires("Image|all|contains:\n  - a\n  - b", ("Image", "b a")));

    [Fact]
    public void Under_all_different_values_of_a_field_may_satisfy_different_items() =>
        Assert.True(Rule.Fires("Group|all:\n  - a\n  - b", ("Group", "a"), ("Group", "b")));

    [Fact]
    public void Variants_of_a_dash_stay_alternatives_under_all()
    {
        const string Selection = "Line|windash|contains|all:\n  - ' -a'\n  - ' -b'";
        Assert.True(Rule.Fires(Selection, ("Line", "x -a /b")));
        Assert.False(Rule.Fires(Selection, ("Line", "x -a")));
    }

    [Fact]
    public void Variants_of_an_encoding_stay_alternatives_under_all()
    {
        const string Selection = "Line|base64offset|contains|all:\n  - 'hello'\n  - 'world'";
        string both = Convert.ToBase64String("x hello world"u8), one = Convert.ToBase64String("x hello there"u8);
        Assert.True(Rule.Fires(Selection, ("Line", both)));
        Assert.False(Rule.Fires(Selection, ("Line", one)));
    }

    [Fact]
    public void Values_of_a_placeholder_stay_alternatives_under_all()
    {
        SigmaRule rule = Rule.Read("Line|expand|contains|all:\n  - '%name%'\n  - 'x'", new SigmaLoadOptions
        {
            Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["name"] = ["a", "b"] },
        });
        Assert.True(Rule.Fires(rule, ("Line", "b x")));
        Assert.False(Rule.Fires(rule, ("Line", "a b")));
    }

    [Fact]
    public void A_map_needs_all_its_fields()
    {
        const string Selection = "Image: a\nUser: b";
        Assert.True(Rule.Fires(Selection, ("Image", "a"), ("User", "b")));
        Assert.False(Rule.Fires(Selection, ("Image", "a"), ("User", "c")));
        Assert.False(Rule.Fires(Selection, ("Image", "a")));
    }

    [Fact]
    public void Any_map_of_a_list_of_maps_is_enough()
    {
        const string Selection = "- Image: a\n  User: b\n- Image: c";
        Assert.True(Rule.Fires(Selection, ("Image", "a"), ("User", "b")));
        Assert.True(Rule.Fires(Selection, ("Image", "c")));
        Assert.False(Rule.Fires(Selection, ("Image", "a")));
    }

    [Fact]
    public void A_list_may_mix_maps_and_keywords()
    {
        const string Selection = "- Image: a\n- word";
        Assert.True(Rule.Fires(Selection, ("Image", "a")));
        Assert.True(Rule.Fires(Selection, ("Other", "a word")));
        Assert.False(Rule.Fires(Selection, ("Other", "a")));
    }

    [Fact]
    public void Any_of_several_values_of_a_field_is_enough() =>
        Assert.True(Rule.Fires("Group: b", ("Group", "a"), ("Group", null), ("Group", "b")));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("")]
    public void An_empty_selection_is_an_error(string selection) =>
        Assert.Contains("an empty selection", Rule.Error($"a: {selection}\ncondition: a"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Image:\n  - [a]")]
    [InlineData("Image:\n  - a: b")]
    [InlineData("Image:\n  a: b")]
    public void A_value_must_be_plain(string selection) => Assert.Contains("of 'Image' must be", Rule.Error(selection), StringComparison.Ordinal);
}
