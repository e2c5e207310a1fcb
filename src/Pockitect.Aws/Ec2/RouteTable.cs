using System.Runtime.CompilerServices;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Where the packets that leave some subnets of a VPC go.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html"/>
public sealed record RouteTable : Spec
{
    /// <summary>The VPC it is a part of.</summary>
    [Replacement] public required Ref<Vpc> Vpc { get; init; }

    /// <summary>
    /// The routes that people made. Those that AWS makes (to the VPC itself, to gateway endpoints, propagated by a VPN) do
    /// not stand here and stay as they are.
    /// </summary>
    public IReadOnlyList<Route>? Routes { get; init; }

    /// <summary>The subnets that use this table. A subnet that uses none follows the VPC's main table.</summary>
    public IReadOnlyList<Ref<Subnet>>? Subnets { get; init; }
}

internal sealed class RouteTableType(AwsClients aws) : ResourceType<RouteTable>("AWS::EC2::RouteTable")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeRouteTables"],
        Create =
        [
            "ec2:CreateRouteTable", "ec2:CreateRoute", "ec2:AssociateRouteTable", "ec2:ReplaceRouteTableAssociation", "ec2:CreateTags",
        ],
        Update =
        [
            "ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute", "ec2:AssociateRouteTable", "ec2:ReplaceRouteTableAssociation",
            "ec2:DisassociateRouteTable", "ec2:CreateTags", "ec2:DeleteTags",
        ],
        Delete = ["ec2:DisassociateRouteTable", "ec2:DeleteRouteTable"],
    };

    public override IReadOnlyList<string> Removable { get; } = [nameof(RouteTable.Routes), nameof(RouteTable.Subnets)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        // 100 is AWS's largest page of route tables.
        var pages = aws.Ec2(place.Region).Paginators.DescribeRouteTables(new Sdk.DescribeRouteTablesRequest { MaxResults = 100 });
        await foreach (var table in pages.RouteTables.WithCancellation(ct)) yield return From(place, table);
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) =>
        await FindAsync(place, id, ct) is { } table ? From(place, table) : null;

    protected override async Task<string> CreateAsync(Place place, RouteTable spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateRouteTableRequest
        {
            VpcId = spec.Vpc.Id,
            ClientToken = how.ClientToken,
            TagSpecifications = Ec2Tags.For(Amazon.EC2.ResourceType.RouteTable, how.Tags),
        };
        return (await aws.Ec2(place.Region).CreateRouteTableAsync(request, ct)).RouteTable.RouteTableId;
    }

    protected override async Task UpdateAsync(Place place, string id, RouteTable now, RouteTable desired, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        await Routes.UpdateAsync(ec2, id, now.Routes, desired.Routes, ct);
        await UpdateSubnetsAsync(ec2, id, now, desired, ct);
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var ec2 = aws.Ec2(place.Region);
        foreach (var association in ((await FindAsync(place, id, ct))?.Associations ?? []).Where(association => association.Main is not true))
            await ec2.DisassociateRouteTableAsync(Disassociation(association), ct).GoneIsDoneAsync();
        await ec2.DeleteRouteTableAsync(new Sdk.DeleteRouteTableRequest { RouteTableId = id }, ct).GoneIsDoneAsync();
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        Ec2Tags.ApplyAsync(aws.Ec2(place.Region), id, set, remove, ct);

    protected override MonthlyPrice PriceOf(RouteTable spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.VpcConsole(place, $"RouteTableDetails:RouteTableId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-route-tables", "--route-table-ids", id];

    /// <summary>What an instance does at its first start (user data) needs its subnet's routes.</summary>
    public override bool Precedes(GraphNode self, GraphNode other) =>
        self.Spec is RouteTable { Subnets: { } subnets } && other.Spec is Instance
        && subnets.Any(subnet => other.Reaches.Contains(GraphKey.Of(subnet)))
        // A table that leads to the instance itself has to come after it.
        && !self.Reaches.Contains(other.Key);

    private Observed From(Place place, Sdk.RouteTable table)
    {
        var associations = table.Associations ?? [];
        return new Observed
        {
            Type = Name,
            Id = table.RouteTableId,
            Place = place,
            Spec = new RouteTable
            {
                Vpc = Ref.Existing<Vpc>(table.VpcId),
                Routes = Routes.From(table),
                Subnets = [.. associations.Where(IsOfSubnet).Select(association => Ref.Existing<Subnet>(association.SubnetId))],
            },
            Tags = Ec2Tags.Read(table.Tags),
            Phase = Phase.Ready,
            Arn = Ec2Links.Arn(place, "route-table", table.RouteTableId),
            Locked = associations.Exists(association => association.Main is true) ? "It is the main route table of its VPC." : null,
        };
    }

    private static bool IsOfSubnet(Sdk.RouteTableAssociation association) =>
        association.SubnetId is { Length: > 0 } && association.AssociationState?.State?.Value is null or "associating" or "associated";

    private async Task<Sdk.RouteTable?> FindAsync(Place place, string id, CancellationToken ct)
    {
        var answer = await aws.Ec2(place.Region).DescribeRouteTablesAsync(new Sdk.DescribeRouteTablesRequest { RouteTableIds = [id] }, ct).GoneIsNullAsync();
        return answer?.RouteTables is [var table] ? table : null;
    }

    private static async Task UpdateSubnetsAsync(IAmazonEC2 ec2, string id, RouteTable now, RouteTable desired, CancellationToken ct)
    {
        var (added, removed) = Sets(now.Subnets, desired.Subnets);
        if (added.Count == 0 && removed.Count == 0) return;

        var associations = await AssociationsAsync(ec2, [.. added.Concat(removed).Select(subnet => subnet.Id)], ct);
        foreach (var subnet in added)
        {
            // A subnet uses one table: it moves from another one in one call, and is never without its routes.
            if (associations.GetValueOrDefault(subnet.Id) is not { } old)
                await ec2.AssociateRouteTableAsync(new Sdk.AssociateRouteTableRequest { RouteTableId = id, SubnetId = subnet.Id }, ct);
            else if (old.RouteTableId != id)
                await ec2.ReplaceRouteTableAssociationAsync(new Sdk.ReplaceRouteTableAssociationRequest { RouteTableId = id, AssociationId = old.RouteTableAssociationId }, ct);
        }

        foreach (var subnet in removed)
        {
            // By now it may follow another table, which is none of this one's business.
            if (associations.GetValueOrDefault(subnet.Id) is { } old && old.RouteTableId == id)
                await ec2.DisassociateRouteTableAsync(Disassociation(old), ct).GoneIsDoneAsync(); // Another table may take it at this very moment.
        }
    }

    /// <summary>The association that each of these subnets has with whatever table; a subnet of the main table has none.</summary>
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
