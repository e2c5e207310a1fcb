using Pockitect.Aws;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Web.Diagrams;

namespace Pockitect.Web.Projects;

/// <summary>The list of projects with all that it shows of each.</summary>
public sealed class ProjectBoard(Workbench bench)
{
    private readonly ProjectPictures _pictures = new(bench);
    private Dictionary<string, LastOperation?> _last = [];
    private ObservedPrices? _prices;
    private IReadOnlyList<Observed> _priced = [];

    public IReadOnlyList<ProjectRow> Rows { get; private set; } = [];

    /// <summary>Blueprint files that no project has because of their names, a sentence each.</summary>
    public IReadOnlyList<string> UnusedFiles { get; private set; } = [];

    /// <summary>The journals that can't be read. Each concerns its own project only.</summary>
    public IReadOnlyList<Core.Execution.DamagedJournal> Damaged { get; private set; } = [];

    /// <summary>Why there are no prices; null where there are.</summary>
    public string? PriceProblem { get; private set; }

    /// <summary>Where the prices come from, for people; null as long as there are none.</summary>
    public string? PriceWorth => _prices is null ? null : PriceText.Worth(_prices.Sources);

    /// <summary>Reads files, inventory and journals, and asks AWS nothing.</summary>
    public void Refresh()
    {
        Rows = ProjectList.Of(bench);
        (UnusedFiles, Damaged) = (bench.Projects.UnusedFiles, bench.History.Damaged);
        _last = Rows.ToDictionary(row => row.Slug, row => LastOperation.Of(bench, row.Slug), StringComparer.Ordinal);
    }

    public Diagram PictureOf(ProjectRow row) => _pictures.SmallOf(row);

    /// <summary>What can be done with a project, and why not.</summary>
    public ProjectActions ActionsOf(ProjectRow row) => ProjectActions.Of(bench, row);

    public LastOperation? LastOf(ProjectRow row) => _last.GetValueOrDefault(row.Slug);

    /// <summary>What there is of it costs by the month, as it was last seen; null as long as that is not worked out.</summary>
    public string? PriceOf(ProjectRow row)
    {
        if (row.Resources.Count == 0) return "";
        if (_prices is not { } prices) return null;
        // What came since has a price soon.
        var known = row.Resources.Select(resource => prices.Of.GetValueOrDefault(Core.Planning.ResourceGraph.NameOf(resource))).ToList();
        return known.Contains(null) ? null : PriceText.Sum([.. known.OfType<MonthlyPrice>()]);
    }

    /// <summary>Works out the prices where something else is there than last time.</summary>
    /// <returns>They are others than before.</returns>
    public async Task<bool> PriceAsync(CancellationToken ct)
    {
        var rows = Rows.SelectMany(row => row.Resources).ToList();
        if (rows.SequenceEqual(_priced, ReferenceEqualityComparer.Instance)) return false;
        _priced = rows;
        // What goes with a resource stands beside it, and is in its price.
        var places = rows.Select(row => row.Place).ToHashSet();
        try
        {
            _prices = await Task.Run(() => bench.Engine.PricesAsync([.. bench.Inventory.Resources.Where(row => places.Contains(row.Place))], ct), ct);
            PriceProblem = null;
        }
        // The boundary of a look: the list stays without prices, and says why.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            PriceProblem = $"Prices are not known: {bench.Cloud.Explain(e).Message}";
        }

        return true;
    }
}
