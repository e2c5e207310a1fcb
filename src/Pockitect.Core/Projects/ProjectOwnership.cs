using System.Globalization;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Projects;

/// <summary>Which resources of an account are a project's: those that carry its id. A name alone owns nothing.</summary>
/// <param name="Id">The project's id; null for a project that has none yet.</param>
/// <param name="Conflict">Why nothing may be planned with this id and name, as sentences for people; null when nothing is wrong.</param>
/// <param name="IsRemembered">The file has no id, and the id comes from what was deployed from this computer.</param>
public sealed record ProjectOwnership(string? Id, string? Conflict, bool IsRemembered)
{
    private const int MaxNamed = 3;

    /// <summary>What a plan says when the id comes from this computer's own records.</summary>
    public Finding? Note => IsRemembered
        ? new Finding(
            Severity.Finding,
            "",
            $"The blueprint has no id; this computer deployed the project with the id {Id}.",
            "The journal of its last operation says so, and the resources carry that id.",
            $"The next deploy writes it into the file. To start a new project instead, give it another name.")
        : null;

    /// <summary>Finds the owner.</summary>
    /// <param name="project">The project as its file names it.</param>
    /// <param name="remembered">The id by which this computer deployed a project of this name; null when it never did.</param>
    /// <param name="rows">What the account holds where the project can be.</param>
    /// <param name="path">The blueprint's file, for the way out; null where there is none.</param>
    public static ProjectOwnership Of(ProjectSection project, string? remembered, IEnumerable<Observed> rows, string? path)
    {
        var id = project.Id ?? remembered;
        var tagged = Tagged(rows);
        if (id is not null && OtherNameOf(project.Name, id, tagged) is { } other) return new ProjectOwnership(id, other, false);

        var others = tagged.Where(row => NameOf(row) == project.Name && IdOf(row) != id).ToLookup(IdOf);
        // Whoever has resources, or a journal here, under an id of their own is not stopped by another project of the same name.
        var isKnown = id is not null && (id == remembered || tagged.Any(row => IdOf(row) == id));
        return new ProjectOwnership(
            id,
            others.Count == 0 || isKnown ? null : NameTaken(project.Name, others, path),
            IsRemembered: project.Id is null && remembered is not null);
    }

    /// <summary>Says that an id belongs to a project of another name; null when it doesn't.</summary>
    public static string? OtherNameOf(string name, string id, IEnumerable<Observed> rows)
    {
        var mine = Tagged(rows).Where(row => IdOf(row) == id).ToList();
        if (mine.Count == 0 || mine.Exists(row => NameOf(row) == name)) return null;
        var owner = NameOf(mine[0]);
        return $"The id {id} belongs to the project '{owner}', which has {Resources(mine)}. "
            + $"For a new project, take 'id' out of {name}.yaml; to change '{owner}', use its own name.";
    }

    /// <summary>Says that other projects have this name.</summary>
    /// <param name="others">Their resources, by their ids.</param>
    private static string NameTaken(string name, ILookup<string?, Observed> others, string? path)
    {
        var ids = others.Select(group => group.Key).OfType<string>().Order(StringComparer.Ordinal).ToList();
        var who = ids is [var only]
            ? $"The account has a project '{name}' already, with the id {only}: {Resources([.. others[only]])}."
            : $"The account has {ids.Count} projects named '{name}' already, with the ids {string.Join(", ", ids)}.";
        return $"{who} If this is that project, add 'id: {ids[0]}' under 'project:' in {path ?? $"{name}.yaml"}, or move the file away and run `pockitect recover {CommandHint.Quote(name)}`. "
            + "For a new project, choose another name.";
    }

    private static string Resources(IReadOnlyList<Observed> rows)
    {
        var names = rows.Select(DeletionSteps.LogicalIdOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var some = names.Count <= MaxNamed ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MaxNamed))} and {names.Count - MaxNamed} more";
        var regions = rows.Select(row => row.Place.Region).Where(region => region != Place.GlobalRegion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var place = regions.Count > 0 ? $" in {string.Join(", ", regions)}" : "";
        var since = rows.Min(row => row.CreatedAt) is { } at ? $", since {at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "";
        return $"{some}{place}{since}";
    }

    private static List<Observed> Tagged(IEnumerable<Observed> rows) =>
        [.. rows.Where(row => row.Phase is not (Phase.Gone or Phase.Deleting) && row.Locked is null && !row.IsKept && IdOf(row) is not null && NameOf(row) is not null)];

    private static string? IdOf(Observed row) => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId);

    private static string? NameOf(Observed row) => row.Tags.GetValueOrDefault(OwnershipTags.Project);
}
