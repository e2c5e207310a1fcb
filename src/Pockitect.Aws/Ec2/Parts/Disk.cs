using Amazon.EC2;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>Settings of a volume that can change while it is in use, for separate and root volumes.</summary>
internal readonly record struct Disk(int? Size, string? VolumeType, int? Iops, int? Throughput)
{
    /// <summary>Changes what differs. AWS takes everything in one call, and the next call only hours later.</summary>
    public static async Task ChangeAsync(IAmazonEC2 ec2, string volumeId, Disk now, Disk desired, CancellationToken ct)
    {
        var request = new Sdk.ModifyVolumeRequest
        {
            VolumeId = volumeId,
            Size = Change(now.Size, desired.Size),
            VolumeType = Differs(now.VolumeType, desired.VolumeType) ? desired.VolumeType : null,
            Iops = Change(now.Iops, desired.Iops),
            Throughput = Change(now.Throughput, desired.Throughput),
        };
        if (request is { Size: null, VolumeType: null, Iops: null, Throughput: null }) return;
        await ec2.ModifyVolumeAsync(request, ct);
    }

    /// <summary>Whether a change was ordered that AWS doesn't show yet.</summary>
    public static async Task<bool> IsChangingAsync(IAmazonEC2 ec2, string volumeId, CancellationToken ct)
    {
        // By filter, because AWS returns an error for a volume without any changes.
        var request = new Sdk.DescribeVolumesModificationsRequest
        {
            Filters = [new Sdk.Filter("volume-id", [volumeId]), new Sdk.Filter("modification-state", ["modifying"])],
        };
        return (await ec2.DescribeVolumesModificationsAsync(request, ct)).VolumesModifications is { Count: > 0 };
    }

    /// <summary>Volume types with configurable IOPS. For others, AWS returns a number that no one chose.</summary>
    public static bool TakesIops(string? volumeType) => volumeType is "gp3" or "io1" or "io2";

    public static bool TakesThroughput(string? volumeType) => volumeType is "gp3";

    /// <summary>The default IOPS of a volume type; null if a number is required.</summary>
    public static int? UsualIops(string? volumeType) => volumeType is "gp3" ? 3000 : null;

    /// <summary>The default throughput in MiB per second of a volume type; null if it isn't configurable.</summary>
    public static int? UsualThroughput(string? volumeType) => volumeType is "gp3" ? 125 : null;

    private static int? Change(int? now, int? desired) => Differs(now, desired) ? desired : null;
}
