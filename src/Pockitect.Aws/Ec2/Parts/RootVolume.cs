using System.ComponentModel.DataAnnotations;
using Amazon.EC2;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>An instance's root volume.</summary>
public sealed record RootVolume
{
    /// <summary>Size in GiB, at least the image's snapshot. Can only grow.</summary>
    [Range(1, 65536), OnlyGrows] public int? VolumeSize { get; init; }

    /// <summary>The volume type, such as <c>gp3</c>.</summary>
    [AllowedValues("gp2", "gp3", "io1", "io2", "standard", null)]
    public string? VolumeType { get; init; }

    /// <summary>I/O operations per second, for gp3, io1 and io2.</summary>
    [Range(100, 256000)] public int? Iops { get; init; }

    /// <summary>Throughput in MiB per second, for gp3.</summary>
    [Range(125, 2000)] public int? Throughput { get; init; }

    /// <summary>Whether it is encrypted, with the account's default key.</summary>
    [Replacement] public bool? Encrypted { get; init; }

    /// <summary>Whether it is deleted with the instance, which is AWS's default.</summary>
    public bool? DeleteOnTermination { get; init; }
}

/// <summary>How an instance's root volume is requested, read and changed.</summary>
internal static class InstanceRoot
{
    /// <exception cref="AmazonEC2Exception">There is no such image.</exception>
    public static async Task<Sdk.BlockDeviceMapping> MappingAsync(IAmazonEC2 ec2, string imageId, RootVolume root, CancellationToken ct)
    {
        // Each image has its own root device name; AWS treats another name as another volume.
        var image = (await ec2.DescribeImagesAsync(new Sdk.DescribeImagesRequest { ImageIds = [imageId] }, ct)).Images[0];
        return new Sdk.BlockDeviceMapping
        {
            DeviceName = image.RootDeviceName,
            Ebs = new Sdk.EbsBlockDevice
            {
                VolumeSize = root.VolumeSize,
                VolumeType = root.VolumeType,
                Iops = root.Iops,
                Throughput = root.Throughput,
                Encrypted = root.Encrypted,
                // An image may have another default; here, an instance's volume is deleted with it unless the blueprint keeps it.
                DeleteOnTermination = root.DeleteOnTermination ?? true,
            },
        };
    }

    /// <summary>Returns its settings, or null for an instance without an EBS root volume.</summary>
    public static async Task<RootVolume?> ReadAsync(IAmazonEC2 ec2, Sdk.Instance instance, CancellationToken ct)
    {
        if (DeviceOf(instance) is not { } device) return null;
        var request = new Sdk.DescribeVolumesRequest { VolumeIds = [device.VolumeId] };
        // Right after the launch, EC2 may not know the volume yet, which says nothing about the instance.
        if ((await ec2.DescribeVolumesAsync(request, ct).GoneIsNullAsync())?.Volumes is not [var volume]) return null;
        return new RootVolume
        {
            VolumeSize = volume.Size,
            VolumeType = volume.VolumeType?.Value,
            Iops = volume.Iops,
            Throughput = volume.Throughput,
            Encrypted = volume.Encrypted,
            DeleteOnTermination = device.DeleteOnTermination,
        };
    }

    /// <summary>Removes the speed that AWS returns for volume types without a configurable one.</summary>
    public static RootVolume AsWritten(RootVolume root) => root with
    {
        Iops = Disk.TakesIops(root.VolumeType) ? root.Iops : null,
        Throughput = Disk.TakesThroughput(root.VolumeType) ? root.Throughput : null,
    };

    /// <summary>Returns AWS's default for a setting that the blueprint no longer has; null if missing.</summary>
    public static RootVolume? Unset(RootVolume desired, string setting, RootVolume now)
    {
        var type = desired.VolumeType ?? now.VolumeType;
        return setting switch
        {
            // Another volume type has its own speed.
            nameof(RootVolume.Iops) when !Disk.TakesIops(type) => desired,
            nameof(RootVolume.Iops) => Disk.UsualIops(type) is { } iops ? desired with { Iops = iops } : null,
            nameof(RootVolume.Throughput) =>
                Disk.UsualThroughput(type) is { } throughput ? desired with { Throughput = throughput } : desired,
            nameof(RootVolume.DeleteOnTermination) => desired with { DeleteOnTermination = true },
            _ => null,
        };
    }

    /// <summary>Whether a change was ordered that AWS doesn't show yet.</summary>
    public static async Task<bool> IsChangingAsync(IAmazonEC2 ec2, Sdk.Instance instance, CancellationToken ct) =>
        DeviceOf(instance) is { } device && await Disk.IsChangingAsync(ec2, device.VolumeId, ct);

    public static async Task UpdateAsync(IAmazonEC2 ec2, Sdk.Instance instance, RootVolume? now, RootVolume desired, CancellationToken ct)
    {
        if (DeviceOf(instance) is not { } device) return;
        await Disk.ChangeAsync(ec2, device.VolumeId, DiskOf(now), DiskOf(desired), ct);
        if (!Differs(now?.DeleteOnTermination, desired.DeleteOnTermination)) return;

        var mapping = new Sdk.InstanceBlockDeviceMappingSpecification
        {
            DeviceName = instance.RootDeviceName,
            Ebs = new Sdk.EbsInstanceBlockDeviceSpecification { DeleteOnTermination = desired.DeleteOnTermination },
        };
        await ec2.ModifyInstanceAttributeAsync(
            new Sdk.ModifyInstanceAttributeRequest { InstanceId = instance.InstanceId, BlockDeviceMappings = [mapping] }, ct);
    }

    private static Sdk.EbsInstanceBlockDevice? DeviceOf(Sdk.Instance instance) =>
        instance.BlockDeviceMappings?.Find(mapping => mapping.DeviceName == instance.RootDeviceName)?.Ebs;

    private static Disk DiskOf(RootVolume? root) => new(root?.VolumeSize, root?.VolumeType, root?.Iops, root?.Throughput);
}
