using Pockitect.Core.Pricing;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Monitor;

/// <summary>Computes the prices of Monitor's rows, one computation at a time.</summary>
internal sealed class MonitorPricing
{
    private IReadOnlyList<MonitorRow>? _priced;
    private bool _isRunning;

    /// <summary>Whether the prices of some version of the rows were computed.</summary>
    public bool HasRun => _priced is not null;

    /// <summary>Why there are no prices; null if there are.</summary>
    public string? Problem { get; private set; }

    /// <summary>Computes the prices, unless these rows have theirs or a computation runs.</summary>
    /// <param name="price">Computes the prices of resources.</param>
    /// <param name="explain">Returns the reason of an error.</param>
    /// <param name="prices">Receives the prices.</param>
    /// <returns>Whether there is anything new to show.</returns>
    public async Task<bool> RunAsync(
        IReadOnlyList<MonitorRow> rows,
        Func<IReadOnlyList<Observed>, CancellationToken, Task<ObservedPrices>> price,
        Func<Exception, string> explain,
        Action<ObservedPrices> prices,
        CancellationToken ct)
    {
        if (_isRunning || ReferenceEquals(_priced, rows)) return false;
        _isRunning = true;
        try
        {
            prices(await Task.Run(() => price([.. rows.Select(row => row.Resource)], ct), ct));
            Problem = null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The user left the page.
            return false;
        }
        // Error boundary of the prices: the table stays, without them, and shows the reason.
        catch (Exception e)
        {
            Problem = $"No prices: {explain(e)}";
        }
        finally
        {
            _isRunning = false;
        }

        _priced = rows;
        return true;
    }
}
