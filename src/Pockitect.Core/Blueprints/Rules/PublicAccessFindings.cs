using Pockitect.Core.Resources.Values;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>
/// Finds ports that a security group opens to the Internet in any form: one range for everyone, two halves of it, or any range too large to
/// be one network.
/// </summary>
public static class PublicAccessFindings
{
    /// <summary>A range that opens a port to the Internet.</summary>
    /// <param name="Index">The index of the rule.</param>
    /// <param name="Services">The services behind its ports; empty for every port.</param>
    /// <param name="IsWholeWorld">Whether the range is the whole public Internet; otherwise a large part of it.</param>
    public sealed record Opening(int Index, IReadOnlyList<string> Services, bool IsWholeWorld);

    /// <summary>Ports that should not be open to the Internet.</summary>
    private static readonly IReadOnlyList<Door> Doors =
    [
        new(
            "tcp",
            21,
            "FTP"), new("tcp", 22, "SSH"), new("tcp", 23, "Telnet"), new("udp", 69, "TFTP"), new("tcp", 111, "RPC"), new("udp", 111, "RPC"),
        new(
            "tcp",
            135,
            "Windows RPC"), new("udp", 137, "NetBIOS"), new("tcp", 139, "NetBIOS"), new("udp", 161, "SNMP"), new("tcp", 389, "LDAP"),
        new(
            "udp",
            389,
            "LDAP"), new("tcp", 445, "SMB"), new("tcp", 873, "rsync"), new("tcp", 1433, "SQL Server"), new("udp", 1434, "SQL Server"),
        new("tcp", 1521, "Oracle"), new("udp", 1900, "SSDP"), new("tcp", 2049, "NFS"), new("udp", 2049, "NFS"), new("tcp", 2375, "Docker"),
        new("tcp", 2376, "Docker"), new("tcp", 2379, "etcd"), new("tcp", 3306, "MySQL"), new("tcp", 3389, "RDP"), new("udp", 3389, "RDP"),
        new(
            "tcp",
            5432,
            "PostgreSQL"), new("tcp", 5601, "Kibana"), new("tcp", 5900, "VNC"), new("tcp", 5985, "WinRM"), new("tcp", 5986, "WinRM"),
        new("tcp", 6379, "Redis"), new("tcp", 9042, "Cassandra"), new("tcp", 9200, "Elasticsearch"), new("tcp", 9300, "Elasticsearch"),
        new("tcp", 10250, "Kubelet"), new("tcp", 11211, "Memcached"), new("udp", 11211, "Memcached"), new("tcp", 27017, "MongoDB"),
    ];

    private static readonly Door EveryTcpPort = new("tcp", null, "");
    private static readonly Door EveryUdpPort = new("udp", null, "");

    /// <summary>Non-public addresses: private, shared, loopback, link-local, multicast and reserved ones.</summary>
    private static readonly IReadOnlyList<AddressRange> NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
            // Only 2000::/3 of IPv6 is assigned.
            "::/3", "4000::/2", "8000::/1",
        }.Select(range => AddressRange.Parse(range)!), // They are ranges.
    ];

    /// <summary>The number of public addresses from which a port counts as open: an IPv4 /8 or an IPv6 /16.</summary>
    private static UInt128 Many(bool isIpv6) => UInt128.One << (isIpv6 ? 112 : 24);

    /// <summary>Finds rules of a security group that open a port, alone or together.</summary>
    public static IEnumerable<Opening> Find(IReadOnlyList<SentRule> inbound)
    {
        var found = new Dictionary<int, List<(Door Door, bool IsWholeWorld)>>();
        foreach (var isIpv6 in (bool[])[false, true])
        {
            foreach (var door in (IEnumerable<Door>)[EveryTcpPort, EveryUdpPort, .. Doors])
            {
                var open =
                    inbound.Index()
                        .Where(rule => rule.Item.Range is { } range && range.IsIpv6 == isIpv6 && IsOpen(rule.Item, door))
                        .ToList();
                if (open.Count == 0) continue;
                var total = PublicSize([.. open.Select(rule => rule.Item.Range!)]); // Filtered above.
                if (total < Many(isIpv6)) continue;
                // A small range next to one for everyone is fine.
                var large = open.Where(rule => PublicSize([rule.Item.Range!]) >= Many(isIpv6)).ToList();
                foreach (var (index, _) in large.Count > 0 ? large : open)
                {
                    if (!found.TryGetValue(index, out var doors)) found[index] = doors = [];
                    doors.Add((door, total == PublicSize([AddressRange.Parse(isIpv6 ? "::/0" : "0.0.0.0/0")!]))); // They are ranges.
                }
            }
        }

        return from entry in found
               orderby entry.Key
               let every = entry.Value.Any(open => open.Door.Port is null)
               select new Opening(
                   entry.Key,
                   every ? [] : [.. entry.Value.Select(open => open.Door.Service).Distinct()],
                   entry.Value.Any(open => open.IsWholeWorld));
    }

    /// <summary>Returns the warning for a rule.</summary>
    public static string Message(Opening opening, string? range)
    {
        var whom = opening.IsWholeWorld ? "the whole Internet" : "a large part of the Internet";
        return opening.Services.Count == 0
            ? $"Every port is open to {whom} ({range}); specify ports, or a smaller range."
            : $"{MessageFormat.List(opening.Services)} is open to {whom} ({range}); use your own address, such as 203.0.113.7/32.";
    }

    private static bool IsOpen(SentRule rule, Door door)
    {
        if (rule.Protocol == "-1") return true;
        if (rule.Protocol != door.Protocol) return false;
        return door.Port is { } port ? rule.FromPort <= port && port <= rule.ToPort : rule.FromPort <= 1 && rule.ToPort >= 65535;
    }

    /// <summary>Returns the number of public addresses in these ranges of one family.</summary>
    private static UInt128 PublicSize(IReadOnlyList<AddressRange> ranges)
    {
        var isIpv6 = ranges[0].IsIpv6;
        var total = Size(ranges);
        var inside = NotPublic.Where(reserved => reserved.IsIpv6 == isIpv6)
            .SelectMany(
                reserved => ranges.Where(range => range.Overlaps(reserved)).Select(range => range.Contains(reserved) ? reserved : range));
        return unchecked(total - Size([.. inside]));
    }

    /// <summary>Returns the number of addresses in at least one range. Two ranges either contain each other or are disjoint.</summary>
    private static UInt128 Size(IReadOnlyList<AddressRange> ranges)
    {
        var sum = UInt128.Zero;
        UInt128? last = null;
        foreach (var range in ranges.OrderBy(range => range.First).ThenBy(range => range.Prefix))
        {
            if (range.Last <= last) continue;
            // All of IPv6 overflows to 0. The public part, a difference of two such sums, is correct again.
            sum = unchecked(sum + (range.Last - range.First) + 1);
            last = range.Last;
        }

        return sum;
    }

    /// <param name="Port">Null for every port.</param>
    private sealed record Door(string Protocol, int? Port, string Service);
}
