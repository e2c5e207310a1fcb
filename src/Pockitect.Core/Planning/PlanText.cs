using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Plans as people read them.</summary>
public static class PlanText
{
    private const int ValueWidth = 70;

    /// <summary>Up to here a value is shown whole.</summary>
    private const int WholeWidth = 160;

    /// <summary>Letters shown before the first that differs.</summary>
    private const int Context = 24;

    /// <summary>Old and new value of one difference, each on one line. Long ones begin shortly before the first letter that differs, so that they never look the same.</summary>
    public static (string Old, string New) Pair(PropertyChange difference)
    {
        var (old, desired) = (OneLine(difference.Old), OneLine(difference.New));
        if (old is null || desired is null) return (Short(old) ?? "nothing", Short(desired) ?? "nothing");
        if (old.Length <= WholeWidth && desired.Length <= WholeWidth) return (old, desired);
        var same = old.Zip(desired).TakeWhile(pair => pair.First == pair.Second).Count();
        var start = Math.Max(0, same - Context);
        return (Window(old, start), Window(desired, start));
    }

    /// <summary>A difference of a single value on one line: old → new.</summary>
    public static string Change(PropertyChange difference)
    {
        if (difference.Summary is { } summary) return summary;
        var (old, desired) = Pair(difference);
        return $"{old} → {desired}";
    }

    /// <summary>The difference of a list or a document, item by item: what goes before what takes its place.</summary>
    public static IReadOnlyList<ItemLine> Items(PropertyChange difference) => [.. difference.Items.SelectMany(Lines)];

    /// <summary>What an interruption is called in a list of several.</summary>
    public static string Name(InterruptionKind kind) => kind switch
    {
        InterruptionKind.Restart => "restart",
        InterruptionKind.Reboot => "reboot",
        InterruptionKind.NewAddress => "new public address",
        InterruptionKind.Failover => "failover",
        InterruptionKind.Downtime => "downtime",
        InterruptionKind.TemporaryStart => "temporary start",
        InterruptionKind.Replaced => "replaced",
        _ => throw new InvalidOperationException($"There is no interruption of the kind {kind}."),
    };

    /// <summary>Which resources the plan interrupts and how, in one sentence; null where it interrupts none.</summary>
    public static string? Interruptions(Plan plan)
    {
        var interrupted = plan.Changes.Where(change => change.Interruptions.Count > 0)
            .Select(change => $"{change.LogicalId} ({string.Join(", ", change.Interruptions.Select(interruption => Name(interruption.Kind)).Distinct(StringComparer.Ordinal))})").ToList();
        return interrupted.Count == 0 ? null : $"Interrupts {(interrupted.Count == 1 ? "1 resource" : $"{interrupted.Count} resources")}: {string.Join("; ", interrupted)}.";
    }

    /// <summary>That somebody else made the difference, and what it was before where the blueprint does not wish for just that.</summary>
    public static string Outside(PlannedChange change, PropertyChange difference) =>
        !change.ChangedOutside.TryGetValue(difference.Path, out var deployed) ? ""
        : deployed == difference.New ? ", changed outside"
        : difference.Items.Count > 0 || difference.Summary is not null ? ", also changed outside"
        : $", changed outside ({Short(deployed) ?? "nothing"} was deployed)";

    /// <summary>How many are to become what, in one sentence.</summary>
    public static string Summary(Plan plan)
    {
        var kept = plan.Changes.Count(change => change.Action is ChangeAction.Keep);
        if (plan.Refusals.Count > 0) return "This cannot be carried out; what is in the way is named above.";
        if (plan.IsEmpty) return kept > 0 ? $"No changes: all {kept} resources match the blueprint." : "No changes.";
        var parts = plan.Changes.Where(change => change.Action is not ChangeAction.Keep)
            .GroupBy(change => change.Action).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} to {group.Key.ToString().ToLowerInvariant()}");
        return string.Join(", ", parts) + (kept > 0 ? $", {kept} unchanged." : ".");
    }

    /// <summary>The value on one line, cut where it gets long: user data and policies.</summary>
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

/// <summary>One line of a difference that is shown item by item.</summary>
/// <param name="IsAdded">The item comes; otherwise it goes.</param>
/// <param name="Text">The whole item, with its path.</param>
/// <param name="Caution">What it exposes, in one sentence; null where nothing.</param>
public sealed record ItemLine(bool IsAdded, string Text, string? Caution);
