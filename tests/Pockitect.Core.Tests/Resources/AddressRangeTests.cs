using Pockitect.Core.Resources.Values;

namespace Pockitect.Core.Tests.Resources;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("203.0.113.7/32", "203.0.113.7/32")]
    [InlineData("::/0", "::/0")]
    [InlineData("0::/0", "::/0")]
    [InlineData("0:0:0:0:0:0:0:0/0", "::/0")]
    [InlineData("2001:DB8:0000::/48", "2001:db8::/48")]
    [InlineData("2001:0:0:1::/64", "2001:0:0:1::/64")]
    [InlineData("1:0:0:2:0:0:0:3/128", "1:0:0:2::3/128")]
    [InlineData("1:2:3:4:5:6:7::/128", "1:2:3:4:5:6:7:0/128")]
    [InlineData("::a00:0/104", "::a00:0/104")]
    public void A_range_is_written_as_AWS_spells_it(string text, string spelled) => Assert.Equal(spelled, AddressRange.Parse(text)?.ToString());

    [Theory]
    [InlineData("010.0.0.0/8", "use 10.0.0.0/8")]
    [InlineData("10.00.0.0/8", "use 10.0.0.0/8")]
    [InlineData("0x0a.0.0.0/8", "not a range")]
    [InlineData("10.0/8", "not a range")]
    [InlineData("167772160/8", "not a range")]
    [InlineData("10.0.0.0.0/8", "not a range")]
    [InlineData("10.0.0.256/32", "not a range")]
    [InlineData("10.0.0.0", "use 10.0.0.0/32")]
    [InlineData("::1", "use ::1/128")]
    [InlineData("10.0.0.0/", "not a range")]
    [InlineData("10.0.0.0/33", "not a range")]
    [InlineData("10.0.0.0/08", "not a range")]
    [InlineData("10.0.0.0/+8", "not a range")]
    [InlineData("10.0.0.0/ 8", "not a range")]
    [InlineData(" 10.0.0.0/8", "not a range")]
    [InlineData("10.0.0.0/8/8", "not a range")]
    [InlineData("10.0.0.0/255.0.0.0", "not a range")]
    [InlineData("١٠.0.0.0/8", "not a range")]
    [InlineData("10.0.0.1/8", "use 10.0.0.0/8")]
    [InlineData("1.2.3.4/0", "use 0.0.0.0/0")]
    [InlineData("fe80::%eth0/64", "zone")]
    [InlineData("fe80::1%1/128", "zone")]
    [InlineData("::ffff:10.0.0.0/104", "IPv4 address inside")]
    [InlineData("::10.0.0.0/104", "IPv4 address inside")]
    [InlineData("::ffff:a00:0/104", "IPv4 address written as")]
    [InlineData("[::]/0", "not a range")]
    [InlineData(":::/0", "not a range")]
    [InlineData("1::2::3/128", "not a range")]
    [InlineData("12345::/16", "not a range")]
    [InlineData("1:2:3:4:5:6:7:8::/128", "not a range")]
    [InlineData("1:2:3/128", "not a range")]
    [InlineData("2001:db8::1/32", "use 2001:db8::/32")]
    [InlineData("::/129", "not a range")]
    [InlineData("", "not a range")]
    [InlineData("/", "not a range")]
    public void Other_spellings_are_refused_with_the_one_that_was_meant(string text, string words)
    {
        Assert.Null(AddressRange.Parse(text));
        Assert.Contains(words, AddressRange.Problem(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_are_compared_within_their_family()
    {
        var (all, lower, upper, six) = (Range("0.0.0.0/0"), Range("0.0.0.0/1"), Range("128.0.0.0/1"), Range("::/0"));

        Assert.True(all.Contains(lower) && all.Overlaps(upper) && !lower.Overlaps(upper) && !lower.Contains(all));
        Assert.False(six.Contains(all) || six.Overlaps(all));
    }

    private static AddressRange Range(string text) => AddressRange.Parse(text)!; // It is a range.
}
