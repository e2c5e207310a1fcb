using System.Text.Json.Serialization;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Commands.Bus;

/// <summary>What travels on the bus: a command to a worker, or a status from one.</summary>
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

/// <summary>What a worker is asked to do.</summary>
public abstract record Command : Message
{
    /// <summary>The name that a person typed to say that they mean it, where the account asks for that; null when nobody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Confirmation { get; init; }

    /// <summary>The project's blueprint, for a worker that may have another disk; null within one process.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SentBlueprint? Blueprint { get; init; }
}

/// <summary>What a worker says of a command.</summary>
public abstract record Status : Message
{
    /// <summary>No status of the same command follows.</summary>
    [JsonIgnore]
    public virtual bool IsLast => false;
}

/// <summary>Look at every enabled Region, or at some.</summary>
public sealed record ScanAllRegions(ScanRequest Request) : Command;

/// <summary>A part of a scan that several workers share; its request is the scan's.</summary>
/// <param name="Part">What the part is called among its scan's.</param>
/// <param name="Parts">How many parts the scan has.</param>
public sealed record ScanPart(ScanRequest Request, string Part, int Parts) : Command;

/// <summary>Make AWS what the project's blueprint says.</summary>
/// <param name="Fingerprint">The plan that a person approved; if what is planned now differs, nothing is done.</param>
public sealed record Deploy(string Fingerprint) : Command;

/// <summary>Delete the project of the envelope, or the resources of these ids.</summary>
/// <param name="Fingerprint">The plan that a person approved; if what is planned now differs, nothing is done.</param>
/// <param name="Selection">What goes; null for the whole project of the envelope.</param>
/// <param name="Options">What happens to data and protection.</param>
public sealed record Terminate(string Fingerprint, ResourceSelection? Selection, TerminateOptions Options) : Command;

/// <summary>Start or stop what the project has that can be started and stopped.</summary>
public sealed record Power(bool On) : Command;

/// <summary>Finish the project's operation that was cut short, failed or was cancelled.</summary>
/// <param name="Fingerprint">The plan that a person approved; if what is planned now differs, nothing is done.</param>
public sealed record Resume(string Fingerprint) : Command
{
    /// <summary>The delete of selected resources that is meant; null for the project's operation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OperationId { get; init; }
}

/// <summary>Take back what the project's operation did that was cut short, failed or was cancelled.</summary>
/// <param name="Fingerprint">The plan that a person approved; if what is planned now differs, nothing is done.</param>
/// <param name="EmptyBuckets">What is in buckets that it made goes too; otherwise a bucket that is not empty stays, and is named.</param>
public sealed record Undo(string Fingerprint, bool EmptyBuckets = false) : Command;

/// <summary>Leave what that operation made as it is, and ask no more.</summary>
public sealed record Keep : Command
{
    /// <inheritdoc cref="Resume.OperationId"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OperationId { get; init; }
}

/// <summary>The project's file has changed on disk, or somebody wants to know what the project is now.</summary>
/// <param name="LookAtAws">Its resources are looked at; otherwise what was last seen of them is gone by, and nobody is asked.</param>
public sealed record ProjectUpdated(bool LookAtAws = true) : Command;

/// <summary>Start nothing new of that command, let running steps end, and say so.</summary>
public sealed record Cancel(string TargetRequestId) : Command;

/// <summary>It waits: no worker has taken it yet. Said by the client that waits with it.</summary>
public sealed record Queued : Status;

public sealed record Accepted : Status;

/// <summary>Where a command stands.</summary>
/// <param name="Step">Steps that have ended, 0 to <paramref name="Total"/>.</param>
/// <param name="Total">All steps.</param>
/// <param name="Resource">The resource that this status speaks of.</param>
/// <param name="ResourceType">Its type's name.</param>
/// <param name="Phase">What is happening to it: creating, waiting, updating, deleting, done, failed, skipped.</param>
/// <param name="Detail">More for people: what AWS is waiting for, or the fault.</param>
/// <param name="Elapsed">Since the command was accepted.</param>
/// <param name="Remaining">The estimate, or null when there is nothing to go by.</param>
public sealed record Progress(
    int Step, int Total, string Resource, string ResourceType, string Phase, string? Detail, TimeSpan Elapsed, TimeSpan? Remaining) : Status;

/// <summary>Rows of a scan, as they come.</summary>
public sealed record ScanRows(ScanChunk Chunk) : Status
{
    /// <summary>The attempt that saw them; a part of a scan that another worker begins again is another look. Null from older workers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Look { get; init; }

    /// <summary>Which chunk of this look, Region and type it is, counted from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Number { get; init; }
}

/// <summary>The scan has ended; each Region and type has its verdict in the inventory.</summary>
/// <param name="Regions">In how many Regions it looked; types that know none are in none.</param>
public sealed record ScanComplete(int Resources, int Regions, IReadOnlyDictionary<Verdict, int> Verdicts) : Status;

/// <summary>What a project is now.</summary>
public sealed record ProjectStatusChanged(ProjectStatus Status) : Status;

/// <summary>The command is done.</summary>
public sealed record Completed(string Summary) : Status
{
    public override bool IsLast => true;
}

/// <summary>The command is not done, or not wholly.</summary>
/// <param name="Reason">The root cause and what to do.</param>
/// <param name="Failures">Each step that failed by itself, with its cause.</param>
/// <param name="Skipped">Steps that did not run because of those.</param>
/// <param name="WasCancelled">A person asked to stop.</param>
/// <param name="NeedsSignIn">Credentials are missing or have lapsed.</param>
/// <param name="OperationId">The operation that can now be resumed, undone or kept; null when nothing was begun.</param>
public sealed record Failed(
    string Reason,
    IReadOnlyList<string> Failures,
    IReadOnlyList<string> Skipped,
    bool WasCancelled = false,
    bool NeedsSignIn = false,
    string? OperationId = null) : Status
{
    /// <summary>Nothing failed: AWS needs longer than Pockitect waits.</summary>
    public bool IsStillWaiting { get; init; }

    public override bool IsLast => true;
}
