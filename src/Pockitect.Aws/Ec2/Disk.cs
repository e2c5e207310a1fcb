using Amazon.EC2;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>What can be changed of a volume while it is in use, whether it is one of its own or an instance's root.</summary>
internal readonly record struct Disk(int? Size, string? VolumeType, int? Iops, int? Throughput)
{
    /// <summary>Changes what differs. AWS takes it all in one call, and the next call only hours later.</summary>
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

    /// <summary>A change was ordered, and AWS still shows the volume as it was before.</summary>
    public static async Task<bool> IsChangingAsync(IAmazonEC2 ec2, string volumeId, CancellationToken ct)
    {
        // By filter, because AWS refuses to tell the changes of a volume that never had any.
        var request = new Sdk.DescribeVolumesModificationsRequest
        {
            Filters = [new Sdk.Filter("volume-id", [volumeId]), new Sdk.Filter("modification-state", ["modifying"])],
        };
        return (await ec2.DescribeVolumesModificationsAsync(request, ct)).VolumesModifications is { Count: > 0 };
    }

    /// <summary>The kinds of disk for which AWS takes a number of operations per second; for others it tells one that nobody chose.</summary>
    public static bool TakesIops(string? volumeType) => volumeType is "gp3" or "io1" or "io2";

    public static bool TakesThroughput(string? volumeType) => volumeType is "gp3";

    /// <summary>The operations per second of a disk that nobody asked more of; null where such a disk must be told a number.</summary>
    public static int? UsualIops(string? volumeType) => volumeType is "gp3" ? 3000 : null;

    /// <summary>The throughput in MiB per second of a disk that nobody asked more of; null where it can't be told one.</summary>
    public static int? UsualThroughput(string? volumeType) => volumeType is "gp3" ? 125 : null;

    private static int? Change(int? now, int? desired) => Differs(now, desired) ? desired : null;
}
