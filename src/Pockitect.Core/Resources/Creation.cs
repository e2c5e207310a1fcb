namespace Pockitect.Core.Resources;

/// <summary>How a resource is to be created.</summary>
/// <param name="ClientToken">At most 64 ASCII characters. The same at every attempt of the same step, also after a crash, until AWS refuses one.</param>
/// <param name="Tags">All tags the resource is born with.</param>
/// <param name="UniqueName">A name that fits every AWS service (letters, digits, hyphens, at most 63, lower case), for
/// resources that must have a name where the spec gives none; the same at every attempt of the same step.</param>
public sealed record Creation(string ClientToken, IReadOnlyDictionary<string, string> Tags, string UniqueName);

/// <summary>How a resource is to be deleted.</summary>
/// <param name="FinalSnapshot">The name of a last snapshot to keep of a database; null loses the data.</param>
/// <param name="EmptyFirst">A bucket's content goes with it; otherwise a bucket that is not empty stays.</param>
public sealed record Deletion(string? FinalSnapshot = null, bool EmptyFirst = false);
