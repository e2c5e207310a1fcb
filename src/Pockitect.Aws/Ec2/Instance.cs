using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Text;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Iam;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A virtual server.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html"/>
public sealed record Instance : Spec, IPublicAddressUser
{
    /// <summary>
    /// The image it starts from: <c>ami-…</c>, or <c>resolve:ssm:/aws/service/…</c> for the image that this public parameter
    /// names when the instance is created. A newer image behind the parameter is no change.
    /// </summary>
    [Replacement]
    [RegularExpression("^(ami-[0-9a-f]+|resolve:ssm:/.+)$")]
    public required string ImageId { get; init; }

    /// <summary>Its size and family, such as <c>t3.micro</c>. Another one stops the instance for some minutes.</summary>
    [RegularExpression("^[a-z0-9-]+\\.[a-z0-9-]+$")]
    public required string InstanceType { get; init; }

    /// <summary>The subnet of its first network interface; without one AWS picks a subnet of the default VPC.</summary>
    [Replacement] public Ref<Subnet>? Subnet { get; init; }

    /// <summary>The security groups of its first network interface; without one the default group of its VPC.</summary>
    [StaysIn(typeof(Vpc))]
    public IReadOnlyList<Ref<SecurityGroup>>? SecurityGroupIds { get; init; }

    /// <summary>The key pair whose public key its first user accepts.</summary>
    [Replacement, Copied] public Ref<KeyPair>? KeyName { get; init; }

    /// <summary>The instance profile whose role the programs on it act as.</summary>
    public Ref<InstanceProfile>? IamInstanceProfile { get; init; }

    /// <summary>
    /// A script or cloud-init document for its first start, as plain text of at most 16 KB. Another one stops the instance
    /// for some minutes, and does not run by itself on an instance that has started before.
    /// </summary>
    [Script, MaxLength(16384)] public string? UserData { get; init; }

    /// <summary>It gets a public IPv4 address at every start; without a value the subnet decides.</summary>
    [Replacement] public bool? AssociatePublicIpAddress { get; init; }

    /// <summary>The private IPv4 address of its first network interface; without one AWS picks a free one of the subnet.</summary>
    [Replacement]
    [RegularExpression(@"^((0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])(\.(?!$)|$)){4}$", ErrorMessage = "needs an IPv4 address such as 10.0.0.7, without leading zeros")]
    public string? PrivateIpAddress { get; init; }

    /// <summary>The disk it starts from; without one as large and fast as its image asks for.</summary>
    public RootVolume? RootVolume { get; init; }

    /// <summary>How programs on it reach the instance metadata service.</summary>
    public MetadataOptions? MetadataOptions { get; init; }

    /// <summary>CloudWatch measures it every minute, for a price, and not only every five.</summary>
    public bool? Monitoring { get; init; }

    /// <summary>AWS refuses to terminate it.</summary>
    public bool? DisableApiTermination { get; init; }

    /// <summary>It only takes packets for its own addresses; a router or NAT instance needs false.</summary>
    public bool? SourceDestCheck { get; init; }

    /// <summary>It has bandwidth of its own to its volumes; newer families always have. Another value stops it for some minutes.</summary>
    public bool? EbsOptimized { get; init; }

    /// <summary>The Availability Zone, such as <c>eu-west-1a</c>; a subnet says so by itself.</summary>
    [Replacement] public string? AvailabilityZone { get; init; }

    /// <summary>What a shutdown from inside does: <c>stop</c> or <c>terminate</c>.</summary>
    [AllowedValues("stop", "terminate", null)]
    public string? InstanceInitiatedShutdownBehavior { get; init; }
}

internal sealed class InstanceType(AwsClients aws) : ResourceType<Instance>("AWS::EC2::Instance")
{
    // AWS shows an address only while the instance runs; what was asked for at its launch is noted in a tag.
    private const string PublicAddressTag = "pockitect:public-address";

    /// <summary>The output that has its public address where AWS lends one until the next stop.</summary>
    private const string PublicAddressOfAws = "TemporaryPublicIpAddress";

    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeInstances", "ec2:DescribeInstanceAttribute", "ec2:DescribeVolumes", "ec2:DescribeVolumesModifications"],
        Create =
        [
            "ec2:RunInstances", "ec2:DescribeImages", "ec2:DescribeSubnets", "ec2:ModifyNetworkInterfaceAttribute", "ec2:CreateTags", "iam:PassRole",
            "ssm:GetParameter",
        ],
        Update =
        [
            "ec2:ModifyInstanceAttribute", "ec2:ModifyNetworkInterfaceAttribute", "ec2:ModifyInstanceMetadataOptions", "ec2:ModifyVolume",
            "ec2:MonitorInstances", "ec2:UnmonitorInstances", "ec2:DescribeIamInstanceProfileAssociations",
            "ec2:AssociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation", "ec2:DisassociateIamInstanceProfile",
            "iam:PassRole", "ec2:CreateTags", "ec2:DeleteTags",
        ],
        Delete = ["ec2:TerminateInstances"],
        Start = ["ec2:StartInstances"],
        Stop = ["ec2:StopInstances"],
    };

    public override bool HasPower => true;

    // AWS may need 20 to 30 minutes.
    public override TimeSpan SettleBudget => TimeSpan.FromMinutes(30);

    // What is on its root disk.
    public override bool HoldsData => true;

    // After the databases that its programs use.
    public override int PowerRank => 1;

    public override IReadOnlyList<string> Removable { get; } = [nameof(Instance.IamInstanceProfile), nameof(Instance.RootVolume)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = aws.Ec2(place.Region).Paginators.DescribeInstances(new Sdk.DescribeInstancesRequest { MaxResults = 1000 });
        await foreach (var reservation in pages.Reservations.WithCancellation(ct))
        {
            foreach (var instance in reservation.Instances ?? []) yield return From(place, instance) with { IsSummary = true };
        }
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        if (await FindAsync(ec2, id, ct) is not { } instance) return null;
        // AWS tells no more than this of an instance on its way out.
        if (PhaseOf(instance) is Phase.Deleting or Phase.Gone) return From(place, instance);
        return await InstanceDetails.ReadAsync(ec2, instance, ct).GoneIsNullAsync() is { } details ? From(place, instance, details) : null;
    }

    protected override bool CanCoexistWith(Instance now, Instance desired) => desired.PrivateIpAddress is null || now.PrivateIpAddress != desired.PrivateIpAddress;

    protected override async Task<string> CreateAsync(Place place, Instance spec, Creation how, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        var image = await InstanceImage.ResolveAsync(aws.Ssm(place.Region), spec.ImageId, ct);
        var notes = new Dictionary<string, string>(how.Tags);
        if (image.Note is { } note) notes[InstanceImage.Tag] = note;
        if (spec.AssociatePublicIpAddress is { } isPublic) notes[PublicAddressTag] = isPublic ? "true" : "false";
        // AWS takes a network interface only with a subnet. Without one it selects a default subnet, unless the interface asks for an address.
        var subnet = spec.Subnet?.Id ?? (spec.AssociatePublicIpAddress is null ? null : await DefaultSubnet.FindAsync(ec2, spec.AvailabilityZone, ct));

        var request = new Sdk.RunInstancesRequest
        {
            ImageId = image.Id,
            InstanceType = spec.InstanceType,
            MinCount = 1,
            MaxCount = 1,
            ClientToken = how.ClientToken,
            KeyName = spec.KeyName?.Id,
            UserData = spec.UserData is { } script ? Convert.ToBase64String(Encoding.UTF8.GetBytes(script)) : null,
            IamInstanceProfile = spec.IamInstanceProfile is { } profile ? new Sdk.IamInstanceProfileSpecification { Name = profile.Id } : null,
            NetworkInterfaces = subnet is null ? null : [Interface(spec, subnet)],
            SecurityGroupIds = subnet is null ? GroupsOf(spec) : null,
            PrivateIpAddress = subnet is null ? spec.PrivateIpAddress : null,
            BlockDeviceMappings = spec.RootVolume is { } root ? [await InstanceRoot.MappingAsync(ec2, image.Id, root, ct)] : null,
            MetadataOptions = spec.MetadataOptions is { } options
                ? new Sdk.InstanceMetadataOptionsRequest
                {
                    HttpTokens = options.HttpTokens,
                    HttpPutResponseHopLimit = options.HttpPutResponseHopLimit,
                    HttpEndpoint = options.HttpEndpoint,
                }
                : null,
            Monitoring = spec.Monitoring,
            DisableApiTermination = spec.DisableApiTermination,
            EbsOptimized = spec.EbsOptimized,
            Placement = spec.AvailabilityZone is { } zone ? new Sdk.Placement { AvailabilityZone = zone } : null,
            InstanceInitiatedShutdownBehavior = spec.InstanceInitiatedShutdownBehavior,
            TagSpecifications =
            [
                .. Ec2Tags.For(Amazon.EC2.ResourceType.Instance, notes),
                .. Ec2Tags.For(Amazon.EC2.ResourceType.Volume, how.Tags),
                .. Ec2Tags.For(Amazon.EC2.ResourceType.NetworkInterface, how.Tags),
            ],
        };
        return (await ec2.RunInstancesAsync(request, ct)).Reservation.Instances[0].InstanceId;
    }

    protected override bool NeedsStopToUpdate(Instance now, Instance desired) =>
        Differs(now.InstanceType, desired.InstanceType) || Differs(now.UserData, desired.UserData) || Differs(now.EbsOptimized, desired.EbsOptimized);

    protected override Instance? Unset(Instance desired, string path, Observed now, IReadOnlyList<Observed> around) => path switch
    {
        nameof(Instance.UserData) => desired with { UserData = "" },
        nameof(Instance.SecurityGroupIds) => DefaultGroup.Of(now, around) is { } group ? desired with { SecurityGroupIds = [group] } : null,
        nameof(Instance.Monitoring) => desired with { Monitoring = false },
        nameof(Instance.DisableApiTermination) => desired with { DisableApiTermination = false },
        nameof(Instance.SourceDestCheck) => desired with { SourceDestCheck = true },
        nameof(Instance.InstanceInitiatedShutdownBehavior) => desired with { InstanceInitiatedShutdownBehavior = "stop" },
        // Its settings follow one by one.
        nameof(Instance.RootVolume) or nameof(Instance.MetadataOptions) => desired,
        _ => path.Split('.') is [nameof(Instance.RootVolume), var setting] && now.Spec is Instance { RootVolume: { } disk }
            && InstanceRoot.Unset(desired.RootVolume ?? new RootVolume(), setting, disk) is { } root
            ? desired with { RootVolume = root }
            : null,
    };

    protected override IEnumerable<Interruption> Interruptions(Observed now, Instance spec, Instance desired)
    {
        foreach (var interruption in base.Interruptions(now, spec, desired))
        {
            yield return interruption;
            // An Elastic IP address stays; AWS's own goes with every stop.
            if (interruption.Kind is InterruptionKind.Restart && now.Outputs.ContainsKey(PublicAddressOfAws) && now.Outputs.GetValueOrDefault("PublicIpAddress") is { } address)
                yield return new Interruption(InterruptionKind.NewAddress, $"It loses its public address {address} and gets another one. An Elastic IP address would stay.");
        }
    }

    protected override Instance? Unprotected(Instance now) =>
        now.DisableApiTermination is true ? now with { DisableApiTermination = false } : null;

    protected override Instance AsWritten(Instance spec, Observed now) => spec with
    {
        // Who did not ask gets what the subnet gives, and an elastic address or a stop changes what is seen of it.
        AssociatePublicIpAddress = now.Tags.ContainsKey(PublicAddressTag) ? spec.AssociatePublicIpAddress : null,
        // AWS's choice; the one that takes its place while it still runs cannot have the same.
        PrivateIpAddress = null,
        AvailabilityZone = spec.Subnet is null ? spec.AvailabilityZone : null,
        RootVolume = spec.RootVolume is { } root ? InstanceRoot.AsWritten(root) : null,
    };

    protected override Task UpdateAsync(Place place, string id, Instance now, Instance desired, CancellationToken ct) =>
        InstanceChanges.MakeAsync(aws.Ec2(place.Region), id, now, desired, ct);

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        aws.Ec2(place.Region).TerminateInstancesAsync(new Sdk.TerminateInstancesRequest { InstanceIds = [id] }, ct).GoneIsDoneAsync();

    /// <remarks>Starting what runs is a success for AWS.</remarks>
    public override Task StartAsync(Place place, string id, CancellationToken ct) =>
        aws.Ec2(place.Region).StartInstancesAsync(new Sdk.StartInstancesRequest { InstanceIds = [id] }, ct);

    /// <remarks>Stopping what is stopped is a success for AWS.</remarks>
    public override Task StopAsync(Place place, string id, CancellationToken ct) =>
        aws.Ec2(place.Region).StopInstancesAsync(new Sdk.StopInstancesRequest { InstanceIds = [id] }, ct);

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        Ec2Tags.ApplyAsync(aws.Ec2(place.Region), id, set, remove, ct);

    protected override MonthlyPrice PriceOf(Instance spec, Standing standing, Prices prices) => InstancePrice.Of(spec, standing, prices);

    public override string? EndpointOf(Observed now) => now.Outputs.GetValueOrDefault("PublicIpAddress");

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"InstanceDetails:instanceId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-instances", "--instance-ids", id];

    private Observed From(Place place, Sdk.Instance instance, InstanceDetails? details = null)
    {
        var tags = Ec2Tags.Read(instance.Tags);
        var card = PrimaryInterface(instance);
        return new Observed
        {
            Type = Name,
            Id = instance.InstanceId,
            Place = place,
            Spec = new Instance
            {
                ImageId = InstanceImage.AsWritten(tags, instance.ImageId),
                InstanceType = instance.InstanceType.Value,
                Subnet = instance.SubnetId is { Length: > 0 } subnet ? Ref.Existing<Subnet>(subnet) : null,
                SecurityGroupIds = card?.Groups?.ConvertAll(group => Ref.Existing<SecurityGroup>(group.GroupId)),
                KeyName = instance.KeyName is { Length: > 0 } key ? Ref.Existing<KeyPair>(key) : null,
                // An ARN ends with the path and the name, and references carry the name.
                IamInstanceProfile = instance.IamInstanceProfile?.Arn is { } profile
                    ? Ref.Existing<InstanceProfile>(profile[(profile.LastIndexOf('/') + 1)..])
                    : null,
                UserData = details?.UserData,
                AssociatePublicIpAddress = HasPublicAddress(instance, card, tags),
                PrivateIpAddress = card?.PrivateIpAddress,
                RootVolume = details?.Root,
                MetadataOptions = instance.MetadataOptions is { } options
                    ? new MetadataOptions
                    {
                        HttpTokens = options.HttpTokens?.Value,
                        HttpPutResponseHopLimit = options.HttpPutResponseHopLimit,
                        HttpEndpoint = options.HttpEndpoint?.Value,
                    }
                    : null,
                Monitoring = instance.Monitoring?.State?.Value is "enabled" or "pending",
                DisableApiTermination = details?.DisableApiTermination,
                SourceDestCheck = card?.SourceDestCheck,
                EbsOptimized = instance.EbsOptimized,
                AvailabilityZone = instance.Placement?.AvailabilityZone,
                InstanceInitiatedShutdownBehavior = details?.ShutdownBehavior,
            },
            Tags = tags,
            Phase = details is { RootIsChanging: true } ? Phase.Pending : PhaseOf(instance),
            State = instance.State.Name.Value,
            StateReason = instance.StateReason?.Message is { Length: > 0 } reason ? reason : null,
            Arn = Ec2Links.Arn(place, "instance", instance.InstanceId),
            // The launch time moves with every start; its first interface is as old as the instance.
            CreatedAt = card?.Attachment?.AttachTime ?? instance.LaunchTime,
            Outputs = Outputs(instance, card),
        };
    }

    private static Dictionary<string, string> Outputs(Sdk.Instance instance, Sdk.InstanceNetworkInterface? card)
    {
        (string Name, string? Value)[] outputs =
        [
            ("ImageId", instance.ImageId), ("PublicIpAddress", instance.PublicIpAddress), ("PrivateIpAddress", instance.PrivateIpAddress),
            ("PublicDnsName", instance.PublicDnsName), ("AvailabilityZone", instance.Placement?.AvailabilityZone),
            (PublicAddressOfAws, card?.Association?.IpOwnerId == "amazon" ? card.Association.PublicIp : null), (InstancePrice.Platform, instance.PlatformDetails),
        ];
        return outputs.Where(output => !string.IsNullOrEmpty(output.Value)).ToDictionary(output => output.Name, output => output.Value!);
    }

    private static Phase PhaseOf(Sdk.Instance instance) => instance.State.Name.Value switch
    {
        "pending" => Phase.Pending,
        "running" => Phase.Ready,
        "stopping" => Phase.Pending,
        "stopped" => Phase.Stopped,
        "shutting-down" => Phase.Deleting,
        "terminated" => Phase.Gone,
        _ => Phase.Pending,
    };

    private static bool? HasPublicAddress(Sdk.Instance instance, Sdk.InstanceNetworkInterface? card, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.TryGetValue(PublicAddressTag, out var asked)) return asked == "true";
        // An elastic IP address takes the place of the one that AWS gives, and has another owner.
        return PhaseOf(instance) is Phase.Ready ? card?.Association?.IpOwnerId == "amazon" : null;
    }

    private static Sdk.InstanceNetworkInterfaceSpecification Interface(Instance spec, string subnet) => new()
    {
        DeviceIndex = 0,
        SubnetId = subnet,
        Groups = GroupsOf(spec),
        PrivateIpAddress = spec.PrivateIpAddress,
        AssociatePublicIpAddress = spec.AssociatePublicIpAddress,
        DeleteOnTermination = true,
    };

    private static List<string>? GroupsOf(Instance spec) => spec.SecurityGroupIds?.Select(group => group.Id).ToList();

    internal static async Task<Sdk.Instance?> FindAsync(IAmazonEC2 ec2, string id, CancellationToken ct)
    {
        var answer = await ec2.DescribeInstancesAsync(new Sdk.DescribeInstancesRequest { InstanceIds = [id] }, ct).GoneIsNullAsync();
        return answer?.Reservations is [{ Instances: [var instance] }] ? instance : null;
    }

    internal static Sdk.InstanceNetworkInterface? PrimaryInterface(Sdk.Instance instance) =>
        instance.NetworkInterfaces?.Find(card => card.Attachment?.DeviceIndex == 0);
}
