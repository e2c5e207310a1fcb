using System.Security.Cryptography;
using System.Text;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

public enum ChangeAction
{
    Keep,
    Create,
    Update,

    /// <summary>AWS cannot make this change to the living resource: a new one takes its place.</summary>
    Replace,
    Delete,
}

/// <summary>What is to become of one resource.</summary>
public sealed record PlannedChange
{
    /// <summary>Its logical id; for what no blueprint names, the id that AWS gave it.</summary>
    public required string LogicalId { get; init; }

    public required ResourceType Type { get; init; }

    public required Place Place { get; init; }

    public required ChangeAction Action { get; init; }

    /// <summary>What it is to be; null when it is to go. References to other resources of the plan are still names.</summary>
    public Spec? Desired { get; init; }

    /// <summary>What AWS has; null when it has nothing.</summary>
    public Observed? Now { get; init; }

    /// <summary>What differs, property by property.</summary>
    public IReadOnlyList<PropertyChange> Differences { get; init; } = [];

    /// <summary>Why, where it is not plain from the differences.</summary>
    public string? Reason { get; init; }

    /// <summary>It undoes what was not done by Pockitect: the resource was deleted, or made, outside.</summary>
    public bool IsFromOutside { get; init; }

    /// <summary>The paths of those differences that came from outside, each with the value that was deployed.</summary>
    public IReadOnlyDictionary<string, string?> ChangedOutside { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// Its power goes back to what it was. It may be on its way there by itself, so that this is no part of what a person approves.
    /// </summary>
    public bool IsSwitchedBack { get; init; }

    /// <summary>Its differences but that of a power that goes back.</summary>
    internal IEnumerable<PropertyChange> Approved => Differences.Where(difference => !IsSwitchedBack || difference.Path != PowerPlanner.Power);

    /// <summary>The name that its users still carry, which a new one gets again; null for a new name.</summary>
    public string? Name { get; init; }

    /// <summary>Somebody asked for it in the blueprint, or may have; false for what only follows from a state or from a change outside.</summary>
    internal bool IsAskedFor { get; init; } = true;

    /// <summary>What to say about it beside its differences.</summary>
    internal IReadOnlyList<Finding> Notes { get; init; } = [];

    /// <summary>How the change interrupts the use of the resource. A replacement always does.</summary>
    public IReadOnlyList<Interruption> Interruptions
    {
        get => Action is ChangeAction.Replace ? [Interruption.Replaced] : field;
        init;
    } = [];

    /// <summary>What differs from the blueprint and stays so, as sentences.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>What the change exposes that wasn't exposed before, as sentences.</summary>
    public IReadOnlyList<string> Cautions => Action switch
    {
        ChangeAction.Create when Desired is not null => [.. SpecDiff.Cautions(Desired)],
        ChangeAction.Update or ChangeAction.Replace => [.. Differences.SelectMany(difference => difference.Items).Select(item => item.Caution).OfType<string>()],
        _ => [],
    };

    /// <summary>What it costs by the month, before and after; null until it was worked out.</summary>
    public ChangePrice? Price { get; init; }

    /// <summary>Its data stays: in a final snapshot, or because only what is empty is deleted.</summary>
    public bool KeepsData { get; init; }

    /// <summary>Data goes with it: a person must say so twice.</summary>
    public bool LosesData => Type.HoldsData && Action is (ChangeAction.Replace or ChangeAction.Delete);
}

/// <summary>Something that stays when a resource is deleted.</summary>
/// <param name="Resource">As it will be listed; the end of its name is the operation's, which a plan does not know yet.</param>
/// <param name="Price">By the month; null until it was worked out.</param>
public sealed record KeptResource(Observed Resource, MonthlyPrice? Price = null);

/// <summary>What would be done, whole: what becomes of every resource, and the steps that do it.</summary>
public sealed record Plan
{
    public required IReadOnlyList<PlannedChange> Changes { get; init; }

    /// <summary>The steps, each behind those that it waits for.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>What stands in the way; a plan with any cannot be carried out.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>What preflight found in the account. It changes from look to look, and is no part of what a person approves.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What happens to data and protection where it deletes.</summary>
    public TerminateOptions Options { get; init; } = new();

    /// <summary>What it keeps of what it deletes, such as final snapshots.</summary>
    public IReadOnlyList<KeptResource> Kept { get; init; } = [];

    /// <summary>The id that the project's resources carry; null for a project that has none yet.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The IAM actions that the account was looked at with for it, beside those of its types.</summary>
    public IReadOnlyList<string> PreflightActions { get; init; } = [];

    /// <summary>What it costs by the month, before and after; null until it was worked out. It is no part of what a person approves.</summary>
    public PlanPrice? Price { get; init; }

    /// <summary>Why the account's own guard rails forbid it, a sentence or two each.</summary>
    public IReadOnlyList<string> Forbidden { get; init; } = [];

    /// <summary>What the guard rails want a person to know of it.</summary>
    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>Why it cannot be carried out, a sentence or three each; empty when it can.</summary>
    public IReadOnlyList<string> Refusals =>
    [
        .. Blockers,
        .. Forbidden,
        .. Findings.Where(finding => finding.Severity is Severity.Error)
            .Select(finding => finding.Words),
    ];

    public bool IsEmpty => Steps.Count == 0;

    public bool LosesData => Changes.Any(change => change.LosesData);

    /// <summary>The IAM actions that its steps and the look before them need, and no others, sorted.</summary>
    public IReadOnlyList<string> Actions =>
    [
        .. Changes.SelectMany(change => change.Type.Actions.Read)
            .Concat(Steps.SelectMany(ActionsOf))
            .Concat(PreflightActions)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Two plans that would do the same have the same one. What a person approved is carried out, or nothing.</summary>
    public string Fingerprint
    {
        get
        {
            var text = new StringBuilder();
            foreach (var change in Changes.Where(change => change.Action is not ChangeAction.Keep && !(change.IsSwitchedBack && !change.Approved.Any()))
                .OrderBy(change => change.LogicalId, StringComparer.Ordinal)
                .ThenBy(change => change.Now?.Id, StringComparer.Ordinal))
            {
                text.Append(change.Action).Append('|').Append(change.LogicalId).Append('|').Append(change.Type.Name)
                    .Append('|').Append(change.Now?.Id).Append('|').Append(change.Place);
                foreach (var difference in change.Approved) text.Append('|').Append(difference);
                if (change.Desired is not null) text.Append('|').Append(SpecJson.Write(change.Desired).ToJsonString());
                text.Append('\n');
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
        }
    }

    private static IEnumerable<string> ActionsOf(Step step)
    {
        var actions = step.Type.Actions;
        return step.Kind switch
        {
            StepKind.Create => actions.Create,
            // Some changes need what has power to be stopped for a while.
            StepKind.Settle or StepKind.Update => [.. actions.Update, .. actions.Stop, .. actions.Start],
            StepKind.Release => actions.Update,
            StepKind.Delete => actions.Delete,
            StepKind.Start => actions.Start,
            StepKind.Stop => actions.Stop,
            _ => throw new InvalidOperationException($"No step is of the kind {step.Kind}."),
        };
    }
}
