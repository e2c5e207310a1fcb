using System.Diagnostics.CodeAnalysis;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>The questions that a resource type asks when it brings a resource to what is desired.</summary>
public static class Differences
{
    /// <summary>A value is desired, and AWS has another one. What is null is not managed, and so never differs.</summary>
    public static bool Differs<T>(T? now, [NotNullWhen(true)] T? desired) =>
        desired is not null && !SpecDiff.Matches(Shape.Of<T>(), desired, now);

    /// <summary>AWS has a value, and what is desired is that it has none.</summary>
    public static bool IsRemovalRequested(Spec now, Spec desired, string property) =>
        desired.IsExact(property)
        && Shape.Of(desired.GetType()).Property(property) is { } known && known.Get(desired) is null && known.Get(now) is not null;

    /// <summary>What must be added to and removed from a list that AWS keeps as a set.</summary>
    /// <param name="exact">An item that has more to it than the one that is desired is another item.</param>
    public static (IReadOnlyList<T> Added, IReadOnlyList<T> Removed) Sets<T>(IReadOnlyList<T>? now, IReadOnlyList<T>? desired, bool exact = false)
    {
        if (desired is null) return ([], []);
        var (added, removed) = SpecDiff.Sets(Shape.Of<T>(), (now ?? []).Cast<object?>(), desired.Cast<object?>(), exact);
        return ([.. added.Cast<T>()], [.. removed.Cast<T>()]);
    }
}
