using System.Globalization;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Projects;

/// <summary>The resources of a project in an account: those that carry its ID. A name alone owns nothing.</summary>
/// <param name="Id">The project's ID; null if it has none yet.</param>
/// <param name="Conflict">Why this ID and name can't be planned, as sentences; null if they can.</param>
/// <param name="IsRemembered">Whether the file has no ID, and the ID comes from the records of this computer.</param>
public sealed record ProjectOwnership(string? Id, string? Conflict, bool IsRemembered)
{
    private const int MaxNamed = 3;

    /// <summary>A plan's note when the ID comes from the records of this computer.</summary>
    public Finding? Note => IsRemembered
        ? new Finding(
            Severity.Finding,
            "",
            $"The blueprint has no ID; this computer deployed the project with the ID {Id}.",
            "The journal of its last operation has this ID, and the resources carry it.",
            $"The next deploy writes it to the file. To start a new project instead, choose another name.")
        : null;

    /// <summary>Determines the owner.</summary>
    /// <param name="project">The project, from its file.</param>
    /// <param name="remembered">The ID with which this computer deployed a project of this name; null if it never did.</param>
    /// <param name="rows">The account's resources in places where the project can be.</param>
    /// <param name="path">The blueprint's file, for the message; null if missing.</param>
    public static ProjectOwnership Of(ProjectSection project, string? remembered, IEnumerable<Observed> rows, string? path)
    {
        var id = project.Id ?? remembered;
        var tagged = Tagged(rows);
        if (id is not null && OtherNameOf(project.Name, id, tagged) is { } other) return new ProjectOwnership(id, other, false);

        var others = tagged.Where(row => NameOf(row) == project.Name && IdOf(row) != id).ToLookup(IdOf);
        // A project with its own resources, or with a journal here, is not affected by another one of the same name.
        var isKnown = id is not null && (id == remembered || tagged.Any(row => IdOf(row) == id));
        return new ProjectOwnership(
            id,
            others.Count == 0 || isKnown ? null : NameTaken(project.Name, others, path),
            IsRemembered: project.Id is null && remembered is not null);
    }

    /// <summary>Returns that an ID belongs to a project of another name; null if it doesn't.</summary>
    public static string? OtherNameOf(string name, string id, IEnumerable<Observed> rows)
    {
        var mine = Tagged(rows).Where(row => IdOf(row) == id).ToList();
        if (mine.Count == 0 || mine.Exists(row => NameOf(row) == name)) return null;
        var owner = NameOf(mine[0]);
        return $"The id {id} belongs to the project '{owner}', which has {Resources(mine)}. "
            + $"For a new project, remove 'id' from {name}.yaml; to change '{owner}', use its own name.";
    }

    /// <summary>Returns that other projects have this name.</summary>
    /// <param name="others">Their resources, by ID.</param>
    private static string NameTaken(string name, ILookup<string?, Observed> others, string? path)
    {
        var ids = others.Select(group => group.Key).OfType<string>().Order(StringComparer.Ordinal).ToList();
        var who = ids is [var only]
            ? $"The account already has a project '{name}', with the ID {only}: {Resources([.. others[only]])}."
            : $"The account already has {ids.Count} projects named '{name}', with the IDs {string.Join(", ", ids)}.";
        return $"{who} If this is that project, add 'id: {ids[0]}' under 'project:' in {path ?? $"{name}.yaml"}, or move the file away "
        + $"and run `pockitect recover {CommandHint.Quote(name)}`. "
            + "For a new project, choose another name.";
    }

    private static string Resources(IReadOnlyList<Observed> rows)
    {
        var names = rows.Select(DeletionSteps.LogicalIdOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var some = names.Count <= MaxNamed
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MaxNamed))} and {names.Count - MaxNamed} more";
        var regions =
            rows.Select(row => row.Place.Region)
                .Where(region => region != Place.GlobalRegion)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .ToList();
        var place = regions.Count > 0 ? $" in {string.Join(", ", regions)}" : "";
        var since = rows.Min(row => row.CreatedAt) is { } at
            ? $", since {at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            : "";
        return $"{some}{place}{since}";
    }

    private static List<Observed> Tagged(IEnumerable<Observed> rows) =>
        [
            .. rows.Where(
                row => row.Phase is not (Phase.Gone or Phase.Deleting)
                    && row.Locked is null
                    && !row.IsKept
                    && IdOf(row) is not null
                    && NameOf(row) is not null),
        ];

    private static string? IdOf(Observed row) => row.Tags.GetValueOrDefault(OwnershipTags.ProjectId);

    private static string? NameOf(Observed row) => row.Tags.GetValueOrDefault(OwnershipTags.Project);
}
