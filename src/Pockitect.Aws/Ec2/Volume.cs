using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

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
    [Range(1, 65536)] public int? Size { get; init; }

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
    [RegularExpression("^(/dev/(sd|xvd)[a-z]+[0-9]*|xvd[a-z]+)$")]
    public required string Device { get; init; }
}
