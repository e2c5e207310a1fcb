using Pockitect.Core.Journals;

namespace Pockitect.Core.Execution;

/// <summary>Operations described for people.</summary>
public static class OperationText
{
    /// <summary>One sentence: what it was, how it ended, how far it came.</summary>
    public static string Of(OperationRecord record)
    {
        var what = $"{Noun(record.Operation.Kind)} of {(record.Operation.IsOfSelection ? "selected resources" : record.Operation.Project)} ({record.BeganAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC) {Ending(record)}";
        var far = record.ResourcesPlanned > 0
            ? $"{record.ResourcesMade} of {record.ResourcesPlanned} resources created"
            : $"{record.StepsDone} of {record.Steps.Count} steps done";
        return $"the {what}: {far}{(record.StepsInDoubt > 0 ? $", {record.StepsInDoubt} unknown until AWS is asked" : "")}.";
    }

    /// <summary>What it is called: <c>deploy</c>, <c>delete</c>.</summary>
    public static string Noun(OperationKind kind) => kind switch
    {
        OperationKind.Deploy => "deploy",
        OperationKind.Terminate => "delete",
        OperationKind.PowerOn => "start",
        OperationKind.PowerOff => "stop",
        _ => "undo",
    };

    private static string Ending(OperationRecord record) => record.Outcome switch
    {
        OperationOutcome.Failed => "failed",
        OperationOutcome.Cancelled => "was stopped",
        _ => "was interrupted",
    };
}
