using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;
using Pockitect.Web.Monitor.Queries;
using Pockitect.Web.Projects;
using Pockitect.Web.Work;

namespace Pockitect.Web.Monitor;

/// <summary>What Monitor shows of an account: its Regions, and the rows that match the search.</summary>
public sealed class MonitorBoard
{
    private readonly MonitorRows _rows = new();

    public MonitorTable Table { get; } = new();

    public MonitorSelection Selection { get; } = new();

    /// <summary>The resource with open details; null without one.</summary>
    public ResourceDetails? Details { get; set; }

    public MonitorOptions Options { get; private set; } = new();

    /// <summary>The rows that match the options.</summary>
    public MonitorView View { get; private set; } = MonitorView.Empty;

    /// <summary>All rows of the account.</summary>
    public IReadOnlyList<MonitorRow> All => _rows.All;

    public IReadOnlyList<RegionScanState> Regions { get; private set; } = [];

    /// <summary>Whether the account was ever scanned.</summary>
    public bool IsScanned => _rows.Entries.Count > 0;

    /// <summary>The Regions whose quotas are of interest, those with most resources first.</summary>
    public IReadOnlyList<string> QuotaRegions =>
    [
        .. Regions.Where(region => region.Worst is not Verdict.NotOptedIn && region.Region != MonitorRow.Global)
            .OrderByDescending(region => region.Count).ThenBy(region => region.Region, StringComparer.Ordinal)
            .Select(region => region.Region),
    ];

    /// <summary>The number of shown rows, as text.</summary>
    public string CountText => View.Rows.Count switch { 0 => "No resources", 1 => "1 resource", var count => $"{count:N0} resources" };

    /// <summary>The monthly price of the shown rows, as text; empty until known.</summary>
    public string PriceOfAll { get; private set; } = "";

    /// <summary>Why no rows are shown, with what to do.</summary>
    public string EmptyText => Options.Query.Text.Length > 0 ? "No matches. Change the search or its filters, or scan again."
        : Regions.Any(region => region.Reasons.Count > 0)
            ? "No resources found, but not every Region could be scanned. See the Regions above for the reasons."
        : "This account has no resources of yours. Select “Show AWS's own resources” to see the ones that AWS created.";

    /// <summary>Shows the rows that match other options.</summary>
    public void Show(MonitorOptions options)
    {
        Options = options;
        View = Table.Show(options);
        PriceOfAll = Table.Prices is null || View.Rows.Count == 0
            ? ""
            : $"{PriceText.Sum([.. View.Rows.Select(Table.PriceOf).OfType<MonthlyPrice>()])} a month";
    }

    /// <summary>Takes the present inventory.</summary>
    /// <param name="catalog">The account's resource types; null without an account.</param>
    /// <param name="scan">The running scan; null without one.</param>
    public void Take(IReadOnlyList<InventoryEntry> entries, Catalog? catalog, RunningOperation? scan)
    {
        if (_rows.Take(entries, type => catalog?.Find(type)?.IsGlobal is true))
        {
            Table.Take(All);
            Show(Options);
            Selection.Follow(All);
        }

        Regions = RegionScanState.Of(entries, scan?.BeganAt, (scan?.Command as ScanAllRegions)?.Request, catalog?.Types);
    }

    /// <summary>Shows the prices of the rows.</summary>
    public void Take(ObservedPrices prices)
    {
        Table.Take(prices);
        Show(Options);
    }

    /// <summary>Clears the selection and closes the details.</summary>
    public void Deselect()
    {
        Selection.Clear();
        Details = null;
    }

    /// <summary>When the account was scanned, as text; empty if never.</summary>
    public string ScannedText(TimeProvider time)
    {
        if (Regions.Min(region => region.SeenAt) is not { } oldest) return "";
        var (newest, first) = (Ages.Ago(Regions.Max(region => region.SeenAt), time), Ages.Ago(oldest, time));
        return $"Scanned {newest}{(first == newest ? "" : $", the oldest {first}")}.";
    }

    /// <summary>Which power actions are available for a project, as far as its rows tell.</summary>
    public ProjectActions ActionsOf(string project, Catalog catalog) => ProjectActions.Of(
        catalog,
        hasBlueprint: true,
        hasErrors: false,
        [.. All.Where(row => row.Project == project && row.Resource.IsTheirs).Select(row => row.Resource)],
        isScanned: true);
}
