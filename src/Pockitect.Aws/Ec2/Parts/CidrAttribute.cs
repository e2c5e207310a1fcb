using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources.Values;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>An IPv4 range, such as <c>10.0.0.0/16</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class Ipv4CidrAttribute(int min = 0, int max = 32) : CidrAttribute(min, max)
{
    public override string Pattern => @"\d{1,3}(\.\d{1,3}){3}/\d{1,2}";

    protected override string? Problem(string text, AddressRange range) =>
        range.IsIpv6 ? "is an IPv6 range; this needs an IPv4 range" : PrefixProblem(range);
}

/// <summary>An IPv6 range, such as <c>2001:db8::/64</c>, in AWS's own spelling: another spelling would always differ.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class Ipv6CidrAttribute(int min = 0, int max = 128) : CidrAttribute(min, max)
{
    public override string Pattern => @"[0-9a-f:]+/\d{1,3}";

    protected override string? Problem(string text, AddressRange range) =>
        !range.IsIpv6 ? "is an IPv4 range; this needs an IPv6 range, such as 2001:db8::/64"
        : range.ToString() != text ? $"use AWS's spelling {range}"
        : PrefixProblem(range);
}
