using System.ComponentModel.DataAnnotations;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A private network of one account in one Region.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html"/>
public sealed record Vpc : Spec
{
    /// <summary>IPv4 range in CIDR notation, /16 to /28, such as <c>10.0.0.0/16</c>.</summary>
    [Replacement]
    [Ipv4Cidr(16, 28)]
    public required string CidrBlock { get; init; }

    /// <summary>Whether the Amazon DNS server answers inside the VPC.</summary>
    public bool? EnableDnsSupport { get; init; }

    /// <summary>Whether instances with public addresses get public DNS names; requires EnableDnsSupport.</summary>
    public bool? EnableDnsHostnames { get; init; }

    /// <summary>Whether instances share hardware with other accounts (default) or not (dedicated).</summary>
    [Replacement]
    [AllowedValues("default", "dedicated", null)]
    public string? InstanceTenancy { get; init; }

    /// <summary>Whether the VPC also has an IPv6 range, a /56 chosen by Amazon.</summary>
    public bool? AmazonProvidedIpv6CidrBlock { get; init; }
}

internal sealed class VpcType(AwsClients aws) : Ec2ResourceType<Vpc, Sdk.Vpc>(aws, "AWS::EC2::VPC", "vpc")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeSecurityGroups"],
        Create = ["ec2:CreateVpc", "ec2:ModifyVpcAttribute", "ec2:CreateTags"],
        TagOnCreate = "ec2:CreateTags",
        Update =
        [
            "ec2:ModifyVpcAttribute", "ec2:AssociateVpcCidrBlock", "ec2:DisassociateVpcCidrBlock", "ec2:CreateTags", "ec2:DeleteTags",
        ],
        Delete = ["ec2:DeleteVpc"],
    };

    public override IReadOnlyList<QuotaRule> Quotas { get; } = [new QuotaRule.Shared(new Quota("vpc", "L-F678F1CE", "VPCs in the Region"))];

    // No client token and no name: a second call creates a second one.
    public override bool RefusesRepeat => false;

    protected override Vpc? Unset(Vpc desired, string path, Observed now, IReadOnlyList<Observed> around) => path switch
    {
        nameof(Vpc.EnableDnsSupport) => desired with { EnableDnsSupport = true },
        nameof(Vpc.EnableDnsHostnames) => desired with { EnableDnsHostnames = false },
        nameof(Vpc.AmazonProvidedIpv6CidrBlock) => desired with { AmazonProvidedIpv6CidrBlock = false },
        _ => null,
    };

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        if (await FindAsync(place, id, ct) is not { } vpc) return null;

        // Two more calls, because AWS returns one attribute per call.
        var support = ec2.DescribeVpcAttributeAsync(Ask(id, VpcAttributeName.EnableDnsSupport), ct).GoneIsNullAsync();
        var hostnames = ec2.DescribeVpcAttributeAsync(Ask(id, VpcAttributeName.EnableDnsHostnames), ct).GoneIsNullAsync();
        var defaultGroup = DefaultGroupAsync(ec2, id, ct);
        await Task.WhenAll(support, hostnames, defaultGroup);
        return await support is { } dns && await hostnames is { } names
            ? From(place, vpc, dns.EnableDnsSupport, names.EnableDnsHostnames, await defaultGroup)
            : null;
    }

    protected override IAsyncEnumerable<Sdk.Vpc> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeVpcs(new Sdk.DescribeVpcsRequest { MaxResults = 1000 }).Vpcs;

    protected override async Task<List<Sdk.Vpc>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeVpcsAsync(new Sdk.DescribeVpcsRequest { VpcIds = [id] }, ct)).Vpcs;

    protected override Observed From(Place place, Sdk.Vpc vpc) => From(place, vpc, null, null, null) with { IsSummary = true };

    protected override async Task<string> CreateAsync(Place place, Vpc spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateVpcRequest
        {
            CidrBlock = spec.CidrBlock,
            InstanceTenancy = spec.InstanceTenancy,
            AmazonProvidedIpv6CidrBlock = spec.AmazonProvidedIpv6CidrBlock,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateVpcAsync(request, ct)).Vpc.VpcId;
    }

    protected override async Task UpdateAsync(Place place, string id, Vpc now, Vpc desired, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        // AWS accepts one attribute per call, and host names require DNS support first.
        if (Differs(now.EnableDnsSupport, desired.EnableDnsSupport))
        {
            await ec2.ModifyVpcAttributeAsync(
                new Sdk.ModifyVpcAttributeRequest { VpcId = id, EnableDnsSupport = desired.EnableDnsSupport }, ct);
        }

        if (Differs(now.EnableDnsHostnames, desired.EnableDnsHostnames))
        {
            await ec2.ModifyVpcAttributeAsync(
                new Sdk.ModifyVpcAttributeRequest { VpcId = id, EnableDnsHostnames = desired.EnableDnsHostnames }, ct);
        }

        if (Differs(now.AmazonProvidedIpv6CidrBlock, desired.AmazonProvidedIpv6CidrBlock))
            await SetIpv6Async(ec2, id, desired.AmazonProvidedIpv6CidrBlock is true, ct);
    }

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        Ec2(place).DeleteVpcAsync(new Sdk.DeleteVpcRequest { VpcId = id }, ct).GoneIsDoneAsync();

    protected override MonthlyPrice PriceOf(Vpc spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.VpcConsole(place, $"VpcDetails:VpcId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-vpcs", "--vpc-ids", id];

    private Observed From(Place place, Sdk.Vpc vpc, bool? dnsSupport, bool? dnsHostnames, string? defaultGroup)
    {
        var outputs = new Dictionary<string, string>();
        if (AmazonIpv6(vpc) is { } ipv6) outputs["Ipv6CidrBlock"] = ipv6.Ipv6CidrBlock;
        if (vpc.IsDefault is true) outputs[ReferenceResolver.IsDefault] = "true";
        if (defaultGroup is not null) outputs["DefaultSecurityGroup"] = defaultGroup;
        var spec = new Vpc
        {
            CidrBlock = vpc.CidrBlock,
            EnableDnsSupport = dnsSupport,
            EnableDnsHostnames = dnsHostnames,
            InstanceTenancy = vpc.InstanceTenancy?.Value,
            AmazonProvidedIpv6CidrBlock = AmazonIpv6(vpc) is not null,
        };
        return Seen(place, vpc.VpcId, spec, vpc.Tags, PhaseOf(vpc.State?.Value)) with
        {
            State = vpc.State?.Value,
            Outputs = outputs,
            Locked = vpc.IsDefault is true ? "It is the account's default VPC." : null,
        };
    }

    private static Phase PhaseOf(string? state) => state switch
    {
        "available" => Phase.Ready,
        "pending" => Phase.Pending,
        _ => Phase.Pending,
    };

    private static Sdk.VpcIpv6CidrBlockAssociation? AmazonIpv6(Sdk.Vpc vpc) => vpc.Ipv6CidrBlockAssociationSet?.Find(
        range => range.Ipv6Pool == "Amazon" && range.Ipv6CidrBlockState?.State?.Value is "associating" or "associated");

    private static Sdk.DescribeVpcAttributeRequest Ask(string id, VpcAttributeName attribute) =>
        new() { VpcId = id, Attribute = attribute };

    private static async Task<string?> DefaultGroupAsync(IAmazonEC2 ec2, string vpcId, CancellationToken ct)
    {
        var request = new Sdk.DescribeSecurityGroupsRequest
        {
            Filters = [new Sdk.Filter("vpc-id", [vpcId]), new Sdk.Filter("group-name", ["default"])],
        };
        return (await ec2.DescribeSecurityGroupsAsync(request, ct)).SecurityGroups is [var group] ? group.GroupId : null;
    }

    private static async Task SetIpv6Async(IAmazonEC2 ec2, string id, bool on, CancellationToken ct)
    {
        if (on)
        {
            await ec2.AssociateVpcCidrBlockAsync(
                new Sdk.AssociateVpcCidrBlockRequest { VpcId = id, AmazonProvidedIpv6CidrBlock = true }, ct);
            return;
        }

        var answer = await ec2.DescribeVpcsAsync(new Sdk.DescribeVpcsRequest { VpcIds = [id] }, ct);
        if (answer.Vpcs is [var vpc] && AmazonIpv6(vpc) is { } range)
            await ec2.DisassociateVpcCidrBlockAsync(new Sdk.DisassociateVpcCidrBlockRequest { AssociationId = range.AssociationId }, ct);
    }
}
