using Pockitect.Aws;
using Pockitect.Core.Execution;

namespace Pockitect.Web.Projects;

/// <summary>What was done last with a project from this computer, by its journal.</summary>
/// <param name="Words">What, and how it ended: <c>deploy completed</c>.</param>
/// <param name="At">When it ended, or began where it has no end.</param>
public sealed record LastOperation(string Words, DateTimeOffset? At)
{
    /// <returns>Null where nothing was ever done.</returns>
    public static LastOperation? Of(Workbench bench, string slug)
    {
        try
        {
            return bench.History.Of(slug).FirstOrDefault() is { } record ? Of(record, ProjectLock.IsHeld(bench.Folder, slug)) : null;
        }
        catch (FaultException e)
        {
            // A journal that is damaged must not hide the project.
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
