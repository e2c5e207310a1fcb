using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>A snapshot of a database, created manually or kept when its database was deleted.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshot.html"/>
public sealed record DBSnapshot : Spec
{
    /// <summary>The name, unique in the account and Region.</summary>
    [Replacement, UniqueName] public string? DBSnapshotIdentifier { get; init; }

    /// <summary>Its database, which may be deleted.</summary>
    [Replacement] public required string DBInstanceIdentifier { get; init; }
}

internal sealed class DBSnapshotType(AwsClients aws) : ResourceType<DBSnapshot>(TypeName)
{
    public const string TypeName = "AWS::RDS::DBSnapshot";

    private const string Size = "AllocatedStorage";

    public override LifeActions Actions { get; } = new()
    {
        Read = ["rds:DescribeDBSnapshots"],
        Create = ["rds:CreateDBSnapshot", "rds:AddTagsToResource"],
        TagOnCreate = "rds:AddTagsToResource",
        Update = ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
        Delete = ["rds:DeleteDBSnapshot"],
    };

    public override ResourceFamily Family => ResourceFamily.Database;

    public override string ArnFormat => RdsTags.ArnFormat("snapshot");

    // CloudFormation has no such type.
    public override bool IsDeclarable => false;

    public override bool HoldsData => true;

    public override TimeSpan SettleBudget => TimeSpan.FromMinutes(60);

    /// <remarks>Automated snapshots belong to their database and are deleted with it.</remarks>
    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var request = new QueryParameters().Set("SnapshotType", "manual").Set("MaxRecords", 100);
        await foreach (var page in aws.Rds(place.Region).PagesAsync("DescribeDBSnapshots", request, ct))
        {
            foreach (var snapshot in Snapshots(page)) yield return From(place, snapshot);
        }
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        var answer =
            await aws.Rds(place.Region)
                .CallAsync("DescribeDBSnapshots", new QueryParameters().Set("DBSnapshotIdentifier", id), ct)
                .GoneIsNullAsync();
        return answer is not null && Snapshots(answer).SingleOrDefault() is { } snapshot ? From(place, snapshot) : null;
    }

    protected override string NaturalKey(DBSnapshot spec, Creation how) => (spec.DBSnapshotIdentifier ?? how.UniqueName).ToLowerInvariant();

    protected override async Task<string> CreateAsync(Place place, DBSnapshot spec, Creation how, CancellationToken ct)
    {
        var request = new QueryParameters()
            .Set("DBSnapshotIdentifier", NaturalKey(spec, how))
            .Set("DBInstanceIdentifier", spec.DBInstanceIdentifier)
            .Tags("Tags.Tag", how.Tags);
        await aws.Rds(place.Region).CallAsync("CreateDBSnapshot", request, ct);
        return NaturalKey(spec, how);
    }

    /// <summary>Only the tags of a snapshot can change.</summary>
    protected override Task UpdateAsync(Place place, string id, DBSnapshot now, DBSnapshot desired, CancellationToken ct) =>
        Task.CompletedTask;

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        aws.Rds(place.Region).CallAsync("DeleteDBSnapshot", new QueryParameters().Set("DBSnapshotIdentifier", id), ct).GoneIsDoneAsync();

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        TagAsync(aws, place, id, set, remove, ct);

    /// <summary>Sets and removes tags of a snapshot.</summary>
    public static Task TagAsync(
        AwsClients aws,
        Place place,
        string id,
        IReadOnlyDictionary<string, string> set,
        IReadOnlyCollection<string> remove,
        CancellationToken ct) =>
        RdsTags.ApplyAsync(aws.Rds(place.Region), RdsTags.Arn(place, "snapshot", id), set, remove, ct);

    /// <summary>The final snapshot of a deleted database, as it will be listed.</summary>
    public static Observed Final(Place place, string id, string database, int gibibytes) => new()
    {
        Type = TypeName,
        Id = id,
        Place = place,
        Spec = new DBSnapshot { DBSnapshotIdentifier = id, DBInstanceIdentifier = database },
        Tags = new Dictionary<string, string>(),
        Phase = Phase.Ready,
        Outputs = new Dictionary<string, string> { [Size] = gibibytes.ToString(CultureInfo.InvariantCulture) },
        IsKept = true,
    };

    /// <remarks>AWS bills the content, whose size it doesn't return: at most the volume's size.</remarks>
    protected override MonthlyPrice PriceOf(DBSnapshot spec, Standing standing, Prices prices) =>
        decimal.TryParse(standing.Outputs.GetValueOrDefault(Size), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new MonthlyPrice([prices.Part($"up to {size:0} GiB of snapshot", "rds", "snapshot GiB", size)])
            : MonthlyPrice.Unknown("a snapshot");

    public override Uri ConsoleLink(Place place, string id) =>
        new($"https://{place.Region}.console.aws.amazon.com/rds/home?region={place.Region}"
            + $"#db-snapshot:engine=;id={Uri.EscapeDataString(id)}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["rds", "describe-db-snapshots", "--db-snapshot-identifier", id];

    private static IEnumerable<XElement> Snapshots(XElement page) => page.Elements("DBSnapshots").Elements("DBSnapshot");

    private static Observed From(Place place, XElement snapshot)
    {
        var id = (string)snapshot.Element("DBSnapshotIdentifier")!; // AWS names every snapshot.
        var state = (string?)snapshot.Element("Status");
        var database = (string?)snapshot.Element("DBInstanceIdentifier") ?? "";
        return Final(place, id, database, (int?)snapshot.Element(Size) ?? 0) with
        {
            Tags = RdsTags.Read(snapshot.Element("TagList")),
            Phase = PhaseOf(state),
            State = state,
            Arn = (string?)snapshot.Element("DBSnapshotArn") ?? RdsTags.Arn(place, "snapshot", id),
            CreatedAt = (DateTimeOffset?)snapshot.Element("SnapshotCreateTime"),
            About = $"a snapshot of the database {database}",
        };
    }

    private static Phase PhaseOf(string? state) => state switch
    {
        "available" => Phase.Ready,
        "failed" => Phase.Failed,
        "deleting" => Phase.Deleting,
        "deleted" => Phase.Gone,
        _ => Phase.Pending,
    };
}
