namespace Pockitect.Core.Journals;

/// <summary>The command that an operation executes.</summary>
/// <param name="Id">The command's ID.</param>
/// <param name="IsTakenOver">Whether another worker held it before: its operation is continued under the same approval.</param>
/// <param name="Blueprint">The project's blueprint, if it came with the command.</param>
public sealed record Request(string Id, bool IsTakenOver = false, SentBlueprint? Blueprint = null);
