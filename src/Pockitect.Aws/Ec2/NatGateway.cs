using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Outbound Internet access for private subnets, without inbound access.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html"/>
public sealed record NatGateway : Spec, IPublicAddressUser
{
    /// <summary>The subnet of a zonal gateway; for a public one, a subnet with a route to an internet gateway.</summary>
    [Replacement] public Ref<Subnet>? Subnet { get; init; }

    /// <summary>The elastic IP address; required for a public NAT gateway, not allowed for a private one.</summary>
    [Replacement] public Ref<Eip>? AllocationId { get; init; }

    /// <summary>Whether it leads to the Internet (public, the default) or to other networks (private).</summary>
    [Replacement]
    [AllowedValues("public", "private", null)]
    public string? ConnectivityType { get; init; }

    /// <summary>Whether it is in one subnet (zonal, the default) or in all zones of a VPC (regional).</summary>
    [Replacement]
    [AllowedValues("zonal", "regional", null)]
    public string? AvailabilityMode { get; init; }

    /// <summary>The VPC of a regional gateway; a zonal one is in its subnet's.</summary>
    [Replacement] public Ref<Vpc>? Vpc { get; init; }
}

internal sealed class NatGatewayType(
    AwsClients aws) : Ec2ResourceType<NatGateway, Sdk.NatGateway>(aws, "AWS::EC2::NatGateway", "natgateway")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeNatGateways"],
        Create = ["ec2:CreateNatGateway", "ec2:CreateTags"],
        TagOnCreate = "ec2:CreateTags",
        Update = ["ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DeleteNatGateway"],
    };

    public override IReadOnlyList<QuotaRule> Quotas { get; } =
        [new QuotaRule.PerZone(new Quota("vpc", "L-FE5A380F", "NAT gateways in one Availability Zone"), nameof(NatGateway.Subnet))];

    public override bool CountsAgainstQuotas(Observed now) => now.Phase is Phase.Ready or Phase.Pending;

    // AWS may need 20 to 30 minutes.
    public override TimeSpan SettleBudget => TimeSpan.FromMinutes(30);

    protected override IAsyncEnumerable<Sdk.NatGateway> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeNatGateways(new Sdk.DescribeNatGatewaysRequest { MaxResults = 1000 }).NatGateways;

    protected override async Task<List<Sdk.NatGateway>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeNatGatewaysAsync(new Sdk.DescribeNatGatewaysRequest { NatGatewayIds = [id] }, ct)).NatGateways;

    protected override bool CanCoexistWith(NatGateway now, NatGateway desired) =>
        now.AllocationId is null || now.AllocationId != desired.AllocationId;

    protected override async Task<string> CreateAsync(Place place, NatGateway spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateNatGatewayRequest
        {
            SubnetId = spec.Subnet?.Id,
            AllocationId = spec.AllocationId?.Id,
            ConnectivityType = spec.ConnectivityType,
            AvailabilityMode = spec.AvailabilityMode,
            VpcId = spec.Vpc?.Id,
            ClientToken = how.ClientToken,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateNatGatewayAsync(request, ct)).NatGateway.NatGatewayId;
    }

    /// <summary>Only the tags of a NAT gateway can change.</summary>
    protected override Task UpdateAsync(Place place, string id, NatGateway now, NatGateway desired, CancellationToken ct) =>
        Task.CompletedTask;

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        Ec2(place).DeleteNatGatewayAsync(new Sdk.DeleteNatGatewayRequest { NatGatewayId = id }, ct).GoneIsDoneAsync();

    protected override MonthlyPrice PriceOf(NatGateway spec, Standing standing, Prices prices) => new(
    [
        // A regional gateway is billed per zone, and grows automatically.
        spec.AvailabilityMode is "regional" ? PricePart.NotKnown("hours per zone") : prices.Hours("a NAT gateway", "nat", "hour"),
        PricePart.ByUse("data processing"),
    ]);

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.VpcConsole(place, $"NatGatewayDetails:natGatewayId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-nat-gateways", "--nat-gateway-ids", id];

    protected override Observed From(Place place, Sdk.NatGateway gateway)
    {
        var address = gateway.NatGatewayAddresses?.Find(address => address.IsPrimary is true)
            ?? gateway.NatGatewayAddresses?.FirstOrDefault();
        var regional = gateway.AvailabilityMode?.Value is "regional";
        var outputs = new Dictionary<string, string>();
        if (address?.PublicIp is { } publicIp) outputs["PublicIp"] = publicIp;
        if (address?.PrivateIp is { } privateIp) outputs["PrivateIp"] = privateIp;
        var spec = new NatGateway
        {
            Subnet = gateway.SubnetId is { Length: > 0 } subnet ? Ref.Existing<Subnet>(subnet) : null,
            AllocationId = address?.AllocationId is { Length: > 0 } allocation ? Ref.Existing<Eip>(allocation) : null,
            ConnectivityType = gateway.ConnectivityType?.Value,
            AvailabilityMode = gateway.AvailabilityMode?.Value,
            Vpc = regional ? Ref.Existing<Vpc>(gateway.VpcId) : null,
        };
        return Seen(place, gateway.NatGatewayId, spec, gateway.Tags, PhaseOf(gateway.State?.Value)) with
        {
            State = gateway.State?.Value,
            StateReason = gateway.FailureMessage,
            CreatedAt = gateway.CreateTime?.ToUniversalTime(),
            Outputs = outputs,
        };
    }

    private static Phase PhaseOf(string? state) => state switch
    {
        "available" => Phase.Ready,
        "pending" => Phase.Pending,
        "failed" => Phase.Failed,
        "deleting" => Phase.Deleting,
        "deleted" => Phase.Gone,
        _ => Phase.Pending,
    };
}
