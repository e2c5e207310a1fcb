using System.Text.Json.Nodes;
using Pockitect.Aws.Permissions;
using Pockitect.Aws.Preflight;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Policies;

/// <summary>An IAM policy with some actions, small enough for a managed policy.</summary>
/// <param name="Name">The name.</param>
/// <param name="Document">The policy document.</param>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
public sealed record IamPolicy(string Name, JsonObject Document)
{
    /// <summary>The maximum size, without white space.</summary>
    public const int MaxCharacters = 6144;

    /// <summary>The policies for scan, status, drift, and plan with preflight, for every type.</summary>
    public static IReadOnlyList<string> ReadOnlyActions(Catalog catalog) =>
        Sorted(catalog.Types.SelectMany(type => type.Actions.Read).Concat(AwsPreflight.Actions).Concat(Lookups.All));

    /// <summary>The policies for everything, including all changes to every type.</summary>
    public static IReadOnlyList<string> FullActions(Catalog catalog) =>
        Sorted(ReadOnlyActions(catalog).Concat(catalog.Types.SelectMany(type => type.IsDeclarable
            ? type.Actions.All
            // Types that no blueprint can declare are never created.
            : [.. type.Actions.Update, .. type.Actions.Delete])));

    public static IReadOnlyList<IamPolicy> ReadOnly(Catalog catalog) => For("pockitect-read-only", ReadOnlyActions(catalog));

    public static IReadOnlyList<IamPolicy> Full(Catalog catalog) => For("pockitect-full", FullActions(catalog));

    /// <summary>The policies for exactly one plan: its reads and its steps.</summary>
    /// <param name="slug">The project's name.</param>
    public static IReadOnlyList<IamPolicy> Of(string slug, Plan plan) => For($"pockitect-{slug}", plan.Actions);

    /// <summary>Returns policies with these actions: one, or several numbered ones if it would be too large.</summary>
    public static IReadOnlyList<IamPolicy> For(string name, IEnumerable<string> actions)
    {
        var documents = new List<List<string>> { new() };
        foreach (var action in Sorted(actions))
        {
            if (Length(Write([.. documents[^1], action])) > MaxCharacters) documents.Add([]);
            documents[^1].Add(action);
        }

        return [
            .. documents.Select((document, index) => new IamPolicy(documents.Count == 1 ? name : $"{name}-{index + 1}", Write(document))),
        ];
    }

    private static JsonObject Write(IReadOnlyList<string> actions) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(
        [
            .. actions.GroupBy(action => (Sid: SidOf(action), Condition: PolicyCondition.Of(action)))
                .OrderBy(group => group.Key.Sid, StringComparer.Ordinal)
                .Select(group => Statement(group.Key.Sid, group.Key.Condition, group)),
        ]),
    };

    private static JsonObject Statement(string sid, PolicyCondition? condition, IEnumerable<string> actions)
    {
        var statement = new JsonObject
        {
            ["Sid"] = sid,
            ["Effect"] = "Allow",
            ["Action"] = new JsonArray([.. actions.Select(action => JsonValue.Create(action))]),
            ["Resource"] = "*",
        };
        if (condition is not null)
            statement["Condition"] = new JsonObject { [condition.Operator] = new JsonObject { [condition.Key] = condition.Value } };
        return statement;
    }

    private static string SidOf(string action)
    {
        if (PolicyCondition.Of(action) is { } condition) return condition.Sid;
        var service = action[..action.IndexOf(':', StringComparison.Ordinal)];
        return char.ToUpperInvariant(service[0]) + service[1..];
    }

    private static int Length(JsonObject document) => document.ToJsonString().Length;

    private static IReadOnlyList<string> Sorted(IEnumerable<string> actions) =>
        [.. actions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
