using System.Globalization;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Preflight;

/// <summary>More resources than a quota allows, by the rules of their types.</summary>
/// <remarks>Resources that the plan deletes don't count, because the plan deletes them first where it can.</remarks>
internal sealed class QuotaCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = [
        "servicequotas:ListServiceQuotas", "servicequotas:ListAWSDefaultServiceQuotas",
    ];

    public override IEnumerable<Type> ReadTypes(Work work) =>
        work.Made.Select(change => change.Type.SpecType).Concat(
            from change in work.Made
            from rule in change.Type.Quotas.OfType<QuotaRule.PerZone>()
                // A rule names a reference of its own type.
            select Shape.Of(change.Type.SpecType).Property(rule.Reference)!.Shape.ReferenceTo!).Distinct();

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from changes in work.Touched.GroupBy(change => change.Type)
        from rule in changes.Key.Quotas
        from question in Questions(rule, [.. changes], work, facts)
        select question;

    /// <summary>A finding if more are created than the quota allows.</summary>
    internal static IEnumerable<Finding> Exceeding(Quota quota, double limit, IReadOnlyList<string> made, int there, string where) =>
        there + made.Count <= limit
            ? []
            : [
                Over(
                    quota,
                    made[0],
                    $"{where} has {there} now, this plan adds {made.Count} ({string.Join(", ", made)}), and the account's quota of "
                        + $"{quota.Name} is {Text(limit)}."),
            ];

    internal static Finding Over(Quota quota, string logicalId, string why) => Error(
        logicalId,
        $"A quota is exceeded: {quota.Name}.",
        why,
        $"Delete unneeded ones, use fewer, or request an increase: Service Quotas, {quota.Service}, {quota.Code}.");

    internal static Finding Untold(Quota quota) => Warning(
        "",
        $"Could not check the quota of {quota.Name}.",
        $"Service Quotas has no {quota.Code} of {quota.Service} here.",
        "Check it in the console before you deploy.");

    internal static string Text(double limit) => limit.ToString("0", CultureInfo.InvariantCulture);

    private static IEnumerable<Question> Questions(QuotaRule rule, IReadOnlyList<PlannedChange> touched, Work work, AccountFacts facts)
    {
        IReadOnlyList<PlannedChange> made = [.. touched.Where(change => change.Action is ChangeAction.Create or ChangeAction.Replace)];
        return rule switch
        {
            // A changed resource is desired.
            QuotaRule.PerResource each => touched.Select(change => (change, Count: each.Count(change.Desired!)))
                .Where(entry => entry.Count > 0)
                .Select(entry => Ask(each.Quota, facts, limit => Task.FromResult<IEnumerable<Finding>>(entry.Count <= limit
                    ? []
                    : [
                        Over(
                            each.Quota,
                            entry.change.LogicalId,
                            $"It is to have {entry.Count}, and the account's quota of {each.Quota.Name} is {Text(limit)}."),
                    ]))),
            _ when made.Count == 0 => [],
            QuotaRule.Shared shared => InRegion(shared, made, work, facts),
            QuotaRule.PerParent inside => InParents(inside, made, work, facts),
            QuotaRule.PerZone zone => [Ask(zone.Quota, facts, limit => InZonesAsync(zone, limit, made, work, facts))],
            _ => throw new NotSupportedException($"{rule.GetType().Name} is not checked."),
        };
    }

    private static IEnumerable<Question> InRegion(QuotaRule.Shared rule, IReadOnlyList<PlannedChange> made, Work work, AccountFacts facts)
    {
        var type = made[0].Type;
        var leaving = Leaving(type, work).Count();
        if (made.Count <= leaving) return [];
        return [
            Ask(
                rule.Quota,
                facts,
                async limit => Exceeding(rule.Quota, limit, Names(made), await facts.CountAsync(type, rule) - leaving, work.Region)),
        ];
    }

    private static IEnumerable<Question> InParents(
        QuotaRule.PerParent rule, IReadOnlyList<PlannedChange> made, Work work, AccountFacts facts) =>
        from change in made
        let parent = ReferenceOf(change.Desired!, rule.Reference) // A created resource is desired.
        where parent is not null
        group (change, parent) by work.KeyOf(parent) into inOne
        let type = made[0].Type
        let id = work.IdOf(inOne.First().parent)
        select Ask(rule.Quota, facts, async limit =>
        {
            var there = id is null
                ? rule.InNewParent
                : (await facts.AllAsync(type.SpecType)).Count(IsThere) - Leaving(type, work).Count(IsThere);
            return Exceeding(
                rule.Quota,
                limit,
                Names(inOne.Select(entry => entry.change)),
                there,
                $"{facts.TypeOf(inOne.First().parent.SpecType).ShortName} {inOne.Key}");

            bool IsThere(Observed row) => ReferenceOf(row.Spec, rule.Reference) is { } reference && work.IdOf(reference) == id;
        });

    private static async Task<IEnumerable<Finding>> InZonesAsync(
        QuotaRule.PerZone rule, double limit, IReadOnlyList<PlannedChange> made, Work work, AccountFacts facts)
    {
        var type = made[0].Type;
        var leaving = Leaving(type, work).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var there = new List<string?>();
        foreach (var row in (await facts.AllAsync(type.SpecType)).Where(row => type.CountsAgainstQuotas(row) && !leaving.Contains(row.Id)))
            there.Add(await ZoneOfAsync(row.Spec));
        var zones = new List<(PlannedChange Change, string? Zone)>();
        foreach (var change in made) zones.Add((change, await ZoneOfAsync(change.Desired!))); // A created resource is desired.
        return zones.Where(entry => entry.Zone is not null).GroupBy(entry => entry.Zone!).SelectMany(zone => // Filtered above.
            Exceeding(rule.Quota, limit, Names(zone.Select(entry => entry.Change)), there.Count(other => other == zone.Key), zone.Key));

        async Task<string?> ZoneOfAsync(Spec spec) =>
            ReferenceOf(spec, rule.Reference) is { } reference ? await work.ZoneOfAsync(reference, facts) : null;
    }

    private static Question Ask(Quota quota, AccountFacts facts, Func<double, Task<IEnumerable<Finding>>> compare) => new(
        $"the quota of {quota.Name}",
        async () => await facts.QuotaAsync(quota) is { } limit ? await compare(limit) : [Untold(quota)]);

    private static IEnumerable<Observed> Leaving(ResourceType type, Work work) =>
        work.Leaving.Where(row => row.Type == type.Name && type.CountsAgainstQuotas(row));

    private static IReadOnlyList<string> Names(IEnumerable<PlannedChange> changes) => [.. changes.Select(change => change.LogicalId)];

    private static IRef? ReferenceOf(Spec spec, string property) => SpecTree.Get(spec, property) as IRef;
}
