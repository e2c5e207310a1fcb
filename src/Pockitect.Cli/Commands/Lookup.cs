using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Commands;

/// <summary>Finds the resource that a person means, in the inventory.</summary>
internal static class Lookup
{
    /// <summary>The project in <c>project/resource</c>; null where something else is meant.</summary>
    public static string? ProjectOf(string given) => !given.StartsWith("arn:", StringComparison.Ordinal) && given.Split('/') is [var project, _] ? project : null;

    /// <summary>By its id or ARN, by its name, or as <c>project/resource</c>.</summary>
    /// <exception cref="CommandException">None is known by this name, or several are.</exception>
    public static Observed Find(AccountInventory inventory, string given)
    {
        var rows = inventory.Resources.Where(row => row.Phase is not Phase.Gone).ToList();
        foreach (var means in (Func<Observed, bool>[])[
            row => row.Id == given || row.Arn == given,
            // An instance's own disk carries its instance's tags.
            row => row.Locked is null && $"{row.Tags.GetValueOrDefault(OwnershipTags.Project)}/{row.Tags.GetValueOrDefault(OwnershipTags.Resource)}" == given,
            row => row.Locked is null && row.DisplayName == given])
        {
            var found = rows.Where(means).ToList();
            if (found is [var only]) return only;
            if (found.Count > 1)
                throw new CommandException($"'{given}' can mean {found.Count} resources: {string.Join(", ", found.Select(row => $"{row.Id} in {row.Place.Region}"))}. Name one by its id.");
        }

        throw new CommandException($"No resource '{given}' found. Run `pockitect scan` to refresh, or `pockitect list resources` to see known resources.");
    }
}
