using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Describes what a deletion keeps.</summary>
public static class KeptResourceText
{
    /// <summary>Returns what will stay and its price, in one sentence; empty if nothing stays.</summary>
    public static string Plan(IReadOnlyList<KeptResource> kept) => kept.Count == 0 ? "" : $"{Count(kept)}: {Price(kept)}.";

    /// <summary>Returns what stayed, with the commands that delete it.</summary>
    public static string Done(IReadOnlyList<KeptResource> kept, string operationId) =>
        kept.Count == 0 ? "" : $"{Plan(kept)} Delete {(kept.Count == 1 ? "it" : "them")} with "
            + string.Join(" and ", kept.GroupBy(entry => entry.Resource.Place.Region).Select(inOne =>
                $"`pockitect delete{string.Concat(inOne.Select(entry => $" --id {NameOf(entry.Resource.Id, operationId)}"))} --region "
                    + $"{inOne.Key}`"))
            + ".";

    /// <summary>Returns a valid RDS name: letters, digits and single hyphens. A plan has no operation ID yet.</summary>
    public static string FinalSnapshot(string logicalId, string? operationId)
    {
        var name = string.Join(
            '-', $"{logicalId}-final".ToLowerInvariant().Split(['-', '_', '.', ' ', '/', ':'], StringSplitOptions.RemoveEmptyEntries));
        name = char.IsAsciiLetter(name[0]) ? name : $"db-{name}";
        return operationId is null ? name : NameOf(name, operationId);
    }

    private static string NameOf(string planned, string operationId) => $"{planned}-{operationId}";

    private static string Count(IReadOnlyList<KeptResource> kept) =>
        kept.Count == 1 ? "1 final snapshot stays" : $"{kept.Count} final snapshots stay";

    private static string Price(IReadOnlyList<KeptResource> kept)
    {
        List<MonthlyPrice> prices = [.. kept.Select(entry => entry.Price).OfType<MonthlyPrice>()];
        return prices.Any(price => price.Usd is not null) ? $"up to {PriceText.Sum(prices)} a month" : "its price is unknown";
    }
}
