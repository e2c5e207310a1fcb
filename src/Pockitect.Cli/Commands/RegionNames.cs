using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Commands;

/// <summary>Checks the Regions that a command is limited to: a misspelled one holds nothing, which would look like an answer.</summary>
internal static class RegionNames
{
    /// <summary>Checks against the Regions that are known without asking: this version's, and those of the inventory.</summary>
    /// <exception cref="CommandException">A name is not a Region.</exception>
    public static void Demand(IReadOnlyList<string> given, AccountInventory inventory)
    {
        if (given.Count > 0) Demand(given, [.. AwsRegions.Known, .. inventory.Entries.Select(entry => entry.Place.Region), Place.GlobalRegion]);
    }

    /// <summary>The same, where one that is not known yet may be newer than this version: AWS is asked about it.</summary>
    /// <exception cref="CommandException">A name is not a Region.</exception>
    public static async Task DemandAsync(IReadOnlyList<string> given, Workbench bench, CancellationToken ct)
    {
        if (given.All(AwsRegions.Known.Contains)) return;
        Demand(given, [.. AwsRegions.Known, .. (await bench.Cloud.RegionsAsync(ct)).Select(region => region.Name)]);
    }

    private static void Demand(IReadOnlyList<string> given, IReadOnlyList<string> known)
    {
        if (given.FirstOrDefault(region => !known.Contains(region)) is not { } unknown) return;
        throw new CommandException(
            $"Unknown Region '{unknown}'.{Spelling.Hint(unknown, known)} Regions are: {string.Join(", ", known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}.", ExitCodes.Usage);
    }
}
