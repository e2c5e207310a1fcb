using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Journals;

/// <summary>One line of a journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Began), "began")]
[JsonDerivedType(typeof(Intended), "intended")]
[JsonDerivedType(typeof(Made), "made")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(StepFailed), "failed")]
[JsonDerivedType(typeof(Ended), "ended")]
public abstract record JournalEntry(DateTimeOffset At)
{
    /// <summary>The version that this program writes; it reads no newer one.</summary>
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public int Version { get; init; } = CurrentVersion;
}

/// <summary>The operation was started, or gone on with: a journal has one such line for each attempt.</summary>
/// <param name="Steps">What is to be done.</param>
/// <param name="Before">What the account had, as <see cref="ObservedJson"/> writes it, of all that the steps are to change: what an undo goes back to. Scripts are named by their hash.</param>
/// <param name="Options">What was agreed about data and protection.</param>
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
    /// <summary>The command that was carried out; null in journals that do not say so.</summary>
    public string? Request { get; init; }
}

/// <summary>A step as the journal announces it.</summary>
public sealed record PlannedStep(string Id, StepKind Kind, string LogicalId);

/// <summary>The step is about to call AWS; whether it did is in doubt until a later line says so.</summary>
public sealed record Intended(DateTimeOffset At, string Step, StepKind Kind, string Type, string Region, string LogicalId, string? Id, string? ClientToken)
    : JournalEntry(At);

/// <summary>AWS has made the resource and gave it this id.</summary>
public sealed record Made(DateTimeOffset At, string Step, string Id) : JournalEntry(At);

/// <summary>The step has succeeded.</summary>
public sealed record Done(DateTimeOffset At, string Step, string? Id) : JournalEntry(At);

/// <summary>The step has failed by itself.</summary>
public sealed record StepFailed(DateTimeOffset At, string Step, string Kind, string Code, string Message) : JournalEntry(At);

/// <summary>The operation has ended, or a person has decided what is to become of it.</summary>
public sealed record Ended(DateTimeOffset At, OperationOutcome Outcome) : JournalEntry(At);

/// <summary>How an operation ended.</summary>
public enum OperationOutcome
{
    Completed,
    Failed,
    Cancelled,

    /// <summary>What it had changed was taken back.</summary>
    Undone,

    /// <summary>What it had made was left as it was.</summary>
    Kept,
}
