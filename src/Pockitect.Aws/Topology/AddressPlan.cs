namespace Pockitect.Aws.Topology;

/// <summary>
/// Deals out a VPC's range to its subnets. What people list is filled in from the front, in their order, and what is made
/// besides stands at fixed places at the back: neither a subnet nor a database that is added moves what is there, because
/// another range means another subnet, and everything in it with it.
/// </summary>
internal sealed class AddressPlan(Ipv4Range vpc)
{
    // AWS makes no subnet smaller than /28.
    private readonly int _prefix = Math.Min(28, Math.Max(24, vpc.Prefix + 4));
    private readonly List<(string Subnet, Ipv4Range Range)> _taken = [];

    /// <summary>The lowest free /24 (a sixteenth of a VPC that is smaller than /20), or null when there is no room.</summary>
    public Ipv4Range? TakeNext(string subnet)
    {
        for (var index = 0; index < vpc.Count(_prefix); index++)
        {
            var range = vpc.Part(_prefix, index);
            if (Owner(range) is null) return Take(subnet, range);
        }

        return null;
    }

    /// <summary>The place that is so many from the back, counted from 0; null when the VPC is too small or the place is taken.</summary>
    public Ipv4Range? TakeFromBack(string subnet, int place)
    {
        if (place >= vpc.Count(_prefix)) return null;
        var range = vpc.Part(_prefix, vpc.Count(_prefix) - 1 - place);
        return Owner(range) is null ? Take(subnet, range) : null;
    }

    /// <summary>Takes a range that was asked for, and says what is wrong with it, as the end of a sentence, or null.</summary>
    public string? TakeAsked(string subnet, Ipv4Range range)
    {
        if (!vpc.Contains(range)) return $"lies outside of the VPC's range {vpc}";
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
