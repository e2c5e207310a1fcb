namespace Pockitect.Core.Planning;

/// <summary>Resources picked by hand.</summary>
/// <param name="Ids">Ids, or short type name and id where several types use the same: <c>Role/web</c>.</param>
public sealed record ResourceSelection(string Region, IReadOnlyList<string> Ids);
