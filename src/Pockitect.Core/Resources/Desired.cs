namespace Pockitect.Core.Resources;

/// <summary>One resource that a blueprint asks for.</summary>
/// <param name="LogicalId">Its name in the project: lower case, digits and hyphens, unique in the blueprint.</param>
/// <param name="Spec">Its settings; references by logical id are not yet resolved.</param>
public sealed record Desired(string LogicalId, Spec Spec);
