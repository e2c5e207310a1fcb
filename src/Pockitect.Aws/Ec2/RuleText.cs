using System.Globalization;

namespace Pockitect.Aws.Ec2;

/// <summary>Describes security group rules in a few words: <c>22 from 203.0.113.7/32 (office)</c>.</summary>
internal static class RuleText
{
    /// <summary>Ports that are meant for everyone.</summary>
    private static readonly int[] Web = [80, 443];

    private static readonly (int Port, string Name)[] Known =
    [
        (22, "SSH"),
        (3389, "Remote Desktop"),
        (5432, "PostgreSQL"),
        (3306, "MySQL"),
        (1433, "SQL Server"),
        (6379, "Redis"),
        (27017, "MongoDB"),
    ];

    public static string Summary(SecurityGroupRule rule)
    {
        var direction = rule is IngressRule ? "from" : "to";
        string?[] sides = [rule.CidrIp, rule.CidrIpv6, rule.PrefixListId, rule.Group?.Target.ToString()];
        var about = rule.Description is { Length: > 0 } words ? $" ({words})" : "";
        return $"{Ports(rule)} {direction} {string.Join(", ", sides.OfType<string>())}{about}";
    }

    /// <summary>Returns what the rule opens to everyone, in one sentence; null for web ports and for restricted sources.</summary>
    public static string? Caution(SecurityGroupRule rule)
    {
        if ((Width(rule.CidrIp, 8) ?? Width(rule.CidrIpv6, 4)) is not { } who) return null;
        if (rule.IpProtocol == "-1" || (rule.IpProtocol is "tcp" or "udp" && rule is { FromPort: null or 0, ToPort: null or 65535 }))
            return $"This opens every port to {who}.";
        if (rule.IpProtocol is not ("tcp" or "udp")) return null;
        var (from, to) = (rule.FromPort ?? 0, rule.ToPort ?? 65535);
        var known = Known.Where(service => service.Port >= from && service.Port <= to).Select(service => service.Name).ToList();
        if (known.Count > 0) return $"This opens {string.Join(", ", known)} to {who}.";
        return from == to && Web.Contains(from) ? null : $"This opens {(from == to ? "port" : "ports")} {Range(from, to)} to {who}.";
    }

    private static string Ports(SecurityGroupRule rule) => rule.IpProtocol switch
    {
        "-1" => "all traffic",
        "tcp" => Range(rule.FromPort, rule.ToPort),
        "icmp" or "icmpv6" when rule is { FromPort: null or -1, ToPort: null or -1 } => rule.IpProtocol,
        "icmp" or "icmpv6" => $"{rule.IpProtocol} type {rule.FromPort} code {rule.ToPort}",
        _ => $"{rule.IpProtocol} {Range(rule.FromPort, rule.ToPort)}".TrimEnd(),
    };

    private static string Range(int? from, int? to) => (from, to) switch
    {
        (null, null) => "",
        _ when from == to => string.Create(CultureInfo.InvariantCulture, $"{from}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{from}-{to}"),
    };

    /// <summary>Returns the name of a very wide range; null for others.</summary>
    private static string? Width(string? range, int limit) =>
        range?.Split('/') is not [_, var bits] || !int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        ? null
        : length == 0 ? "the whole internet"
        : length < limit ? "a large part of the internet"
        : null;
}
