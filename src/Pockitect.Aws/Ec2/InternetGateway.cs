using System.Runtime.CompilerServices;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Connects a VPC to the Internet.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-internetgateway.html"/>
public sealed record InternetGateway : Spec
{
    /// <summary>The VPC that it is attached to. Another VPC gets its own gateway.</summary>
    [StaysIn(typeof(Vpc))]
    public Ref<Vpc>? Vpc { get; init; }
}

internal sealed class InternetGatewayType(
    AwsClients aws) : Ec2ResourceType<InternetGateway, Sdk.InternetGateway>(aws, "AWS::EC2::InternetGateway", "internet-gateway")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeInternetGateways", "ec2:DescribeVpcs"],
        Create = ["ec2:CreateInternetGateway", "ec2:AttachInternetGateway", "ec2:CreateTags"],
        TagOnCreate = "ec2:CreateTags",
        Update = ["ec2:AttachInternetGateway", "ec2:DetachInternetGateway", "ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DetachInternetGateway", "ec2:DeleteInternetGateway"],
    };

    public override IReadOnlyList<QuotaRule> Quotas { get; } = [
        new QuotaRule.Shared(new Quota("vpc", "L-A4707A72", "internet gateways in the Region")),
    ];

    // No client token and no name: a second call creates a second one.
    public override bool RefusesRepeat => false;

    public override IReadOnlyList<string> Removable { get; } = [nameof(InternetGateway.Vpc)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var defaultVpc = await DefaultVpcAsync(Ec2(place), ct);
        await foreach (var gateway in AllAsync(place, ct).WithCancellation(ct)) yield return From(place, gateway, defaultVpc);
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) =>
        await FindAsync(place, id, ct) is { } gateway ? From(place, gateway, await DefaultVpcAsync(Ec2(place), ct)) : null;

    protected override IAsyncEnumerable<Sdk.InternetGateway> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeInternetGateways(new Sdk.DescribeInternetGatewaysRequest { MaxResults = 1000 }).InternetGateways;

    protected override async Task<List<Sdk.InternetGateway>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeInternetGatewaysAsync(
            new Sdk.DescribeInternetGatewaysRequest { InternetGatewayIds = [id] }, ct)).InternetGateways;

    // A VPC has one.
    protected override bool CanCoexistWith(InternetGateway now, InternetGateway desired) => now.Vpc is null || now.Vpc != desired.Vpc;

    protected override async Task<string> CreateAsync(Place place, InternetGateway spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateInternetGatewayRequest
        {
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateInternetGatewayAsync(request, ct)).InternetGateway.InternetGatewayId;
    }

    protected override async Task UpdateAsync(Place place, string id, InternetGateway now, InternetGateway desired, CancellationToken ct)
    {
        var isOther = Differs(now.Vpc, desired.Vpc);
        var ec2 = Ec2(place);
        if (now.Vpc is { } old && (isOther || IsRemovalRequested(now, desired, nameof(desired.Vpc))))
            await ec2.DetachInternetGatewayAsync(Detachment(id, old.Id), ct).GoneIsDoneAsync();
        if (!isOther) return;
        // A difference has a desired value.
        await ec2.AttachInternetGatewayAsync(
            new Sdk.AttachInternetGatewayRequest { InternetGatewayId = id, VpcId = desired.Vpc!.Value.Id }, ct);
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        if (await FindAsync(place, id, ct) is { Attachments: [var attachment, ..] })
            await ec2.DetachInternetGatewayAsync(Detachment(id, attachment.VpcId), ct).GoneIsDoneAsync();
        await ec2.DeleteInternetGatewayAsync(new Sdk.DeleteInternetGatewayRequest { InternetGatewayId = id }, ct).GoneIsDoneAsync();
    }

    protected override MonthlyPrice PriceOf(InternetGateway spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.VpcConsole(place, $"InternetGateway:internetGatewayId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-internet-gateways", "--internet-gateway-ids", id];

    /// <summary>Public addresses are created after their VPC's gateway and deleted before it.</summary>
    public override bool Precedes(GraphNode self, GraphNode other) =>
        self.Spec is InternetGateway { Vpc: { } vpc } && other.Spec is IPublicAddressUser && other.Reaches.Contains(GraphKey.Of(vpc));

    private static Sdk.DetachInternetGatewayRequest Detachment(string id, string vpc) => new() { InternetGatewayId = id, VpcId = vpc };

    protected override Observed From(Place place, Sdk.InternetGateway gateway) => From(place, gateway, defaultVpc: null);

    private Observed From(Place place, Sdk.InternetGateway gateway, string? defaultVpc)
    {
        var attachment = gateway.Attachments?.FirstOrDefault(attachment => attachment.State?.Value is not "detached");
        var spec = new InternetGateway { Vpc = attachment is null ? null : Ref.Existing<Vpc>(attachment.VpcId) };
        return Seen(place, gateway.InternetGatewayId, spec, gateway.Tags, PhaseOf(attachment?.State?.Value)) with
        {
            State = attachment?.State?.Value,
            Locked = attachment is not null && attachment.VpcId == defaultVpc ? "It belongs to the account's default VPC." : null,
        };
    }

    /// <summary>The gateway has no state of its own; AWS returns <c>available</c> while it is attached.</summary>
    private static Phase PhaseOf(string? attachment) => attachment switch
    {
        null or "available" or "attached" => Phase.Ready,
        "attaching" or "detaching" => Phase.Pending,
        _ => Phase.Pending,
    };

    /// <summary>Returns the ID of the account's default VPC, which gateways don't show; null if the Region has no default VPC.</summary>
    private static async Task<string?> DefaultVpcAsync(IAmazonEC2 ec2, CancellationToken ct)
    {
        var request = new Sdk.DescribeVpcsRequest { Filters = [new Sdk.Filter("is-default", ["true"])] };
        return (await ec2.DescribeVpcsAsync(request, ct)).Vpcs is [var vpc] ? vpc.VpcId : null;
    }
}
