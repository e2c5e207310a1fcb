using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A network disk that outlives its instance.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volume.html"/>
public sealed record Volume : Spec
{
    /// <summary>
    /// The Availability Zone, such as <c>eu-west-1a</c>. Default: the zone of <see cref="ZoneOf"/>, otherwise of its instance.
    /// </summary>
    [Replacement, Means(Meaning.AvailabilityZone)] public string? AvailabilityZone { get; init; }

    /// <summary>The subnet whose Availability Zone it is created in.</summary>
    // Not a replacement: a subnet that is recreated in the same zone must not cost the data.
    public Ref<Subnet>? ZoneOf { get; init; }

    /// <summary>Size in GiB; required without a snapshot. Can only grow.</summary>
    [Range(1, 65536), OnlyGrows] public int? Size { get; init; }

    /// <summary>The volume type, such as <c>gp3</c>.</summary>
    [AllowedValues("gp2", "gp3", "io1", "io2", "st1", "sc1", "standard", null)]
    public string? VolumeType { get; init; }

    /// <summary>I/O operations per second, for gp3, io1 and io2.</summary>
    [Range(100, 256000)] public int? Iops { get; init; }

    /// <summary>Throughput in MiB per second, for gp3.</summary>
    [Range(125, 2000)] public int? Throughput { get; init; }

    /// <summary>Whether it is encrypted.</summary>
    [Replacement] public bool? Encrypted { get; init; }

    /// <summary>The ARN of the KMS key. Default: the account's default key.</summary>
    [Replacement, Means(Meaning.KmsKey)]
    [RegularExpression("^arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/.+$")]
    public string? KmsKeyId { get; init; }

    /// <summary>The snapshot to copy.</summary>
    [Replacement]
    [RegularExpression("^snap-[0-9a-f]+$")]
    public string? SnapshotId { get; init; }

    /// <summary>The instance that it is attached to.</summary>
    public VolumeAttachment? Attachment { get; init; }
}

/// <summary>A volume's attachment.</summary>
public sealed record VolumeAttachment
{
    /// <summary>The instance, in the volume's Availability Zone.</summary>
    public required Ref<Instance> Instance { get; init; }

    /// <summary>The device name, such as <c>/dev/sdf</c>; use <c>f</c> to <c>p</c>.</summary>
    [RegularExpression("^(/dev/(sd|xvd)[a-z]+[0-9]*|xvd[a-z]+)$", ErrorMessage = "needs a device name such as /dev/sdf")]
    public required string Device { get; init; }
}

internal sealed class VolumeType(AwsClients aws) : Ec2ResourceType<Volume, Sdk.Volume>(aws, "AWS::EC2::Volume", "volume")
{
    // The KMS actions are for a volume with a customer key, which EC2 uses in the caller's name:
    // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeVolumes", "ec2:DescribeVolumesModifications"],
        Create =
        [
            "ec2:CreateVolume", "ec2:DescribeSubnets", "ec2:DescribeInstances", "ec2:AttachVolume", "ec2:CreateTags", "kms:CreateGrant",
            "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
        ],
        TagOnCreate = "ec2:CreateTags",
        Update = ["ec2:ModifyVolume", "ec2:DescribeSubnets", "ec2:AttachVolume", "ec2:DetachVolume", "ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DetachVolume", "ec2:DeleteVolume"],
        AlsoNeeded = new Dictionary<string, IReadOnlyList<string>>
        {
            ["CreateVolume"] = [
                "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ],
        },
    };

    public override ResourceFamily Family => ResourceFamily.Storage;

    public override bool HoldsData => true;

    // The speed depends on the volume type.
    public override IReadOnlyList<string> Removable { get; } = [
        nameof(Volume.ZoneOf), nameof(Volume.Iops), nameof(Volume.Throughput), nameof(Volume.Attachment),
    ];

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        if (await base.ReadAsync(place, id, ct) is not { } observed) return null;
        return await Disk.IsChangingAsync(Ec2(place), id, ct) ? observed with { Phase = Phase.Pending } : observed;
    }

    protected override IAsyncEnumerable<Sdk.Volume> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeVolumes(new Sdk.DescribeVolumesRequest { MaxResults = 500 }).Volumes;

    protected override async Task<List<Sdk.Volume>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeVolumesAsync(new Sdk.DescribeVolumesRequest { VolumeIds = [id] }, ct)).Volumes;

    /// <summary>An instance has one volume per device name.</summary>
    protected override bool CanCoexistWith(Volume now, Volume desired) => now.Attachment is null || now.Attachment != desired.Attachment;

    protected override async Task<string> CreateAsync(Place place, Volume spec, Creation how, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        var tags = new Dictionary<string, string>(how.Tags);
        if (spec.ZoneOf is { } subnet) tags[VolumeZone.Tag] = subnet.Id;
        var request = new Sdk.CreateVolumeRequest
        {
            AvailabilityZone = await VolumeZone.OfNewAsync(ec2, spec, ct),
            Size = spec.Size,
            VolumeType = spec.VolumeType,
            Iops = spec.Iops,
            Throughput = spec.Throughput,
            Encrypted = spec.Encrypted,
            KmsKeyId = spec.KmsKeyId,
            SnapshotId = spec.SnapshotId,
            ClientToken = how.ClientToken,
            TagSpecifications = TagsOf(how with { Tags = tags }),
        };
        return (await ec2.CreateVolumeAsync(request, ct)).Volume.VolumeId;
    }

    protected override IEnumerable<Interruption> Interruptions(Observed now, Volume spec, Volume desired)
    {
        if (spec.Attachment is { } there
            && (Differs(there, desired.Attachment) || IsRemovalRequested(spec, desired, nameof(desired.Attachment))))
        {
            yield return new Interruption(
                InterruptionKind.Downtime, $"It is detached from {there.Instance.Target}. Unmount it there first, or writes may be lost.");
        }
    }

    protected override Volume AsWritten(Volume spec, Observed now) => spec with
    {
        Iops = Disk.TakesIops(spec.VolumeType) ? spec.Iops : null,
        Throughput = Disk.TakesThroughput(spec.VolumeType) ? spec.Throughput : null,
    };

    protected override Volume? Unset(Volume desired, string path, Observed now, IReadOnlyList<Observed> around)
    {
        var type = desired.VolumeType ?? ((Volume)now.Spec).VolumeType;
        return path switch
        {
            // Another volume type has its own speed.
            nameof(Volume.Iops) when !Disk.TakesIops(type) => desired,
            nameof(Volume.Iops) when Disk.UsualIops(type) is { } iops => desired with { Iops = iops },
            nameof(Volume.Throughput) => Disk.UsualThroughput(type) is { } throughput ? desired with { Throughput = throughput } : desired,
            _ => null,
        };
    }

    protected override async Task UpdateAsync(Place place, string id, Volume now, Volume desired, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        await Disk.ChangeAsync(ec2, id, DiskOf(now), DiskOf(desired), ct);
        if (Differs(now.ZoneOf, desired.ZoneOf)) await VolumeZone.StayAsync(ec2, id, now, desired.ZoneOf.Value.Id, ct);
        if (IsRemovalRequested(now, desired, nameof(desired.ZoneOf)))
            await Ec2Tags.ApplyAsync(ec2, id, new Dictionary<string, string>(), [VolumeZone.Tag], ct);
        if (IsRemovalRequested(now, desired, nameof(desired.Attachment)))
            await VolumeAttachments.EndAsync(ec2, await FindAsync(place, id, ct), isDataLost: false, ct);

        if (Differs(now.Attachment, desired.Attachment))
            await VolumeAttachments.MakeAsync(ec2, id, await FindAsync(place, id, ct), desired.Attachment, ct);
    }

    /// <remarks>
    /// Detaching takes a while, and until then AWS refuses to delete the volume because it is in use. The engine waits, and the instance is
    /// deleted only after the volume.
    /// </remarks>
    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        if (await FindAsync(place, id, ct) is not { } volume) return;
        await VolumeAttachments.EndAsync(ec2, volume, isDataLost: true, ct);
        await ec2.DeleteVolumeAsync(new Sdk.DeleteVolumeRequest { VolumeId = id }, ct).GoneIsDoneAsync();
    }

    protected override MonthlyPrice PriceOf(Volume spec, Standing standing, Prices prices) => new(
        [.. DiskPrice.Parts(prices, DiskOf(spec) with { VolumeType = spec.VolumeType ?? "gp2" }, "a volume of its snapshot's size")]);

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"VolumeDetails:volumeId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-volumes", "--volume-ids", id];

    protected override Observed From(Place place, Sdk.Volume volume)
    {
        var tags = Ec2Tags.Read(volume.Tags);
        var attachment = volume.Attachments?.Find(candidate => candidate.State?.Value is "attaching" or "attached");
        var spec = new Volume
        {
            AvailabilityZone = volume.AvailabilityZone,
            ZoneOf = tags.TryGetValue(VolumeZone.Tag, out var subnet) ? Ref.Existing<Subnet>(subnet) : null,
            Size = volume.Size,
            VolumeType = volume.VolumeType?.Value,
            Iops = volume.Iops,
            Throughput = volume.Throughput,
            Encrypted = volume.Encrypted,
            KmsKeyId = volume.KmsKeyId,
            SnapshotId = volume.SnapshotId is { Length: > 0 } snapshot ? snapshot : null,
            Attachment = attachment is null
                ? null
                : new VolumeAttachment { Instance = Ref.Existing<Instance>(attachment.InstanceId), Device = attachment.Device },
        };
        return Seen(place, volume.VolumeId, spec, volume.Tags, PhaseOf(volume)) with
        {
            State = volume.State?.Value,
            Remedy = volume.State?.Value is "error"
                ? "Its hardware failed, or its key is unusable. Restore a snapshot as a new volume, then remove this one from the "
                    + "blueprint. If it is empty, delete it and deploy again."
                : null,
            CreatedAt = volume.CreateTime,
            Locked = IsRoot(attachment) ? $"It is the root volume of the instance {attachment?.InstanceId}." : null,
        };
    }

    private static Phase PhaseOf(Sdk.Volume volume) => volume.State?.Value switch
    {
        "creating" => Phase.Pending,
        "available" => Phase.Ready,
        "in-use" =>
            volume.Attachments?.TrueForAll(attachment => attachment.State?.Value is "attached") is false ? Phase.Pending : Phase.Ready,
        "deleting" => Phase.Deleting,
        "deleted" => Phase.Gone,
        "error" => Phase.Failed,
        _ => Phase.Pending,
    };

    /// <remarks>
    /// A volume that is deleted with its instance is not independent. AWS reserves these two names for root devices.
    /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html
    /// </remarks>
    private static bool IsRoot(Sdk.VolumeAttachment? attachment) =>
        attachment is { DeleteOnTermination: true } or { Device: "/dev/xvda" or "/dev/sda1" };

    private static Disk DiskOf(Volume spec) => new(spec.Size, spec.VolumeType, spec.Iops, spec.Throughput);
}
