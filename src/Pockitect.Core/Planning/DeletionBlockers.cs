using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Finds what blocks a deletion: each resource that uses a deleted one and stays.</summary>
internal sealed class DeletionBlockers(ResourceGraph graph, IReadOnlyDictionary<string, Observed> living)
{
    // By user, so that each user is named once.
    private readonly Dictionary<string, HashSet<string>> _stays = new(StringComparer.Ordinal);

    /// <summary>Finds what blocks the deletions of a deploy: users that no step changes.</summary>
    /// <param name="leaving">The resources to delete.</param>
    /// <param name="all">Everything observed in the affected places.</param>
    /// <param name="isPlanned">Whether the deploy's plan handles this user.</param>
    public static IReadOnlyList<string> Of(
        Catalog catalog, IEnumerable<Observed> leaving, IEnumerable<Observed> all, Func<Observed, bool> isPlanned)
    {
        var going = leaving.Select(ResourceGraph.NameOf).ToHashSet(StringComparer.Ordinal);
        if (going.Count == 0) return [];
        var living = all.Where(resource => resource.Phase is not Phase.Gone)
            .DistinctBy(ResourceGraph.NameOf)
            .ToDictionary(ResourceGraph.NameOf);
        var blocking = new DeletionBlockers(ResourceGraph.Of(catalog, living.Values), living);
        foreach (var used in going.Where(living.ContainsKey))
        {
            foreach (var user in blocking.StayingUsers(used, going.Contains).Where(user => !isPlanned(living[user])))
                blocking.Add(user, used);
        }

        return blocking.Words;
    }

    /// <summary>The blockers, in one or two sentences each.</summary>
    public IReadOnlyList<string> Words =>
        [.. _stays.Select(entry => Word(living[entry.Key], [.. entry.Value.Select(used => living[used])]))];

    /// <summary>Adds a resource that stays and uses one to delete. A user that is itself being deleted is only awaited.</summary>
    public void Add(string user, string used)
    {
        if (living[user].Phase is Phase.Deleting) return;
        if (!_stays.TryGetValue(user, out var all)) _stays[user] = all = new(StringComparer.Ordinal);
        all.Add(used);
    }

    /// <summary>
    /// The resources that use one to delete and are not deleted with it. For a part, such as an instance's network interface, its owner.
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

    /// <summary>A resource's name and ID.</summary>
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
            ({ Locked: not null }, _) => $"{what} cannot be deleted: {who} still refers to it. Remove that reference first.",
            _ => $"{what} cannot be deleted: {who} uses it and is not part of this project. Delete that first, or select it as well.",
        };
    }
}
