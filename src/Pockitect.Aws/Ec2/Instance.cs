using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Iam;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A virtual server.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html"/>
public sealed record Instance : Spec, IPublicAddressUser
{
    /// <summary>
    /// The image: <c>ami-…</c>, or <c>resolve:ssm:/aws/service/…</c> for the image in this public parameter when the instance is
    /// created. A newer image in the parameter is no change.
    /// </summary>
    [Replacement]
    [RegularExpression("^(ami-[0-9a-f]+|resolve:ssm:/.+)$")]
    public required string ImageId { get; init; }

    /// <summary>The size and family, such as <c>t3.micro</c>. A change stops the instance for some minutes.</summary>
    [Means(Meaning.InstanceType)]
    [RegularExpression("^[a-z0-9-]+\\.[a-z0-9-]+$")]
    public required string InstanceType { get; init; }

    /// <summary>The subnet of its first network interface. Default: AWS chooses a subnet of the default VPC.</summary>
    [Replacement] public Ref<Subnet>? Subnet { get; init; }

    /// <summary>The security groups of its first network interface. Default: the VPC's default group.</summary>
    [StaysIn(typeof(Vpc))]
    public IReadOnlyList<Ref<SecurityGroup>>? SecurityGroupIds { get; init; }

    /// <summary>The key pair whose public key the image's default user accepts.</summary>
    [Replacement, Copied] public Ref<KeyPair>? KeyName { get; init; }

    /// <summary>The instance profile with the role of its programs.</summary>
    public Ref<InstanceProfile>? IamInstanceProfile { get; init; }

    /// <summary>
    /// A script or cloud-init document for the first start, as plain text of at most 16 KB. A change stops the instance for some minutes,
    /// and doesn't run automatically on an instance that has already started.
    /// </summary>
    [Script, MaxLength(16384)] public string? UserData { get; init; }

    /// <summary>Whether it gets a public IPv4 address at every start. Default: the subnet's setting.</summary>
    [Replacement] public bool? AssociatePublicIpAddress { get; init; }

    /// <summary>The private IPv4 address of its first network interface. Default: AWS chooses a free one.</summary>
    [Replacement]
    [RegularExpression(
        @"^((0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])(\.(?!$)|$)){4}$",
        ErrorMessage = "needs an IPv4 address such as 10.0.0.7, without leading zeros")]
    public string? PrivateIpAddress { get; init; }

    /// <summary>The root volume. Default: the image's size and speed.</summary>
    public RootVolume? RootVolume { get; init; }

    /// <summary>How programs on it reach the instance metadata service.</summary>
    public MetadataOptions? MetadataOptions { get; init; }

    /// <summary>Whether CloudWatch measures it every minute instead of every five, at extra cost.</summary>
    public bool? Monitoring { get; init; }

    /// <summary>Whether AWS refuses to terminate it.</summary>
    public bool? DisableApiTermination { get; init; }

    /// <summary>Whether it accepts only packets for its own addresses. A router or NAT instance needs false.</summary>
    public bool? SourceDestCheck { get; init; }

    /// <summary>Whether it has dedicated bandwidth to its volumes; newer families always do. A change stops it for some minutes.</summary>
    public bool? EbsOptimized { get; init; }

    /// <summary>The Availability Zone, such as <c>eu-west-1a</c>. Default: the subnet's.</summary>
    [Replacement, Means(Meaning.AvailabilityZone)] public string? AvailabilityZone { get; init; }

    /// <summary>What a shutdown from inside does: <c>stop</c> or <c>terminate</c>.</summary>
    [AllowedValues("stop", "terminate", null)]
    public string? InstanceInitiatedShutdownBehavior { get; init; }
}

internal sealed class InstanceType(AwsClients aws) : Ec2ResourceType<Instance, Sdk.Instance>(aws, "AWS::EC2::Instance", "instance")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeInstances", "ec2:DescribeInstanceAttribute", "ec2:DescribeVolumes", "ec2:DescribeVolumesModifications"],
        Create =
        [
            "ec2:RunInstances", "ec2:DescribeImages", "ec2:DescribeSubnets", "ec2:ModifyNetworkInterfaceAttribute", "ec2:CreateTags",
            "iam:PassRole", "ssm:GetParameter",
        ],
        TagOnCreate = "ec2:CreateTags",
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
        AlsoNeeded = new Dictionary<string, IReadOnlyList<string>>
        {
            ["RunInstances"] = ["iam:PassRole"],
            ["AssociateIamInstanceProfile"] = ["iam:PassRole"],
            ["ReplaceIamInstanceProfileAssociation"] = ["iam:PassRole"],
        },
    };

    public override ResourceFamily Family => ResourceFamily.Compute;

    // Its vCPUs count against quotas too; see InstanceQuotas.
    public override IReadOnlyList<QuotaRule> Quotas { get; } =
    [
        new QuotaRule.PerResource(
            new Quota("vpc", "L-2AFB9258", "security groups of one network interface"),
            spec => ((Instance)spec).SecurityGroupIds?.Count ?? 0),
    ];

    public override bool HasPower => true;

    // AWS may need 20 to 30 minutes.
    public override TimeSpan SettleBudget => TimeSpan.FromMinutes(30);

    // The content of its root volume.
    public override bool HoldsData => true;

    // After the databases that its programs use.
    public override int PowerRank => 1;

    public override IReadOnlyList<string> Removable { get; } = [nameof(Instance.IamInstanceProfile), nameof(Instance.RootVolume)];

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        if (await FindAsync(place, id, ct) is not { } instance) return null;
        // AWS shows no more than this of an instance that is being terminated.
        if (InstanceAnswer.PhaseOf(instance) is Phase.Deleting or Phase.Gone) return From(place, instance) with { IsSummary = false };
        return await InstanceDetails.ReadAsync(Ec2(place), instance, ct).GoneIsNullAsync() is { } details
            ? From(place, instance, details)
            : null;
    }

    protected override async IAsyncEnumerable<Sdk.Instance> AllAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = Ec2(place).Paginators.DescribeInstances(new Sdk.DescribeInstancesRequest { MaxResults = 1000 });
        await foreach (var reservation in pages.Reservations.WithCancellation(ct))
        {
            foreach (var instance in reservation.Instances) yield return instance;
        }
    }

    protected override async Task<List<Sdk.Instance>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        await InstanceAnswer.FindAsync(Ec2(place), id, ct) is { } instance ? [instance] : [];

    protected override bool CanCoexistWith(Instance now, Instance desired) =>
        desired.PrivateIpAddress is null || now.PrivateIpAddress != desired.PrivateIpAddress;

    protected override Task<string> CreateAsync(Place place, Instance spec, Creation how, CancellationToken ct) =>
        InstanceLaunch.RunAsync(Ec2(place), Aws.Ssm(place.Region), spec, how, ct);

    protected override bool NeedsStopToUpdate(Instance now, Instance desired) =>
        Differs(now.InstanceType, desired.InstanceType)
            || Differs(now.UserData, desired.UserData)
            || Differs(now.EbsOptimized, desired.EbsOptimized);

    protected override Instance? Unset(Instance desired, string path, Observed now, IReadOnlyList<Observed> around) =>
        InstanceDefaults.Unset(desired, path, now, around);

    protected override IEnumerable<Interruption> Interruptions(Observed now, Instance spec, Instance desired)
    {
        foreach (var interruption in base.Interruptions(now, spec, desired))
        {
            yield return interruption;
            // An Elastic IP address stays; a temporary one is lost with every stop.
            if (interruption.Kind is InterruptionKind.Restart
                && now.Outputs.ContainsKey(InstanceAnswer.TemporaryAddress)
                && now.Outputs.GetValueOrDefault("PublicIpAddress") is { } address)
            {
                yield return new Interruption(
                    InterruptionKind.NewAddress,
                    $"It loses its public address {address} and gets another one. An Elastic IP address would be kept.");
            }
        }
    }

    protected override Instance? Unprotected(Instance now) =>
        now.DisableApiTermination is true ? now with { DisableApiTermination = false } : null;

    protected override Instance AsWritten(Instance spec, Observed now) => InstanceDefaults.Without(spec, now);

    protected override Task UpdateAsync(Place place, string id, Instance now, Instance desired, CancellationToken ct) =>
        InstanceChanges.MakeAsync(Ec2(place), id, now, desired, ct);

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        Ec2(place).TerminateInstancesAsync(new Sdk.TerminateInstancesRequest { InstanceIds = [id] }, ct).GoneIsDoneAsync();

    /// <remarks>Starting a running instance is a success for AWS.</remarks>
    public override Task StartAsync(Place place, string id, CancellationToken ct) =>
        Ec2(place).StartInstancesAsync(new Sdk.StartInstancesRequest { InstanceIds = [id] }, ct);

    /// <remarks>Stopping a stopped instance is a success for AWS.</remarks>
    public override Task StopAsync(Place place, string id, CancellationToken ct) =>
        Ec2(place).StopInstancesAsync(new Sdk.StopInstancesRequest { InstanceIds = [id] }, ct);

    protected override MonthlyPrice PriceOf(Instance spec, Standing standing, Prices prices) => InstancePrice.Of(spec, standing, prices);

    public override string? EndpointOf(Observed now) => now.Outputs.GetValueOrDefault("PublicIpAddress");

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"InstanceDetails:instanceId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-instances", "--instance-ids", id];

    protected override Observed From(Place place, Sdk.Instance instance) => From(place, instance, details: null) with { IsSummary = true };

    private Observed From(Place place, Sdk.Instance instance, InstanceDetails? details)
    {
        var phase = details is { RootIsChanging: true } ? Phase.Pending : InstanceAnswer.PhaseOf(instance);
        return Seen(place, instance.InstanceId, InstanceAnswer.SpecOf(instance, details), instance.Tags, phase) with
        {
            State = instance.State.Name.Value,
            StateReason = instance.StateReason?.Message is { Length: > 0 } reason ? reason : null,
            // The launch time changes with every start; its first interface is as old as the instance.
            CreatedAt = InstanceAnswer.PrimaryInterface(instance)?.Attachment?.AttachTime ?? instance.LaunchTime,
            Outputs = InstanceAnswer.Outputs(instance),
        };
    }
}
