using System.Text.Json.Serialization;

namespace Pockitect.Core.Execution;

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
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public int Version { get; init; } = CurrentVersion;
}

/// <summary>The operation was started, with these steps.</summary>
public sealed record Began(DateTimeOffset At, Operation Operation, string AccountId, string Fingerprint, IReadOnlyList<string> Steps)
    : JournalEntry(At);

/// <summary>The step is about to call AWS; whether it did is in doubt until a later line says so.</summary>
public sealed record Intended(DateTimeOffset At, string Step, string Kind, string Type, string Region, string LogicalId, string? Id, string? ClientToken)
    : JournalEntry(At);

/// <summary>AWS has made the resource and gave it this id.</summary>
public sealed record Made(DateTimeOffset At, string Step, string Id) : JournalEntry(At);

/// <summary>The step has succeeded.</summary>
public sealed record Done(DateTimeOffset At, string Step, string? Id) : JournalEntry(At);

/// <summary>The step has failed by itself.</summary>
public sealed record StepFailed(DateTimeOffset At, string Step, string Kind, string Code, string Message) : JournalEntry(At);

/// <summary>The operation has ended: completed, failed or cancelled.</summary>
public sealed record Ended(DateTimeOffset At, string Outcome) : JournalEntry(At);
