using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class CidrAttributeTests
{
    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.0.0/16")]
    [InlineData("10.1.2.3/32")]
    [InlineData("10.0.128.0/17")]
    public void An_ipv4_range_in_aws_own_spelling_is_fine(string range) => Assert.True(new Ipv4CidrAttribute().IsValid(range));

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0/16")]
    [InlineData("10.0.0.256/32")]
    [InlineData("::/0")]
    [InlineData("everybody")]
    public void What_is_no_ipv4_range_is_refused(string text) => Assert.False(new Ipv4CidrAttribute().IsValid(text));

    [Theory]
    [InlineData("::/0")]
    [InlineData("2001:db8:1234:1a00::/64")]
    public void An_ipv6_range_in_aws_own_spelling_is_fine(string range) => Assert.True(new Ipv6CidrAttribute().IsValid(range));

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("2001:DB8::/64")]
    [InlineData("2001:db8:0:0::/64")]
    public void What_is_no_ipv6_range_or_spelled_otherwise_is_refused(string text) => Assert.False(new Ipv6CidrAttribute().IsValid(text));

    [Fact]
    public void A_prefix_outside_what_the_resource_takes_is_refused()
    {
        Assert.True(new Ipv4CidrAttribute(16, 28).IsValid("10.0.0.0/16"));
        Assert.False(new Ipv4CidrAttribute(16, 28).IsValid("10.0.0.0/8"));
        Assert.False(new Ipv4CidrAttribute(16, 28).IsValid("10.0.0.0/29"));
    }

    [Fact]
    public void Cidr_with_host_bits_set_is_refused_with_the_range_to_write_instead()
    {
        var vpc = new Vpc { CidrBlock = "10.0.5.7/20" };

        Assert.False(Validator.TryValidateObject(vpc, new ValidationContext(vpc), [], validateAllProperties: true));
        Assert.Equal("has bits set after its prefix; use 10.0.0.0/20", new Ipv4CidrAttribute().Problem(vpc.CidrBlock));
    }

    [Fact]
    public void What_is_not_managed_is_not_checked() => Assert.True(new Ipv4CidrAttribute().IsValid(null));
}
