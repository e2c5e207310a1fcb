using System.Collections.Concurrent;
using Pockitect.Core.Accounts;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>Caches prices, so that typing causes no calls.</summary>
internal sealed class KnownPrices(Cloud cloud)
{
    // Missing prices are cached, too.
    private readonly ConcurrentDictionary<PriceKey, Quote?> _known = new();
    private IReadOnlyList<string> _notes = [];

    public async Task<PriceBook> FindAsync(IReadOnlyCollection<PriceKey> wishes, CancellationToken ct)
    {
        List<PriceKey> missing = [.. wishes.Where(wish => !_known.ContainsKey(wish))];
        if (missing.Count > 0)
        {
            var book = await cloud.PricesAsync(missing, ct);
            _notes = book.Notes;
            foreach (var wish in missing) _known[wish] = book.Quotes.GetValueOrDefault(wish);
        }

        return new PriceBook
        {
            Quotes = wishes.Where(wish => _known[wish] is not null).ToDictionary(wish => wish, wish => _known[wish]!), // Filtered above.
            Notes = _notes,
        };
    }
}
