namespace Pockitect.Core.Resources.Analysis;

/// <summary>A property that differs from the desired value.</summary>
/// <param name="Path">Its path in the spec: <c>MetadataOptions.HttpTokens</c>.</param>
/// <param name="Old">AWS's complete value as text; null if missing.</param>
/// <param name="New">The complete desired value as text; null for none.</param>
/// <param name="IsReplacement">Whether AWS can't change it in place.</param>
public sealed record PropertyChange(string Path, string? Old, string? New, bool IsReplacement)
{
    /// <summary>The differences inside a list, a map or a document, item by item; empty for a single value.</summary>
    public IReadOnlyList<ItemChange> Items { get; init; } = [];

    /// <summary>The change in one sentence, for values that no plan repeats (scripts); otherwise null.</summary>
    public string? Summary { get; init; }

    // Lists compare by reference, and two equal changes must be equal.
    public bool Equals(PropertyChange? other) => other is not null
        && (Path, Old, New, IsReplacement, Summary) == (other.Path, other.Old, other.New, other.IsReplacement, other.Summary)
        && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => HashCode.Combine(Path, Old, New, IsReplacement);

    public override string ToString() => $"{Path}: {Old} → {New}{(IsReplacement ? " (replacement)" : "")}";
}

/// <summary>An item of a list, a map or a document that differs.</summary>
/// <param name="Path">
/// Its path inside the property, such as <c>Statement "Read" Action</c>; empty for an item of the property's own list.
/// </param>
/// <param name="Old">AWS's complete item; null if the item is new.</param>
/// <param name="New">The complete desired item; null if the item is removed.</param>
/// <param name="Caution">What the desired item exposes, in one sentence; null for nothing.</param>
public sealed record ItemChange(string Path, string? Old, string? New, string? Caution = null);

/// <summary>A list item with its own short text.</summary>
public interface IListItem
{
    /// <summary>The item in a few words that include every set property: <c>22 from 203.0.113.7/32 (office)</c>.</summary>
    string Summary { get; }

    /// <summary>What the item exposes, in one sentence; null for nothing.</summary>
    string? Caution { get; }
}
