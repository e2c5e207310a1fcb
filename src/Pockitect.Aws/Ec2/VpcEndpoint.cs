using System.ComponentModel.DataAnnotations;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Private access from a VPC to an AWS service, without the Internet.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html"/>
public sealed record VpcEndpoint : Spec
{
    /// <summary>The VPC.</summary>
    [Replacement] public required Ref<Vpc> Vpc { get; init; }

    /// <summary>The service, such as <c>com.amazonaws.eu-west-1.s3</c>.</summary>
    [Replacement] public required string ServiceName { get; init; }

    /// <summary>Gateway (routes; for S3 and DynamoDB; the default) or Interface (interfaces in subnets).</summary>
    [Replacement]
    [AllowedValues("Gateway", "Interface", "GatewayLoadBalancer", null)]
    public string? VpcEndpointType { get; init; }

    /// <summary>The route tables that lead to it; only for a Gateway.</summary>
    public IReadOnlyList<Ref<RouteTable>>? RouteTableIds { get; init; }

    /// <summary>The subnets with its interfaces; not for a Gateway.</summary>
    public IReadOnlyList<Ref<Subnet>>? SubnetIds { get; init; }

    /// <summary>The security groups of its interfaces; only for an Interface.</summary>
    public IReadOnlyList<Ref<SecurityGroup>>? SecurityGroupIds { get; init; }

    /// <summary>Whether the service's public name resolves to this endpoint inside the VPC; only for an Interface.</summary>
    public bool? PrivateDnsEnabled { get; init; }

    /// <summary>The endpoint policy, a JSON document. Default: everything is allowed.</summary>
    [JsonDocument]
    public string? PolicyDocument { get; init; }
}

internal sealed class VpcEndpointType(
    AwsClients aws) : Ec2ResourceType<VpcEndpoint, Sdk.VpcEndpoint>(aws, "AWS::EC2::VPCEndpoint", "vpc-endpoint")
{
    private const string OfGuardDuty = "GuardDutyManaged";

    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeVpcEndpoints"],
        Create = ["ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint", "ec2:CreateTags", "route53:AssociateVPCWithHostedZone"],
        TagOnCreate = "ec2:CreateTags",
        Update = ["ec2:ModifyVpcEndpoint", "ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DeleteVpcEndpoints"],
    };

    protected override IAsyncEnumerable<Sdk.VpcEndpoint> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeVpcEndpoints(new Sdk.DescribeVpcEndpointsRequest { MaxResults = 1000 }).VpcEndpoints;

    protected override async Task<List<Sdk.VpcEndpoint>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeVpcEndpointsAsync(new Sdk.DescribeVpcEndpointsRequest { VpcEndpointIds = [id] }, ct)).VpcEndpoints;

    protected override async Task<string> CreateAsync(Place place, VpcEndpoint spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateVpcEndpointRequest
        {
            VpcId = spec.Vpc.Id,
            ServiceName = spec.ServiceName,
            VpcEndpointType = spec.VpcEndpointType,
            RouteTableIds = Ids(spec.RouteTableIds),
            SubnetIds = Ids(spec.SubnetIds),
            SecurityGroupIds = Ids(spec.SecurityGroupIds),
            PrivateDnsEnabled = spec.PrivateDnsEnabled,
            PolicyDocument = spec.PolicyDocument,
            ClientToken = how.ClientToken,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateVpcEndpointAsync(request, ct)).VpcEndpoint.VpcEndpointId;
    }

    protected override async Task UpdateAsync(Place place, string id, VpcEndpoint now, VpcEndpoint desired, CancellationToken ct)
    {
        var changed = SpecDiff.Compare(desired, now).Select(SpecDiff.TopOf).ToHashSet(StringComparer.Ordinal);
        if (changed.Count == 0) return;
        var (addedTables, removedTables) = Between(now.RouteTableIds, desired.RouteTableIds);
        var (addedSubnets, removedSubnets) = Between(now.SubnetIds, desired.SubnetIds);
        var (addedGroups, removedGroups) = Between(now.SecurityGroupIds, desired.SecurityGroupIds);
        var request = new Sdk.ModifyVpcEndpointRequest
        {
            VpcEndpointId = id,
            AddRouteTableIds = addedTables,
            RemoveRouteTableIds = removedTables,
            AddSubnetIds = addedSubnets,
            RemoveSubnetIds = removedSubnets,
            AddSecurityGroupIds = addedGroups,
            RemoveSecurityGroupIds = removedGroups,
            PrivateDnsEnabled = Differs(now.PrivateDnsEnabled, desired.PrivateDnsEnabled) ? desired.PrivateDnsEnabled : null,
            PolicyDocument = changed.Contains(nameof(desired.PolicyDocument)) ? desired.PolicyDocument : null,
        };
        await Ec2(place).ModifyVpcEndpointAsync(request, ct);
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var answer = await Ec2(place).DeleteVpcEndpointsAsync(new Sdk.DeleteVpcEndpointsRequest { VpcEndpointIds = [id] }, ct);
        // AWS reports refused items of a list in a successful answer.
        if (answer.Unsuccessful is not [{ Error: { } error }, ..] || error.Code.EndsWith(".NotFound", StringComparison.Ordinal)) return;
        throw new AmazonEC2Exception(error.Message) { ErrorCode = error.Code, StatusCode = System.Net.HttpStatusCode.BadRequest };
    }

    protected override MonthlyPrice PriceOf(VpcEndpoint spec, Standing standing, Prices prices) => spec.VpcEndpointType is null or "Gateway"
        ? MonthlyPrice.Free
        : new MonthlyPrice([PricePart.NotKnown("hours per zone"), PricePart.ByUse("data processing")]);

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.VpcConsole(place, $"EndpointDetails:vpcEndpointId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-vpc-endpoints", "--vpc-endpoint-ids", id];

    protected override Observed From(Place place, Sdk.VpcEndpoint endpoint)
    {
        var tags = Ec2Tags.Read(endpoint.Tags);
        var isGuardDuty = tags.GetValueOrDefault(OfGuardDuty) is "true";
        // The SDK's names start with a capital letter, AWS's with a small one.
        var state = endpoint.State?.Value.ToLowerInvariant();
        var isOthers = endpoint.RequesterManaged is true && !isGuardDuty;
        var spec = new VpcEndpoint
        {
            Vpc = Ref.Existing<Vpc>(endpoint.VpcId),
            ServiceName = endpoint.ServiceName,
            VpcEndpointType = endpoint.VpcEndpointType?.Value,
            RouteTableIds = [.. (endpoint.RouteTableIds ?? []).Select(Ref.Existing<RouteTable>)],
            SubnetIds = [.. (endpoint.SubnetIds ?? []).Select(Ref.Existing<Subnet>)],
            SecurityGroupIds = [.. (endpoint.Groups ?? []).Select(group => Ref.Existing<SecurityGroup>(group.GroupId))],
            PrivateDnsEnabled = endpoint.PrivateDnsEnabled,
            PolicyDocument = endpoint.PolicyDocument is { Length: > 0 } policy ? policy : null,
        };
        return Seen(place, endpoint.VpcEndpointId, spec, endpoint.Tags, PhaseOf(state)) with
        {
            State = state,
            StateReason = endpoint.LastError?.Message,
            CreatedAt = endpoint.CreationTimestamp?.ToUniversalTime(),
            About = isGuardDuty ? "which GuardDuty created for this VPC" : $"an endpoint for {endpoint.ServiceName}",
            GoesWith = isGuardDuty ? endpoint.VpcId : null,
            Locked = isOthers ? "An AWS service manages it." : null,
            FreedBy = isOthers ? $"Delete the users of {endpoint.ServiceName} in this VPC first." : null,
        };
    }

    private static Phase PhaseOf(string? state) => state switch
    {
        "available" or "pendingacceptance" => Phase.Ready,
        "deleting" => Phase.Deleting,
        "deleted" => Phase.Gone,
        "failed" or "rejected" or "expired" => Phase.Failed,
        _ => Phase.Pending,
    };

    private static List<string>? Ids<T>(IReadOnlyList<Ref<T>>? references)
        where T : Spec => references is { Count: > 0 } ? [.. references.Select(reference => reference.Id)] : null;

    private static (List<string>? Added, List<string>? Removed) Between<T>(IReadOnlyList<Ref<T>>? now, IReadOnlyList<Ref<T>>? desired)
        where T : Spec =>
            desired is null ? (null, null) : (Ids<T>([.. desired.Except(now ?? [])]), Ids<T>([.. (now ?? []).Except(desired)]));
}
