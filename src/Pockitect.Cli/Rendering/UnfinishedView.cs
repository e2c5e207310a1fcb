using System.Text.Json.Nodes;
using Pockitect.Core.Execution;
using Pockitect.Core.Journals;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows an unfinished operation, and the commands that can follow.</summary>
internal static class UnfinishedView
{
    private const string Keep = "keep the current state";

    public static void Show(Output output, OperationRecord record)
    {
        var slug = record.Operation.Handle;
        output.Say($"{output.Style.Careful("Unfinished:")} {OperationText.Of(record)}");
        if (record.Operation.IsOfSelection)
        {
            output.Say($"  Next: `pockitect resume {slug}` (finish) or `pockitect keep {slug}` ({Keep}). It can't be undone.");
            return;
        }

        ShowNext(output, slug, indent: "  ");
    }

    /// <summary>Shows the commands that can follow.</summary>
    public static void ShowNext(Output output, string slug, string indent = "") => output.Say(
        $"{indent}Next: `pockitect resume {slug}` (finish), `pockitect undo {slug}` (roll back) or `pockitect keep {slug}` ({Keep}).");

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
}
