using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A network interface: an address in a subnet, with security groups.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkinterface.html"/>
public sealed record NetworkInterface : Spec, IPublicAddressUser
{
    /// <summary>The subnet of its address.</summary>
    [Replacement] public required Ref<Subnet> Subnet { get; init; }

    /// <summary>The description.</summary>
    [MaxLength(255)] public string? Description { get; init; }

    /// <summary>The security groups. Default: the VPC's default group.</summary>
    [MinLength(1)]
    public IReadOnlyList<Ref<SecurityGroup>>? GroupSet { get; init; }

    /// <summary>Its first private IPv4 address. Default: AWS chooses one.</summary>
    [Replacement]
    [RegularExpression(@"^(\d{1,3}\.){3}\d{1,3}$")]
    public string? PrivateIpAddress { get; init; }

    /// <summary>Whether AWS drops traffic that is neither from nor to its own address.</summary>
    public bool? SourceDestCheck { get; init; }
}

internal sealed class NetworkInterfaceType(
    AwsClients aws) : Ec2ResourceType<NetworkInterface, Sdk.NetworkInterface>(aws, "AWS::EC2::NetworkInterface", "network-interface")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeNetworkInterfaces"],
        Create = ["ec2:CreateNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute", "ec2:CreateTags"],
        TagOnCreate = "ec2:CreateTags",
        Update = ["ec2:ModifyNetworkInterfaceAttribute", "ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DetachNetworkInterface", "ec2:DeleteNetworkInterface"],
    };

    public override IReadOnlyList<string> Removable { get; } = [nameof(NetworkInterface.Description)];

    protected override IAsyncEnumerable<Sdk.NetworkInterface> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeNetworkInterfaces(new Sdk.DescribeNetworkInterfacesRequest { MaxResults = 1000 }).NetworkInterfaces;

    protected override async Task<List<Sdk.NetworkInterface>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeNetworkInterfacesAsync(
            new Sdk.DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [id] }, ct)).NetworkInterfaces;

    protected override bool CanCoexistWith(NetworkInterface now, NetworkInterface desired) =>
        desired.PrivateIpAddress is null || now.Subnet != desired.Subnet || now.PrivateIpAddress != desired.PrivateIpAddress;

    protected override NetworkInterface AsWritten(NetworkInterface spec, Observed now) => spec with
    {
        // Chosen by AWS, now and for a replacement.
        PrivateIpAddress = null,
        Description = spec.Description is { Length: > 0 } ? spec.Description : null,
    };

    protected override async Task<string> CreateAsync(Place place, NetworkInterface spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateNetworkInterfaceRequest
        {
            SubnetId = spec.Subnet.Id,
            Description = spec.Description,
            Groups = spec.GroupSet is { } groups ? [.. groups.Select(group => group.Id)] : null,
            PrivateIpAddress = spec.PrivateIpAddress,
            ClientToken = how.ClientToken,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateNetworkInterfaceAsync(request, ct)).NetworkInterface.NetworkInterfaceId;
    }

    protected override async Task UpdateAsync(Place place, string id, NetworkInterface now, NetworkInterface desired, CancellationToken ct)
    {
        // AWS accepts one attribute per call.
        if (Differs(now.Description, desired.Description) || IsRemovalRequested(now, desired, nameof(desired.Description)))
        {
            await ModifyAsync(
                new Sdk.ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = id, Description = desired.Description ?? "" });
        }

        if (SpecDiff.Compare(desired, now).Any(change => SpecDiff.TopOf(change) == nameof(desired.GroupSet)))
            // It differs, so there is one.
            await ModifyAsync(
                new Sdk.ModifyNetworkInterfaceAttributeRequest
                {
                    NetworkInterfaceId = id,
                    Groups = [.. desired.GroupSet!.Select(group => group.Id)],
                });
        if (Differs(now.SourceDestCheck, desired.SourceDestCheck))
        {
            await ModifyAsync(
                new Sdk.ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = id, SourceDestCheck = desired.SourceDestCheck });
        }

        Task ModifyAsync(Sdk.ModifyNetworkInterfaceAttributeRequest request) =>
            Ec2(place).ModifyNetworkInterfaceAttributeAsync(request, ct);
    }

    /// <remarks>Detaching takes a while. Until then AWS refuses to delete it because it is in use, and the engine waits.</remarks>
    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        if (await FindAsync(place, id, ct) is not { } one) return;
        // An instance's first interface can't be detached: it is released when the instance is terminated.
        if (one.Attachment is { DeviceIndex: > 0, Status.Value: "attached" or "attaching" } attachment)
        {
            await ec2
                .DetachNetworkInterfaceAsync(
                    new Sdk.DetachNetworkInterfaceRequest { AttachmentId = attachment.AttachmentId, Force = true }, ct)
                .GoneIsDoneAsync();
        }

        await ec2.DeleteNetworkInterfaceAsync(new Sdk.DeleteNetworkInterfaceRequest { NetworkInterfaceId = id }, ct).GoneIsDoneAsync();
    }

    protected override MonthlyPrice PriceOf(NetworkInterface spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"NetworkInterface:networkInterfaceId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-network-interfaces", "--network-interface-ids", id];

    protected override Observed From(Place place, Sdk.NetworkInterface one)
    {
        var owner = InterfaceOwner.Of(one);
        var outputs = new Dictionary<string, string>();
        if (one.Association?.PublicIp is { Length: > 0 } publicIp) outputs["PublicIp"] = publicIp;
        if (one.Attachment?.InstanceId is { Length: > 0 } instance) outputs["InstanceId"] = instance;
        var spec = new NetworkInterface
        {
            Subnet = Ref.Existing<Subnet>(one.SubnetId),
            Description = one.Description,
            GroupSet = [.. (one.Groups ?? []).Select(group => Ref.Existing<SecurityGroup>(group.GroupId))],
            PrivateIpAddress = one.PrivateIpAddress,
            SourceDestCheck = one.SourceDestCheck,
        };
        return Seen(place, one.NetworkInterfaceId, spec, one.TagSet, PhaseOf(one.Status?.Value)) with
        {
            State = one.Status?.Value,
            Outputs = outputs,
            About = owner.About,
            PartOf = owner.PartOf,
            FreedBy = owner.FreedBy,
            Locked = owner.Locked,
        };
    }

    private static Phase PhaseOf(string? status) => status switch
    {
        "available" or "in-use" or "associated" => Phase.Ready,
        "attaching" or "detaching" or "pending" => Phase.Pending,
        _ => Phase.Pending,
    };
}
