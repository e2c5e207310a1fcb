using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Web.Changes;

/// <summary>One setting of a planned change, shortened for a page.</summary>
/// <param name="Old">What AWS has; null where it has nothing.</param>
/// <param name="New">The desired value; null for none.</param>
/// <param name="NeedsNew">AWS cannot change it in place.</param>
/// <param name="Outside">That it was changed outside Pockitect, with the deployed value; empty otherwise.</param>
public sealed record SettingRow(string Path, string? Old, string? New, bool NeedsNew, string Outside)
{
    /// <summary>What differs in a list or a document, item by item; then the values themselves aren't shown.</summary>
    public IReadOnlyList<ItemLine> Items { get; init; } = [];

    /// <summary>The text shown instead of a script's values; null otherwise.</summary>
    public string? Summary { get; init; }
}

/// <summary>A plan as tables show it.</summary>
public static class PlanRows
{
    private static readonly ChangeAction[] Order = [ChangeAction.Create, ChangeAction.Update, ChangeAction.Replace, ChangeAction.Delete];

    /// <summary>What changes, by what becomes of it; groups that are empty are left out.</summary>
    public static IReadOnlyList<(ChangeAction Action, IReadOnlyList<PlannedChange> Changes)> Groups(Plan plan) =>
    [
        .. Order.Select(action => (action, (IReadOnlyList<PlannedChange>)[.. plan.Changes.Where(change => change.Action == action)]))
            .Where(group => group.Item2.Count > 0),
    ];

    /// <summary>The differences, or all settings of a new resource. A script is never shown, because it may contain passwords.</summary>
    public static IReadOnlyList<SettingRow> Settings(PlannedChange change) =>
        change is { Action: ChangeAction.Create, Desired: { } requested, Differences.Count: 0 }
            ? Desired(requested)
            :
            [
                .. change.Differences.Select(difference => Row(change, difference)),
            ];

    private static SettingRow Row(PlannedChange change, PropertyChange difference)
    {
        var (old, desired) = PlanText.Pair(difference);
        return new SettingRow(
            difference.Path,
            difference.Old is null ? null : old,
            difference.New is null ? null : desired,
            difference.IsReplacement,
            PlanText.Outside(change, difference).TrimStart(',', ' '))
        {
            Items = PlanText.Items(difference),
            Summary = difference.Summary,
        };
    }

    private static List<SettingRow> Desired(Spec requested)
    {
        var shape = Shape.Of(requested.GetType());
        var values = SpecJson.Write(Scripts.Withhold(requested));
        return
        [
            .. shape.Properties.Where(property => property.DeclaringType != typeof(Spec) && values[property.Name] is not null)
                // Null was left out.
                .Select(
                    property => new SettingRow(
                        property.Name,
                        null,
                        property.IsScript ? "a script, not shown" : PlanText.Short(Text(values[property.Name]!)),
                        false,
                        "")),
        ];
    }

    private static string Text(JsonNode value) =>
        value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
