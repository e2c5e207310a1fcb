using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Pricing;

/// <summary>The monthly prices of existing resources.</summary>
/// <param name="Of">By <see cref="ResourceGraph.NameOf(Observed)"/>.</param>
public sealed record ObservedPrices(IReadOnlyDictionary<string, MonthlyPrice> Of, PriceSources Sources)
{
    public MonthlyPrice this[Observed row] => Of[ResourceGraph.NameOf(row)];
}

/// <summary>
/// Computes the prices of plans and resources. Each price is computed twice: the first pass collects the needed prices, so that the cloud
/// is asked only for these.
/// </summary>
/// <param name="lookUp">Looks up prices; missing ones are unknown.</param>
public sealed class Estimate(Catalog catalog, Func<IReadOnlyCollection<PriceKey>, CancellationToken, Task<PriceBook>> lookUp)
{
    /// <summary>Adds prices to a plan and its changes.</summary>
    /// <param name="others">The project's resources outside the plan.</param>
    public async Task<Plan> PriceAsync(Plan plan, IReadOnlyList<Observed> others, CancellationToken ct)
    {
        var named = plan.Changes.Select(change => change.Now)
            .OfType<Observed>()
            .Select(ResourceGraph.NameOf)
            .ToHashSet(StringComparer.Ordinal);
        List<Observed> rest = [.. others.Where(row => !named.Contains(ResourceGraph.NameOf(row)))];
        // See above.
        var before = new Surroundings(
            plan.Changes.Where(change => change.Now is not null).Select(change => Member.Of(change.Now!)).Concat(rest.Select(Member.Of)));
        var after = new Surroundings(plan.Changes.Select(Afterwards).OfType<Member>().Concat(rest.Select(Member.Of)));
        List<Member> kept = [.. plan.Kept.Select(entry => Member.Of(entry.Resource))];
        List<(Member? Before, Member? After)> pairs = [
            .. plan.Changes.Select(change => (change.Now is null ? null : Member.Of(change.Now), Afterwards(change))),
        ];

        var wishes = new HashSet<PriceKey>();
        Of(key => Wish(wishes, key));
        var book = wishes.Count == 0 ? PriceBook.Empty : await lookUp(wishes, ct);
        var (changes, around, staying) = Of(book.Quotes.GetValueOrDefault);

        var priced = plan.Changes.Zip(changes, (change, price) => change with { Price = price }).ToList();
        var unknowns = priced.SelectMany(change => change.Price!.After.Unknowns.Select(what => $"{change.LogicalId}: {what}")) // Set above.
            .Concat(rest.Zip(around, (row, price) => price.Unknowns.Select(what => $"{DeletionSteps.LogicalIdOf(row)}: {what}")).SelectMany(
                words => words))
            .Concat(plan.Kept.Zip(staying, (entry, price) => price.Unknowns.Select(what => $"{entry.Resource.Id}: {what}")).SelectMany(
                words => words));
        var all = changes.SelectMany(price => (MonthlyPrice[])[price.Before, price.After]).Concat(around).Concat(staying);
        return plan with
        {
            Changes = priced,
            Kept = [.. plan.Kept.Zip(staying, (entry, price) => entry with { Price = price })],
            Price = new PlanPrice(
                changes.Sum(price => price.Before.Usd ?? 0) + around.Sum(price => price.Usd ?? 0),
                changes.Sum(price => price.After.Usd ?? 0) + around.Sum(price => price.Usd ?? 0) + staying.Sum(price => price.Usd ?? 0))
            {
                Unknowns = [.. unknowns.Distinct(StringComparer.Ordinal)],
                UnpricedBefore = Unpriced(priced.Select(change => (change.LogicalId, change.Price!.Before)), rest, around), // Set above.
                UnpricedAfter = Unpriced(priced.Select(change => (change.LogicalId, change.Price!.After)), rest, around),
                Sources = PriceSources.Of(all, book.Notes),
            },
        };

        (List<ChangePrice> Changes, List<MonthlyPrice> Around, List<MonthlyPrice> Staying) Of(Func<PriceKey, Quote?> find) =>
        (
            [.. pairs.Select(pair => new ChangePrice(PriceOf(pair.Before, before, find), PriceOf(pair.After, after, find)))],
            [.. rest.Select(row => PriceOf(Member.Of(row), after, find))],
            [.. kept.Select(member => PriceOf(member, after, find))]);
    }

    /// <summary>Returns the price of each resource.</summary>
    /// <param name="rows">Everything known about the affected places, so that parts are priced with their owner.</param>
    public async Task<ObservedPrices> OfAsync(IReadOnlyList<Observed> rows, CancellationToken ct)
    {
        List<Observed> all = [.. rows.DistinctBy(ResourceGraph.NameOf)];
        var around = new Surroundings(all.Select(Member.Of));
        var wishes = new HashSet<PriceKey>();
        foreach (var row in all) PriceOf(Member.Of(row), around, key => Wish(wishes, key));
        var book = wishes.Count == 0 ? PriceBook.Empty : await lookUp(wishes, ct);
        var prices = all.ToDictionary(
            ResourceGraph.NameOf, row => PriceOf(Member.Of(row), around, book.Quotes.GetValueOrDefault), StringComparer.Ordinal);
        return new ObservedPrices(prices, PriceSources.Of(prices.Values, book.Notes));
    }

    private static IReadOnlyList<string> Unpriced(
        IEnumerable<(string Name, MonthlyPrice Price)> changes, IReadOnlyList<Observed> rest, IReadOnlyList<MonthlyPrice> around) =>
    [
        .. changes.Concat(rest.Select(DeletionSteps.LogicalIdOf).Zip(around))
            .SelectMany(pair => pair.Item2.Unpriced.Select(what => $"{pair.Item1}: {what}")).Order(StringComparer.Ordinal),
    ];

    private MonthlyPrice PriceOf(Member? member, Surroundings all, Func<PriceKey, Quote?> find) => member is null
        // Parts of a resource are priced with their owner.
        || member.IsPart || member.Phase is Phase.Gone
        ? MonthlyPrice.Free
        : catalog.Of(member.Spec).PriceOf(member.Spec, all.StandingOf(member), new Prices(member.Region, find));

    private static Quote? Wish(HashSet<PriceKey> wishes, PriceKey key)
    {
        wishes.Add(key);
        return null;
    }

    private static Member? Afterwards(PlannedChange change) => change switch
    {
        { Action: ChangeAction.Delete } => null,
        { Action: ChangeAction.Keep, Now: { } now } => Member.Of(now) with { LogicalId = change.LogicalId },
        { Action: ChangeAction.Update, Now: { } now } => Member.Of(now) with
        {
            LogicalId = change.LogicalId,
            Spec = change.Desired is { } desired ? SpecTree.Over(now.Spec, desired) : now.Spec,
            Phase = change.Differences.LastOrDefault(difference => difference.Path == PowerPlanner.Power)?.New switch
            {
                "running" => Phase.Ready,
                "stopped" => Phase.Stopped,
                _ => now.Phase,
            },
        },
        { Desired: { } desired } =>
            new Member(change.LogicalId, null, change.Place.Region, desired, Phase.Ready, new Dictionary<string, string>(), IsPart: false),
        _ => null,
    };

    /// <summary>A resource among those priced together.</summary>
    private sealed record Member(
        string? LogicalId, string? Id, string Region, Spec Spec, Phase Phase, IReadOnlyDictionary<string, string> Outputs, bool IsPart)
    {
        public static Member Of(Observed row) =>
            new(null, row.Id, row.Place.Region, row.Spec, row.Phase, row.Outputs, row.Locked is not null);
    }

    /// <summary>The resources priced together, and their references.</summary>
    private sealed class Surroundings
    {
        private readonly Dictionary<(string Region, GraphKey Key), Member> _members = [];
        private readonly ILookup<(string Region, GraphKey Key), Member> _users;

        public Surroundings(IEnumerable<Member> members)
        {
            List<Member> all = [.. members];
            foreach (var member in all)
            {
                foreach (var key in KeysOf(member)) _members[key] = member;
            }

            _users =
                all.SelectMany(
                    member => SpecTree.Edges(member.Spec).Select(edge => (Key: (member.Region, GraphKey.Of(edge)), Member: member)))
                    .ToLookup(pair => pair.Key, pair => pair.Member);
        }

        public Standing StandingOf(Member member)
        {
            List<Member> users = [.. KeysOf(member).SelectMany(key => _users[key]).Distinct()];
            return new Standing
            {
                Phase = member.Phase,
                Outputs = member.Outputs,
                Users = [.. users.Where(user => !user.IsPart).Select(user => user.Spec)],
                Parts = [.. users.Where(user => user.IsPart).Select(user => user.Spec)],
                Find = reference => _members.GetValueOrDefault((member.Region, GraphKey.Of(reference)))?.Spec,
            };
        }

        private static IEnumerable<(string Region, GraphKey Key)> KeysOf(Member member) =>
            ((string?[])[member.LogicalId, member.Id])
                .OfType<string>()
                .Select(name => (member.Region, new GraphKey(member.Spec.GetType(), name)));
    }
}
