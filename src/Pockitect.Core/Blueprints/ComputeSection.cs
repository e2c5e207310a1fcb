using System.ComponentModel.DataAnnotations;

namespace Pockitect.Core.Blueprints;

/// <summary>Virtual machines.</summary>
public sealed record ComputeSection
{
    /// <summary>The instances.</summary>
    public IReadOnlyList<InstanceEntry> Instances { get; init; } = [];
}

/// <summary>One virtual machine, or several that are alike.</summary>
public sealed record InstanceEntry
{
    /// <summary>What it is called in this blueprint and its plans; unique in it.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The instance type, such as t3.micro.</summary>
    [RegularExpression("[a-z0-9-]+\\.[a-z0-9-]+", ErrorMessage = "needs an instance type such as t3.micro")]
    public string Type { get; init; } = "t3.micro";

    /// <summary>amazon-linux-2023, ubuntu-24.04, ubuntu-22.04, debian-12, windows-2022, or the id of an image.</summary>
    public string Image { get; init; } = "amazon-linux-2023";

    /// <summary>How many: 1 to 20. The first carries the name itself, the others -2, -3 and so on.</summary>
    [Range(1, 20)]
    public int Count { get; init; } = 1;

    /// <summary>The subnet's name; by default the first, and several instances take the subnets of its kind in turn.</summary>
    public string? Subnet { get; init; }

    /// <summary>The firewalls' names; by default the first one.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>The name of a key pair in security.</summary>
    public string? KeyPair { get; init; }

    /// <summary>The name of a role in security.</summary>
    public string? Role { get; init; }

    /// <summary>A script that runs at the first start; at most 16 KB.</summary>
    [MaxLength(16384)]
    public string? UserData { get; init; }

    /// <summary>It gets a public address at launch; by default as its subnet says.</summary>
    public bool? PublicIp { get; init; }

    /// <summary>It gets a fixed public address.</summary>
    public bool ElasticIp { get; init; }

    /// <summary>The disk that it starts from.</summary>
    public RootVolumeEntry RootVolume { get; init; } = new();

    /// <summary>More disks.</summary>
    public IReadOnlyList<VolumeEntry> Volumes { get; init; } = [];

    /// <summary>Metrics every minute instead of every five; costs money.</summary>
    public bool Monitoring { get; init; }

    /// <summary>It cannot be terminated until this is turned off.</summary>
    public bool TerminationProtection { get; init; }

    /// <summary>The metadata service answers only requests with a session token (IMDSv2).</summary>
    public bool RequireImdsv2 { get; init; } = true;

    /// <summary>Tags of this instance only.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>The disk that an instance starts from.</summary>
public sealed record RootVolumeEntry
{
    /// <summary>GiB, 1 to 65536; by default the image's own size.</summary>
    [Range(1, 65536)]
    public int? SizeGb { get; init; }

    /// <summary>What kind of disk it is.</summary>
    [AllowedValues("gp3", "gp2", "io1", "io2", "standard")]
    public string Type { get; init; } = "gp3";

    /// <summary>Input and output operations a second; for gp3, io1 and io2.</summary>
    [Range(100, 256000)]
    public int? Iops { get; init; }

    /// <summary>MiB a second; for gp3.</summary>
    [Range(125, 2000)]
    public int? Throughput { get; init; }

    /// <summary>What it stores is encrypted.</summary>
    public bool Encrypted { get; init; } = true;

    /// <summary>It goes with its instance.</summary>
    public bool DeleteWithInstance { get; init; } = true;
}

/// <summary>A disk besides the root volume, attached to its instance.</summary>
public sealed record VolumeEntry
{
    /// <summary>What it is called in this blueprint and its plans; unique in it.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>GiB, 1 to 65536. It can grow but never shrink.</summary>
    [Range(1, 65536)]
    public required int SizeGb { get; init; }

    /// <summary>What kind of disk it is.</summary>
    [AllowedValues("gp3", "gp2", "io1", "io2", "st1", "sc1", "standard")]
    public string Type { get; init; } = "gp3";

    /// <summary>Input and output operations a second; for gp3, io1 and io2.</summary>
    [Range(100, 256000)]
    public int? Iops { get; init; }

    /// <summary>MiB a second; for gp3.</summary>
    [Range(125, 2000)]
    public int? Throughput { get; init; }

    /// <summary>What it stores is encrypted.</summary>
    public bool Encrypted { get; init; } = true;

    /// <summary>The device name on the instance; by default /dev/sdf and on.</summary>
    [RegularExpression("/dev/[a-z0-9]+", ErrorMessage = "needs a device name such as /dev/sdf")]
    public string? Device { get; init; }

    /// <summary>The snapshot that it starts from.</summary>
    [RegularExpression("snap-[0-9a-f]{8,17}", ErrorMessage = "needs a snapshot's id such as snap-0123456789abcdef0")]
    public string? Snapshot { get; init; }
}
