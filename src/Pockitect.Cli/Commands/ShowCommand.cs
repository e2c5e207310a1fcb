using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect show ID|PROJECT/RESOURCE</c></summary>
internal static class ShowCommand
{
    public static Command Create(GlobalOptions options)
    {
        var what = new Argument<string>("resource") { Description = "Its ID, ARN or name, or project/resource." };
        var command = new Command(
            "show", "Show one resource's current state in AWS: settings, tags, and what it uses and is used by.") { what };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetRequiredValue(what), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string what, CancellationToken ct)
    {
        await using var session = await Access.OpenSessionAsync(invocation, ct, Lookup.ProjectOf(what));
        var known = Lookup.Find(session.Inventory, what);
        var resource = await session.Cloud.Catalog[known.Type].ReadAsync(known.Place, known.Id, ct)
            ?? throw new CommandException($"{known.Id} no longer exists in {known.Place.Region}. Run `pockitect scan` to refresh.");

        // Its own settings are current; its users are from the last scan.
        var name = ResourceGraph.NameOf(resource);
        var all =
            session.Inventory.Resources.Where(row => row.Phase is not Phase.Gone)
                .Prepend(resource)
                .DistinctBy(ResourceGraph.NameOf)
                .ToList();
        var graph = ResourceGraph.Of(session.Cloud.Catalog, all);
        List<string> uses = [
            .. SpecTree.Edges(resource.Spec).Select(edge => edge.Target.ToString() ?? "").Distinct(StringComparer.Ordinal),
        ];
        var byName = all.ToDictionary(ResourceGraph.NameOf);
        List<Observed> usedBy = [.. graph.Users(name).Select(user => byName[user])];

        if (invocation.Json)
        {
            var json = ObservedJson.Write(resource);
            json["uses"] = new JsonArray([.. uses.Select(id => JsonValue.Create(id))]);
            json["used_by"] = new JsonArray([.. usedBy.Select(user => JsonValue.Create(user.Id))]);
            json["console_link"] = session.Cloud.Catalog[resource.Type].ConsoleLink(resource.Place, resource.Id).AbsoluteUri;
            invocation.Output.Json(json);
        }

        var titles = all.ToLookup(row => row.Id, Title);
        Show(invocation.Output, resource, uses.Select(id => titles[id].FirstOrDefault(id)), usedBy.Select(Title));
        return ExitCodes.Done;
    }

    private static string Title(Observed row) =>
        $"{row.Id} ({(row.DisplayName == row.Id && row.About is { } about ? about : row.DisplayName)}, {row.Type})";

    private static void Show(Output output, Observed resource, IEnumerable<string> uses, IEnumerable<string> usedBy)
    {
        var style = output.DataStyle;
        output.Tell($"{style.Strong(resource.DisplayName)}  {resource.Type}");
        output.Tell($"  id      {resource.Id}");
        if (resource.Arn is { } arn && arn != resource.Id) output.Tell($"  arn     {arn}");
        output.Tell($"  region  {resource.Place.Region}");
        var reason = resource.StateReason is { Length: > 0 } why ? $": {why}" : "";
        output.Tell($"  state   {resource.State ?? resource.Phase.ToString().ToLowerInvariant()}{reason}");
        if (resource.CreatedAt is { } made)
            output.Tell($"  made    {made.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC");
        if (resource.About is { } about) output.Tell($"  about   {about}");
        if (resource.Locked is { } locked) output.Tell($"  locked  {locked}");

        Section(output, "Outputs", resource.Outputs.Select(pair => $"{pair.Key}: {pair.Value}"));
        Section(
            output,
            "Settings",
            SpecJson.Write(resource.Spec)
                .Where(pair => pair.Key != nameof(Spec.Tags))
                .Select(pair => $"{pair.Key}: {pair.Value?.ToJsonString(SpecJson.Options)}"));
        Section(output, "Tags", resource.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}: {tag.Value}"));
        Section(output, "Uses", uses);
        Section(output, "Used by", usedBy);
    }

    private static void Section(Output output, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0) return;
        output.Tell($"{output.DataStyle.Strong(title)}");
        foreach (var line in all) output.Tell($"  {line}");
    }
}
