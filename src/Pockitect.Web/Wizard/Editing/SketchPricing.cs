using Microsoft.Extensions.Logging;
using Pockitect.Core.Hosting;
using Pockitect.Core.Planning;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>
/// Computes the price of a blueprint's last valid version in the background, one version at a time and the newest last. Prices are
/// informational: an error here is logged and doesn't stop editing.
/// </summary>
/// <param name="slug">The project's name, for the log.</param>
/// <param name="priceOf">Computes the price of a version.</param>
/// <param name="closing">Ends the background work.</param>
public sealed partial class SketchPricing(
    string slug, Func<Sketch, CancellationToken, Task<BlueprintPrice>> priceOf, ILogger log, CancellationToken closing)
{
    private readonly Lock _changing = new();
    private PlanPrice? _before;
    private Sketch? _asked;
    private Sketch? _next;
    private bool _isRunning;

    /// <summary>Raised on any thread when a price was computed.</summary>
    public event Action? Changed;

    /// <summary>The price of the version that was asked for last; null until computed, and if that failed.</summary>
    public BlueprintPrice? Price { get; private set; }

    /// <summary>How the last history step changed the price; null if one of the prices is unknown.</summary>
    public decimal? OfLastChange =>
        Price is { Total: var now } && _before is { } before && now.UnpricedAfter.SequenceEqual(before.UnpricedAfter)
            ? now.After - before.After
            : null;

    /// <summary>Notes that the next version belongs to another history step.</summary>
    public void BeginStep() => _before = Price?.Total;

    /// <summary>Asks for the price of a valid version, once.</summary>
    public void Ask(Sketch sketch)
    {
        lock (_changing)
        {
            if (ReferenceEquals(sketch, _asked)) return;
            _asked = sketch;
            if (_isRunning)
            {
                _next = sketch;
                return;
            }

            _isRunning = true;
        }

        BackgroundLoop.Observe(Task.Run(() => RunAsync(sketch), CancellationToken.None), $"Pricing {slug}", log);
    }

    private async Task RunAsync(Sketch first)
    {
        for (var sketch = first; sketch is not null;)
        {
            BlueprintPrice? price = null;
            try
            {
                price = await priceOf(sketch, closing);
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                return;
            }
            // The error boundary of pricing.
            catch (Exception e)
            {
                LogNoPrice(e, slug);
            }

            lock (_changing)
            {
                Price = price;
                (sketch, _next) = (_next, null);
                _isRunning = sketch is not null;
            }

            Changed?.Invoke();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Can't compute the price of '{Project}'.")]
    private partial void LogNoPrice(Exception exception, string project);
}
