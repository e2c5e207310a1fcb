using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A public IPv4 address that stays the same (an elastic IP address).</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html"/>
public sealed record Eip : Spec, IPublicAddressUser
{
    /// <summary>Where it can be used; AWS knows only <c>vpc</c> any more.</summary>
    [Replacement]
    [AllowedValues("vpc", null)]
    public string? Domain { get; init; }

    /// <summary>The instance it leads to. A NAT gateway names its address itself.</summary>
    public Ref<Instance>? Instance { get; init; }
}

internal sealed class EipType(AwsClients aws) : ResourceType<Eip>("AWS::EC2::EIP")
{
    private const string Pool = "PublicIpv4Pool";

    /// <summary>It counts against the quota of addresses: it is not of a range that the account brought along.</summary>
    public static bool IsCounted(Observed address) => !address.Outputs.ContainsKey(Pool);

    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeAddresses"],
        Create = ["ec2:AllocateAddress", "ec2:AssociateAddress", "ec2:CreateTags"],
        Update = ["ec2:AssociateAddress", "ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DisassociateAddress", "ec2:ReleaseAddress"],
    };

    // No client token, no name: a second call makes a second one.
    public override bool RefusesRepeat => false;

    public override IReadOnlyList<string> Removable { get; } = [nameof(Eip.Instance)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        // The call has no pages: an account has few addresses.
        var answer = await aws.Ec2(place.Region).DescribeAddressesAsync(new Sdk.DescribeAddressesRequest(), ct);
        foreach (var address in answer.Addresses ?? []) yield return From(place, address);
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) =>
        await FindAsync(place, id, ct) is { } address ? From(place, address) : null;

    protected override async Task<string> CreateAsync(Place place, Eip spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.AllocateAddressRequest
        {
            Domain = spec.Domain ?? DomainType.Vpc,
            TagSpecifications = Ec2Tags.For(Amazon.EC2.ResourceType.ElasticIp, how.Tags),
        };
        return (await aws.Ec2(place.Region).AllocateAddressAsync(request, ct)).AllocationId;
    }

    protected override IEnumerable<Interruption> Interruptions(Observed now, Eip spec, Eip desired)
    {
        if (spec.Instance is { } there && (Differs(spec.Instance, desired.Instance) || IsRemovalRequested(spec, desired, nameof(desired.Instance))))
            yield return new Interruption(InterruptionKind.NewAddress, $"The address {now.Outputs.GetValueOrDefault("PublicIp")} no longer leads to {there.Target}, whose open connections break.");
        else if (Differs(spec.Instance, desired.Instance))
            yield return new Interruption(InterruptionKind.NewAddress, $"{desired.Instance.Value.Target} is reached by {now.Outputs.GetValueOrDefault("PublicIp")}, and no longer by the address that AWS lent it.");
    }

    protected override async Task UpdateAsync(Place place, string id, Eip now, Eip desired, CancellationToken ct)
    {
        if (IsRemovalRequested(now, desired, nameof(desired.Instance))) await LeaveAsync(place, id, ct);
        if (!Differs(now.Instance, desired.Instance)) return;

        var request = new Sdk.AssociateAddressRequest { AllocationId = id, InstanceId = desired.Instance.Value.Id, AllowReassociation = true };
        await aws.Ec2(place.Region).AssociateAddressAsync(request, ct);
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        await LeaveAsync(place, id, ct);
        await aws.Ec2(place.Region).ReleaseAddressAsync(new Sdk.ReleaseAddressRequest { AllocationId = id }, ct).GoneIsDoneAsync();
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        Ec2Tags.ApplyAsync(aws.Ec2(place.Region), id, set, remove, ct);

    protected override MonthlyPrice PriceOf(Eip spec, Standing standing, Prices prices) => new([prices.Hours("a public IPv4 address", "ipv4", "address hour")]);

    public override string? EndpointOf(Observed now) => now.Outputs.GetValueOrDefault("PublicIp");

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"ElasticIpDetails:AllocationId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-addresses", "--allocation-ids", id];

    private Observed From(Place place, Sdk.Address address) => new()
    {
        Type = Name,
        Id = address.AllocationId,
        Place = place,
        Spec = new Eip
        {
            Domain = address.Domain?.Value,
            Instance = address.InstanceId is { Length: > 0 } instance ? Ref.Existing<Instance>(instance) : null,
        },
        Tags = Ec2Tags.Read(address.Tags),
        Phase = Phase.Ready,
        Arn = Ec2Links.Arn(place, "elastic-ip", address.AllocationId),
        Outputs = address.PublicIpv4Pool is { Length: > 0 } pool && pool != "amazon"
            ? new Dictionary<string, string> { ["PublicIp"] = address.PublicIp, [Pool] = pool }
            : new Dictionary<string, string> { ["PublicIp"] = address.PublicIp },
        Locked = address.ServiceManaged?.Value is { Length: > 0 } service ? $"AWS manages it for a service of its own ({service})." : null,
    };

    private async Task LeaveAsync(Place place, string id, CancellationToken ct)
    {
        if (await FindAsync(place, id, ct) is { AssociationId: { Length: > 0 } association })
            await aws.Ec2(place.Region).DisassociateAddressAsync(new Sdk.DisassociateAddressRequest { AssociationId = association }, ct).GoneIsDoneAsync();
    }

    private async Task<Sdk.Address?> FindAsync(Place place, string id, CancellationToken ct)
    {
        var answer = await aws.Ec2(place.Region).DescribeAddressesAsync(new Sdk.DescribeAddressesRequest { AllocationIds = [id] }, ct).GoneIsNullAsync();
        return answer?.Addresses is [var address] ? address : null;
    }
}
