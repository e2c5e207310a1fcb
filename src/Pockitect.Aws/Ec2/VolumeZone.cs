using Amazon.EC2;
using Pockitect.Aws.Ec2.Parts;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>In which Availability Zone a volume is created, and that it never leaves it.</summary>
internal static class VolumeZone
{
    /// <summary>
    /// The tag that holds the subnet of <see cref="Volume.ZoneOf"/>: AWS stores only the zone, and the reference would differ at every
    /// scan.
    /// </summary>
    public const string Tag = "pockitect:zone-of";

    /// <summary>The zone to create it in; null where nothing names one, which AWS refuses with a clear message.</summary>
    public static async Task<string?> OfNewAsync(IAmazonEC2 ec2, Volume spec, CancellationToken ct)
    {
        if (spec.AvailabilityZone is { } zone) return zone;
        if (spec.ZoneOf is { } subnet) return await OfSubnetAsync(ec2, subnet.Id, ct);
        return spec.Attachment is { } attachment
            ? (await InstanceAnswer.FindAsync(ec2, attachment.Instance.Id, ct))?.Placement.AvailabilityZone
            : null;
    }

    /// <summary>Takes another subnet of the volume's own zone. A volume never moves, and none is lost for it.</summary>
    /// <exception cref="AmazonEC2Exception">The subnet is in another zone.</exception>
    public static async Task StayAsync(IAmazonEC2 ec2, string id, Volume now, string subnetId, CancellationToken ct)
    {
        var zone = await OfSubnetAsync(ec2, subnetId, ct);
        if (zone == now.AvailabilityZone)
        {
            await Ec2Tags.ApplyAsync(ec2, id, new Dictionary<string, string> { [Tag] = subnetId }, [], ct);
            return;
        }

        // AWS's own code for this, so that it counts as a refusal and not as a bug.
        throw new AmazonEC2Exception(
            $"The volume {id} is in {now.AvailabilityZone} and can't move to {zone}, where the subnet {subnetId} is. "
            + "Take a snapshot of it, and create a new volume from the snapshot.")
        {
            ErrorCode = "InvalidVolume.ZoneMismatch",
        };
    }

    private static async Task<string> OfSubnetAsync(IAmazonEC2 ec2, string subnetId, CancellationToken ct) =>
        (await ec2.DescribeSubnetsAsync(new Sdk.DescribeSubnetsRequest { SubnetIds = [subnetId] }, ct)).Subnets[0].AvailabilityZone;
}
