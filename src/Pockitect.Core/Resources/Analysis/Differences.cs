using System.Diagnostics.CodeAnalysis;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>Comparisons that resource types use in updates.</summary>
public static class Differences
{
    /// <summary>Whether a value is desired and AWS has another one. Null is not managed and never differs.</summary>
    public static bool Differs<T>(T? now, [NotNullWhen(true)] T? desired) =>
        desired is not null && !SpecDiff.Matches(Shape.Of<T>(), desired, now);

    /// <summary>Whether AWS has a value that should be removed.</summary>
    public static bool IsRemovalRequested(Spec now, Spec desired, string property) =>
        desired.IsExact(property)
        && Shape.Of(desired.GetType()).Property(property) is { } known && known.Get(desired) is null && known.Get(now) is not null;

    /// <summary>Returns what to add to and remove from a list that AWS keeps as a set.</summary>
    /// <param name="exact">Whether an item with more properties than the desired one is a different item.</param>
    public static (IReadOnlyList<T> Added, IReadOnlyList<T> Removed) Sets<T>(
        IReadOnlyList<T>? now, IReadOnlyList<T>? desired, bool exact = false)
    {
        if (desired is null) return ([], []);
        var (added, removed) = SpecDiff.Sets(Shape.Of<T>(), (now ?? []).Cast<object?>(), desired.Cast<object?>(), exact);
        return ([.. added.Cast<T>()], [.. removed.Cast<T>()]);
    }
}
