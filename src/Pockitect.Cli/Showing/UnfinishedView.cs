using System.Text.Json.Nodes;
using Pockitect.Core.Execution;

namespace Pockitect.Cli.Showing;

/// <summary>Says what was begun and not ended, and what can be done about it.</summary>
internal static class UnfinishedView
{
    public static void Show(Output output, OperationRecord record)
    {
        var slug = record.Operation.Project;
        output.Say($"{output.Ink.Careful("Unfinished:")} {Words(record)}");
        output.Say($"  `pockitect resume {slug}` finishes it, `pockitect undo {slug}` takes it back, `pockitect keep {slug}` leaves it as it is.");
    }

    /// <summary>One sentence: what it was, how it ended, how far it came.</summary>
    public static string Words(OperationRecord record)
    {
        var what = $"{Noun(record.Operation.Kind)} of {record.Operation.Project} ({record.BeganAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC) {Ending(record)}";
        var far = record.ResourcesPlanned > 0
            ? $"{record.ResourcesMade} of {record.ResourcesPlanned} resources made"
            : $"{record.StepsDone} of {record.Steps.Count} steps done";
        return $"the {what}: {far}{(record.StepsInDoubt > 0 ? $", {record.StepsInDoubt} in doubt until AWS is asked" : "")}.";
    }

    public static JsonObject Json(OperationRecord record) => new()
    {
        ["type"] = "unfinished",
        ["project"] = record.Operation.Project,
        ["operation"] = record.Operation.Id,
        ["kind"] = record.Operation.Kind.ToString().ToLowerInvariant(),
        ["began_at"] = record.BeganAt,
        ["outcome"] = record.Outcome?.ToString().ToLowerInvariant() ?? "interrupted",
        ["steps"] = record.Steps.Count,
        ["steps_done"] = record.StepsDone,
        ["steps_in_doubt"] = record.StepsInDoubt,
        ["resources_planned"] = record.ResourcesPlanned,
        ["resources_made"] = record.ResourcesMade,
    };

    private static string Noun(OperationKind kind) => kind switch
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
