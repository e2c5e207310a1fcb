using Pockitect.Aws;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Web.Diagrams;
using Pockitect.Web.Projects.Listing;

namespace Pockitect.Web.Projects;

/// <summary>The list of projects with everything it shows.</summary>
public sealed class ProjectBoard(AccountSession session)
{
    private readonly ProjectPictures _pictures = new(session);
    private Dictionary<string, LastOperation?> _last = [];
    private ObservedPrices? _prices;
    private IReadOnlyList<Observed> _priced = [];

    public IReadOnlyList<ProjectRow> Rows { get; private set; } = [];

    /// <summary>Blueprint files with invalid names, one sentence each.</summary>
    public IReadOnlyList<string> UnusedFiles { get; private set; } = [];

    /// <summary>Unreadable journals. Each affects only its own project.</summary>
    public IReadOnlyList<Core.Journals.DamagedJournal> Damaged { get; private set; } = [];

    /// <summary>Why there are no prices; null if there are.</summary>
    public string? PriceProblem { get; private set; }

    /// <summary>The sources of the prices, as text; null until there are prices.</summary>
    public string? PriceWorth => _prices is null ? null : PriceText.Worth(_prices.Sources);

    /// <summary>Reads files, inventory and journals. Doesn't call AWS.</summary>
    public void Refresh()
    {
        Rows = ProjectList.Of(session);
        (UnusedFiles, Damaged) = (session.Projects.UnusedFiles, session.History.Damaged);
        _last = Rows.ToDictionary(row => row.Slug, row => LastOperation.Of(session, row.Slug), StringComparer.Ordinal);
    }

    public Diagram PictureOf(ProjectRow row) => _pictures.SmallOf(row);

    /// <summary>Returns which actions are available for a project, and why others are not.</summary>
    public ProjectActions ActionsOf(ProjectRow row) => ProjectActions.Of(session, row);

    public LastOperation? LastOf(ProjectRow row) => _last.GetValueOrDefault(row.Slug);

    /// <summary>Returns the monthly price of the project's existing resources; null until computed.</summary>
    public string? PriceOf(ProjectRow row)
    {
        if (row.Resources.Count == 0) return "";
        if (_prices is not { } prices) return null;
        // New resources get their prices soon.
        var known =
            row.Resources.Select(resource => prices.Of.GetValueOrDefault(Core.Resources.Analysis.ResourceGraph.NameOf(resource))).ToList();
        return known.Contains(null) ? null : PriceText.Sum([.. known.OfType<MonthlyPrice>()]);
    }

    /// <summary>Computes prices if the resources have changed.</summary>
    /// <returns>Whether any price changed.</returns>
    public async Task<bool> PriceAsync(CancellationToken ct)
    {
        var rows = Rows.SelectMany(row => row.Resources).ToList();
        if (rows.SequenceEqual(_priced, ReferenceEqualityComparer.Instance)) return false;
        _priced = rows;
        // The parts of a resource are separate rows, but included in its price.
        var places = rows.Select(row => row.Place).ToHashSet();
        try
        {
            _prices = await Task.Run(
                () => session.Prices.OfAsync([.. session.Inventory.Resources.Where(row => places.Contains(row.Place))], ct), ct);
            PriceProblem = null;
        }
        // Error boundary of the refresh: the list stays, without prices, and shows the reason.
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            PriceProblem = $"No prices: {session.Cloud.Explain(e).Message}";
        }

        return true;
    }
}
