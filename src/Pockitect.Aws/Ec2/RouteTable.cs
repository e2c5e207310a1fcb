using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Where packets from some subnets of a VPC go.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html"/>
public sealed record RouteTable : Spec
{
    /// <summary>The VPC.</summary>
    [Replacement] public required Ref<Vpc> Vpc { get; init; }

    /// <summary>
    /// The routes created by users. AWS's own (to the VPC itself, to gateway endpoints, propagated by a VPN) are not listed and stay as
    /// they are.
    /// </summary>
    public IReadOnlyList<Route>? Routes { get; init; }

    /// <summary>The subnets with this table. Other subnets use the VPC's main table.</summary>
    public IReadOnlyList<Ref<Subnet>>? Subnets { get; init; }
}

internal sealed class RouteTableType(
    AwsClients aws) : Ec2ResourceType<RouteTable, Sdk.RouteTable>(aws, "AWS::EC2::RouteTable", "route-table")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeRouteTables"],
        Create =
        [
            "ec2:CreateRouteTable", "ec2:CreateRoute", "ec2:AssociateRouteTable", "ec2:ReplaceRouteTableAssociation", "ec2:CreateTags",
        ],
        TagOnCreate = "ec2:CreateTags",
        Update =
        [
            "ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute", "ec2:AssociateRouteTable", "ec2:ReplaceRouteTableAssociation",
            "ec2:DisassociateRouteTable", "ec2:CreateTags", "ec2:DeleteTags",
        ],
        Delete = ["ec2:DisassociateRouteTable", "ec2:DeleteRouteTable"],
    };

    public override IReadOnlyList<QuotaRule> Quotas { get; } =
    [
        // AWS creates a main route table with each VPC.
        new QuotaRule.PerParent(new Quota("vpc", "L-589F43AA", "route tables in one VPC"), nameof(RouteTable.Vpc), InNewParent: 1),
        new QuotaRule.PerResource(
            new Quota("vpc", "L-93826ACB", "routes in one route table"), spec => ((RouteTable)spec).Routes?.Count ?? 0),
    ];

    public override IReadOnlyList<string> Removable { get; } = [nameof(RouteTable.Routes), nameof(RouteTable.Subnets)];

    // AWS's largest page of route tables.
    protected override IAsyncEnumerable<Sdk.RouteTable> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeRouteTables(new Sdk.DescribeRouteTablesRequest { MaxResults = 100 }).RouteTables;

    protected override async Task<List<Sdk.RouteTable>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeRouteTablesAsync(new Sdk.DescribeRouteTablesRequest { RouteTableIds = [id] }, ct)).RouteTables;

    protected override async Task<string> CreateAsync(Place place, RouteTable spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateRouteTableRequest
        {
            VpcId = spec.Vpc.Id,
            ClientToken = how.ClientToken,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateRouteTableAsync(request, ct)).RouteTable.RouteTableId;
    }

    protected override async Task UpdateAsync(Place place, string id, RouteTable now, RouteTable desired, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        await Routes.UpdateAsync(ec2, id, now.Routes, desired.Routes, ct);
        await UpdateSubnetsAsync(ec2, id, now, desired, ct);
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        foreach (var association in ((await FindAsync(place, id, ct))?.Associations ?? []).Where(
            association => association.Main is not true))
            await ec2.DisassociateRouteTableAsync(Disassociation(association), ct).GoneIsDoneAsync();
        await ec2.DeleteRouteTableAsync(new Sdk.DeleteRouteTableRequest { RouteTableId = id }, ct).GoneIsDoneAsync();
    }

    protected override MonthlyPrice PriceOf(RouteTable spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.VpcConsole(place, $"RouteTableDetails:RouteTableId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-route-tables", "--route-table-ids", id];

    /// <summary>An instance's first start (user data) needs its subnet's routes.</summary>
    public override bool Precedes(GraphNode self, GraphNode other) =>
        self.Spec is RouteTable { Subnets: { } subnets } && other.Spec is Instance
        && subnets.Any(subnet => other.Reaches.Contains(GraphKey.Of(subnet)))
        // A table with a route to the instance itself must be created after it.
        && !self.Reaches.Contains(other.Key);

    protected override bool TakesOverFrom(RouteTable now, RouteTable desired) =>
        now.Subnets?.Intersect(desired.Subnets ?? []).Any() is true;

    protected override Observed From(Place place, Sdk.RouteTable table)
    {
        var associations = table.Associations ?? [];
        var spec = new RouteTable
        {
            Vpc = Ref.Existing<Vpc>(table.VpcId),
            Routes = Routes.From(table),
            Subnets = [.. associations.Where(IsOfSubnet).Select(association => Ref.Existing<Subnet>(association.SubnetId))],
        };
        return Seen(place, table.RouteTableId, spec, table.Tags, Phase.Ready) with
        {
            Locked = associations.Exists(association => association.Main is true) ? "It is the main route table of its VPC." : null,
        };
    }

    private static bool IsOfSubnet(Sdk.RouteTableAssociation association) =>
        association.SubnetId is { Length: > 0 } && association.AssociationState?.State?.Value is null or "associating" or "associated";

    private static async Task UpdateSubnetsAsync(IAmazonEC2 ec2, string id, RouteTable now, RouteTable desired, CancellationToken ct)
    {
        var (added, removed) = Sets(now.Subnets, desired.Subnets);
        if (added.Count == 0 && removed.Count == 0) return;

        var associations = await AssociationsAsync(ec2, [.. added.Concat(removed).Select(subnet => subnet.Id)], ct);
        foreach (var subnet in added)
        {
            // A subnet uses one table: it moves in one call, and always has routes.
            if (associations.GetValueOrDefault(subnet.Id) is not { } old)
                await ec2.AssociateRouteTableAsync(new Sdk.AssociateRouteTableRequest { RouteTableId = id, SubnetId = subnet.Id }, ct);
            else if (old.RouteTableId != id)
                await ec2.ReplaceRouteTableAssociationAsync(
                    new Sdk.ReplaceRouteTableAssociationRequest { RouteTableId = id, AssociationId = old.RouteTableAssociationId }, ct);
        }

        foreach (var subnet in removed)
        {
            // It may already use another table, which is not this one's concern.
            if (associations.GetValueOrDefault(subnet.Id) is { } old && old.RouteTableId == id)
                // Another table may take it at this moment.
                await ec2.DisassociateRouteTableAsync(Disassociation(old), ct).GoneIsDoneAsync();
        }
    }

    /// <summary>Returns each subnet's association with any table; a subnet with the main table has none.</summary>
    private static async Task<Dictionary<string, Sdk.RouteTableAssociation>> AssociationsAsync(
        IAmazonEC2 ec2, List<string> subnets, CancellationToken ct)
    {
        var request = new Sdk.DescribeRouteTablesRequest { Filters = [new Sdk.Filter("association.subnet-id", subnets)] };
        var found = new Dictionary<string, Sdk.RouteTableAssociation>();
        await foreach (var table in ec2.Paginators.DescribeRouteTables(request).RouteTables.WithCancellation(ct))
        {
            foreach (var association in (table.Associations ?? []).Where(IsOfSubnet)) found[association.SubnetId] = association;
        }

        return found;
    }

    private static Sdk.DisassociateRouteTableRequest Disassociation(Sdk.RouteTableAssociation association) =>
        new() { AssociationId = association.RouteTableAssociationId };
}
