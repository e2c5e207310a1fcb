using System.ComponentModel.DataAnnotations;

namespace Pockitect.Core.Blueprints;

/// <summary>Virtual machines.</summary>
public sealed record ComputeSection
{
    /// <summary>The instances.</summary>
    public IReadOnlyList<InstanceEntry> Instances { get; init; } = [];
}

/// <summary>A virtual machine, or several identical ones.</summary>
public sealed record InstanceEntry
{
    /// <summary>The name in this blueprint and its plans; must be unique.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The instance type, such as t3.micro.</summary>
    [RegularExpression("[a-z0-9-]+\\.[a-z0-9-]+", ErrorMessage = "needs an instance type such as t3.micro")]
    public string Type { get; init; } = "t3.micro";

    /// <summary>amazon-linux-2023, ubuntu-24.04, ubuntu-22.04, debian-12, windows-2022, or an image ID.</summary>
    public string Image { get; init; } = "amazon-linux-2023";

    /// <summary>The number of instances, 1 to 20. The first one has the name itself; the others get -2, -3 and so on.</summary>
    [Range(1, 20)]
    public int Count { get; init; } = 1;

    /// <summary>The subnet's name. Default: the first subnet; several instances use the subnets of its kind in turn.</summary>
    public string? Subnet { get; init; }

    /// <summary>The security groups' names. Default: the first one.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>The name of a key pair in security.</summary>
    public string? KeyPair { get; init; }

    /// <summary>The name of a role in security.</summary>
    public string? Role { get; init; }

    /// <summary>A script that runs at the first start; at most 16 KB.</summary>
    [MaxLength(16384)]
    public string? UserData { get; init; }

    /// <summary>Whether it gets a public address at launch. Default: the subnet's setting.</summary>
    public bool? PublicIp { get; init; }

    /// <summary>Whether it gets a fixed public address.</summary>
    public bool ElasticIp { get; init; }

    /// <summary>The root volume.</summary>
    public RootVolumeEntry RootVolume { get; init; } = new();

    /// <summary>Additional volumes.</summary>
    public IReadOnlyList<VolumeEntry> Volumes { get; init; } = [];

    /// <summary>Whether metrics are collected every minute instead of every five; costs extra.</summary>
    public bool Monitoring { get; init; }

    /// <summary>Whether termination is blocked until this is turned off.</summary>
    public bool TerminationProtection { get; init; }

    /// <summary>Whether the metadata service requires a session token (IMDSv2).</summary>
    public bool RequireImdsv2 { get; init; } = true;

    /// <summary>Tags of this instance only.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>An instance's root volume.</summary>
public sealed record RootVolumeEntry
{
    /// <summary>Size in GiB, 1 to 65536. Default: the image's size.</summary>
    [Range(1, 65536)]
    public int? SizeGb { get; init; }

    /// <summary>The volume type.</summary>
    [AllowedValues("gp3", "gp2", "io1", "io2", "standard")]
    public string Type { get; init; } = "gp3";

    /// <summary>I/O operations per second; for gp3, io1 and io2.</summary>
    [Range(100, 256000)]
    public int? Iops { get; init; }

    /// <summary>MiB per second; for gp3.</summary>
    [Range(125, 2000)]
    public int? Throughput { get; init; }

    /// <summary>Whether the volume is encrypted.</summary>
    public bool Encrypted { get; init; } = true;

    /// <summary>Whether the volume is deleted with its instance.</summary>
    public bool DeleteWithInstance { get; init; } = true;
}

/// <summary>An additional volume, attached to its instance.</summary>
public sealed record VolumeEntry
{
    /// <summary>The name in this blueprint and its plans; must be unique.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>Size in GiB, 1 to 65536. Can grow but never shrink.</summary>
    [Range(1, 65536)]
    public required int SizeGb { get; init; }

    /// <summary>The volume type.</summary>
    [AllowedValues("gp3", "gp2", "io1", "io2", "st1", "sc1", "standard")]
    public string Type { get; init; } = "gp3";

    /// <summary>I/O operations per second; for gp3, io1 and io2.</summary>
    [Range(100, 256000)]
    public int? Iops { get; init; }

    /// <summary>MiB per second; for gp3.</summary>
    [Range(125, 2000)]
    public int? Throughput { get; init; }

    /// <summary>Whether the volume is encrypted.</summary>
    public bool Encrypted { get; init; } = true;

    /// <summary>The device name on the instance. Default: /dev/sdf and following.</summary>
    [RegularExpression("/dev/[a-z0-9]+", ErrorMessage = "needs a device name such as /dev/sdf")]
    public string? Device { get; init; }

    /// <summary>The snapshot to create the volume from.</summary>
    [RegularExpression("snap-[0-9a-f]{8,17}", ErrorMessage = "needs a snapshot ID such as snap-0123456789abcdef0")]
    public string? Snapshot { get; init; }
}
