using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Placeholders are replaced where <c>expand</c> stands, and nowhere else.</summary>
public sealed class PlaceholderTests
{
    private static readonly SigmaLoadOptions Options = new()
    {
        Placeholders = new Dictionary<string, IReadOnlyList<string>>
        {
            ["admins"] = ["root", "admin*"],
            ["hosts"] = ["a", "b"],
            ["Empty"] = [],
            ["re"] = ["x+", "y+"],
            ["nets"] = ["10.0.0.0/8", "fe80::/10"],
            ["sneaky"] = ["%hosts%"],
        },
    };

    [Theory]
    [InlineData("User|expand: '%admins%'", "ROOT", true)]
    [InlineData("User|expand: '%admins%'", "administrator", true)]
    [InlineData("User|expand: '%admins%'", "joe", false)]
    [InlineData("User|expand: '%admins%'", "%admins%", false)]
    [InlineData("User|expand|contains: '%hosts%-%hosts%'", "xa-bx", true)]
    [InlineData("User|expand: '%hosts%/%admins%'", "b/root", true)]
    [InlineData("User|expand: '%hosts%/%admins%'", "root/b", false)]
    [InlineData("User|expand|endswith: '.%hosts%'", "x.b", true)]
    [InlineData("User|contains|expand: '%hosts%'", "xbx", true)]
    [InlineData("User|re|expand: '^%re%$'", "yyy", true)]
    [InlineData("User|cidr|expand: '%nets%'", "fe80::1", true)]
    [InlineData("User|expand: 'plain'", "plain", true)]
    [InlineData("User|expand|neq: '%hosts%'", "c", true)]
    [InlineData("User|expand|neq: '%hosts%'", "a", false)]
    [InlineData("User|expand: '%sneaky%/%hosts%'", "%hosts%/a", true)]
    [InlineData("User|expand: '%sneaky%/%hosts%'", "a/a", false)]
    public void Each_value_of_a_placeholder_is_an_alternative(string selection, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(Rule.Read(selection, Options), ("User", value)));

    [Theory]
    [InlineData(@"User|expand: '\%admins%hosts%'", "%adminsa", true)]
    [InlineData(@"User|expand: '\%admins%hosts%'", "roota", false)]
    [InlineData(@"User|expand: '100\% %hosts%'", "100% b", true)]
    [InlineData(@"User|expand: 'd\\%hosts%'", @"d\a", true)]
    public void An_escaped_percent_sign_is_text(string selection, string value, bool fires) =>
        Assert.Equal(fires, Rule.Fires(Rule.Read(selection, Options), ("User", value)));

    [Fact]
    public void Without_expand_percent_signs_are_text()
    {
        Assert.True(Rule.Fires(Rule.Read("User: '%admins%'", Options), ("User", "%admins%")));
        Assert.False(Rule.Fires(Rule.Read("User: '%admins%'", Options), ("User", "root")));
        Assert.True(Rule.Fires("Path|contains: '%temp%'", ("Path", @"%TEMP%\x")));
    }

    [Theory]
    [InlineData("User|expand: '%unknown%'", "%unknown%")]
    [InlineData("User|expand: '%Admins%'", "%Admins%")]
    [InlineData("User|expand: '%Empty%'", "%Empty%")]
    [InlineData("User|expand:\n  - '%admins%'\n  - '%other.name-1%'", "%other.name-1%")]
    public void A_placeholder_without_values_is_an_error_that_names_it(string selection, string name) =>
        Assert.Contains($"placeholder '{name}' has no values", Rule.Error(selection, Options), StringComparison.Ordinal);

    [Fact]
    public void Combinations_without_end_are_an_error()
    {
        SigmaLoadOptions many = new()
        {
            Placeholders = Enumerable.Range(0, 10).ToDictionary(i => $"p{i}", _ => (IReadOnlyList<string>)[.. Enumerable.Range(0, 50).Select(v => $"{v}")]),
        };
        string value = string.Concat(Enumerable.Range(0, 10).Select(i => $"%p{i}%"));
        Assert.Contains("placeholders expand to more than 10,000 values", Rule.Error($"User|expand: '{value}'", many), StringComparison.Ordinal);
    }

    [Fact]
    public void A_keyword_may_have_placeholders() =>
        Assert.True(Rule.Fires(Rule.Read("'|expand':\n  - '%hosts%!'", Options), ("Any", "xb!x")));
}
