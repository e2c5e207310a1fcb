namespace Pockitect.Core.Resources;

/// <summary>A resource of a blueprint.</summary>
/// <param name="LogicalId">Its name in the project: lowercase letters, digits and hyphens, unique in the blueprint.</param>
/// <param name="Spec">Its settings. References by logical ID are not resolved yet.</param>
public sealed record Desired(string LogicalId, Spec Spec);
