using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>An address range in one Availability Zone of a VPC.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html"/>
public sealed record Subnet : Spec
{
    /// <summary>The VPC.</summary>
    [Replacement] public required Ref<Vpc> Vpc { get; init; }

    /// <summary>IPv4 range in CIDR notation, /16 to /28, inside the VPC's range.</summary>
    [Replacement]
    [Ipv4Cidr(16, 28)]
    public required string CidrBlock { get; init; }

    /// <summary>The Availability Zone, such as <c>eu-west-1a</c>. Default: AWS chooses one.</summary>
    [Replacement, Means(Meaning.AvailabilityZone)] public string? AvailabilityZone { get; init; }

    /// <summary>Whether instances get a public IPv4 address by default.</summary>
    public bool? MapPublicIpOnLaunch { get; init; }

    /// <summary>Whether network interfaces get an IPv6 address; requires an IPv6 range.</summary>
    public bool? AssignIpv6AddressOnCreation { get; init; }

    /// <summary>IPv6 range in CIDR notation, a /64 inside the VPC's range.</summary>
    [Ipv6Cidr(64, 64)]
    public string? Ipv6CidrBlock { get; init; }
}

internal sealed class SubnetType(AwsClients aws) : Ec2ResourceType<Subnet, Sdk.Subnet>(aws, "AWS::EC2::Subnet", "subnet")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeSubnets"],
        Create = ["ec2:CreateSubnet", "ec2:ModifySubnetAttribute", "ec2:CreateTags"],
        TagOnCreate = "ec2:CreateTags",
        Update =
        [
            "ec2:ModifySubnetAttribute", "ec2:AssociateSubnetCidrBlock", "ec2:DisassociateSubnetCidrBlock", "ec2:CreateTags",
            "ec2:DeleteTags",
        ],
        Delete = ["ec2:DeleteSubnet"],
    };

    public override IReadOnlyList<QuotaRule> Quotas { get; } =
        [new QuotaRule.PerParent(new Quota("vpc", "L-407747CB", "subnets in one VPC"), nameof(Subnet.Vpc))];

    public override IReadOnlyList<string> Removable { get; } = [nameof(Subnet.Ipv6CidrBlock)];

    protected override Subnet? Unset(Subnet desired, string path, Observed now, IReadOnlyList<Observed> around) => path switch
    {
        nameof(Subnet.MapPublicIpOnLaunch) => desired with { MapPublicIpOnLaunch = false },
        nameof(Subnet.AssignIpv6AddressOnCreation) => desired with { AssignIpv6AddressOnCreation = false },
        _ => null,
    };

    protected override IAsyncEnumerable<Sdk.Subnet> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeSubnets(new Sdk.DescribeSubnetsRequest { MaxResults = 1000 }).Subnets;

    protected override async Task<List<Sdk.Subnet>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeSubnetsAsync(new Sdk.DescribeSubnetsRequest { SubnetIds = [id] }, ct)).Subnets;

    protected override bool CanCoexistWith(Subnet now, Subnet desired) =>
        now.Vpc != desired.Vpc
            || Ipv4Range.Parse(now.CidrBlock) is not { } taken
            || Ipv4Range.Parse(desired.CidrBlock) is not { } range
            || !taken.Overlaps(range);

    protected override async Task<string> CreateAsync(Place place, Subnet spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateSubnetRequest
        {
            VpcId = spec.Vpc.Id,
            CidrBlock = spec.CidrBlock,
            AvailabilityZone = spec.AvailabilityZone,
            Ipv6CidrBlock = spec.Ipv6CidrBlock,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateSubnetAsync(request, ct)).Subnet.SubnetId;
    }

    protected override async Task UpdateAsync(Place place, string id, Subnet now, Subnet desired, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        // AWS accepts one attribute per call, and IPv6 addresses require the range first.
        if (Differs(now.MapPublicIpOnLaunch, desired.MapPublicIpOnLaunch))
        {
            await ec2.ModifySubnetAttributeAsync(
                new Sdk.ModifySubnetAttributeRequest { SubnetId = id, MapPublicIpOnLaunch = desired.MapPublicIpOnLaunch }, ct);
        }

        if (Differs(now.Ipv6CidrBlock, desired.Ipv6CidrBlock))
            await SetIpv6Async(place, id, desired.Ipv6CidrBlock, ct);
        if (Differs(now.AssignIpv6AddressOnCreation, desired.AssignIpv6AddressOnCreation))
        {
            await ec2.ModifySubnetAttributeAsync(
                new Sdk.ModifySubnetAttributeRequest { SubnetId = id, AssignIpv6AddressOnCreation = desired.AssignIpv6AddressOnCreation },
                ct);
        }

        if (IsRemovalRequested(now, desired, nameof(desired.Ipv6CidrBlock)))
            await DropIpv6Async(place, id, ct);
    }

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        Ec2(place).DeleteSubnetAsync(new Sdk.DeleteSubnetRequest { SubnetId = id }, ct).GoneIsDoneAsync();

    protected override MonthlyPrice PriceOf(Subnet spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.VpcConsole(place, $"SubnetDetails:subnetId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-subnets", "--subnet-ids", id];

    protected override Observed From(Place place, Sdk.Subnet subnet)
    {
        var spec = new Subnet
        {
            Vpc = Ref.Existing<Vpc>(subnet.VpcId),
            CidrBlock = subnet.CidrBlock,
            AvailabilityZone = subnet.AvailabilityZone,
            MapPublicIpOnLaunch = subnet.MapPublicIpOnLaunch,
            AssignIpv6AddressOnCreation = subnet.AssignIpv6AddressOnCreation,
            Ipv6CidrBlock = Ipv6(subnet)?.Ipv6CidrBlock,
        };
        return Seen(place, subnet.SubnetId, spec, subnet.Tags, PhaseOf(subnet.State?.Value)) with
        {
            State = subnet.State?.Value,
            Locked = subnet.DefaultForAz is true ? "It is part of the account's default VPC." : null,
        };
    }

    private static Phase PhaseOf(string? state) => state switch
    {
        "available" => Phase.Ready,
        "pending" => Phase.Pending,
        "unavailable" or "failed" or "failed-insufficient-capacity" => Phase.Failed,
        _ => Phase.Pending,
    };

    private static Sdk.SubnetIpv6CidrBlockAssociation? Ipv6(Sdk.Subnet subnet) => subnet.Ipv6CidrBlockAssociationSet?.Find(
        range => range.Ipv6CidrBlockState?.State?.Value is "associating" or "associated");

    private async Task DropIpv6Async(Place place, string id, CancellationToken ct)
    {
        if (await FindAsync(place, id, ct) is { } subnet && Ipv6(subnet) is { } old)
        {
            await Ec2(place).DisassociateSubnetCidrBlockAsync(
                new Sdk.DisassociateSubnetCidrBlockRequest { AssociationId = old.AssociationId }, ct);
        }
    }

    private async Task SetIpv6Async(Place place, string id, string range, CancellationToken ct)
    {
        // A subnet has one IPv6 range at a time.
        await DropIpv6Async(place, id, ct);
        await Ec2(place).AssociateSubnetCidrBlockAsync(
            new Sdk.AssociateSubnetCidrBlockRequest { SubnetId = id, Ipv6CidrBlock = range }, ct);
    }
}
