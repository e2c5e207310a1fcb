using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Plans as people read them.</summary>
public static class PlanWords
{
    private const int ValueWidth = 70;

    /// <summary>That somebody else made the difference, and what it was before where the blueprint does not wish for just that.</summary>
    public static string Outside(PlannedChange change, PropertyChange difference) =>
        !change.ChangedOutside.TryGetValue(difference.Path, out var deployed) ? ""
        : deployed == difference.New ? ", changed outside"
        : $", changed outside ({Short(deployed) ?? "nothing"} was deployed)";

    /// <summary>How many are to become what, in one sentence.</summary>
    public static string Summary(Plan plan)
    {
        var kept = plan.Changes.Count(change => change.Action is ChangeAction.Keep);
        if (plan.Refusals.Count > 0) return "This cannot be carried out; what is in the way is named above.";
        if (plan.IsEmpty) return kept > 0 ? $"No changes: all {kept} resources are as wanted." : "No changes.";
        var parts = plan.Changes.Where(change => change.Action is not ChangeAction.Keep)
            .GroupBy(change => change.Action).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} to {group.Key.ToString().ToLowerInvariant()}");
        return string.Join(", ", parts) + (kept > 0 ? $", {kept} unchanged." : ".");
    }

    /// <summary>The value on one line, cut where it gets long: user data and policies.</summary>
    public static string? Short(string? value)
    {
        if (value is null) return null;
        var line = value.ReplaceLineEndings("⏎");
        return line.Length <= ValueWidth ? line : $"{line[..ValueWidth]}…";
    }
}
