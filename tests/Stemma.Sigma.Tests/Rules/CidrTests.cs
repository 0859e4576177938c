using Stemma.Sigma.Tests.Support;

namespace Stemma.Sigma.Tests.Rules;

/// <summary>Addresses inside networks.</summary>
public sealed class CidrTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.1.2", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("192.168.1.128/25", "192.168.1.127", false)]
    [InlineData("192.168.1.128/25", "192.168.1.128", true)]
    [InlineData("127.0.0.1/32", "127.0.0.1", true)]
    [InlineData("127.0.0.1/32", "127.0.0.2", false)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::1/128", "::1", true)]
    [InlineData("::1/128", "0:0:0:0:0:0:0:1", true)]
    [InlineData("fe80::/10", "FE80::1", true)]
    [InlineData("fe80::/10", "febf::1", true)]
    [InlineData("fe80::/10", "fec0::1", false)]
    [InlineData("fe80::/10", "fe80::1%12", true)]
    [InlineData("fc00::/7", "fd12:3456::1", true)]
    [InlineData("2001:db8::/32", "10.0.0.1", false)]
    [InlineData("::/0", "2001::1", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::ffff:11.1.2.3", false)]
    public void An_address_is_inside_or_not(string network, string address, bool fires) =>
        Assert.Equal(fires, Rule.Fires($"Ip|cidr: '{network}'", ("Ip", address)));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("host.example")]
    [InlineData("10.0.0.1:443")]
    [InlineData("10.0.0.1 ")]
    [InlineData("10.0.0")]
    [InlineData("10")]
    [InlineData("42")]
    [InlineData("167772161")]
    [InlineData("0x0a000001")]
    public void What_is_no_address_is_in_no_network(string value)
    {
        Assert.False(Rule.Fires("Ip|cidr: '10.0.0.0/8'", ("Ip", value)));
        Assert.False(Rule.Fires("Ip|cidr: '0.0.0.0/0'", ("Ip", value)));
    }

    [Fact]
    public void Bits_behind_the_prefix_may_stand()
    {
        Assert.True(Rule.Fires("Ip|cidr: '10.1.2.3/8'", ("Ip", "10.200.0.1")));
        Assert.True(Rule.Fires("Ip|cidr: 'fe80::1234/10'", ("Ip", "fe80::1")));
    }

    [Fact]
    public void Any_network_of_a_list_is_enough()
    {
        const string Selection = "Ip|cidr:\n  - 10.0.0.0/8\n  - fe80::/10";
        Assert.True(Rule.Fires(Selection, ("Ip", "10.0.0.1")));
        Assert.True(Rule.Fires(Selection, ("Ip", "fe80::1")));
        Assert.False(Rule.Fires(Selection, ("Ip", "8.8.8.8")));
    }

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("10/8")]
    [InlineData("10.0/16")]
    [InlineData("0x0a000000/8")]
    [InlineData("fe80::/129")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("example/8")]
    [InlineData("10.*")]
    [InlineData("")]
    public void What_is_no_network_is_an_error(string network) =>
        Assert.Contains("not a network", Rule.Error($"Ip|cidr: '{network}'"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Ip|contains|cidr: '10.0.0.0/8'")]
    [InlineData("Ip|cidr|contains: '10.0.0.0/8'")]
    [InlineData("Ip|cidr|windash: '10.0.0.0/8'")]
    public void Cidr_goes_with_no_other_text_modifier(string selection) => Assert.Contains("field 'Ip'", Rule.Error(selection), StringComparison.Ordinal);
}
