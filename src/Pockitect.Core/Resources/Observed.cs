namespace Pockitect.Core.Resources;

/// <summary>A resource's lifecycle phase, the same for all types.</summary>
public enum Phase
{
    /// <summary>Settled and in use (an instance: running).</summary>
    Ready,

    /// <summary>In transition to another phase; poll again later.</summary>
    Pending,

    /// <summary>Settled and stopped; can be started.</summary>
    Stopped,

    /// <summary>Being deleted.</summary>
    Deleting,

    /// <summary>Still listed by AWS but deleted (a terminated instance, a deleted NAT gateway).</summary>
    Gone,

    /// <summary>Failed in AWS; it exists and must be removed or repaired.</summary>
    Failed,
}

/// <summary>A resource as AWS returned it.</summary>
public sealed record Observed
{
    /// <summary>The resource type's name, such as <c>AWS::EC2::Subnet</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its AWS ID, which references to it carry.</summary>
    public required string Id { get; init; }

    public required Place Place { get; init; }

    /// <summary>Its settings. Properties that the call doesn't return are null; see <see cref="IsSummary"/>.</summary>
    public required Spec Spec { get; init; }

    /// <summary>All of its tags, including Pockitect's and AWS's own.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>AWS's state (<c>available</c>, <c>shutting-down</c>); null if the type has none.</summary>
    public string? State { get; init; }

    /// <summary>Why it is in that state, in AWS's words, if AWS gives a reason.</summary>
    public string? StateReason { get; init; }

    /// <summary>How to repair a failed state; null if nothing failed or it can't be repaired.</summary>
    public string? Remedy { get; init; }

    public string? Arn { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Values that AWS assigned: addresses, endpoints, the resolved image. Names are AWS's own.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Why Pockitect never changes it (the default VPC, a service-linked role), or null.</summary>
    public string? Locked { get; init; }

    /// <summary>Its purpose and owner, in AWS's words, if its name doesn't show them; otherwise null.</summary>
    public string? About { get; init; }

    /// <summary>How to delete it, as a sentence, if only an owner without a resource type can; otherwise null.</summary>
    public string? FreedBy { get; init; }

    /// <summary>The ID of the resource that it is a part of and is deleted with; null if it is independent.</summary>
    public string? PartOf { get; init; }

    /// <summary>The ID of the resource for which AWS created it: it is deleted with that one, even if another project owns that.</summary>
    public string? GoesWith { get; init; }

    /// <summary>
    /// Whether it intentionally outlives its project, like a final snapshot: no deploy, delete or undo of the project touches it.
    /// </summary>
    public bool IsKept { get; init; }

    /// <summary>Whether the list call omitted settings that only a read returns.</summary>
    public bool IsSummary { get; init; }

    /// <summary>Whether it is the user's own: not created by AWS for every account and locked, and not deleted.</summary>
    public bool IsTheirs => Locked is null && Phase is not Phase.Gone;

    /// <summary>The <c>Name</c> tag, else Pockitect's logical ID, else the AWS ID.</summary>
    public string DisplayName =>
        Tags.GetValueOrDefault("Name") ?? Tags.GetValueOrDefault(OwnershipTags.Resource) ?? Id;
}
