using Pockitect.Aws.Ec2.Parts;

namespace Pockitect.Aws.Topology;

/// <summary>
/// Assigns a VPC's range to its subnets. Listed subnets are filled from the front, in order, and generated ones have fixed places at the
/// end: added subnets or databases don't move existing ones, because another range requires another subnet with everything in it.
/// </summary>
internal sealed class AddressPlan(Ipv4Range vpc)
{
    // AWS's smallest subnet is /28.
    private readonly int _prefix = Math.Min(28, Math.Max(24, vpc.Prefix + 4));
    private readonly List<(string Subnet, Ipv4Range Range)> _taken = [];

    /// <summary>Returns the lowest free /24 (a sixteenth of a VPC smaller than /20); null if there is no room.</summary>
    public Ipv4Range? TakeNext(string subnet)
    {
        for (var index = 0; index < vpc.Count(_prefix); index++)
        {
            var range = vpc.Part(_prefix, index);
            if (Owner(range) is null) return Take(subnet, range);
        }

        return null;
    }

    /// <summary>Returns the place with this number from the end, from 0; null if the VPC is too small or the place is used.</summary>
    public Ipv4Range? TakeFromBack(string subnet, int place)
    {
        if (place >= vpc.Count(_prefix)) return null;
        var range = vpc.Part(_prefix, vpc.Count(_prefix) - 1 - place);
        return Owner(range) is null ? Take(subnet, range) : null;
    }

    /// <summary>Reserves a requested range. Returns what is wrong with it as the end of a sentence, or null.</summary>
    public string? TakeAsked(string subnet, Ipv4Range range)
    {
        if (!vpc.Contains(range)) return $"is outside the VPC's range {vpc}";
        if (Owner(range) is { } other) return $"overlaps {other.Range} of subnet '{other.Subnet}'";
        Take(subnet, range);
        return null;
    }

    private Ipv4Range Take(string subnet, Ipv4Range range)
    {
        _taken.Add((subnet, range));
        return range;
    }

    private (string Subnet, Ipv4Range Range)? Owner(Ipv4Range range)
    {
        foreach (var taken in _taken)
        {
            if (taken.Range.Overlaps(range)) return taken;
        }

        return null;
    }
}
