namespace Pockitect.Core.Resources;

/// <summary>How to create a resource.</summary>
/// <param name="ClientToken">
/// At most 64 ASCII characters. The same in every attempt of a step, also after a crash, until AWS refuses it.
/// </param>
/// <param name="Tags">All tags that the resource is created with.</param>
/// <param name="UniqueName">
/// A name that fits every AWS service (lowercase letters, digits, hyphens, at most 63), for resources that require a name if the spec has
/// none; the same in every attempt of a step.
/// </param>
public sealed record Creation(string ClientToken, IReadOnlyDictionary<string, string> Tags, string UniqueName);

/// <summary>How to delete a resource.</summary>
/// <param name="FinalSnapshot">The name of a database's final snapshot; null loses the data.</param>
/// <param name="EmptyFirst">Whether to empty a bucket; otherwise a bucket with content stays.</param>
public sealed record Deletion(string? FinalSnapshot = null, bool EmptyFirst = false);
