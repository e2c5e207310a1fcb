namespace Pockitect.Core.Resources;

/// <summary>A reference inside a spec.</summary>
/// <param name="Property">The spec's own property that contains it, at any depth.</param>
/// <param name="Target">The target.</param>
/// <param name="SpecType">The spec type of the target.</param>
/// <param name="IsDeferred">Whether it may be part of a cycle and doesn't delay the create.</param>
/// <param name="IsCopied">Whether AWS copies the target at creation, so that the target can be deleted without the resource.</param>
public sealed record Edge(string Property, RefTarget Target, Type SpecType, bool IsDeferred, bool IsCopied = false);
