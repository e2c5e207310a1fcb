using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>The used part of a quota.</summary>
/// <param name="Name">What it limits, and where: <c>VPCs in the Region</c>.</param>
/// <param name="Used">From the last scan.</param>
/// <param name="Limit">Null if Service Quotas returns none.</param>
public sealed record QuotaUse(string Name, int Used, double? Limit)
{
    /// <summary>The remaining number; null if unknown.</summary>
    public double? Left => Limit is { } limit ? Math.Max(0, limit - Used) : null;

    /// <param name="rows">The account's inventory.</param>
    internal static async Task<IReadOnlyList<QuotaUse>> AskAsync(AccountFacts facts, Catalog catalog, IReadOnlyList<Observed> rows)
    {
        var uses = new List<QuotaUse>();
        foreach (var (type, quota) in catalog.Types.SelectMany(
            type => type.Quotas.OfType<QuotaRule.Shared>().Select(rule => (type, rule.Quota))))
        {
            var used = rows.Count(
                row => row.Type == type.Name && type.CountsAgainstQuotas(row) && (quota.IsGlobal || row.Place.Region == facts.Region));
            uses.Add(new QuotaUse(quota.Name, used, await facts.QuotaAsync(quota)));
        }

        return uses;
    }
}
