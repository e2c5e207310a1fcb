using System.Text.Json.Nodes;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows observed resources as tables.</summary>
internal static class ResourceRows
{
    /// <summary>The outputs that users look for first.</summary>
    private static readonly string[] Desired = [
        "PublicIp", "PublicIpAddress", "PublicDnsName", "Endpoint", "Endpoint.Address", "Address", "Port", "Endpoint.Port", "DomainName",
    ];

    public static void Show(Output output, IEnumerable<Observed> resources, ObservedPrices prices) => output.Table(
        ["name", Column.Type, "id", "region", "state", "a month", "project"],
        resources.Select(row => (IReadOnlyList<object?>)
        [
            row.DisplayName,
            row.Type,
            row.Id,
            row.Place.Region,
            State(row),
            PriceText.Words(prices[row]),
            row.Tags.GetValueOrDefault(OwnershipTags.Project),
        ]));

    public static JsonObject Json(Observed row, ObservedPrices prices)
    {
        var json = ObservedJson.Write(row);
        json["price"] = PriceView.Json(prices[row]);
        return json;
    }

    public static Shade State(Observed row) => new(
        row.State ?? row.Phase.ToString().ToLowerInvariant(),
        row.Phase switch
        {
            Phase.Ready => Tint.Green,
            Phase.Failed => Tint.Red,
            Phase.Stopped or Phase.Gone => Tint.Gray,
            _ => Tint.Yellow,
        });

    /// <summary>Returns a resource's addresses and endpoints as <c>name value</c> pairs.</summary>
    public static IReadOnlyList<(string Name, string Value)> Outputs(Observed row) =>
        [.. Desired.Where(row.Outputs.ContainsKey).Select(name => (name, row.Outputs[name]))];
}
