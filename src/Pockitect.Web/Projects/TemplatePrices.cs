using Pockitect.Aws;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Planning;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Projects;

/// <summary>The monthly price of each template in a Region.</summary>
internal static class TemplatePrices
{
    /// <summary>Returns prices as text, by template name. Templates that are unavailable in the Region are omitted.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(
        IReadOnlyList<Template> templates, string region, AccountSession session, CancellationToken ct)
    {
        var zones = await session.Choices.ZonesAsync(region, ct);
        var prices = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var template in templates)
        {
            var sketch = Sketch.Of(
                BlueprintEditor.Set(template.Text, "project.region", region),
                template.Name,
                session.Cloud,
                _ => [.. zones.Items.Select(zone => zone.Value)]);
            if (sketch.Resources is not { } resources) continue;
            var price = await BlueprintPrice.OfAsync(resources, region, session.Cloud, session.Cloud.PricesAsync, ct);
            prices[template.Name] = Words(price);
        }

        return prices;
    }

    private static string Words(BlueprintPrice price) => price.Total.After > 0 || price.Total.UnpricedAfter.Count > 0
        ? $"{PriceText.After(price.Total)} a month{(price.Total.Unknowns.Count > price.Total.UnpricedAfter.Count ? ", plus usage" : "")}"
        : price.Resources.Any(resource => !resource.Price.IsFree) ? "Usage-based" : "Free";
}
