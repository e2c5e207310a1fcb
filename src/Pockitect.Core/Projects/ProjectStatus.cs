using System.Text.Json.Serialization;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Projects;

/// <summary>
/// The current status of a project, shared by terminal, window and workers. It is reported when it changes; readers compute its age.
/// </summary>
/// <param name="Project">The project's name.</param>
/// <param name="State">
/// The state: not deployed, running, stopped, changing, failed, unknown, or partly deployed, deleted or stopped.
/// </param>
/// <param name="Resources">Resources with its tags, and deployed ones that are gone, by name.</param>
public sealed record ProjectStatus(string Project, string State, [property: JsonPropertyOrder(1)] IReadOnlyList<ResourceStatus> Resources)
{
    /// <summary>The account's twelve digits.</summary>
    public string? AccountId { get; init; }

    /// <summary>The ID that its resources carry; null if never deployed.</summary>
    public string? ProjectId { get; init; }

    /// <summary>When the resource that was checked longest ago was checked; null without resources.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>When it was last compared with its deployed state; null if never.</summary>
    public DateTimeOffset? ComparedAt { get; init; }

    /// <summary>Whether the file differs from the last deploy.</summary>
    public bool IsEdited { get; init; }

    /// <summary>The newest operation in its journal; null if not on this computer.</summary>
    public OperationStatus? LastOperation { get; init; }

    /// <summary>Why its state is unknown, with the file, the line and the fix; null if it is known.</summary>
    public string? Problem { get; init; }

    /// <summary>The number of resources changed outside Pockitect, as far as compared.</summary>
    [JsonIgnore]
    public int Drifted => Resources.Count(resource => resource.Drift is not null);

    /// <summary>The state of a project with an unreadable journal.</summary>
    public const string Unknown = "unknown";

    /// <summary>The age up to which a status counts as current.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>Why it may be outdated; null if it is current.</summary>
    public string? StaleWords(TimeProvider time) =>
        Resources.FirstOrDefault(resource => resource.Unseen is not null) is { } unseen
        ? $"stale: could not read {unseen.Name} ({unseen.Unseen})"
        : SeenAt is { } at && time.GetUtcNow() - at > Fresh ? $"stale: last checked {Ages.Ago(at, time)}"
        : null;

    /// <summary>The difference from the deployed state, as far as compared.</summary>
    [JsonIgnore]
    public string DriftWords => Resources.Count == 0 ? ""
        : ComparedAt is null ? "not compared"
        : Drifted == 0 ? "none"
        : Drifted == 1 ? "1 changed outside" : $"{Drifted} changed outside";

    /// <summary>Returns the resources that belong to the project, among those with its name.</summary>
    /// <param name="hasBlueprint">Whether its file is here: then only the ID counts, and a project without one has no resources.</param>
    public IEnumerable<Observed> RowsOf(IEnumerable<Observed> named, bool hasBlueprint) => ProjectId is null
        ? hasBlueprint ? [] : named
        : named.Where(row => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == ProjectId);

    /// <summary>Returns the state of a project in a word or two, from its resources and its last operation.</summary>
    /// <param name="unfinished">The unfinished operation; null if missing.</param>
    public static string StateOf(IReadOnlyCollection<Observed> resources, OperationStatus? unfinished = null)
    {
        if (resources.Any(resource => resource.Phase is Phase.Failed)) return "failed";
        if (resources.Any(resource => resource.Phase is Phase.Pending or Phase.Deleting)) return "changing";
        if (PartlyDone(resources, unfinished) is { } partly) return partly;
        if (resources.Count == 0) return "not deployed";
        return resources.Any(resource => resource.Phase is Phase.Stopped) ? "stopped" : "running";
    }

    /// <summary>Returns the state of a project with an unfinished operation; null if that says nothing about its resources.</summary>
    private static string? PartlyDone(IReadOnlyCollection<Observed> resources, OperationStatus? unfinished) => unfinished switch
    {
        // Completed or undone; or kept, and then the current state is what the user wants.
        null or { IsUnfinished: false } => null,
        { Kind: OperationKind.Deploy, Outcome: OperationOutcome.Failed } => "failed",
        _ when resources.Count == 0 => null,
        { Kind: OperationKind.Deploy or OperationKind.Undo } => "partly deployed",
        { Kind: OperationKind.Terminate } => "partly deleted",
        // An interrupted power change has changed some of them.
        _ => resources.Any(resource => resource.Phase is Phase.Stopped) ? "partly stopped" : null,
    };
}

/// <summary>The status of a resource.</summary>
/// <param name="Name">Its logical ID; without one, its AWS ID.</param>
/// <param name="Type">Its type's name.</param>
/// <param name="Id">Its AWS ID; null if it is gone.</param>
/// <param name="State">AWS's state, or <c>deleted</c>.</param>
/// <param name="Since">When it was first seen in this state from here.</param>
public sealed record ResourceStatus(string Name, string Type, string? Id, string Region, string State, DateTimeOffset Since)
{
    /// <summary>When it was last seen; null if it is gone.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Why the last scan did not read it, so that it is shown as before; null if it did.</summary>
    public string? Unseen { get; init; }

    /// <summary>Its difference from the deployed state; null if missing, or it was not compared.</summary>
    public DriftKind? Drift { get; init; }

    /// <summary>The changed settings; none if the resource was added or deleted.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Its network address; null if it has none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Its difference from the deployed state as text; empty if missing.</summary>
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

/// <summary>An operation of a project.</summary>
/// <param name="Outcome">How it ended; null if it hasn't.</param>
/// <param name="IsUnfinished">Whether the user must still decide: resume, undo or keep.</param>
public sealed record OperationStatus(
    string Id, OperationKind Kind, OperationOutcome? Outcome, DateTimeOffset BeganAt, DateTimeOffset? EndedAt, bool IsUnfinished);
