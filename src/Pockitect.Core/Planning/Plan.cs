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

    /// <summary>AWS can't make this change in place: the resource is replaced.</summary>
    Replace,
    Delete,
}

/// <summary>The change of one resource.</summary>
public sealed record PlannedChange
{
    /// <summary>Its logical ID; without one, its AWS ID.</summary>
    public required string LogicalId { get; init; }

    public required ResourceType Type { get; init; }

    public required Place Place { get; init; }

    public required ChangeAction Action { get; init; }

    /// <summary>The desired settings; null for a deletion. References to other resources of the plan are still names.</summary>
    public Spec? Desired { get; init; }

    /// <summary>The existing resource; null if missing.</summary>
    public Observed? Now { get; init; }

    /// <summary>The differences, property by property.</summary>
    public IReadOnlyList<PropertyChange> Differences { get; init; } = [];

    /// <summary>The reason, if the differences don't show it.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it reverts an outside change: the resource was deleted or created outside Pockitect.</summary>
    public bool IsFromOutside { get; init; }

    /// <summary>The paths of differences that come from outside, with the deployed values.</summary>
    public IReadOnlyDictionary<string, string?> ChangedOutside { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether its power is restored. AWS may also do this, so it is not part of the approval.</summary>
    public bool IsSwitchedBack { get; init; }

    /// <summary>Its differences, except restored power.</summary>
    internal IEnumerable<PropertyChange> Approved =>
        Differences.Where(difference => !IsSwitchedBack || difference.Path != PowerPlanner.Power);

    /// <summary>The name that its users still refer to and the new resource gets again; null for a new name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the blueprint requested it, or may have; false for a result of a state or an outside change.</summary>
    internal bool IsAskedFor { get; init; } = true;

    /// <summary>Notes in addition to the differences.</summary>
    internal IReadOnlyList<Finding> Notes { get; init; } = [];

    /// <summary>How the change interrupts the resource. A replacement always does.</summary>
    public IReadOnlyList<Interruption> Interruptions
    {
        get => Action is ChangeAction.Replace ? [Interruption.Replaced] : field;
        init;
    } = [];

    /// <summary>Differences from the blueprint that remain, as sentences.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>What the change newly exposes, as sentences.</summary>
    public IReadOnlyList<string> Cautions => Action switch
    {
        ChangeAction.Create when Desired is not null => [.. SpecDiff.Cautions(Desired)],
        ChangeAction.Update or ChangeAction.Replace =>
            [.. Differences.SelectMany(difference => difference.Items).Select(item => item.Caution).OfType<string>()],
        _ => [],
    };

    /// <summary>The monthly price before and after; null until computed.</summary>
    public ChangePrice? Price { get; init; }

    /// <summary>Whether its data stays: in a final snapshot, or because only empty resources are deleted.</summary>
    public bool KeepsData { get; init; }

    /// <summary>Whether data is lost: the user must confirm this separately.</summary>
    public bool LosesData => Type.HoldsData && Action is (ChangeAction.Replace or ChangeAction.Delete);
}

/// <summary>A resource that stays after a deletion.</summary>
/// <param name="Resource">As it will be listed. Its name ends with the operation's ID, which a plan doesn't know yet.</param>
/// <param name="Price">Per month; null until computed.</param>
public sealed record KeptResource(Observed Resource, MonthlyPrice? Price = null);

/// <summary>A complete plan: the change of every resource, and the steps.</summary>
public sealed record Plan
{
    /// <summary>Returns a plan that can't be made, with the reasons as sentences.</summary>
    public static Plan Blocked(IEnumerable<string> blockers) => new() { Changes = [], Steps = [], Blockers = [.. blockers] };

    public required IReadOnlyList<PlannedChange> Changes { get; init; }

    /// <summary>The steps, each after its dependencies.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>The blockers; a plan with blockers can't be executed.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>The preflight findings. They change between plans, and are not part of the approval.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The options for data and protection of deletions.</summary>
    public TerminateOptions Options { get; init; } = new();

    /// <summary>What stays after deletions, such as final snapshots.</summary>
    public IReadOnlyList<KeptResource> Kept { get; init; } = [];

    /// <summary>The project's ID; null for a project without one.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The IAM actions of the plan's own reads, beyond those of its types.</summary>
    public IReadOnlyList<string> PreflightActions { get; init; } = [];

    /// <summary>The monthly price before and after; null until computed. Not part of the approval.</summary>
    public PlanPrice? Price { get; init; }

    /// <summary>The violated guard rails, in one or two sentences each.</summary>
    public IReadOnlyList<string> Forbidden { get; init; } = [];

    /// <summary>Notes from the guard rails.</summary>
    public IReadOnlyList<Finding> Warnings { get; init; } = [];

    /// <summary>Why it can't be executed, in up to three sentences each; empty if it can.</summary>
    public IReadOnlyList<string> Refusals =>
    [
        .. Blockers,
        .. Forbidden,
        .. Findings.Where(finding => finding.Severity is Severity.Error)
            .Select(finding => finding.Words),
    ];

    public bool IsEmpty => Steps.Count == 0;

    public bool LosesData => Changes.Any(change => change.LosesData);

    /// <summary>The IAM actions that its steps and reads need, sorted.</summary>
    public IReadOnlyList<string> Actions =>
    [
        .. Changes.SelectMany(change => change.Type.Actions.Read)
            .Concat(Steps.SelectMany(ActionsOf))
            .Concat(PreflightActions)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Plans that do the same have the same fingerprint. The approved plan is executed, or nothing.</summary>
    public string Fingerprint
    {
        get
        {
            var text = new StringBuilder();
            foreach (var change in Changes
                .Where(change => change.Action is not ChangeAction.Keep && !(change.IsSwitchedBack && !change.Approved.Any()))
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
            // Some changes require a resource with power to be stopped for a while.
            StepKind.Settle or StepKind.Update => [.. actions.Update, .. actions.Stop, .. actions.Start],
            StepKind.Release => actions.Update,
            StepKind.Delete => actions.Delete,
            StepKind.Start => actions.Start,
            StepKind.Stop => actions.Stop,
            _ => throw new InvalidOperationException($"Unknown step kind {step.Kind}."),
        };
    }
}
