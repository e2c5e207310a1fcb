using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Pricing;

/// <summary>Prices from AWS's price list, refreshed weekly, otherwise from the built-in list.</summary>
internal sealed class AwsPrices(AwsClients aws, PriceCache cache, TimeProvider time)
{
    /// <summary>The IAM action for asking AWS. Without it, the built-in list is used.</summary>
    public const string Action = "pricing:GetProducts";

    private const int DaysKept = 7;
    private const int AskedAtOnce = 6;

    // A price is not worth a longer wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<PriceBook> FindAsync(IReadOnlyCollection<PriceKey> wishes, CancellationToken ct)
    {
        var quotes = new Dictionary<PriceKey, Quote>();
        var notes = new List<string>();
        // A sandbox has no prices.
        if (aws.Account.Endpoint is null) await AskAsync(wishes, quotes, notes, ct);
        foreach (var wish in wishes.Where(wish => !quotes.ContainsKey(wish)))
        {
            if (ListedPrices.Find(wish) is { } listed) quotes[wish] = listed;
        }

        return new PriceBook { Quotes = quotes, Notes = notes };
    }

    private async Task AskAsync(
        IReadOnlyCollection<PriceKey> wishes, Dictionary<PriceKey, Quote> quotes, List<string> notes, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        foreach (var region in wishes.GroupBy(wish => wish.Region))
        {
            var answers = cache.Read(region.Key);
            var today = Today();
            var missing =
                region
                    .Where(
                        wish => PriceQuery.For(wish) is not null
                            && !(answers.GetValueOrDefault(NameOf(wish)) is { } known && today.DayNumber - known.Date.DayNumber < DaysKept))
                    .ToList();
            if (missing.Count > 0 && notes.Count == 0 && !aws.Account.IsSignedOut)
            {
                if (await AskAsync(missing, answers, patience, ct) is { } problem) notes.Add(problem);
                await cache.WriteAsync(region.Key, answers, ct);
            }

            foreach (var wish in region)
            {
                // Older prices are still AWS's own, and have their date.
                if (answers.GetValueOrDefault(NameOf(wish)) is { Usd: { } usd, Date: var date })
                    quotes[wish] = new Quote(usd, date, PriceOrigin.Asked);
            }
        }
    }

    /// <summary>Asks AWS for each price, and caches the answers.</summary>
    /// <returns>Why some could not be requested, or null.</returns>
    private async Task<string?> AskAsync(
        IReadOnlyList<PriceKey> missing, Dictionary<string, PriceAnswer> answers, CancellationTokenSource patience, CancellationToken ct)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var writing = new Lock();
        try
        {
            await Parallel.ForEachAsync(
                missing,
                new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = both.Token },
                async (wish, token) =>
                {
                    var query = PriceQuery.For(wish)!; // Missing ones have one.
                    var price = query.PriceIn(await aws.Pricing().PagesAsync("GetProducts", query.Body, token).ToListAsync(token));
                    lock (writing) answers[NameOf(wish)] = new PriceAnswer(price, Today());
                });
            return null;
        }
        catch (Exception e)
            when (!ct.IsCancellationRequested
                && (patience.IsCancellationRequested || PriceQuery.IsUnreadable(e) || AwsFaults.Explain(e).Kind is not FaultKind.Bug))
        {
            // Prices are informational: without AWS's, the built-in list is used, with a note.
            var why = patience.IsCancellationRequested ? "it took too long"
                : PriceQuery.IsUnreadable(e) ? "its answer was unreadable"
                : AwsFaults.Explain(e) is { Kind: FaultKind.Denied } ? $"the identity has no permission for {Action}"
                : AwsFaults.Explain(e).Message;
            return $"AWS's price list is unavailable: {why}.";
        }
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static string NameOf(PriceKey key) => $"{key.Service} {key.Item}";
}
