using System.Text.Json.Nodes;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows changes made outside Pockitect: each resource with deployed and current values.</summary>
internal static class DriftView
{
    /// <param name="isDeployed">Whether any of it exists, or was deployed from here.</param>
    public static void Show(Output output, string slug, DeployedBlueprint deployed, Drift drift, bool isDeployed)
    {
        if (output.IsJson) output.Json(Json(slug, deployed, drift, isDeployed));
        foreach (var blocker in drift.Blockers) output.Say($"{slug}: {output.Style.Bad("unknown:")} {new Lines(blocker)}");
        if (drift.Blockers.Count > 0) return;

        output.Tell($"{output.DataStyle.Strong(slug)}: {Summary(drift, isDeployed)}");
        if (!isDeployed) return;
        if (!deployed.IsKnown)
            output.Say($"{slug}: no deploy recorded here; comparing with the blueprint file, so your own edits show too.");
        if (deployed.TouchedSince.Count > 0)
        {
            var names = string.Join(", ", deployed.TouchedSince.Order(StringComparer.Ordinal));
            output.Say($"{slug}: skipped, because an unfinished deploy changed them: {names}. Run `pockitect deploy {slug}` to continue.");
        }

        foreach (var resource in drift.Resources) Show(output, resource);
    }

    private static void Show(Output output, DriftedResource resource)
    {
        var id = resource.Now is { } now && now.Id != resource.LogicalId ? $" {now.Id}" : "";
        var sign = resource.Kind switch
        {
            DriftKind.Added => output.DataStyle.Good("+"),
            DriftKind.Deleted or DriftKind.NeverCreated => output.DataStyle.Bad("-"),
            _ => output.DataStyle.Careful("~"),
        };
        var what = resource.Kind switch
        {
            DriftKind.Added => " has the project's tags, but no deploy created it",
            DriftKind.Deleted => " was deleted outside Pockitect",
            DriftKind.NeverCreated => " was never created: the deploy stopped earlier",
            _ => "",
        };
        output.Tell($"  {sign} {resource.LogicalId}  {resource.Type.Name}{id}{what}");
        foreach (var difference in resource.Differences) Show(output, difference);
    }

    /// <remarks>AWS has the new value; the old value was deployed.</remarks>
    private static void Show(Output output, PropertyChange difference)
    {
        if (difference.Items.Count == 0)
        {
            var (now, deployed) = PlanText.Pair(difference);
            output.Tell($"      changed outside: {difference.Path} {deployed} → now {now}");
            return;
        }

        var head = $"changed outside: {difference.Path} ";
        foreach (var line in PlanText.Items(difference))
        {
            output.Tell($"      {head}{(line.IsAdded ? output.DataStyle.Bad("-") : output.DataStyle.Good("+"))} {line.Text}");
            head = new string(' ', head.Length);
        }
    }

    private static string Summary(Drift drift, bool isDeployed) => (isDeployed, drift.Resources.Count) switch
    {
        (false, _) => "not deployed",
        (_, 0) => "no drift",
        (_, 1) => "1 resource has drifted",
        (_, var count) => $"{count} resources have drifted",
    };

    private static JsonObject Json(string slug, DeployedBlueprint deployed, Drift drift, bool isDeployed) => new()
    {
        ["type"] = "drift",
        ["project"] = slug,
        ["is_deployed"] = isDeployed,
        ["compared_with"] = deployed.IsKnown ? "deploy" : "file",
        ["operation"] = deployed.Operation,
        ["blockers"] = new JsonArray([.. drift.Blockers.Select(blocker => JsonValue.Create(blocker))]),
        ["untold"] = new JsonArray([.. deployed.TouchedSince.Order(StringComparer.Ordinal).Select(id => JsonValue.Create(id))]),
        ["resources"] = new JsonArray([.. (isDeployed ? drift.Resources : []).Select(Json)]),
    };

    private static JsonNode Json(DriftedResource resource) => new JsonObject
    {
        ["logical_id"] = resource.LogicalId,
        ["resource_type"] = resource.Type.Name,
        ["id"] = resource.Now?.Id,
        ["change"] = resource.Kind is DriftKind.NeverCreated ? "never_created" : resource.Kind.ToString().ToLowerInvariant(),
        ["differences"] = new JsonArray(
        [
            .. resource.Differences.Select(difference => new JsonObject
            {
                ["path"] = difference.Path, ["deployed"] = difference.New, ["now"] = difference.Old,
                ["added"] = Items(difference, isAdded: false), ["removed"] = Items(difference, isAdded: true),
            }),
        ]),
    };

    /// <summary>Additions and removals outside are the opposite of what a deploy would change.</summary>
    private static JsonArray Items(PropertyChange difference, bool isAdded) =>
        new([.. PlanText.Items(difference).Where(line => line.IsAdded == isAdded).Select(line => JsonValue.Create(line.Text))]);
}
