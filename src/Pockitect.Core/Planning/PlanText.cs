using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Describes plans.</summary>
public static class PlanText
{
    private const int ValueWidth = 70;

    /// <summary>The maximum length of a value that is shown whole.</summary>
    private const int WholeWidth = 160;

    /// <summary>The number of characters shown before the first difference.</summary>
    private const int Context = 24;

    /// <summary>
    /// Returns the old and new value of a difference, each on one line. Long values start shortly before the first difference, so that they
    /// never look equal.
    /// </summary>
    public static (string Old, string New) Pair(PropertyChange difference)
    {
        var (old, desired) = (OneLine(difference.Old), OneLine(difference.New));
        if (old is null || desired is null) return (Short(old) ?? "nothing", Short(desired) ?? "nothing");
        if (old.Length <= WholeWidth && desired.Length <= WholeWidth) return (old, desired);
        var same = old.Zip(desired).TakeWhile(pair => pair.First == pair.Second).Count();
        var start = Math.Max(0, same - Context);
        return (Window(old, start), Window(desired, start));
    }

    /// <summary>Returns a difference of a single value on one line: old → new.</summary>
    public static string Change(PropertyChange difference)
    {
        if (difference.Summary is { } summary) return summary;
        var (old, desired) = Pair(difference);
        return $"{old} → {desired}";
    }

    /// <summary>Returns the difference of a list or a document, item by item: removals before additions.</summary>
    public static IReadOnlyList<ItemLine> Items(PropertyChange difference) => [.. difference.Items.SelectMany(Lines)];

    /// <summary>The name of an interruption in a list.</summary>
    public static string Name(InterruptionKind kind) => kind switch
    {
        InterruptionKind.Restart => "restart",
        InterruptionKind.Reboot => "reboot",
        InterruptionKind.NewAddress => "new public address",
        InterruptionKind.Failover => "failover",
        InterruptionKind.Downtime => "downtime",
        InterruptionKind.TemporaryStart => "temporary start",
        InterruptionKind.Replaced => "replaced",
        _ => throw new InvalidOperationException($"Unknown interruption kind {kind}."),
    };

    /// <summary>Returns which resources the plan interrupts and how, in one sentence; null if none.</summary>
    public static string? Interruptions(Plan plan)
    {
        var interrupted = plan.Changes.Where(change => change.Interruptions.Count > 0)
            .Select(change => $"{change.LogicalId} ({string.Join(", ", Names(change))})")
            .ToList();
        return interrupted.Count == 0
            ? null
            : $"Interrupts {(interrupted.Count == 1 ? "1 resource" : $"{interrupted.Count} resources")}: {string.Join("; ", interrupted)}.";
    }

    private static IEnumerable<string> Names(PlannedChange change) =>
        change.Interruptions.Select(interruption => Name(interruption.Kind)).Distinct(StringComparer.Ordinal);

    /// <summary>Marks an outside change, with the deployed value if the blueprint doesn't restore it.</summary>
    public static string Outside(PlannedChange change, PropertyChange difference) =>
        !change.ChangedOutside.TryGetValue(difference.Path, out var deployed) ? ""
        : deployed == difference.New ? ", changed outside"
        : difference.Items.Count > 0 || difference.Summary is not null ? ", also changed outside"
        : $", changed outside ({Short(deployed) ?? "nothing"} was deployed)";

    /// <summary>Returns the number of changes by kind, in one sentence.</summary>
    public static string Summary(Plan plan)
    {
        var kept = plan.Changes.Count(change => change.Action is ChangeAction.Keep);
        if (plan.Refusals.Count > 0) return "Cannot continue; fix the blockers above.";
        if (plan.IsEmpty) return kept > 0 ? $"No changes. All {kept} resources match." : "No changes.";
        var parts = plan.Changes.Where(change => change.Action is not ChangeAction.Keep)
            .GroupBy(change => change.Action).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} to {group.Key.ToString().ToLowerInvariant()}");
        return string.Join(", ", parts) + (kept > 0 ? $", {kept} unchanged." : ".");
    }

    /// <summary>Returns the value on one line, shortened if it is long, such as user data and policies.</summary>
    public static string? Short(string? value)
    {
        if (value is null) return null;
        var line = OneLine(value)!; // Not null.
        return line.Length <= ValueWidth ? line : $"{line[..ValueWidth]}…";
    }

    private static IEnumerable<ItemLine> Lines(ItemChange item)
    {
        if (item.Old is { } old) yield return new ItemLine(IsAdded: false, Words(item.Path, old), null);
        if (item.New is { } desired) yield return new ItemLine(IsAdded: true, Words(item.Path, desired), item.Caution);
    }

    private static string? OneLine(string? value) => value?.ReplaceLineEndings("⏎");

    private static string Words(string path, string item) => $"{(path.Length == 0 ? "" : $"{path}: ")}{OneLine(item)}";

    private static string Window(string value, int start)
    {
        var end = Math.Min(value.Length, start + WholeWidth);
        return $"{(start > 0 ? "…" : "")}{value[start..end]}{(end < value.Length ? "…" : "")}";
    }
}

/// <summary>A line of a difference that is shown item by item.</summary>
/// <param name="IsAdded">Whether the item is added; otherwise it is removed.</param>
/// <param name="Text">The whole item, with its path.</param>
/// <param name="Caution">What it exposes, in one sentence; null for nothing.</param>
public sealed record ItemLine(bool IsAdded, string Text, string? Caution);
