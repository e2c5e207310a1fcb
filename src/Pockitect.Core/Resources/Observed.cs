namespace Pockitect.Core.Resources;

/// <summary>Where in its life a resource is, over all types.</summary>
public enum Phase
{
    /// <summary>Settled and in use (an instance: running).</summary>
    Ready,

    /// <summary>On the way to another phase; asking again later tells.</summary>
    Pending,

    /// <summary>Settled, switched off, and can be started.</summary>
    Stopped,

    /// <summary>On the way out.</summary>
    Deleting,

    /// <summary>Still listed by AWS but no longer there (a terminated instance, a deleted NAT gateway).</summary>
    Gone,

    /// <summary>AWS gave up on it; it exists and has to be removed or repaired.</summary>
    Failed,
}

/// <summary>One resource as AWS showed it.</summary>
public sealed record Observed
{
    /// <summary>The resource type's name, such as <c>AWS::EC2::Subnet</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The id that AWS knows it by and that references to it carry.</summary>
    public required string Id { get; init; }

    public required Place Place { get; init; }

    /// <summary>Its settings. Properties that the call does not tell are null; see <see cref="IsSummary"/>.</summary>
    public required Spec Spec { get; init; }

    /// <summary>All of its tags, Pockitect's and AWS's own included.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public required Phase Phase { get; init; }

    /// <summary>AWS's own word for the state (<c>available</c>, <c>shutting-down</c>), null where the type has none.</summary>
    public string? State { get; init; }

    /// <summary>Why it is in that state, in AWS's words, where AWS says so.</summary>
    public string? StateReason { get; init; }

    /// <summary>What to do about a failed state that can be repaired; null where nothing failed, or where nothing repairs it.</summary>
    public string? Remedy { get; init; }

    public string? Arn { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What only AWS knows: addresses, endpoints, the image that was resolved. Names are AWS's own.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Why Pockitect never touches it (the default VPC, a service-linked role), or null.</summary>
    public string? Locked { get; init; }

    /// <summary>What it is for and whose it is, in AWS's words, where its name does not say; null otherwise.</summary>
    public string? About { get; init; }

    /// <summary>How to get rid of it where only an owner that no resource type stands for can delete it: a sentence. Null otherwise.</summary>
    public string? FreedBy { get; init; }

    /// <summary>The ID of the resource that it came with and that takes it along; null where it stands by itself.</summary>
    public string? PartOf { get; init; }

    /// <summary>The ID of the resource that AWS made it for: it is deleted with that one, whoever owns that.</summary>
    public string? GoesWith { get; init; }

    /// <summary>It outlives its project on purpose, as a final snapshot does: no deploy, delete or undo of the project touches it.</summary>
    public bool IsKept { get; init; }

    /// <summary>The list call left settings out that only a read of this one resource tells.</summary>
    public bool IsSummary { get; init; }

    /// <summary>A person has something from it: it is not what AWS makes for every account and locks, and it is not gone.</summary>
    public bool IsTheirs => Locked is null && Phase is not Phase.Gone;

    /// <summary>The <c>Name</c> tag, else Pockitect's logical id, else the id.</summary>
    public string DisplayName =>
        Tags.GetValueOrDefault("Name") ?? Tags.GetValueOrDefault(OwnershipTags.Resource) ?? Id;
}
