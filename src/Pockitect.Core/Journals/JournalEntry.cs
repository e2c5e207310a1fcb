using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Journals;

/// <summary>A line of a journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Began), "began")]
[JsonDerivedType(typeof(Intended), "intended")]
[JsonDerivedType(typeof(Made), "made")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(StepFailed), "failed")]
[JsonDerivedType(typeof(Ended), "ended")]
public abstract record JournalEntry(DateTimeOffset At)
{
    /// <summary>The version that this program writes; it reads none newer.</summary>
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public int Version { get; init; } = CurrentVersion;
}

/// <summary>The operation was started or resumed: one line per attempt.</summary>
/// <param name="Steps">The planned steps.</param>
/// <param name="Before">
/// The earlier state, as written by <c>ObservedJson</c>, of everything that the steps change: the target of an undo.
/// Scripts are replaced by their hash.
/// </param>
/// <param name="Options">The options for data and protection.</param>
public sealed record Began(
    DateTimeOffset At,
    Operation Operation,
    string AccountId,
    string Fingerprint,
    IReadOnlyList<PlannedStep> Steps,
    IReadOnlyList<JsonObject> Before,
    TerminateOptions Options)
    : JournalEntry(At)
{
    /// <summary>The ID of the command; null in journals without it.</summary>
    public string? Request { get; init; }
}

/// <summary>A planned step, as announced in the journal.</summary>
public sealed record PlannedStep(string Id, StepKind Kind, string LogicalId);

/// <summary>The step is about to call AWS. Until a later line, it is unknown whether AWS did anything.</summary>
public sealed record Intended(
    DateTimeOffset At, string Step, StepKind Kind, string Type, string Region, string LogicalId, string? Id, string? ClientToken)
    : JournalEntry(At);

/// <summary>AWS has created the resource with this ID.</summary>
public sealed record Made(DateTimeOffset At, string Step, string Id) : JournalEntry(At);

/// <summary>The step succeeded.</summary>
public sealed record Done(DateTimeOffset At, string Step, string? Id) : JournalEntry(At);

/// <summary>The step itself failed.</summary>
public sealed record StepFailed(DateTimeOffset At, string Step, string Kind, string Code, string Message) : JournalEntry(At);

/// <summary>The operation has ended, or the user has decided how to settle it.</summary>
public sealed record Ended(DateTimeOffset At, OperationOutcome Outcome) : JournalEntry(At);

/// <summary>How an operation ended.</summary>
public enum OperationOutcome
{
    Completed,
    Failed,
    Cancelled,

    /// <summary>Its changes were undone.</summary>
    Undone,

    /// <summary>Its results were kept.</summary>
    Kept,
}
