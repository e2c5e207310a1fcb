using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Pricing;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A network disk that outlives the instance it is attached to.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-volume.html"/>
public sealed record Volume : Spec
{
    /// <summary>
    /// The Availability Zone, such as <c>eu-west-1a</c>. Without one it is the zone of <see cref="ZoneOf"/>, else that of the
    /// instance it is attached to.
    /// </summary>
    [Replacement] public string? AvailabilityZone { get; init; }

    /// <summary>The subnet in whose Availability Zone it is created.</summary>
    // Not a replacement: a subnet that is made anew in the same zone must not cost the data.
    public Ref<Subnet>? ZoneOf { get; init; }

    /// <summary>In GiB; needed unless a snapshot says it. It only grows.</summary>
    [Range(1, 65536), OnlyGrows] public int? Size { get; init; }

    /// <summary>What kind of disk it is, such as <c>gp3</c>.</summary>
    [AllowedValues("gp2", "gp3", "io1", "io2", "st1", "sc1", "standard", null)]
    public string? VolumeType { get; init; }

    /// <summary>Input and output operations per second, for gp3, io1 and io2.</summary>
    [Range(100, 256000)] public int? Iops { get; init; }

    /// <summary>In MiB per second, for gp3.</summary>
    [Range(125, 2000)] public int? Throughput { get; init; }

    /// <summary>What it stores is encrypted.</summary>
    [Replacement] public bool? Encrypted { get; init; }

    /// <summary>The ARN of the KMS key that encrypts it; without one the account's default key.</summary>
    [Replacement]
    [RegularExpression("^arn:[a-z-]+:kms:[a-z0-9-]+:\\d{12}:key/.+$")]
    public string? KmsKeyId { get; init; }

    /// <summary>The snapshot it starts as a copy of.</summary>
    [Replacement]
    [RegularExpression("^snap-[0-9a-f]+$")]
    public string? SnapshotId { get; init; }

    /// <summary>The instance that has it as a disk.</summary>
    public VolumeAttachment? Attachment { get; init; }
}

/// <summary>Where a volume is plugged in.</summary>
public sealed record VolumeAttachment
{
    /// <summary>The instance, in the volume's own Availability Zone.</summary>
    public required Ref<Instance> Instance { get; init; }

    /// <summary>The device name that the instance is told, such as <c>/dev/sdf</c>; <c>f</c> to <c>p</c> are free for volumes.</summary>
    [RegularExpression("^(/dev/(sd|xvd)[a-z]+[0-9]*|xvd[a-z]+)$", ErrorMessage = "needs a device name such as /dev/sdf")]
    public required string Device { get; init; }
}

internal sealed class VolumeType(AwsClients aws) : ResourceType<Volume>("AWS::EC2::Volume")
{
    // AWS keeps the zone and not where it came from; without this note the reference would differ at every look.
    private const string ZoneOfTag = "pockitect:zone-of";

    // The actions of KMS are for a disk with a key of one's own, which EC2 uses in the caller's name:
    // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeVolumes", "ec2:DescribeVolumesModifications"],
        Create =
        [
            "ec2:CreateVolume", "ec2:DescribeSubnets", "ec2:DescribeInstances", "ec2:AttachVolume", "ec2:CreateTags", "kms:CreateGrant",
            "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
        ],
        Update = ["ec2:ModifyVolume", "ec2:DescribeSubnets", "ec2:AttachVolume", "ec2:DetachVolume", "ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DetachVolume", "ec2:DeleteVolume"],
    };

    public override bool HoldsData => true;

    // The speed goes with the kind of disk that has one.
    public override IReadOnlyList<string> Removable { get; } = [nameof(Volume.ZoneOf), nameof(Volume.Iops), nameof(Volume.Throughput), nameof(Volume.Attachment)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = aws.Ec2(place.Region).Paginators.DescribeVolumes(new Sdk.DescribeVolumesRequest { MaxResults = 500 });
        await foreach (var volume in pages.Volumes.WithCancellation(ct)) yield return From(place, volume);
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        if (await FindAsync(ec2, id, ct) is not { } volume) return null;
        var observed = From(place, volume);
        return await Disk.IsChangingAsync(ec2, id, ct) ? observed with { Phase = Phase.Pending } : observed;
    }

    protected override async Task<string> CreateAsync(Place place, Volume spec, Creation how, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        var tags = new Dictionary<string, string>(how.Tags);
        if (spec.ZoneOf is { } subnet) tags[ZoneOfTag] = subnet.Id;
        var request = new Sdk.CreateVolumeRequest
        {
            AvailabilityZone = await ZoneAsync(ec2, spec, ct),
            Size = spec.Size,
            VolumeType = spec.VolumeType,
            Iops = spec.Iops,
            Throughput = spec.Throughput,
            Encrypted = spec.Encrypted,
            KmsKeyId = spec.KmsKeyId,
            SnapshotId = spec.SnapshotId,
            ClientToken = how.ClientToken,
            TagSpecifications = Ec2Tags.For(Amazon.EC2.ResourceType.Volume, tags),
        };
        return (await ec2.CreateVolumeAsync(request, ct)).Volume.VolumeId;
    }

    protected override IEnumerable<Interruption> Interruptions(Observed now, Volume spec, Volume desired)
    {
        if (spec.Attachment is { } there && (Differs(there, desired.Attachment) || IsRemovalRequested(spec, desired, nameof(desired.Attachment))))
            yield return new Interruption(InterruptionKind.Downtime, $"It is detached from {there.Instance.Target}. Unmount it there first, or writes may be lost.");
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
            // Another kind of disk has a speed of its own.
            nameof(Volume.Iops) when !Disk.TakesIops(type) => desired,
            nameof(Volume.Iops) when Disk.UsualIops(type) is { } iops => desired with { Iops = iops },
            nameof(Volume.Throughput) => Disk.UsualThroughput(type) is { } throughput ? desired with { Throughput = throughput } : desired,
            _ => null,
        };
    }

    protected override async Task UpdateAsync(Place place, string id, Volume now, Volume desired, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        await Disk.ChangeAsync(ec2, id, DiskOf(now), DiskOf(desired), ct);
        if (Differs(now.ZoneOf, desired.ZoneOf)) await StayInZoneOfAsync(ec2, id, now, desired.ZoneOf.Value.Id, ct);
        if (IsRemovalRequested(now, desired, nameof(desired.ZoneOf))) await Ec2Tags.ApplyAsync(ec2, id, new Dictionary<string, string>(), [ZoneOfTag], ct);
        if (IsRemovalRequested(now, desired, nameof(desired.Attachment)))
        {
            foreach (var attachment in (await FindAsync(ec2, id, ct))?.Attachments ?? []) await DetachAsync(ec2, attachment, lastResort: false, ct);
        }

        if (Differs(now.Attachment, desired.Attachment)) await AttachAsync(ec2, id, desired.Attachment, ct);
    }

    /// <remarks>
    /// Detaching takes a while, and until then AWS refuses to delete the volume because it is in use. The engine waits such
    /// refusals out, and the instance goes only after the volume.
    /// </remarks>
    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        if (await FindAsync(ec2, id, ct) is not { } volume) return;
        foreach (var attachment in volume.Attachments ?? []) await DetachAsync(ec2, attachment, lastResort: true, ct);
        await ec2.DeleteVolumeAsync(new Sdk.DeleteVolumeRequest { VolumeId = id }, ct).GoneIsDoneAsync();
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        Ec2Tags.ApplyAsync(aws.Ec2(place.Region), id, set, remove, ct);

    protected override MonthlyPrice PriceOf(Volume spec, Standing standing, Prices prices) => new(
        [.. DiskPrice.Parts(prices, DiskOf(spec) with { VolumeType = spec.VolumeType ?? "gp2" }, "a disk as large as its snapshot")]);

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"VolumeDetails:volumeId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-volumes", "--volume-ids", id];

    private Observed From(Place place, Sdk.Volume volume)
    {
        var tags = Ec2Tags.Read(volume.Tags);
        var attachment = volume.Attachments?.Find(candidate => candidate.State?.Value is "attaching" or "attached");
        return new Observed
        {
            Type = Name,
            Id = volume.VolumeId,
            Place = place,
            Spec = new Volume
            {
                AvailabilityZone = volume.AvailabilityZone,
                ZoneOf = tags.TryGetValue(ZoneOfTag, out var subnet) ? Ref.Existing<Subnet>(subnet) : null,
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
            },
            Tags = tags,
            Phase = PhaseOf(volume),
            State = volume.State?.Value,
            Remedy = volume.State?.Value is "error" ? "Its hardware failed, or its key can't be used. Restore it from a snapshot as a new volume, then take this one out of the blueprint. If it holds nothing, delete it and deploy again." : null,
            Arn = Ec2Links.Arn(place, "volume", volume.VolumeId),
            CreatedAt = volume.CreateTime,
            Locked = IsRoot(attachment) ? $"It is the disk that the instance {attachment?.InstanceId} starts from, and belongs to it." : null,
        };
    }

    private static Phase PhaseOf(Sdk.Volume volume) => volume.State?.Value switch
    {
        "creating" => Phase.Pending,
        "available" => Phase.Ready,
        "in-use" => volume.Attachments?.TrueForAll(attachment => attachment.State?.Value is "attached") is false ? Phase.Pending : Phase.Ready,
        "deleting" => Phase.Deleting,
        "deleted" => Phase.Gone,
        "error" => Phase.Failed,
        _ => Phase.Pending,
    };

    /// <remarks>
    /// What goes with its instance is no volume of its own. AWS keeps these two names for root devices.
    /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html
    /// </remarks>
    private static bool IsRoot(Sdk.VolumeAttachment? attachment) =>
        attachment is { DeleteOnTermination: true } or { Device: "/dev/xvda" or "/dev/sda1" };

    private static async Task<string?> ZoneAsync(IAmazonEC2 ec2, Volume spec, CancellationToken ct)
    {
        if (spec.AvailabilityZone is { } zone) return zone;
        if (spec.ZoneOf is { } subnet) return await ZoneOfAsync(ec2, subnet.Id, ct);
        return spec.Attachment is { } attachment
            ? (await InstanceType.FindAsync(ec2, attachment.Instance.Id, ct))?.Placement.AvailabilityZone
            : null; // AWS says what is missing.
    }

    private static async Task<string> ZoneOfAsync(IAmazonEC2 ec2, string subnetId, CancellationToken ct) =>
        (await ec2.DescribeSubnetsAsync(new Sdk.DescribeSubnetsRequest { SubnetIds = [subnetId] }, ct)).Subnets[0].AvailabilityZone;

    /// <summary>Takes another subnet of the volume's own zone for its zone's name. No volume ever moves, and none is lost for it.</summary>
    private static async Task StayInZoneOfAsync(IAmazonEC2 ec2, string id, Volume now, string subnetId, CancellationToken ct)
    {
        var zone = await ZoneOfAsync(ec2, subnetId, ct);
        if (zone == now.AvailabilityZone)
        {
            await Ec2Tags.ApplyAsync(ec2, id, new Dictionary<string, string> { [ZoneOfTag] = subnetId }, [], ct);
            return;
        }

        // With the code that AWS itself has for this, so that it counts as a refusal and not as a bug.
        throw new AmazonEC2Exception(
            $"The volume {id} is in {now.AvailabilityZone} and cannot move to {zone}, where the subnet {subnetId} is. "
            + "Make a snapshot of it, and a new volume from the snapshot.")
        {
            ErrorCode = "InvalidVolume.ZoneMismatch",
        };
    }

    private static async Task AttachAsync(IAmazonEC2 ec2, string id, VolumeAttachment desired, CancellationToken ct)
    {
        // As it is now: at a repeat, the detaching that the first attempt began may still go on.
        var attachments = (await FindAsync(ec2, id, ct))?.Attachments ?? [];
        if (attachments.Exists(there => there.InstanceId == desired.Instance.Id && there.Device == desired.Device && there.State?.Value is "attaching" or "attached"))
            return;

        foreach (var attachment in attachments) await DetachAsync(ec2, attachment, lastResort: false, ct);
        await ec2.AttachVolumeAsync(
            new Sdk.AttachVolumeRequest { VolumeId = id, InstanceId = desired.Instance.Id, Device = desired.Device }, ct);
    }

    /// <param name="ec2">Where the call goes.</param>
    /// <param name="attachment">What is to end.</param>
    /// <param name="lastResort">The data goes anyway, so an instance that does not let go of the volume has to.</param>
    /// <param name="ct">Cancels the call.</param>
    private static async Task DetachAsync(IAmazonEC2 ec2, Sdk.VolumeAttachment attachment, bool lastResort, CancellationToken ct)
    {
        var force = lastResort && attachment.State?.Value is "busy";
        if (!force && attachment.State?.Value is not ("attached" or "attaching")) return;
        await ec2.DetachVolumeAsync(
            new Sdk.DetachVolumeRequest { VolumeId = attachment.VolumeId, InstanceId = attachment.InstanceId, Force = force ? true : null }, ct);
    }

    private static async Task<Sdk.Volume?> FindAsync(IAmazonEC2 ec2, string id, CancellationToken ct)
    {
        var answer = await ec2.DescribeVolumesAsync(new Sdk.DescribeVolumesRequest { VolumeIds = [id] }, ct).GoneIsNullAsync();
        return answer?.Volumes is [var volume] ? volume : null;
    }

    private static Disk DiskOf(Volume spec) => new(spec.Size, spec.VolumeType, spec.Iops, spec.Throughput);
}
