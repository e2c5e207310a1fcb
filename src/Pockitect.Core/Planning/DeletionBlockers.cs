using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Names what keeps resources from being deleted: each resource that uses one of them and stays.</summary>
internal sealed class DeletionBlockers(ResourceGraph graph, IReadOnlyDictionary<string, Observed> living)
{
    // By the user, so that one that uses several resources is named once.
    private readonly Dictionary<string, HashSet<string>> _stays = new(StringComparer.Ordinal);

    /// <summary>What a deploy takes away, and what uses it though no step of the deploy changes that.</summary>
    /// <param name="leaving">What is to go.</param>
    /// <param name="all">Everything observed in the places concerned.</param>
    /// <param name="isPlanned">The deploy's own plan sees to this user.</param>
    public static IReadOnlyList<string> Of(Catalog catalog, IEnumerable<Observed> leaving, IEnumerable<Observed> all, Func<Observed, bool> isPlanned)
    {
        var going = leaving.Select(ResourceGraph.NameOf).ToHashSet(StringComparer.Ordinal);
        if (going.Count == 0) return [];
        var living = all.Where(resource => resource.Phase is not Phase.Gone).DistinctBy(ResourceGraph.NameOf).ToDictionary(ResourceGraph.NameOf);
        var blocking = new DeletionBlockers(ResourceGraph.Of(catalog, living.Values), living);
        foreach (var used in going.Where(living.ContainsKey))
        {
            foreach (var user in blocking.StayingUsers(used, going.Contains).Where(user => !isPlanned(living[user]))) blocking.Add(user, used);
        }

        return blocking.Words;
    }

    /// <summary>What is in the way, one sentence or two for each.</summary>
    public IReadOnlyList<string> Words => [.. _stays.Select(entry => Word(living[entry.Key], [.. entry.Value.Select(used => living[used])]))];

    /// <summary>Notes that a resource that stays uses one that is to go. One that is on its way out itself is only waited for.</summary>
    public void Add(string user, string used)
    {
        if (living[user].Phase is Phase.Deleting) return;
        if (!_stays.TryGetValue(user, out var all)) _stays[user] = all = new(StringComparer.Ordinal);
        all.Add(used);
    }

    /// <summary>
    /// The resources that use one that is to go and do not go with it by themselves. For a part, such as a network interface
    /// of an instance, that is the resource it is a part of.
    /// </summary>
    public IEnumerable<string> StayingUsers(string used, Func<string, bool> isGoing)
    {
        foreach (var user in graph.Users(used).Where(user => !isGoing(user)))
        {
            var row = living[user];
            if (row.Locked is null || row.FreedBy is not null) yield return user;
            else if (row.PartOf is { } owner && OwnerOf(row, owner) is { } whole && !isGoing(whole)) yield return whole;
        }
    }

    /// <summary>A resource by its name and its ID.</summary>
    public static string Name(Observed resource) =>
        resource.DisplayName == resource.Id ? resource.Id : $"{resource.DisplayName} ({resource.Id})";

    private string? OwnerOf(Observed part, string owner) =>
        living.FirstOrDefault(entry => entry.Value.Id == owner && entry.Value.Place == part.Place && entry.Value.Locked is null).Key;

    private static string Word(Observed user, IReadOnlyList<Observed> used)
    {
        var what = string.Join(" and ", used.Select(Name));
        var who = user.About is { } about ? $"{Name(user)}, {about}," : Name(user);
        return (user, user.FreedBy) switch
        {
            (_, { } remedy) => $"{what} cannot be deleted: {who} uses it. {remedy}",
            ({ Locked: not null }, _) => $"{what} cannot be deleted: {who} refers to it and stays. Take that reference out first.",
            _ => $"{what} cannot be deleted: {who} uses it and is not part of this project. Delete that first, or select it too.",
        };
    }
}
