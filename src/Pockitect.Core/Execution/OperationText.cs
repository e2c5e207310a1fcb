using Pockitect.Core.Journals;

namespace Pockitect.Core.Execution;

/// <summary>Describes operations.</summary>
public static class OperationText
{
    /// <summary>Returns one sentence: the operation, how it ended, and how far it got.</summary>
    public static string Of(OperationRecord record)
    {
        var what =
            $"{Noun(record.Operation.Kind)} of {(record.Operation.IsOfSelection ? "selected resources" : record.Operation.Project)} "
                + $"({record.BeganAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC) {Ending(record)}";
        var far = record.ResourcesPlanned > 0
            ? $"{record.ResourcesMade} of {record.ResourcesPlanned} resources created"
            : $"{record.StepsDone} of {record.Steps.Count} steps done";
        return $"the {what}: {far}{(record.StepsInDoubt > 0 ? $", {record.StepsInDoubt} unconfirmed" : "")}.";
    }

    /// <summary>The display name: <c>deploy</c>, <c>delete</c>.</summary>
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
