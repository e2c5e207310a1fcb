using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A fixed public IPv4 address (an elastic IP address).</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html"/>
public sealed record Eip : Spec, IPublicAddressUser
{
    /// <summary>Where it can be used; AWS only supports <c>vpc</c>.</summary>
    [Replacement]
    [AllowedValues("vpc", null)]
    public string? Domain { get; init; }

    /// <summary>The instance that it is associated with. A NAT gateway refers to its address itself.</summary>
    public Ref<Instance>? Instance { get; init; }
}

internal sealed class EipType(AwsClients aws) : Ec2ResourceType<Eip, Sdk.Address>(aws, "AWS::EC2::EIP", "elastic-ip")
{
    private const string Pool = "PublicIpv4Pool";

    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeAddresses"],
        Create = ["ec2:AllocateAddress", "ec2:AssociateAddress", "ec2:CreateTags"],
        TagOnCreate = "ec2:CreateTags",
        Update = ["ec2:AssociateAddress", "ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DisassociateAddress", "ec2:ReleaseAddress"],
    };

    public override IReadOnlyList<QuotaRule> Quotas { get; } = [
        new QuotaRule.Shared(new Quota("ec2", "L-0263D0A3", "elastic IP addresses in the Region")),
    ];

    /// <remarks>An address of a range that the account brought along counts against no quota.</remarks>
    public override bool CountsAgainstQuotas(Observed now) => base.CountsAgainstQuotas(now) && !now.Outputs.ContainsKey(Pool);

    // No client token and no name: a second call creates a second one.
    public override bool RefusesRepeat => false;

    public override IReadOnlyList<string> Removable { get; } = [nameof(Eip.Instance)];

    // The call has no pages: accounts have few addresses.
    protected override async IAsyncEnumerable<Sdk.Address> AllAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var answer = await Ec2(place).DescribeAddressesAsync(new Sdk.DescribeAddressesRequest(), ct);
        foreach (var address in answer.Addresses) yield return address;
    }

    protected override async Task<List<Sdk.Address>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeAddressesAsync(new Sdk.DescribeAddressesRequest { AllocationIds = [id] }, ct)).Addresses;

    protected override async Task<string> CreateAsync(Place place, Eip spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.AllocateAddressRequest
        {
            Domain = spec.Domain ?? DomainType.Vpc,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).AllocateAddressAsync(request, ct)).AllocationId;
    }

    protected override IEnumerable<Interruption> Interruptions(Observed now, Eip spec, Eip desired)
    {
        if (spec.Instance is { } there
            && (Differs(spec.Instance, desired.Instance) || IsRemovalRequested(spec, desired, nameof(desired.Instance))))
            yield return new Interruption(
                InterruptionKind.NewAddress,
                $"The address {now.Outputs.GetValueOrDefault("PublicIp")} is removed from {there.Target}, which breaks open connections.");
        else if (Differs(spec.Instance, desired.Instance))
            yield return new Interruption(
                InterruptionKind.NewAddress,
                $"{desired.Instance.Value.Target} gets the address {now.Outputs.GetValueOrDefault("PublicIp")} and loses its temporary "
                    + "one.");
    }

    protected override async Task UpdateAsync(Place place, string id, Eip now, Eip desired, CancellationToken ct)
    {
        if (IsRemovalRequested(now, desired, nameof(desired.Instance))) await LeaveAsync(place, id, ct);
        if (!Differs(now.Instance, desired.Instance)) return;

        var request = new Sdk.AssociateAddressRequest
        {
            AllocationId = id,
            InstanceId = desired.Instance.Value.Id,
            AllowReassociation = true,
        };
        await Ec2(place).AssociateAddressAsync(request, ct);
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        await LeaveAsync(place, id, ct);
        await Ec2(place).ReleaseAddressAsync(new Sdk.ReleaseAddressRequest { AllocationId = id }, ct).GoneIsDoneAsync();
    }

    protected override MonthlyPrice PriceOf(Eip spec, Standing standing, Prices prices) =>
        new([prices.Hours("a public IPv4 address", "ipv4", "address hour")]);

    public override string? EndpointOf(Observed now) => now.Outputs.GetValueOrDefault("PublicIp");

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"ElasticIpDetails:AllocationId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-addresses", "--allocation-ids", id];

    protected override Observed From(Place place, Sdk.Address address)
    {
        var spec = new Eip
        {
            Domain = address.Domain?.Value,
            Instance = address.InstanceId is { Length: > 0 } instance ? Ref.Existing<Instance>(instance) : null,
        };
        return Seen(place, address.AllocationId, spec, address.Tags, Phase.Ready) with
        {
            Outputs = address.PublicIpv4Pool is { Length: > 0 } pool && pool != "amazon"
                ? new Dictionary<string, string> { ["PublicIp"] = address.PublicIp, [Pool] = pool }
                : new Dictionary<string, string> { ["PublicIp"] = address.PublicIp },
            Locked = address.ServiceManaged?.Value is { Length: > 0 } service
                ? $"AWS manages it for one of its services ({service})."
                : null,
        };
    }

    private async Task LeaveAsync(Place place, string id, CancellationToken ct)
    {
        if (await FindAsync(place, id, ct) is { AssociationId: { Length: > 0 } association })
        {
            await Ec2(place)
                .DisassociateAddressAsync(new Sdk.DisassociateAddressRequest { AssociationId = association }, ct)
                .GoneIsDoneAsync();
        }
    }
}
