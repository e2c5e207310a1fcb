using System.Text.Json.Nodes;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Journals;

/// <summary>The progress of a step, from its journal.</summary>
public enum StepProgress
{
    /// <summary>Planned, but never started.</summary>
    Planned,

    /// <summary>AWS was about to be called; the effect is unknown.</summary>
    InDoubt,

    /// <summary>AWS has created the resource; it may lack some settings.</summary>
    Made,

    Failed,

    Done,
}

/// <summary>A step, from its journal.</summary>
/// <param name="Intent">Its last announcement; null if it hasn't started.</param>
/// <param name="ResourceId">The resource that it created or changed; null if AWS hasn't confirmed it.</param>
public sealed record StepRecord(PlannedStep Step, StepProgress Progress, Intended? Intent, string? ResourceId)
{
    /// <summary>When AWS created the resource of a create step; null if the last attempt has not.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it succeeded or failed; null if neither.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why its last attempt failed; null if it didn't.</summary>
    public StepFailed? Failure { get; init; }
}

/// <summary>An operation, folded from its journal: its plan, its results, unconfirmed steps, and the earlier state.</summary>
/// <param name="BeganAt">When its first attempt started.</param>
/// <param name="Options">The options for data and protection.</param>
/// <param name="Steps">The steps of all attempts, each once.</param>
/// <param name="Before">The earlier state of everything that the operation was to change, as of its first attempt.</param>
/// <param name="Outcome">How it ended; null if it hasn't.</param>
public sealed record OperationRecord(
    Operation Operation,
    DateTimeOffset BeganAt,
    TerminateOptions Options,
    IReadOnlyList<StepRecord> Steps,
    IReadOnlyList<JsonObject> Before,
    OperationOutcome? Outcome)
{
    /// <summary>The account; empty in a journal without it.</summary>
    public string AccountId { get; init; } = "";

    /// <summary>The command of its last attempt; null in a journal without it.</summary>
    public string? Request { get; init; }

    /// <summary>When the first attempt of that command started.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the last line of its journal was written: a process that died was alive then.</summary>
    public DateTimeOffset LastEntryAt { get; init; }

    /// <summary>When it ended, or the user settled it; null if neither.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether the user must still decide how to settle it.</summary>
    public bool IsUnfinished => Outcome is null or OperationOutcome.Failed or OperationOutcome.Cancelled;

    /// <summary>The number of resources to create.</summary>
    public int ResourcesPlanned => Steps.Count(step => step.Step.Kind is StepKind.Create);

    /// <summary>The number of resources known to be created.</summary>
    public int ResourcesMade => Steps.Count(step => step is { Step.Kind: StepKind.Create, ResourceId: not null });

    public int StepsDone => Steps.Count(step => step.Progress is StepProgress.Done);

    public int StepsFailed => Steps.Count(step => step.Progress is StepProgress.Failed);

    public int StepsInDoubt => Steps.Count(step => step.Progress is StepProgress.InDoubt);

    /// <summary>The resource types of its steps.</summary>
    public IEnumerable<string> Types =>
        Steps.Select(step => step.Intent?.Type)
            .Concat(Before.Select(row => (string?)row["type"]))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    /// <summary>The Regions in which it did or planned something.</summary>
    public IReadOnlyList<string> Regions =>
    [
        .. Steps.Select(step => step.Intent?.Region).Concat(Before.Select(row => (string?)row["region"]))
            .OfType<string>()
            .Where(region => region != Place.GlobalRegion)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Folds a journal.</summary>
    /// <returns>Null for a journal whose first line never reached the disk: nothing was done.</returns>
    public static OperationRecord? Fold(IReadOnlyList<JournalEntry> entries)
    {
        if (entries.OfType<Began>().FirstOrDefault() is not { } first) return null;
        var steps = new Dictionary<string, StepRecord>(StringComparer.Ordinal);
        var before = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        Ended? end = null;
        var asked = first;
        foreach (var entry in entries)
        {
            if (entry is Began began)
            {
                end = null;
                if (began.Request is null || began.Request != asked.Request) asked = began;
                foreach (var step in began.Steps) steps.TryAdd(step.Id, new StepRecord(step, StepProgress.Planned, null, null));
                foreach (var row in began.Before.Where(row => !IsMadeBy(row, began.Operation)))
                    before.TryAdd($"{row["type"]} {row["region"]} {row["id"]}", row);
            }
            else if (entry is Ended ended)
            {
                end = ended;
            }
            else if (StepOf(entry) is { } id && steps.GetValueOrDefault(id) is { } step)
            {
                steps[id] = Next(step, entry);
            }
        }

        return new OperationRecord(first.Operation, first.At, first.Options, [.. steps.Values], [.. before.Values], end?.Outcome)
        {
            AccountId = first.AccountId,
            Request = asked.Request,
            RequestedAt = asked.At,
            EndedAt = end?.At,
            LastEntryAt = entries[^1].At,
        };
    }

    /// <summary>Returns the earlier state as resources of this catalog. Scripts are withheld; see <see cref="Scripts"/>.</summary>
    public IReadOnlyList<Observed> ReadBefore(Catalog catalog) => [.. Before.Select(row => ObservedJson.Read(row, catalog))];

    private static string? StepOf(JournalEntry entry) => entry switch
    {
        Intended intended => intended.Step,
        Made made => made.Step,
        Done done => done.Step,
        StepFailed failed => failed.Step,
        _ => null,
    };

    private static StepRecord Next(StepRecord step, JournalEntry entry) => entry switch
    {
        Intended intended =>
            step with
            {
                Progress = StepProgress.InDoubt,
                Intent = intended,
                ResourceId = intended.Id ?? step.ResourceId,
                CreatedAt = null,
                EndedAt = null,
                Failure = null,
            },
        Made made => step with { Progress = StepProgress.Made, ResourceId = made.Id, CreatedAt = made.At },
        Done done => step with { Progress = StepProgress.Done, ResourceId = done.Id ?? step.ResourceId, EndedAt = done.At },
        // AWS is still creating it, which is not a failure.
        StepFailed { Code: Fault.StillWaiting } waiting when step.Progress is StepProgress.Made =>
            step with { EndedAt = waiting.At, Failure = waiting },
        StepFailed failed => step with { Progress = StepProgress.Failed, EndedAt = failed.At, Failure = failed },
        _ => step,
    };

    /// <summary>Resources created by an earlier attempt are not part of the earlier state.</summary>
    private static bool IsMadeBy(JsonObject row, Operation operation) => (string?)row["tags"]?[OwnershipTags.Operation] == operation.Id;
}
