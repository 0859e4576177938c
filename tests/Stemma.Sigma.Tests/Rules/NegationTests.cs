using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary><c>neq</c> turns an item round.</summary>
public sealed class NegationTests
{
    [Fact]
    public void Neq_holds_for_every_other_value()
    {
        Assert.True(Rule.Fires("User|neq: root", ("User", "joe")));
        Assert.False(Rule.Fires("User|neq: root", ("User", "ROOT")));
    }

    [Fact]
    public void Neq_holds_for_an_absent_or_null_field()
    {
        Assert.True(Rule.Fires("User|neq: root", ("Other", "x")));
        Assert.True(Rule.Fires("User|neq: root", ("User", null)));
    }

    [Theory]
    [InlineData("neq")]
    [InlineData("all|neq")]
    [InlineData("neq|all")]
    public void Neq_of_a_list_means_none_of_them(string modifiers)
    {
        string selection = $"User|{modifiers}:\n  - root\n  - admin";
        Assert.True(Rule.Fires(selection, ("User", "joe")));
        Assert.False(Rule.Fires(selection, ("User", "root")));
        Assert.False(Rule.Fires(selection, ("User", "admin")));
    }

    [Theory]
    [InlineData("Image|neq|endswith: '.exe'", "a.dll", "a.exe")]
    [InlineData("Image|contains|neq: 'temp'", "c:/x", "c:/temp/x")]
    [InlineData("Image|re|neq: '^a'", "b", "a")]
    [InlineData("Image|cidr|neq: '10.0.0.0/8'", "11.0.0.1", "10.0.0.1")]
    [InlineData("Image|neq|gt: 5", "5", "6")]
    [InlineData("Image|neq: 5", "6", "5.0")]
    [InlineData("Image|neq: ''", "x", "")]
    [InlineData("Image|neq: 'a*c'", "abd", "abc")]
    [InlineData("Image|windash|neq: '-a'", "a", "/a")]
    public void Neq_goes_with_the_other_modifiers(string selection, string with, string without)
    {
        Assert.True(Rule.Fires(selection, ("Image", with)));
        Assert.False(Rule.Fires(selection, ("Image", without)));
        Assert.True(Rule.Fires(selection, ("Other", without)));
    }

    [Fact]
    public void Neq_null_is_a_field_that_holds_something()
    {
        Assert.True(Rule.Fires("User|neq: null", ("User", "")));
        Assert.False(Rule.Fires("User|neq: null", ("User", null)));
        Assert.False(Rule.Fires("User|neq: null", ("Other", "x")));
    }

    [Fact]
    public void Neq_fails_when_any_of_several_values_is_it() =>
        Assert.False(Rule.Fires("Group|neq: admin", ("Group", "users"), ("Group", "admin")));
}
