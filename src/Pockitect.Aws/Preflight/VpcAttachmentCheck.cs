using System.Runtime.CompilerServices;
using Amazon.EC2;
using Pockitect.Aws.Ec2;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds attachments of a VPC to delete, of kinds without a resource type.</summary>
internal sealed class VpcAttachmentCheck : Check
{
    private delegate IAsyncEnumerable<(string Id, string About)> Search(IAmazonEC2 ec2, string vpc, CancellationToken ct);

    public override IReadOnlyList<string> Actions { get; } =
    [
        "ec2:DescribeVpcPeeringConnections", "ec2:DescribeVpnGateways", "ec2:DescribeTransitGatewayVpcAttachments",
        "ec2:DescribeNetworkAcls", "ec2:DescribeEgressOnlyInternetGateways", "ec2:DescribeCarrierGateways",
    ];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Deleting<Vpc>()
        let ec2 = facts.Aws.Ec2(entry.Row.Place.Region)
        from ask in (IEnumerable<(string What, Search Find, string Remedy)>)
        [
            ("peering connections", PeeringsAsync, "Delete the peering connection first."),
            ("virtual private gateways", VpnGatewaysAsync, "Detach the gateway first."),
            ("transit gateway attachments", TransitAsync, "Delete the attachment first."),
            ("network ACLs", AclsAsync, "Delete the network ACL first."),
            ("egress-only internet gateways", EgressAsync, "Delete the gateway first."),
            ("carrier gateways", CarriersAsync, "Delete the gateway first."),
        ]
        select new Question($"the {ask.What} of VPC {entry.Row.Id}", async () => await ask.Find(ec2, entry.Row.Id, facts.Ct)
            .Select(found => Error(
                entry.Change.LogicalId,
                $"{found.About} {found.Id} is part of the VPC {entry.Row.Id}.",
                "AWS doesn't delete a VPC before that is deleted, and it is not part of this project.",
                ask.Remedy))
            .ToListAsync(facts.Ct));

    private static IAsyncEnumerable<(string, string)> PeeringsAsync(IAmazonEC2 ec2, string vpc, CancellationToken ct) =>
        ((string[])["requester-vpc-info.vpc-id", "accepter-vpc-info.vpc-id"]).ToAsyncEnumerable()
            .SelectMany(
                side => ec2.Paginators.DescribeVpcPeeringConnections(
                    new Sdk.DescribeVpcPeeringConnectionsRequest { Filters = [new Sdk.Filter(side, [vpc])] }).VpcPeeringConnections)
            .Where(peering => peering.Status?.Code?.Value is "active" or "pending-acceptance" or "provisioning")
            .Select(peering => (peering.VpcPeeringConnectionId, $"The peering with {Other(peering, vpc)}"));

    private static string Other(Sdk.VpcPeeringConnection peering, string vpc)
    {
        var other = peering.RequesterVpcInfo?.VpcId == vpc ? peering.AccepterVpcInfo : peering.RequesterVpcInfo;
        return $"{other?.VpcId} of account {other?.OwnerId}";
    }

    private static async IAsyncEnumerable<(string, string)> VpnGatewaysAsync(
        IAmazonEC2 ec2, string vpc, [EnumeratorCancellation] CancellationToken ct)
    {
        // This call has no pages.
        var answer = await ec2.DescribeVpnGatewaysAsync(
            new Sdk.DescribeVpnGatewaysRequest { Filters = [new Sdk.Filter("attachment.vpc-id", [vpc])] }, ct);
        foreach (var gateway in answer.VpnGateways ?? [])
        {
            if (gateway.VpcAttachments?.Exists(
                attachment => attachment.VpcId == vpc && attachment.State?.Value is "attached" or "attaching") is true)
                yield return (gateway.VpnGatewayId, "The virtual private gateway");
        }
    }

    private static IAsyncEnumerable<(string, string)> TransitAsync(IAmazonEC2 ec2, string vpc, CancellationToken ct) =>
        ec2.Paginators
            .DescribeTransitGatewayVpcAttachments(
                new Sdk.DescribeTransitGatewayVpcAttachmentsRequest
                {
                    Filters = [new Sdk.Filter("vpc-id", [vpc])],
                }).TransitGatewayVpcAttachments
            .Where(attachment => attachment.State?.Value is not ("deleted" or "deleting" or "rejected" or "failed"))
            .Select(attachment =>
                (attachment.TransitGatewayAttachmentId, $"The attachment to the transit gateway {attachment.TransitGatewayId}"));

    private static IAsyncEnumerable<(string, string)> AclsAsync(IAmazonEC2 ec2, string vpc, CancellationToken ct) =>
        ec2.Paginators
            .DescribeNetworkAcls(
                new Sdk.DescribeNetworkAclsRequest
                {
                    Filters = [new Sdk.Filter("vpc-id", [vpc]), new Sdk.Filter("default", ["false"])],
                }).NetworkAcls
            .Select(acl => (acl.NetworkAclId, "The network ACL"));

    private static IAsyncEnumerable<(string, string)> EgressAsync(IAmazonEC2 ec2, string vpc, CancellationToken ct) =>
        ec2.Paginators.DescribeEgressOnlyInternetGateways(new Sdk.DescribeEgressOnlyInternetGatewaysRequest()).EgressOnlyInternetGateways
            .Where(gateway => gateway.Attachments?.Exists(attachment => attachment.VpcId == vpc) is true)
            .Select(gateway => (gateway.EgressOnlyInternetGatewayId, "The egress-only internet gateway"));

    private static IAsyncEnumerable<(string, string)> CarriersAsync(IAmazonEC2 ec2, string vpc, CancellationToken ct) =>
        ec2.Paginators
            .DescribeCarrierGateways(new Sdk.DescribeCarrierGatewaysRequest { Filters = [new Sdk.Filter("vpc-id", [vpc])] }).CarrierGateways
            .Where(gateway => gateway.State?.Value is not ("deleted" or "deleting"))
            .Select(gateway => (gateway.CarrierGatewayId, "The carrier gateway"));
}
