using System.Text.Json.Serialization;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Projects;

/// <summary>
/// What a project is now: the one picture that the terminal, the window and workers show. It is told when it is written anew, and
/// how old it is, is worked out by whoever reads it.
/// </summary>
/// <param name="Project">The project's name.</param>
/// <param name="State">One word for all of it: not deployed, running, stopped, changing, failed, unknown, or partly deployed, deleted or stopped.</param>
/// <param name="Resources">What carries its tags, and what was deployed and is there no more; by name.</param>
public sealed record ProjectStatus(string Project, string State, [property: JsonPropertyOrder(1)] IReadOnlyList<ResourceStatus> Resources)
{
    /// <summary>The account that it is in, twelve digits.</summary>
    public string? AccountId { get; init; }

    /// <summary>The id that its resources carry; null for one that was never deployed.</summary>
    public string? ProjectId { get; init; }

    /// <summary>When the resource that was seen longest ago was seen; null where there are none.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>When it was last compared with what was deployed; null when it never was.</summary>
    public DateTimeOffset? ComparedAt { get; init; }

    /// <summary>Its file asks for something else than what was deployed last.</summary>
    public bool IsEdited { get; init; }

    /// <summary>The newest operation by its journal; null when there is none here.</summary>
    public OperationStatus? LastOperation { get; init; }

    /// <summary>Why its state isn't known, with the file, the line and the remedy; null if it is known.</summary>
    public string? Problem { get; init; }

    /// <summary>How many resources somebody changed who is not Pockitect, as far as that was compared.</summary>
    [JsonIgnore]
    public int Drifted => Resources.Count(resource => resource.Drift is not null);

    /// <summary>The state of a project with a journal that can't be read.</summary>
    public const string Unknown = "unknown";

    /// <summary>How old a status may be and still be taken for how things are.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>Why it may not be how things are; null where it is.</summary>
    public string? StaleWords(TimeProvider time) =>
        Resources.FirstOrDefault(resource => resource.Unseen is not null) is { } unseen ? $"stale: {unseen.Name} could not be looked at ({unseen.Unseen})"
        : SeenAt is { } at && time.GetUtcNow() - at > Fresh ? $"stale: seen {Ages.Ago(at, time)}"
        : null;

    /// <summary>How it compares with what was deployed, as far as somebody has looked.</summary>
    [JsonIgnore]
    public string DriftWords => Resources.Count == 0 ? ""
        : ComparedAt is null ? "not compared"
        : Drifted == 0 ? "none"
        : Drifted == 1 ? "1 changed outside" : $"{Drifted} changed outside";

    /// <summary>Of the resources that carry the project's name, those that are its own.</summary>
    /// <param name="hasBlueprint">Its file is here: then only the id counts, and a project without one has no resources.</param>
    public IEnumerable<Observed> RowsOf(IEnumerable<Observed> named, bool hasBlueprint) => ProjectId is null
        ? hasBlueprint ? [] : named
        : named.Where(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == ProjectId);

    /// <summary>The state of a whole project, in a word or two, by its resources and by what was last done to it.</summary>
    /// <param name="unfinished">What was begun in it and not brought to its end; null where there is no such operation.</param>
    public static string StateOf(IReadOnlyCollection<Observed> resources, OperationStatus? unfinished = null)
    {
        if (resources.Any(resource => resource.Phase is Phase.Failed)) return "failed";
        if (resources.Any(resource => resource.Phase is Phase.Pending or Phase.Deleting)) return "changing";
        if (PartlyDone(resources, unfinished) is { } partly) return partly;
        if (resources.Count == 0) return "not deployed";
        return resources.Any(resource => resource.Phase is Phase.Stopped) ? "stopped" : "running";
    }

    /// <summary>What a project is with an unfinished operation; null where that says nothing about its resources.</summary>
    private static string? PartlyDone(IReadOnlyCollection<Observed> resources, OperationStatus? unfinished) => unfinished switch
    {
        // Completed or undone; or kept, and then what is there is what the user wants.
        null or { IsUnfinished: false } => null,
        { Kind: OperationKind.Deploy, Outcome: OperationOutcome.Failed } => "failed",
        _ when resources.Count == 0 => null,
        { Kind: OperationKind.Deploy or OperationKind.Undo } => "partly deployed",
        { Kind: OperationKind.Terminate } => "partly deleted",
        // A change of power that was cut short has changed some of them.
        _ => resources.Any(resource => resource.Phase is Phase.Stopped) ? "partly stopped" : null,
    };
}

/// <summary>What one resource of a project is now.</summary>
/// <param name="Name">Its logical id; for what carries none, the id that AWS gave it.</param>
/// <param name="Type">Its type's name.</param>
/// <param name="Id">The id that AWS knows it by; null for what is there no more.</param>
/// <param name="State">AWS's own word for it, or <c>deleted</c>.</param>
/// <param name="Since">When it was first seen in this state from here.</param>
public sealed record ResourceStatus(string Name, string Type, string? Id, string Region, string State, DateTimeOffset Since)
{
    /// <summary>When it was last seen; null for what is there no more.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Why the last look did not see it, so that it is told as it was before; null where it did.</summary>
    public string? Unseen { get; init; }

    /// <summary>How it differs from what was deployed; null where it does not, or nobody has compared it.</summary>
    public DriftKind? Drift { get; init; }

    /// <summary>The settings that differ; none where all of it is new or gone.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>The address that people and programs reach it by; null where it has none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How it differs from what was deployed, for people; empty where it does not.</summary>
    [JsonIgnore]
    public string DriftWords => Drift switch
    {
        null => "",
        DriftKind.Deleted => "deleted outside",
        DriftKind.Added => "added outside",
        DriftKind.NeverCreated => "never created",
        _ => $"changed outside: {string.Join(", ", Changed)}",
    };
}

/// <summary>One operation of a project.</summary>
/// <param name="Outcome">How it ended; null when it did not.</param>
/// <param name="IsUnfinished">A person has still to say what is to become of it: resume, undo or keep.</param>
public sealed record OperationStatus(string Id, OperationKind Kind, OperationOutcome? Outcome, DateTimeOffset BeganAt, DateTimeOffset? EndedAt, bool IsUnfinished);
