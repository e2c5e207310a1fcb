using System.Runtime.CompilerServices;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>The door between a VPC and the Internet.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-internetgateway.html"/>
public sealed record InternetGateway : Spec
{
    /// <summary>The VPC it is attached to. Another one gets a gateway of its own.</summary>
    [StaysIn(typeof(Vpc))]
    public Ref<Vpc>? Vpc { get; init; }
}

internal sealed class InternetGatewayType(AwsClients aws) : ResourceType<InternetGateway>("AWS::EC2::InternetGateway")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeInternetGateways", "ec2:DescribeVpcs"],
        Create = ["ec2:CreateInternetGateway", "ec2:AttachInternetGateway", "ec2:CreateTags"],
        Update = ["ec2:AttachInternetGateway", "ec2:DetachInternetGateway", "ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DetachInternetGateway", "ec2:DeleteInternetGateway"],
    };

    // No client token, no name: a second call makes a second one.
    public override bool RefusesRepeat => false;

    public override IReadOnlyList<string> Removable { get; } = [nameof(InternetGateway.Vpc)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        var defaultVpc = await DefaultVpcAsync(ec2, ct);
        var pages = ec2.Paginators.DescribeInternetGateways(new Sdk.DescribeInternetGatewaysRequest { MaxResults = 1000 });
        await foreach (var gateway in pages.InternetGateways.WithCancellation(ct)) yield return From(place, gateway, defaultVpc);
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) =>
        await FindAsync(place, id, ct) is { } gateway
            ? From(place, gateway, await DefaultVpcAsync(aws.Ec2(place.Region), ct))
            : null;

    // A VPC has one.
    protected override bool CanCoexistWith(InternetGateway now, InternetGateway desired) => now.Vpc is null || now.Vpc != desired.Vpc;

    protected override async Task<string> CreateAsync(Place place, InternetGateway spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateInternetGatewayRequest
        {
            TagSpecifications = Ec2Tags.For(Amazon.EC2.ResourceType.InternetGateway, how.Tags),
        };
        return (await aws.Ec2(place.Region).CreateInternetGatewayAsync(request, ct)).InternetGateway.InternetGatewayId;
    }

    protected override async Task UpdateAsync(Place place, string id, InternetGateway now, InternetGateway desired, CancellationToken ct)
    {
        var isOther = Differs(now.Vpc, desired.Vpc);
        var ec2 = aws.Ec2(place.Region);
        if (now.Vpc is { } old && (isOther || IsRemovalRequested(now, desired, nameof(desired.Vpc))))
            await ec2.DetachInternetGatewayAsync(Detachment(id, old.Id), ct).GoneIsDoneAsync();
        if (!isOther) return;
        await ec2.AttachInternetGatewayAsync(new Sdk.AttachInternetGatewayRequest { InternetGatewayId = id, VpcId = desired.Vpc!.Value.Id }, ct); // What differs is desired.
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        if (await FindAsync(place, id, ct) is { Attachments: [var attachment, ..] })
            await ec2.DetachInternetGatewayAsync(Detachment(id, attachment.VpcId), ct).GoneIsDoneAsync();
        await ec2.DeleteInternetGatewayAsync(new Sdk.DeleteInternetGatewayRequest { InternetGatewayId = id }, ct).GoneIsDoneAsync();
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        Ec2Tags.ApplyAsync(aws.Ec2(place.Region), id, set, remove, ct);

    protected override MonthlyPrice PriceOf(InternetGateway spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.VpcConsole(place, $"InternetGateway:internetGatewayId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-internet-gateways", "--internet-gateway-ids", id];

    /// <summary>Public addresses come after the gateway of their VPC, and go before it.</summary>
    public override bool Precedes(GraphNode self, GraphNode other) =>
        self.Spec is InternetGateway { Vpc: { } vpc } && other.Spec is IPublicAddressUser && other.Reaches.Contains(GraphKey.Of(vpc));

    private static Sdk.DetachInternetGatewayRequest Detachment(string id, string vpc) => new() { InternetGatewayId = id, VpcId = vpc };

    private Observed From(Place place, Sdk.InternetGateway gateway, string? defaultVpc)
    {
        var attachment = gateway.Attachments?.FirstOrDefault(attachment => attachment.State?.Value is not "detached");
        return new Observed
        {
            Type = Name,
            Id = gateway.InternetGatewayId,
            Place = place,
            Spec = new InternetGateway { Vpc = attachment is null ? null : Ref.Existing<Vpc>(attachment.VpcId) },
            Tags = Ec2Tags.Read(gateway.Tags),
            Phase = PhaseOf(attachment?.State?.Value),
            State = attachment?.State?.Value,
            Arn = Ec2Links.Arn(place, "internet-gateway", gateway.InternetGatewayId),
            Locked = attachment is not null && attachment.VpcId == defaultVpc ? "It is a part of the account's default VPC." : null,
        };
    }

    /// <summary>The gateway has no state of its own; while it is attached AWS says <c>available</c>, which its documentation calls attached.</summary>
    private static Phase PhaseOf(string? attachment) => attachment switch
    {
        null or "available" or "attached" => Phase.Ready,
        "attaching" or "detaching" => Phase.Pending,
        _ => Phase.Pending,
    };

    private async Task<Sdk.InternetGateway?> FindAsync(Place place, string id, CancellationToken ct)
    {
        var answer = await aws.Ec2(place.Region).DescribeInternetGatewaysAsync(
            new Sdk.DescribeInternetGatewaysRequest { InternetGatewayIds = [id] }, ct).GoneIsNullAsync();
        return answer?.InternetGateways is [var gateway] ? gateway : null;
    }

    /// <summary>Gateways do not tell whether their VPC is the account's default one; null where there is none.</summary>
    private static async Task<string?> DefaultVpcAsync(IAmazonEC2 ec2, CancellationToken ct)
    {
        var request = new Sdk.DescribeVpcsRequest { Filters = [new Sdk.Filter("is-default", ["true"])] };
        return (await ec2.DescribeVpcsAsync(request, ct)).Vpcs is [var vpc] ? vpc.VpcId : null;
    }
}
