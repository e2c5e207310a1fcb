using System.Text.Json.Nodes;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows a plan: the changes to each resource, grouped, with old and new values.</summary>
internal static class PlanView
{
    public static void Show(Output output, Plan plan, bool permissions = false)
    {
        ShowRefusals(output, plan);
        foreach (var action in (ChangeAction[])[ChangeAction.Create, ChangeAction.Update, ChangeAction.Replace, ChangeAction.Delete])
            ShowGroup(output, action, [.. plan.Changes.Where(change => change.Action == action)]);

        foreach (var finding in plan.Findings.Concat(plan.Warnings).OrderBy(finding => finding.Severity)) Show(output, finding);
        foreach (var change in plan.Changes.Where(change => change.Limits.Count > 0))
            output.Tell($"{output.DataStyle.Careful("Stays as is:")} {change.LogicalId}: {string.Join(" ", change.Limits)}");
        output.Tell($"{PlanText.Summary(plan)}");
        if (PlanText.Interruptions(plan) is { } interruptions) output.Tell($"{output.DataStyle.Careful(interruptions)}");
        ShowPrice(output, plan);
        if (!permissions || plan.Actions.Count == 0) return;
        output.Tell($"");
        output.Tell($"IAM actions it needs:");
        foreach (var action in plan.Actions) output.Tell($"  {action}");
    }

    /// <summary>Prints what blocks the plan.</summary>
    public static void ShowRefusals(Output output, Plan plan)
    {
        foreach (var blocker in plan.Blockers) output.Say($"{output.Style.Bad("Blocked:")} {new Lines(blocker)}");
        foreach (var forbidden in plan.Forbidden) output.Say($"{output.Style.Bad("Forbidden:")} {forbidden}");
    }

    /// <summary>Prints the change of the monthly price; nothing for a plan that failed.</summary>
    public static void ShowPrice(Output output, Plan plan)
    {
        if (plan.Price is { } price) PriceView.Show(output, price);
        if (plan.Kept.Count > 0 && plan.Refusals.Count == 0) output.Tell($"{KeptResourceText.Plan(plan.Kept)}");
    }

    /// <summary>Returns the plan as one JSON object.</summary>
    public static JsonObject Json(Plan plan) => new()
    {
        ["type"] = "plan",
        ["fingerprint"] = plan.Fingerprint,
        ["is_empty"] = plan.IsEmpty,
        ["loses_data"] = plan.LosesData,
        ["price"] = plan.Price is { } price ? PriceView.Json(price) : null,
        ["blockers"] = Strings(plan.Blockers),
        ["forbidden"] = Strings(plan.Forbidden),
        ["findings"] = new JsonArray([.. plan.Findings.Concat(plan.Warnings).Select(Json)]),
        ["changes"] = new JsonArray([.. plan.Changes.Select(Json)]),
        ["iam_actions"] = Strings(plan.Actions),
    };

    private static void Show(Output output, Finding finding)
    {
        var about = finding.LogicalId.Length > 0 ? $" {finding.LogicalId}:" : "";
        var word = finding.Severity is Severity.Error ? output.Style.Bad("Error:") : output.Style.Careful("Warning:");
        output.Say($"{word}{about} {finding.What}");
        output.Say($"  why: {finding.Why}");
        output.Say($"  do:  {finding.Remedy}");
    }

    private static void ShowGroup(Output output, ChangeAction action, IReadOnlyList<PlannedChange> changes)
    {
        if (changes.Count == 0) return;
        var width = changes.Max(change => change.LogicalId.Length);
        output.Tell($"{output.DataStyle.Strong(action)} {changes.Count}");
        foreach (var change in changes)
        {
            output.Tell($"  {Sign(output.DataStyle, change.Action)} {change.LogicalId.PadRight(width)}  {change.Type.Name}{About(change)}");
            foreach (var difference in change.Differences) Show(output, change, difference);
            if (change.Action is ChangeAction.Create)
            {
                foreach (var caution in change.Cautions) output.Tell($"      {output.DataStyle.Bad(caution)}");
            }

            foreach (var interruption in change.Interruptions)
                output.Tell($"      {output.DataStyle.Careful($"{PlanText.Name(interruption.Kind)}:")} {interruption.Text}");
            if (change.Price is { } price && PriceText.Of(price) is { Length: > 0 } words) output.Tell($"      {words}");
            if (change.LosesData && !change.KeepsData) output.Tell($"      {output.DataStyle.Bad("its data is lost")}");
        }

        output.Tell($"");
    }

    private static void Show(Output output, PlannedChange change, PropertyChange difference)
    {
        var about = $"{(difference.IsReplacement ? " (must be replaced)" : "")}{PlanText.Outside(change, difference)}";
        if (difference.Items.Count == 0)
        {
            output.Tell($"      {difference.Path}: {PlanText.Change(difference)}{about}");
            return;
        }

        // The first item also shows its parent.
        var head = $"{difference.Path}{about}: ";
        foreach (var line in PlanText.Items(difference))
        {
            output.Tell($"      {head}{(line.IsAdded ? output.DataStyle.Good("+") : output.DataStyle.Bad("-"))} {line.Text}");
            head = new string(' ', head.Length);
            if (line.Caution is { } caution) output.Tell($"      {head}  {output.DataStyle.Bad(caution)}");
        }
    }

    private static Inked Sign(AnsiStyle style, ChangeAction action) => action switch
    {
        ChangeAction.Create => style.Good("+"),
        ChangeAction.Update => style.Careful("~"),
        ChangeAction.Replace => style.Bad("±"),
        _ => style.Bad("-"),
    };

    private static string About(PlannedChange change)
    {
        var id = change.Now is { } now && now.Id != change.LogicalId ? $" {now.Id}" : "";
        return change.Reason is { } reason ? $"{id} ({reason})" : id;
    }

    private static JsonNode Json(Finding finding) => new JsonObject
    {
        ["severity"] = finding.Severity is Severity.Error ? "error" : "warning",
        ["logical_id"] = finding.LogicalId,
        ["what"] = finding.What,
        ["why"] = finding.Why,
        ["remedy"] = finding.Remedy,
    };

    private static JsonNode Json(PlannedChange change) => new JsonObject
    {
        ["logical_id"] = change.LogicalId,
        ["resource_type"] = change.Type.Name,
        ["region"] = change.Place.Region,
        ["action"] = change.Action.ToString().ToLowerInvariant(),
        ["id"] = change.Now?.Id,
        ["reason"] = change.Reason,
        ["loses_data"] = change.LosesData,
        ["from_outside"] = change.IsFromOutside,
        ["interruptions"] = new JsonArray([.. change.Interruptions.Select(interruption => new JsonObject
        {
            ["kind"] = PlanText.Name(interruption.Kind).Replace(' ', '_'), ["text"] = interruption.Text,
        })]),
        ["cautions"] = Strings(change.Cautions),
        ["limits"] = Strings(change.Limits),
        ["price"] = PriceView.Json(change.Price),
        ["differences"] = new JsonArray(
        [
            .. change.Differences.Select(difference => new JsonObject
            {
                ["path"] = difference.Path,
                ["old"] = difference.Old,
                ["new"] = difference.New,
                ["added"] = Strings(PlanText.Items(difference).Where(line => line.IsAdded).Select(line => line.Text)),
                ["removed"] = Strings(PlanText.Items(difference).Where(line => !line.IsAdded).Select(line => line.Text)),
                ["needs_replacement"] = difference.IsReplacement,
                ["changed_outside"] = change.ChangedOutside.ContainsKey(difference.Path),
            }),
        ]),
    };

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
