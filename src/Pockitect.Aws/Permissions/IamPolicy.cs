using System.Text.Json.Nodes;
using Pockitect.Aws.Preflight;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Permissions;

/// <summary>An IAM policy that allows some actions and no others, small enough for a managed policy.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Document">The policy, as IAM takes it.</param>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
public sealed record IamPolicy(string Name, JsonObject Document)
{
    /// <summary>The most that AWS takes for one, white space not counted.</summary>
    public const int MaxCharacters = 6144;

    /// <summary>What scan, status, drift and plan with its look ahead need, for every type.</summary>
    public static IReadOnlyList<string> ReadOnlyActions(Catalog catalog) =>
        Sorted(catalog.Types.SelectMany(type => type.Actions.Read).Concat(AwsPreflight.Actions).Concat(Lookups.All));

    /// <summary>The same, and all that every type's life needs.</summary>
    public static IReadOnlyList<string> FullActions(Catalog catalog) =>
        Sorted(ReadOnlyActions(catalog).Concat(catalog.Types.SelectMany(type => type.IsDeclarable
            ? type.Actions.All
            // What no blueprint asks for is never made by itself.
            : [.. type.Actions.Update, .. type.Actions.Delete])));

    public static IReadOnlyList<IamPolicy> ReadOnly(Catalog catalog) => For("pockitect-read-only", ReadOnlyActions(catalog));

    public static IReadOnlyList<IamPolicy> Full(Catalog catalog) => For("pockitect-full", FullActions(catalog));

    /// <summary>Exactly what one plan needs: a look at what it is about, and its steps.</summary>
    /// <param name="slug">The project's name.</param>
    public static IReadOnlyList<IamPolicy> Of(string slug, Plan plan) => For($"pockitect-{slug}", plan.Actions);

    /// <summary>Policies that allow these actions: one, or where that would be too large several, with numbers behind their names.</summary>
    public static IReadOnlyList<IamPolicy> For(string name, IEnumerable<string> actions)
    {
        var documents = new List<List<string>> { new() };
        foreach (var action in Sorted(actions))
        {
            if (Length(Write([.. documents[^1], action])) > MaxCharacters) documents.Add([]);
            documents[^1].Add(action);
        }

        return [.. documents.Select((document, index) => new IamPolicy(documents.Count == 1 ? name : $"{name}-{index + 1}", Write(document)))];
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

    private static IReadOnlyList<string> Sorted(IEnumerable<string> actions) => [.. actions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
