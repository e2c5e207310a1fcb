using Pockitect.Cli.Host;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Commands.Input;

/// <summary>Finds a resource in the inventory by what the user typed.</summary>
internal static class Lookup
{
    /// <summary>Returns the project in <c>project/resource</c>; null for other forms.</summary>
    public static string? ProjectOf(string given) =>
        !given.StartsWith("arn:", StringComparison.Ordinal) && given.Split('/') is [var project, _] ? project : null;

    /// <summary>Finds a resource by ID, ARN, name, or <c>project/resource</c>.</summary>
    /// <exception cref="CommandException">There is no match, or several.</exception>
    public static Observed Find(AccountInventory inventory, string given)
    {
        var rows = inventory.Resources.Where(row => row.Phase is not Phase.Gone).ToList();
        foreach (var means in (Func<Observed, bool>[])[
            row => row.Id == given || row.Arn == given,
            // An instance's root volume carries the instance's tags.
            row => row.Locked is null
                && $"{row.Tags.GetValueOrDefault(OwnershipTags.Project)}/{row.Tags.GetValueOrDefault(OwnershipTags.Resource)}" == given,
            row => row.Locked is null && row.DisplayName == given])
        {
            var found = rows.Where(means).ToList();
            if (found is [var only]) return only;
            if (found.Count > 1)
            {
                throw new CommandException(
                    $"'{given}' matches {found.Count} resources: "
                        + $"{string.Join(", ", found.Select(row => $"{row.Id} in {row.Place.Region}"))}. Use an ID.");
            }
        }

        throw new CommandException(
            $"No resource '{given}' found. Run `pockitect scan` to refresh, or `pockitect list resources` to see known resources.");
    }
}
