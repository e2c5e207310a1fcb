namespace Pockitect.Core.Resources.Analysis;

/// <summary>One property that differs from the desired value.</summary>
/// <param name="Path">Where it is in the spec: <c>MetadataOptions.HttpTokens</c>.</param>
/// <param name="Old">What AWS has, whole, as text; null where it has nothing.</param>
/// <param name="New">The desired value, whole, as text; null for nothing.</param>
/// <param name="IsReplacement">AWS can't change it in place.</param>
public sealed record PropertyChange(string Path, string? Old, string? New, bool IsReplacement)
{
    /// <summary>What differs inside a list, a map or a document, item by item; empty for a single value.</summary>
    public IReadOnlyList<ItemChange> Items { get; init; } = [];

    /// <summary>The change in one sentence, for values that no plan repeats (scripts); null otherwise.</summary>
    public string? Summary { get; init; }

    // Lists compare by reference, and two equal changes must be equal.
    public bool Equals(PropertyChange? other) => other is not null
        && (Path, Old, New, IsReplacement, Summary) == (other.Path, other.Old, other.New, other.IsReplacement, other.Summary)
        && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => HashCode.Combine(Path, Old, New, IsReplacement);

    public override string ToString() => $"{Path}: {Old} → {New}{(IsReplacement ? " (replacement)" : "")}";
}

/// <summary>One item of a list, a map or a document that AWS has, that is desired, or that differs.</summary>
/// <param name="Path">Where it is inside the property, such as <c>Statement "Read" Action</c>; empty for an item of the property's own list.</param>
/// <param name="Old">What AWS has, whole; null where the item is new.</param>
/// <param name="New">The desired item, whole; null where the item goes.</param>
/// <param name="Caution">What the desired item exposes, in one sentence; null where nothing.</param>
public sealed record ItemChange(string Path, string? Old, string? New, string? Caution = null);

/// <summary>An item of a list that has a short text of its own.</summary>
public interface IListItem
{
    /// <summary>The item in a few words that name every property that is set: <c>22 from 203.0.113.7/32 (office)</c>.</summary>
    string Summary { get; }

    /// <summary>What the item exposes, in one sentence; null where nothing.</summary>
    string? Caution { get; }
}
