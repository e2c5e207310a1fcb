using System.Diagnostics.CodeAnalysis;

namespace Pockitect.Core.Resources;

/// <summary>The questions that a resource type asks when it brings a resource to what is wanted.</summary>
public static class Differences
{
    /// <summary>A value is wanted, and AWS has another one. What is null is not managed, and so never differs.</summary>
    public static bool Differs<T>(T? now, [NotNullWhen(true)] T? wanted) =>
        wanted is not null && !SpecDiff.Matches(Shape.Of<T>(), wanted, now);

    /// <summary>AWS has a value, and what is wanted is that it has none.</summary>
    public static bool MustGo(Spec now, Spec wanted, string property) =>
        wanted.IsExact(property)
        && Shape.Of(wanted.GetType()).Property(property) is { } known && known.Get(wanted) is null && known.Get(now) is not null;

    /// <summary>What must be added to and removed from a list that AWS keeps as a set.</summary>
    /// <param name="exact">An item that has more to it than the one that is wanted is another item.</param>
    public static (IReadOnlyList<T> Added, IReadOnlyList<T> Removed) Sets<T>(IReadOnlyList<T>? now, IReadOnlyList<T>? wanted, bool exact = false)
    {
        if (wanted is null) return ([], []);
        var (added, removed) = SpecDiff.Sets(Shape.Of<T>(), (now ?? []).Cast<object?>(), wanted.Cast<object?>(), exact);
        return ([.. added.Cast<T>()], [.. removed.Cast<T>()]);
    }
}
