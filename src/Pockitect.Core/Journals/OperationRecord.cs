using System.Text.Json.Nodes;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Journals;

/// <summary>How far a step of an operation came, by its journal.</summary>
public enum StepProgress
{
    /// <summary>It was planned, and never begun.</summary>
    Planned,

    /// <summary>AWS was about to be asked; whether it did what it was asked for is not known.</summary>
    InDoubt,

    /// <summary>AWS has made the resource; whether it has all of its settings is not known.</summary>
    Made,

    Failed,

    Done,
}

/// <summary>One step as its journal tells it.</summary>
/// <param name="Intent">The last announcement of it; null as long as it was not begun.</param>
/// <param name="ResourceId">The resource that it made or changed; null as long as AWS has not said so.</param>
public sealed record StepRecord(PlannedStep Step, StepProgress Progress, Intended? Intent, string? ResourceId)
{
    /// <summary>When AWS created the resource of a create step; null if the last attempt has not.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it succeeded or failed; null as long as it did neither.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed at its last attempt; null where it did not.</summary>
    public StepFailed? Failure { get; init; }
}

/// <summary>The journal of one operation, folded: what it was to do, what it did, what is in doubt, and what there was before.</summary>
/// <param name="BeganAt">When its first attempt began.</param>
/// <param name="Options">What was agreed about data and protection.</param>
/// <param name="Steps">The steps of its attempts, each once.</param>
/// <param name="Before">What the account had of all that the operation was to change, each as it was at first.</param>
/// <param name="Outcome">How it ended; null when it did not.</param>
public sealed record OperationRecord(
    Operation Operation,
    DateTimeOffset BeganAt,
    TerminateOptions Options,
    IReadOnlyList<StepRecord> Steps,
    IReadOnlyList<JsonObject> Before,
    OperationOutcome? Outcome)
{
    /// <summary>The account that it was about; empty in a journal that does not say so.</summary>
    public string AccountId { get; init; } = "";

    /// <summary>The command of its last attempt; null where the journal does not say so.</summary>
    public string? Request { get; init; }

    /// <summary>When the first attempt of that command began.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the last line of its journal was written: a process that died was alive then.</summary>
    public DateTimeOffset LastEntryAt { get; init; }

    /// <summary>When it ended, or a person settled it; null when it did not end.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>A person has still to say what is to become of it.</summary>
    public bool IsUnfinished => Outcome is null or OperationOutcome.Failed or OperationOutcome.Cancelled;

    /// <summary>The resources that it was to make.</summary>
    public int ResourcesPlanned => Steps.Count(step => step.Step.Kind is StepKind.Create);

    /// <summary>The resources that it is known to have made.</summary>
    public int ResourcesMade => Steps.Count(step => step is { Step.Kind: StepKind.Create, ResourceId: not null });

    public int StepsDone => Steps.Count(step => step.Progress is StepProgress.Done);

    public int StepsFailed => Steps.Count(step => step.Progress is StepProgress.Failed);

    public int StepsInDoubt => Steps.Count(step => step.Progress is StepProgress.InDoubt);

    /// <summary>The resource types that it was about.</summary>
    public IEnumerable<string> Types =>
        Steps.Select(step => step.Intent?.Type).Concat(Before.Select(row => (string?)row["type"])).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>The Regions in which it did something or was to.</summary>
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
                foreach (var row in began.Before.Where(row => !IsMadeBy(row, began.Operation))) before.TryAdd($"{row["type"]} {row["region"]} {row["id"]}", row);
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

    /// <summary>What there was before, as resources of this catalog; scripts are withheld, as <see cref="Scripts"/> says.</summary>
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
        Intended intended => step with { Progress = StepProgress.InDoubt, Intent = intended, ResourceId = intended.Id ?? step.ResourceId, CreatedAt = null, EndedAt = null, Failure = null },
        Made made => step with { Progress = StepProgress.Made, ResourceId = made.Id, CreatedAt = made.At },
        Done done => step with { Progress = StepProgress.Done, ResourceId = done.Id ?? step.ResourceId, EndedAt = done.At },
        // AWS is still creating it, which is no failure.
        StepFailed { Code: Fault.StillWaiting } waiting when step.Progress is StepProgress.Made => step with { EndedAt = waiting.At, Failure = waiting },
        StepFailed failed => step with { Progress = StepProgress.Failed, EndedAt = failed.At, Failure = failed },
        _ => step,
    };

    /// <summary>What an earlier attempt made is nothing to go back to.</summary>
    private static bool IsMadeBy(JsonObject row, Operation operation) => (string?)row["tags"]?[OwnershipTags.Operation] == operation.Id;
}
