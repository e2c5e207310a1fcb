namespace Pockitect.Core.Resources;

/// <summary>One reference inside a spec.</summary>
/// <param name="Property">The spec's own property under which it stands, at any depth.</param>
/// <param name="Target">What it points at.</param>
/// <param name="SpecType">The spec type that it must point at.</param>
/// <param name="IsDeferred">It may be part of a cycle and does not hold up the create.</param>
/// <param name="IsCopied">AWS copies the target at creation, so that the target may go without the resource.</param>
public sealed record Edge(string Property, RefTarget Target, Type SpecType, bool IsDeferred, bool IsCopied = false);
