using System.Text.Json.Serialization;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands.Bus;

/// <summary>A bus message: a command to a worker, or a status from one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(ScanAllRegions), "scan_all_regions")]
[JsonDerivedType(typeof(ScanPart), "scan_part")]
[JsonDerivedType(typeof(Deploy), "deploy")]
[JsonDerivedType(typeof(Terminate), "terminate")]
[JsonDerivedType(typeof(Power), "power")]
[JsonDerivedType(typeof(ProjectUpdated), "project_updated")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(Undo), "undo")]
[JsonDerivedType(typeof(Keep), "keep")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Queued), "queued")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(ScanRows), "scan_chunk")]
[JsonDerivedType(typeof(ScanComplete), "scan_complete")]
[JsonDerivedType(typeof(ProjectStatusChanged), "project_status")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record Message;

/// <summary>A command to a worker.</summary>
public abstract record Command : Message
{
    /// <summary>The name that the user typed to confirm, if the account requires it; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Confirmation { get; init; }

    /// <summary>The project's blueprint, for a worker with another disk; null in one process.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SentBlueprint? Blueprint { get; init; }
}

/// <summary>A worker's status of a command.</summary>
public abstract record Status : Message
{
    /// <summary>Whether it is the command's last status.</summary>
    [JsonIgnore]
    public virtual bool IsLast => false;
}

/// <summary>Scans every enabled Region, or some.</summary>
public sealed record ScanAllRegions(ScanRequest Request) : Command;

/// <summary>A part of a scan that several workers share. Its request ID is the scan's.</summary>
/// <param name="Part">The name of the part in its scan.</param>
/// <param name="Parts">The number of parts in the scan.</param>
public sealed record ScanPart(ScanRequest Request, string Part, int Parts) : Command;

/// <summary>Deploys the project's blueprint.</summary>
/// <param name="Fingerprint">The fingerprint of the approved plan. If the current plan differs, nothing is done.</param>
public sealed record Deploy(string Fingerprint) : Command;

/// <summary>Deletes the envelope's project, or a selection of resources.</summary>
/// <param name="Fingerprint">The fingerprint of the approved plan; if today's plan differs, nothing changes.</param>
/// <param name="Selection">The resources to delete; null for the whole project.</param>
/// <param name="Options">The options for data and protection.</param>
public sealed record Terminate(string Fingerprint, ResourceSelection? Selection, TerminateOptions Options) : Command;

/// <summary>Starts or stops the project's resources.</summary>
public sealed record Power(bool On) : Command;

/// <summary>Finishes the project's interrupted, failed or canceled operation.</summary>
/// <param name="Fingerprint">The fingerprint of the approved plan; if today's plan differs, nothing changes.</param>
public sealed record Resume(string Fingerprint) : Command
{
    /// <summary>The selection delete to finish; null for the project's operation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OperationId { get; init; }
}

/// <summary>Undoes the project's interrupted, failed or canceled operation.</summary>
/// <param name="Fingerprint">The fingerprint of the approved plan. If the current plan differs, nothing is done.</param>
/// <param name="EmptyBuckets">Whether to empty buckets; otherwise a bucket with content blocks.</param>
public sealed record Undo(string Fingerprint, bool EmptyBuckets = false) : Command;

/// <summary>Keeps the current state and closes the operation.</summary>
public sealed record Keep : Command
{
    /// <inheritdoc cref="Resume.OperationId"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OperationId { get; init; }
}

/// <summary>The project's file has changed, or someone requests its current status.</summary>
/// <param name="LookAtAws">Whether to read its resources from AWS; otherwise the last scan is used.</param>
public sealed record ProjectUpdated(bool LookAtAws = true) : Command;

/// <summary>Cancels a command: starts nothing new, lets running steps finish, and reports it.</summary>
public sealed record Cancel(string TargetRequestId) : Command;

/// <summary>No worker has taken the command yet. Sent by the waiting client.</summary>
public sealed record Queued : Status;

public sealed record Accepted : Status;

/// <summary>The progress of a command.</summary>
/// <param name="Step">The number of finished steps, 0 to <paramref name="Total"/>.</param>
/// <param name="Total">The number of all steps.</param>
/// <param name="Resource">The resource of this status.</param>
/// <param name="ResourceType">The resource's type name.</param>
/// <param name="Phase">The phase: creating, waiting, updating, deleting, done, failed, skipped.</param>
/// <param name="Detail">Details as text: what AWS is waiting for, or the error.</param>
/// <param name="Elapsed">The time since the command was accepted.</param>
/// <param name="Remaining">The estimated remaining time; null if unknown.</param>
public sealed record Progress(
    int Step,
    int Total,
    string Resource,
    string ResourceType,
    string Phase,
    string? Detail,
    TimeSpan Elapsed,
    TimeSpan? Remaining) : Status;

/// <summary>Rows of a running scan.</summary>
public sealed record ScanRows(ScanChunk Chunk) : Status
{
    /// <summary>The attempt that read them. A part that another worker restarts is another attempt. Null from older workers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Look { get; init; }

    /// <summary>The number of the chunk for this attempt, Region and type, from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Number { get; init; }
}

/// <summary>The scan has ended; the inventory has a verdict per Region and type.</summary>
/// <param name="Regions">The number of scanned Regions, without the global one.</param>
public sealed record ScanComplete(int Resources, int Regions, IReadOnlyDictionary<Verdict, int> Verdicts) : Status;

/// <summary>What a project is now.</summary>
public sealed record ProjectStatusChanged(ProjectStatus Status) : Status;

/// <summary>The command succeeded.</summary>
public sealed record Completed(string Summary) : Status
{
    public override bool IsLast => true;
}

/// <summary>The command failed, completely or partly.</summary>
/// <param name="Reason">The root cause and what to do.</param>
/// <param name="Failures">Each step that failed itself, with its cause.</param>
/// <param name="Skipped">The steps that did not run because of those.</param>
/// <param name="WasCancelled">Whether the user canceled it.</param>
/// <param name="NeedsSignIn">Whether credentials are missing or have expired.</param>
/// <param name="OperationId">The operation that can be resumed, undone or kept; null if nothing was started.</param>
public sealed record Failed(
    string Reason,
    IReadOnlyList<string> Failures,
    IReadOnlyList<string> Skipped,
    bool WasCancelled = false,
    bool NeedsSignIn = false,
    string? OperationId = null) : Status
{
    /// <summary>Whether nothing failed, but AWS needs longer than Pockitect waits.</summary>
    public bool IsStillWaiting { get; init; }

    public override bool IsLast => true;
}
