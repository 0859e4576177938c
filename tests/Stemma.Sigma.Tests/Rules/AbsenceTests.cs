using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Absent, null and empty are three things.</summary>
public sealed class AbsenceTests
{
    [Theory]
    [InlineData("User: null")]
    [InlineData("User: ~")]
    [InlineData("User:")]
    [InlineData("User: []")]
    public void Null_is_a_field_that_is_absent_or_null(string selection)
    {
        Assert.True(Rule.Fires(selection, ("Other", "x")));
        Assert.True(Rule.Fires(selection, ("User", null)));
        Assert.False(Rule.Fires(selection, ("User", "")));
        Assert.False(Rule.Fires(selection, ("User", "x")));
    }

    [Fact]
    public void The_text_null_is_not_null()
    {
        Assert.False(Rule.Fires("User: null", ("User", "null")));
        Assert.True(Rule.Fires("User: 'null'", ("User", "NULL")));
        Assert.False(Rule.Fires("User: 'null'", ("User", null)));
        Assert.False(Rule.Fires("User: 'null'", ("Other", "x")));
    }

    [Fact]
    public void Empty_text_is_a_field_that_is_there_and_empty()
    {
        Assert.True(Rule.Fires("User: ''", ("User", "")));
        Assert.False(Rule.Fires("User: ''", ("User", null)));
        Assert.False(Rule.Fires("User: ''", ("Other", "")));
        Assert.False(Rule.Fires("User: ''", ("User", " ")));
    }

    [Fact]
    public void Null_with_several_values_needs_all_of_them_null()
    {
        Assert.True(Rule.Fires("User: null", ("User", null), ("User", null)));
        Assert.False(Rule.Fires("User: null", ("User", null), ("User", "x")));
    }

    [Fact]
    public void Null_among_other_values_is_one_of_them_and_warned_of()
    {
        const string Selection = "User:\n  - null\n  - root";
        Assert.True(Rule.Fires(Selection, ("Other", "x")));
        Assert.True(Rule.Fires(Selection, ("User", "root")));
        Assert.False(Rule.Fires(Selection, ("User", "joe")));
        Assert.Contains(Rule.Warnings(Selection), warning => warning.Contains("null among the values of 'User'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("|contains")]
    [InlineData("|startswith")]
    [InlineData("|endswith")]
    public void An_absent_or_null_field_matches_no_value(string modifiers)
    {
        Assert.False(Rule.Fires($"User{modifiers}: 'x'", ("Other", "x")));
        Assert.False(Rule.Fires($"User{modifiers}: 'x'", ("User", null)));
    }

    [Theory]
    [InlineData("contains")]
    [InlineData("startswith")]
    [InlineData("endswith")]
    public void Empty_text_under_an_anchor_is_any_value_that_is_there(string modifier)
    {
        Assert.True(Rule.Fires($"User|{modifier}: ''", ("User", "x")));
        Assert.True(Rule.Fires($"User|{modifier}: ''", ("User", "")));
        Assert.False(Rule.Fires($"User|{modifier}: ''", ("User", null)));
        Assert.False(Rule.Fires($"User|{modifier}: ''", ("Other", "x")));
    }

    [Fact]
    public void Exists_is_presence_alone()
    {
        Assert.True(Rule.Fires("User|exists: true", ("User", null)));
        Assert.True(Rule.Fires("User|exists: true", ("User", "")));
        Assert.False(Rule.Fires("User|exists: true", ("Other", "x")));
        Assert.True(Rule.Fires("User|exists: false", ("Other", "x")));
        Assert.False(Rule.Fires("User|exists: false", ("User", null)));
    }

    [Theory]
    [InlineData("User|exists: 'true'")]
    [InlineData("User|exists: 1")]
    [InlineData("User|exists: null")]
    [InlineData("'|exists': true")]
    public void Exists_takes_a_field_and_true_or_false(string selection) =>
        Assert.Contains("exists takes a field and true or false", Rule.Error(selection), StringComparison.Ordinal);

    [Fact]
    public void A_keyword_cannot_be_null() =>
        Assert.Contains("a keyword cannot be null", Rule.Error("'|all':\n  - null\n  - x"), StringComparison.Ordinal);

    [Theory]
    [InlineData("re")]
    [InlineData("cidr")]
    [InlineData("gt")]
    [InlineData("hour")]
    public void Null_is_no_value_for_what_computes(string modifier) =>
        Assert.Contains("field 'User'", Rule.Error($"User|{modifier}: null"), StringComparison.Ordinal);
}
