
namespace Pockitect.Core.Journals;

/// <summary>The command that an operation is carried out for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsTakenOver">Another worker had it before: what that one has begun is gone on with, under the approval that was given.</param>
/// <param name="Blueprint">The project's blueprint, where it came with the command.</param>
public sealed record Request(string Id, bool IsTakenOver = false, SentBlueprint? Blueprint = null);
