using Pockitect.Aws;
using Pockitect.Aws.Errors;
using Pockitect.Cli.Host;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Commands.Input;

/// <summary>Validates Region names. A misspelled Region would look like an empty one.</summary>
internal static class RegionNames
{
    /// <summary>Validates against known Regions, without calling AWS: this version's list and the inventory's.</summary>
    /// <exception cref="CommandException">A name is not a Region.</exception>
    public static void Demand(IReadOnlyList<string> given, AccountInventory inventory)
    {
        if (given.Count > 0)
            Demand(given, [.. AwsRegions.Known, .. inventory.Entries.Select(entry => entry.Place.Region), Place.GlobalRegion]);
    }

    /// <summary>Validates against known Regions, and asks AWS about others, which may be newer than this version.</summary>
    /// <exception cref="CommandException">A name is not a Region.</exception>
    public static async Task DemandAsync(IReadOnlyList<string> given, AccountSession session, CancellationToken ct)
    {
        if (given.All(AwsRegions.Known.Contains)) return;
        Demand(given, [.. AwsRegions.Known, .. (await session.Cloud.RegionsAsync(ct)).Select(region => region.Name)]);
    }

    private static void Demand(IReadOnlyList<string> given, IReadOnlyList<string> known)
    {
        if (given.FirstOrDefault(region => !known.Contains(region)) is not { } unknown) return;
        throw new CommandException(
            $"Unknown Region '{unknown}'.{Spelling.Hint(unknown, known)} Known Regions: "
                + $"{string.Join(", ", known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}.",
            ExitCodes.Usage);
    }
}
