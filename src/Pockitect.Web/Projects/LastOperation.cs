using Pockitect.Aws;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;

namespace Pockitect.Web.Projects;

/// <summary>The last operation on a project from this computer, from its journal.</summary>
/// <param name="Words">The operation and its outcome: <c>deploy completed</c>.</param>
/// <param name="At">When it ended; when it started if it has not ended.</param>
public sealed record LastOperation(string Words, DateTimeOffset? At)
{
    /// <returns>Null if there was no operation.</returns>
    public static LastOperation? Of(AccountSession session, string slug)
    {
        try
        {
            return session.History.Of(slug).FirstOrDefault() is { } record ? Of(record, ProjectLock.IsHeld(session.Folder, slug)) : null;
        }
        catch (FaultException e)
        {
            // A damaged journal must not hide the project.
            return new LastOperation(e.Message, null);
        }
    }

    internal static LastOperation Of(OperationRecord record, bool isHeld)
    {
        var end = record.Outcome switch
        {
            null => isHeld ? "runs" : "interrupted",
            { } outcome => outcome.ToString().ToLowerInvariant(),
        };
        return new LastOperation($"{OperationText.Noun(record.Operation.Kind)} {end}", record.EndedAt ?? record.BeganAt);
    }
}
