using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A snapshot of a volume, created by this account.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html"/>
public sealed record Snapshot : Spec
{
    /// <summary>Its volume, which may be deleted.</summary>
    [Replacement] public required string VolumeId { get; init; }

    /// <summary>The description.</summary>
    [Replacement]
    [MaxLength(255)]
    public string? Description { get; init; }
}

internal sealed class SnapshotType(AwsClients aws) : Ec2ResourceType<Snapshot, Sdk.Snapshot>(aws, "AWS::EC2::Snapshot", "snapshot")
{
    private const string Size = "VolumeSize";

    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeSnapshots"],
        Create = ["ec2:CreateSnapshot", "ec2:CreateTags"],
        TagOnCreate = "ec2:CreateTags",
        Update = ["ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DeleteSnapshot"],
    };

    public override ResourceFamily Family => ResourceFamily.Storage;

    // CloudFormation has no such type.
    public override bool IsDeclarable => false;

    public override bool HoldsData => true;

    // No client token and no name: a second call creates a second one.
    public override bool RefusesRepeat => false;

    protected override IAsyncEnumerable<Sdk.Snapshot> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeSnapshots(new Sdk.DescribeSnapshotsRequest { OwnerIds = ["self"], MaxResults = 1000 }).Snapshots;

    protected override async Task<List<Sdk.Snapshot>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeSnapshotsAsync(new Sdk.DescribeSnapshotsRequest { SnapshotIds = [id] }, ct)).Snapshots;

    protected override async Task<string> CreateAsync(Place place, Snapshot spec, Creation how, CancellationToken ct)
    {
        var request = new Sdk.CreateSnapshotRequest
        {
            VolumeId = spec.VolumeId,
            Description = spec.Description,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateSnapshotAsync(request, ct)).Snapshot.SnapshotId;
    }

    /// <summary>Only the tags of a snapshot can change.</summary>
    protected override Task UpdateAsync(Place place, string id, Snapshot now, Snapshot desired, CancellationToken ct) => Task.CompletedTask;

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        Ec2(place).DeleteSnapshotAsync(new Sdk.DeleteSnapshotRequest { SnapshotId = id }, ct).GoneIsDoneAsync();

    /// <remarks>AWS bills what changed since the previous snapshot, at most the volume's size.</remarks>
    protected override MonthlyPrice PriceOf(Snapshot spec, Standing standing, Prices prices) =>
        decimal.TryParse(standing.Outputs.GetValueOrDefault(Size), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new MonthlyPrice([prices.Part($"up to {size:0} GiB of snapshot", "ebs", "snapshot GiB", size)])
            : MonthlyPrice.Unknown("a snapshot");

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"SnapshotDetails:snapshotId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-snapshots", "--snapshot-ids", id];

    protected override Observed From(Place place, Sdk.Snapshot snapshot) => Seen(
        place,
        snapshot.SnapshotId,
        new Snapshot { VolumeId = snapshot.VolumeId ?? "", Description = snapshot.Description },
        snapshot.Tags,
        PhaseOf(snapshot.State?.Value)) with
    {
        State = snapshot.State?.Value,
        StateReason = snapshot.StateMessage,
        CreatedAt = snapshot.StartTime?.ToUniversalTime(),
        Outputs = snapshot.VolumeSize is { } size
            ? new Dictionary<string, string> { [Size] = size.ToString(CultureInfo.InvariantCulture) }
            : [],
        About = $"a snapshot of the volume {snapshot.VolumeId}",
        IsKept = true,
    };

    private static Phase PhaseOf(string? state) => state switch
    {
        "completed" => Phase.Ready,
        "error" => Phase.Failed,
        _ => Phase.Pending,
    };
}
