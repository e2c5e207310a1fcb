using Pockitect.Aws.Clients;
using Pockitect.Aws.Permissions;
using Pockitect.Aws.Preflight;
using Pockitect.Aws.Pricing;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Policies;

/// <summary>An action that an identity lacks.</summary>
/// <param name="Action">The IAM action.</param>
/// <param name="IsConditional">Whether it may be allowed under conditions that can't be evaluated here.</param>
/// <param name="Stops">The blocked action: <c>creating AWS::EC2::Instance</c>.</param>
public sealed record LackingAction(string Action, bool IsConditional, IReadOnlyList<string> Stops);

/// <summary>The actions that an identity lacks.</summary>
/// <param name="Arn">The identity.</param>
/// <param name="Unknown">Why they are unknown, as a sentence; null if they are known.</param>
/// <param name="Lacking">The missing actions.</param>
public sealed record PermissionReport(string Arn, string? Unknown, IReadOnlyList<LackingAction> Lacking)
{
    /// <summary>Asks IAM about the current identity.</summary>
    /// <param name="region">The Region where the actions are used.</param>
    public static async Task<PermissionReport> AskAsync(
        AwsClients aws, Catalog catalog, IReadOnlyList<string> actions, string region, CancellationToken ct)
    {
        var arn = aws.Account.Arn;
        if (IamSimulation.IsRoot(aws)) return new PermissionReport(arn, null, []);
        if (await IamSimulation.PrincipalAsync(aws, ct) is not { } principal)
        {
            return new PermissionReport(
                arn,
                $"IAM can only check users and roles, and {arn} is neither: its permissions come from the federation. Compare the "
                    + "policy with those.",
                []);
        }

        var simulated = await IamSimulation.RunAsync(aws, principal, actions, ["*"], region, ct);
        return new PermissionReport(
            arn,
            null,
            [
                .. simulated.Denied.Select(action => new LackingAction(action, false, Stops(catalog, action)))
                    .Concat(simulated.Conditional.Select(action => new LackingAction(action, true, Stops(catalog, action))))
                    .OrderBy(lacking => lacking.Action, StringComparer.Ordinal),
            ]);
    }

    /// <summary>Returns what an action is needed for.</summary>
    public static IReadOnlyList<string> Stops(Catalog catalog, string action)
    {
        var stops = new List<string>();
        Add("seeing", type => type.Actions.Read);
        Add("creating", type => type.Actions.Create);
        Add("changing", type => type.Actions.Update);
        Add("deleting", type => type.Actions.Delete);
        Add("starting", type => type.Actions.Start);
        Add("stopping", type => type.Actions.Stop);
        if (action == Lookups.Regions) stops.Add("scanning every Region");
        if (action == Lookups.Zones) stops.Add("planning");
        if (action == AwsPrices.Action) stops.Add("current prices (the built-in list is older)");
        if (AwsPreflight.Actions.Contains(action)) stops.Add("preflight checks");
        return stops;

        void Add(string doing, Func<ResourceType, IReadOnlyList<string>> part)
        {
            var types = catalog.Types.Where(type => part(type).Contains(action)).Select(type => type.Name).ToList();
            if (types.Count > 0) stops.Add($"{doing} {string.Join(", ", types)}");
        }
    }
}
