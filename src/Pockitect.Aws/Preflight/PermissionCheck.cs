using Pockitect.Aws.Permissions;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>
/// Finds missing permissions with IAM's policy simulation. Only a refusal that applies to everything the plan could mean is an error:
/// policies for certain resources or conditions may allow what the simulation can't evaluate.
/// </summary>
internal sealed class PermissionCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["iam:SimulatePrincipalPolicy", "iam:GetRole"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts)
    {
        if (!IamSimulation.IsRoot(facts.Aws))
            yield return new Question("whether you have the permissions", () => SimulateAsync(work, facts));
    }

    private static async Task<IEnumerable<Finding>> SimulateAsync(Work work, AccountFacts facts)
    {
        if (await IamSimulation.PrincipalAsync(facts.Aws, facts.Ct) is not { } principal)
        {
            return
            [
                Warning(
                    "", "Could not check whether you have the "
                        + "permissions.", $"IAM simulates users and roles, and you are {facts.Aws.Account.Arn}.",
                    "`pockitect plan --permissions` lists the needed permissions."),
            ];
        }

        // Later changes and deletes count too: who creates a resource has to be able to delete it.
        var actions =
            work.Plan.Changes.Where(change => change.Action is not ChangeAction.Keep).SelectMany(change => change.Type.Actions.All)
                .Concat(work.Plan.Actions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var simulated = await IamSimulation.RunAsync(facts.Aws, principal, actions, [.. Resources(work, facts)], facts.Region, facts.Ct);
        return Findings(work, simulated.Denied, simulated.Conditional);
    }

    private static IEnumerable<Finding> Findings(Work work, IReadOnlyList<string> denied, IReadOnlyList<string> conditional)
    {
        var blocking = work.Made
            .SelectMany(
                change => change.Type.Actions.ToCreateAny.Where(denied.Contains).Select(action => (Action: action, change.LogicalId)))
            .GroupBy(entry => entry.Action, entry => entry.LogicalId)
            .ToList();
        foreach (var action in blocking)
        {
            yield return Error(
                action.First(),
                $"You have no permission for {action.Key}.",
                $"It is needed to create {string.Join(", ", action)}, and your policies do not allow it.",
                "Ask for the permission, then run the same command again.");
        }

        var leaving = work.Plan.Changes.Where(change => change.Action is ChangeAction.Delete or ChangeAction.Replace)
            .Select(change => (Action: change.Type.Actions.ToDeleteAny, change.LogicalId))
            .Where(entry => denied.Contains(entry.Action))
            .GroupBy(entry => entry.Action, entry => entry.LogicalId)
            .ToList();
        foreach (var action in leaving)
        {
            yield return Error(
                action.First(),
                $"You have no permission for {action.Key}.",
                $"It is needed to delete {string.Join(", ", action)}, and your policies do not allow it.",
                "Ask for the permission, then run the same command again.");
        }

        var others =
            denied.Except(blocking.Select(action => action.Key))
                .Except(leaving.Select(action => action.Key))
                .Concat(conditional)
                .Order(StringComparer.Ordinal)
                .ToList();
        if (others.Count == 0) yield break;
        yield return Warning(
            "",
            $"You may lack permissions: {string.Join(", ", others)}.",
            "Your policies do not allow them, or only under conditions; some settings, or a later change or delete, may fail.",
            "Ask for the ones that your blueprint needs.");
    }

    /// <summary>Everything, and one of each kind in the plan, as policies for certain resources would name it.</summary>
    private static IEnumerable<string> Resources(Work work, AccountFacts facts)
    {
        var place = new Place(facts.Aws.Account.AccountId, facts.Region);
        return work.Touched.Select(change =>
        {
            var generated = $"{change.Desired!.Tags?.GetValueOrDefault("Name") ?? change.LogicalId}-0"; // A changed resource is desired.
            return change.Type.ArnOf(
                place, change.Type.NaturalKey(change.Desired, new Creation("", new Dictionary<string, string>(), generated)) ?? "*");
        }).Concat(work.Leaving.GroupBy(row => row.Type).SelectMany(ofOne => ofOne.Take(3)).Select(row => row.Arn))
            .OfType<string>()
            .Prepend("*")
            .Distinct(StringComparer.Ordinal);
    }
}
