namespace Pockitect.Core.Planning;

/// <summary>Selected resources.</summary>
/// <param name="Ids">IDs, or short type name and ID if several types use the same ID: <c>Role/web</c>.</param>
public sealed record ResourceSelection(string Region, IReadOnlyList<string> Ids);
