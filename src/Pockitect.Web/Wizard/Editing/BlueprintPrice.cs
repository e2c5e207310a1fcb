using Pockitect.Core.Accounts;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>The monthly price of a blueprint's resource.</summary>
public sealed record PricedResource(string LogicalId, ResourceType Type, MonthlyPrice Price);

/// <summary>The monthly price of a blueprint.</summary>
/// <param name="Resources">All resources, free ones too, most expensive first.</param>
public sealed record BlueprintPrice(PlanPrice Total, IReadOnlyList<PricedResource> Resources)
{
    public MonthlyPrice? Of(string logicalId) => Resources.FirstOrDefault(resource => resource.LogicalId == logicalId)?.Price;

    /// <param name="lookUp">Looks up prices.</param>
    public static async Task<BlueprintPrice> OfAsync(
        IReadOnlyList<Desired> resources,
        string region,
        Cloud cloud,
        Func<IReadOnlyCollection<PriceKey>, CancellationToken, Task<PriceBook>> lookUp,
        CancellationToken ct)
    {
        var plan = await new Estimate(cloud.Catalog, lookUp).PriceAsync(PlanOf(resources, region, cloud), [], ct);
        return new BlueprintPrice(
            plan.Price!, // Set above.
            [
                .. plan.Changes.Select(change => new PricedResource(change.LogicalId, change.Type, change.Price!.After)) // Set above.
                    .OrderByDescending(resource => resource.Price.Usd ?? 0)
                    .ThenBy(resource => resource.Price.IsFree)
                    .ThenBy(resource => resource.LogicalId, StringComparer.Ordinal),
            ]);
    }

    private static Plan PlanOf(IReadOnlyList<Desired> resources, string region, Cloud cloud) => new()
    {
        Steps = [],
        Changes =
        [
            .. from resource in resources
               let type = cloud.Catalog.Of(resource.Spec)
               select new PlannedChange
               {
                   LogicalId = resource.LogicalId,
                   Type = type,
                   Place = cloud.PlaceOf(type, region),
                   Action = ChangeAction.Create,
                   Desired = resource.Spec,
               },
        ],
    };
}
