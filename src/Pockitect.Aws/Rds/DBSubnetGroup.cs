using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;

namespace Pockitect.Aws.Rds;

/// <summary>The subnets for databases, in at least two Availability Zones.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbsubnetgroup.html"/>
public sealed record DBSubnetGroup : Spec
{
    /// <summary>The name, unique in the account and Region. AWS lowercases it. Default: generated.</summary>
    [Replacement, UniqueName, IgnoreCase]
    [RegularExpression("^(?![Dd][Ee][Ff][Aa][Uu][Ll][Tt]$)[A-Za-z0-9._ -]{1,255}$")]
    public string? DBSubnetGroupName { get; init; }

    /// <summary>The description.</summary>
    [MinLength(1), MaxLength(255)]
    public required string DBSubnetGroupDescription { get; init; }

    /// <summary>Subnets of one VPC in at least two Availability Zones.</summary>
    [MinLength(2), MaxLength(20), StaysIn(typeof(Vpc))]
    public required IReadOnlyList<Ref<Subnet>> SubnetIds { get; init; }
}

internal sealed class DBSubnetGroupType(AwsClients aws) : ResourceType<DBSubnetGroup>("AWS::RDS::DBSubnetGroup")
{
    private const int TagReadsAtOnce = 8;

    public override LifeActions Actions { get; } = new()
    {
        Read = ["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"],
        Create = ["rds:CreateDBSubnetGroup", "rds:AddTagsToResource"],
        TagOnCreate = "rds:AddTagsToResource",
        Update = ["rds:ModifyDBSubnetGroup", "rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
        Delete = ["rds:DeleteDBSubnetGroup"],
    };

    public override ResourceFamily Family => ResourceFamily.Database;

    public override string ArnFormat => RdsTags.ArnFormat("subgrp");

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = aws.Rds(place.Region).PagesAsync("DescribeDBSubnetGroups", new QueryParameters().Set("MaxRecords", 100), ct);
        await foreach (var page in pages)
        {
            // One call per group, because RDS returns their tags in no other way; the tagging service lags.
            foreach (var groups in Groups(page).Chunk(TagReadsAtOnce))
            {
                foreach (var observed in await Task.WhenAll(groups.Select(group => WithTagsAsync(place, group, ct))))
                {
                    if (observed is not null) yield return observed;
                }
            }
        }
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        var request = new QueryParameters().Set("DBSubnetGroupName", id);
        var answer = await aws.Rds(place.Region).CallAsync("DescribeDBSubnetGroups", request, ct).GoneIsNullAsync();
        return answer is not null && Groups(answer).SingleOrDefault() is { } group ? await WithTagsAsync(place, group, ct) : null;
    }

    protected override string NaturalKey(DBSubnetGroup spec, Creation how) =>
        (spec.DBSubnetGroupName ?? how.UniqueName).ToLowerInvariant();

    protected override async Task<string> CreateAsync(Place place, DBSubnetGroup spec, Creation how, CancellationToken ct)
    {
        var request = new QueryParameters()
            .Set("DBSubnetGroupName", NaturalKey(spec, how))
            .Set("DBSubnetGroupDescription", spec.DBSubnetGroupDescription)
            .List("SubnetIds.SubnetIdentifier", spec.SubnetIds.Select(subnet => subnet.Id))
            .Tags("Tags.Tag", how.Tags);
        await aws.Rds(place.Region).CallAsync("CreateDBSubnetGroup", request, ct);
        return NaturalKey(spec, how);
    }

    protected override async Task UpdateAsync(Place place, string id, DBSubnetGroup now, DBSubnetGroup desired, CancellationToken ct)
    {
        if (!Differs(now.DBSubnetGroupDescription, desired.DBSubnetGroupDescription) && !Differs(now.SubnetIds, desired.SubnetIds)) return;

        // AWS always expects the complete list of subnets.
        var request = new QueryParameters()
            .Set("DBSubnetGroupName", id)
            .Set("DBSubnetGroupDescription", desired.DBSubnetGroupDescription)
            .List("SubnetIds.SubnetIdentifier", desired.SubnetIds.Select(subnet => subnet.Id));
        await aws.Rds(place.Region).CallAsync("ModifyDBSubnetGroup", request, ct);
    }

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        aws.Rds(place.Region).CallAsync("DeleteDBSubnetGroup", new QueryParameters().Set("DBSubnetGroupName", id), ct).GoneIsDoneAsync();

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        RdsTags.ApplyAsync(aws.Rds(place.Region), RdsTags.Arn(place, "subgrp", id), set, remove, ct);

    protected override MonthlyPrice PriceOf(DBSubnetGroup spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) =>
        new($"https://{place.Region}.console.aws.amazon.com/rds/home?region={place.Region}#db-subnet-group:id={Uri.EscapeDataString(id)}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["rds", "describe-db-subnet-groups", "--db-subnet-group-name", id];

    private static IEnumerable<XElement> Groups(XElement page) => page.Elements("DBSubnetGroups").Elements("DBSubnetGroup");

    private async Task<Observed?> WithTagsAsync(Place place, XElement group, CancellationToken ct)
    {
        var name = (string)group.Element("DBSubnetGroupName")!; // AWS names every group.
        var request = new QueryParameters().Set("ResourceName", RdsTags.Arn(place, "subgrp", name));
        // Null if it was deleted since the list.
        var answer = await aws.Rds(place.Region).CallAsync("ListTagsForResource", request, ct).GoneIsNullAsync();
        return answer is null ? null : From(place, name, group, RdsTags.Read(answer.Element("TagList")));
    }

    private Observed From(Place place, string name, XElement group, IReadOnlyDictionary<string, string> tags)
    {
        var state = (string?)group.Element("SubnetGroupStatus");
        return new Observed
        {
            Type = Name,
            Id = name,
            Place = place,
            Spec = new DBSubnetGroup
            {
                DBSubnetGroupName = name,
                DBSubnetGroupDescription = (string?)group.Element("DBSubnetGroupDescription") ?? "",
                SubnetIds =
                [
                    .. from subnet in @group.Elements("Subnets").Elements("Subnet")
                       select Ref.Existing<Subnet>((string?)subnet.Element("SubnetIdentifier") ?? ""),
                ],
            },
            Tags = tags,
            Phase = state is "Complete" ? Phase.Ready : Phase.Pending,
            State = state,
            Arn = RdsTags.Arn(place, "subgrp", name),
            Outputs = (string?)group.Element("VpcId") is { } vpc ? new Dictionary<string, string> { ["VpcId"] = vpc } : [],
            Locked = name is "default" ? "It is the account's default DB subnet group." : null,
        };
    }
}
