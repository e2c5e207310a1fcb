using Pockitect.Core.Changes;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Monitor;

/// <summary>Turns selected rows into a request to delete them.</summary>
public static class SelectionDelete
{
    /// <summary>Gets the request, or why these rows can't be deleted together: a sentence.</summary>
    public static (SelectionDeleteRequest? Request, string? Problem) Of(Catalog catalog, IReadOnlyCollection<MonitorRow> selected)
    {
        if (selected.FirstOrDefault(row => row.Resource.Locked is not null) is { } locked)
            return (null, $"{locked.Name} is never deleted from here: {locked.Resource.Locked}");
        List<string> regions =
        [
            .. selected.Where(row => !catalog[row.Resource.Type].IsGlobal).Select(row => row.Region)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        return regions switch
        {
            [] => (Request(Place.GlobalRegion, selected), null),
            [var region] => (Request(region, selected), null),
            _ => (null, $"These resources are in several Regions ({string.Join(", ", regions)}). Delete those of one Region at a time."),
        };
    }

    // With its type: a role and its instance profile may share their name.
    private static SelectionDeleteRequest Request(string region, IEnumerable<MonitorRow> selected) =>
        new(new ResourceSelection(region, [.. selected.Select(row => $"{row.Type}/{row.Id}").Order(StringComparer.Ordinal)]));
}
