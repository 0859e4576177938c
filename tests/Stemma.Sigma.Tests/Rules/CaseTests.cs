using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Values do not heed case unless they ask; names do.</summary>
public sealed class CaseTests
{
    [Theory]
    [InlineData("Image: 'CMD.exe'", "cmd.EXE")]
    [InlineData(@"Image|endswith: '\CMD.exe'", @"C:\cmd.EXE")]
    [InlineData("Image|startswith: 'c:'", @"C:\cmd.EXE")]
    [InlineData("Image|contains: 'MD.E'", "cmd.exe")]
    [InlineData("Image: 'C*D.exe'", "cmd.EXE")]
    [InlineData("Image|contains: 'straßE É'", "STRAßE é")]
    public void Values_match_in_any_case(string selection, string value) => Assert.True(Rule.Fires(selection, ("Image", value)));

    [Theory]
    [InlineData("Image|cased: 'cmd.exe'", "cmd.exe", "CMD.exe")]
    [InlineData("Image|contains|cased: 'md.e'", "cmd.exe", "cMd.exe")]
    [InlineData("Image|cased|endswith: '.exe'", "cmd.exe", "cmd.eXe")]
    [InlineData("Image|cased: 'c*.exe'", "cmd.exe", "Cmd.exe")]
    [InlineData("Image|cased|contains: 'é'", "café", "CAFÉ")]
    [InlineData("Image|contains|cased: 'aB'", "AB aB", "AB Ab")]
    public void Cased_values_heed_case(string selection, string same, string other)
    {
        Assert.True(Rule.Fires(selection, ("Image", same)));
        Assert.False(Rule.Fires(selection, ("Image", other)));
    }

    [Fact]
    public void Cased_keywords_heed_case()
    {
        Assert.True(Rule.Fires("'|cased': Mimikatz", ("Any", "x Mimikatz x")));
        Assert.False(Rule.Fires("'|cased': Mimikatz", ("Any", "x mimikatz x")));
    }

    [Fact]
    public void Names_of_fields_heed_case()
    {
        Assert.True(Rule.Fires("Image: a", ("Image", "a")));
        Assert.False(Rule.Fires("Image: a", ("image", "a")));
    }

    /// <summary>What looks like a letter and is another: the Kelvin sign, the long s, the dotless i.</summary>
    [Theory]
    [InlineData("k", "\u212A")]
    [InlineData("s", "\u017F")]
    [InlineData("i", "\u0131")]
    [InlineData("i", "\u0130")]
    public void A_letter_is_not_its_look_alike(string letter, string other) =>
        Assert.False(Rule.Fires($"Image: '{letter}'", ("Image", other)));
}
