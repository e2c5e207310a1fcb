using System.Text.Json.Nodes;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Text;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Monitor;

/// <summary>The inventory's data about one resource, for the details pane.</summary>
public sealed record ResourceDetails
{
    public required MonitorRow Row { get; init; }

    /// <summary>The resource's entry in its project's status; null without a project.</summary>
    public ResourceStatus? Status { get; init; }

    /// <summary>Names and values, without scripts.</summary>
    public required IReadOnlyList<(string Name, string Value)> Settings { get; init; }

    /// <summary>Values that AWS assigned: addresses, endpoints.</summary>
    public required IReadOnlyList<(string Name, string Value)> Outputs { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Tags { get; init; }

    public required IReadOnlyList<Relation> Uses { get; init; }

    public required IReadOnlyList<Relation> UsedBy { get; init; }

    /// <summary>The resource in the AWS console; null in the sandbox.</summary>
    public required Uri? ConsoleLink { get; init; }

    /// <summary>The AWS CLI command that shows the resource.</summary>
    public required string AwsCommand { get; init; }

    /// <summary>The Pockitect command that reads the resource from AWS.</summary>
    public required string ShowCommand { get; init; }

    /// <param name="all">All known resources of the account, to find references in both directions.</param>
    public static ResourceDetails Of(Catalog catalog, AwsAccount account, MonitorRow row, IReadOnlyList<MonitorRow> all)
    {
        var resource = row.Resource;
        // References stay inside a Region, or lead to global resources.
        List<MonitorRow> near = [
            .. all.Where(
                other =>
                    other.Resource.Phase is not Phase.Gone
                        && (other.Region == row.Region || catalog[other.Resource.Type].IsGlobal || catalog[resource.Type].IsGlobal)),
        ];
        var byKey = near.Append(row).DistinctBy(other => other.Key).ToDictionary(other => other.Key, StringComparer.Ordinal);
        var graph = ResourceGraph.Of(catalog, byKey.Values.Select(other => other.Resource));
        var used = graph.Inside(row.Key).Select(edge => byKey[edge.Name]).Distinct().ToList();
        return new ResourceDetails
        {
            Row = row,
            Settings = [
                .. SpecJson.Write(Scripts.Hide(resource.Spec))
                    .Where(pair => pair.Key is not nameof(Spec.Tags))
                    .Select(pair => (pair.Key, Words(pair.Value))),
            ],
            Outputs = Pairs(resource.Outputs),
            Tags = Pairs(resource.Tags),
            Uses =
            [
                .. used.Select(Relation.To),
                .. SpecTree.Edges(resource.Spec).Where(edge => !used.Exists(other => other.Id == edge.Target.ToString()))
                    .Select(edge => new Relation(null, edge.Target.ToString() ?? "", $"{catalog[edge.SpecType].ShortName}, not found"))
                    .Distinct(),
            ],
            UsedBy = [.. graph.Users(row.Key).Select(name => Relation.To(byKey[name]))],
            ConsoleLink = account.Identity.Kind is IdentityKind.Sandbox
                ? null
                : catalog[resource.Type].ConsoleLink(resource.Place, resource.Id),
            AwsCommand = AwsWords(catalog[resource.Type], account, resource),
            ShowCommand = ShowWords(account, row, near),
        };
    }

    private static string AwsWords(ResourceType type, AwsAccount account, Observed resource) => CommandHint.Join(
    [
        "aws",
        .. type.AwsCommand(resource.Id),
        .. type.IsGlobal ? [] : (string[])["--region", resource.Place.Region],
        .. account.Endpoint is { } endpoint ? ["--endpoint-url", endpoint.AbsoluteUri.TrimEnd('/')]
            : account.Identity.Kind is IdentityKind.Profile or IdentityKind.Sso ? ["--profile", account.Name] : (string[])[],
    ]);

    private static string ShowWords(AwsAccount account, MonitorRow row, List<MonitorRow> near)
    {
        // A role and its instance profile may share a name, but ARNs are unique.
        var name = row.Resource.Arn is { } arn && near.Exists(other => other.Id == row.Id && other.Key != row.Key) ? arn : row.Id;
        return CommandHint.Add(CommandHint.Join(["pockitect", "show", name]), account.Identity.Switches);
    }

    private static string Words(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var words) ? words : value?.ToJsonString(SpecJson.Options) ?? "";

    private static IReadOnlyList<(string Name, string Value)> Pairs(IReadOnlyDictionary<string, string> pairs) =>
        [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))];
}

/// <summary>A resource that this one refers to, or that refers to it.</summary>
/// <param name="Row">Null if it is not in the inventory.</param>
/// <param name="Name">The display name.</param>
/// <param name="About">The type and ID.</param>
public sealed record Relation(MonitorRow? Row, string Name, string About)
{
    internal static Relation To(MonitorRow row) => new(row, row.Name, row.Name == row.Id ? row.Type : $"{row.Type} {row.Id}");
}
