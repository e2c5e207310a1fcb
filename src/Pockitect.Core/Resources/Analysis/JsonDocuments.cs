using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>
/// JSON documents in AWS's normalized form. AWS keeps a policy's meaning but not its text: a list with one item becomes the item, lists
/// change their order, and an account number becomes the ARN of its root.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
internal static class JsonDocuments
{
    /// <summary>The version of a policy without one.</summary>
    private const string DefaultVersion = "2008-10-17";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Whether both documents mean the same. Text that isn't JSON equals only the same text.</summary>
    public static bool AreEqual(string one, string other) => one == other
        || (Read(one, foldCase: true) is { } mine && Read(other, foldCase: true) is { } theirs && JsonNode.DeepEquals(mine, theirs));

    /// <summary>Returns the normalized document; null if the text isn't a JSON object or list.</summary>
    /// <param name="foldCase">Whether to lowercase names that AWS compares without regard to case.</param>
    public static JsonNode? Read(string text, bool foldCase = false)
    {
        try
        {
            var document = JsonNode.Parse(text, documentOptions: Strict);
            if (document is JsonObject policy && policy.ContainsKey("Statement")) return Policy(policy, foldCase);
            return document is JsonObject or JsonArray ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Policy(JsonObject policy, bool foldCase)
    {
        var normal = new JsonObject();
        foreach (var (name, value) in policy)
        {
            if (name is "Statement" or "Version" || (name is "Id" && IsEmptyText(value))) continue;
            normal[name] = value?.DeepClone();
        }

        normal["Version"] = Scalar(policy["Version"]) ?? DefaultVersion;
        normal["Statement"] = Set(
            Items(policy["Statement"]).Select(
                statement => statement is JsonObject known ? Statement(known, foldCase) : statement?.DeepClone()));
        return Sorted(normal);
    }

    private static JsonObject Statement(JsonObject statement, bool foldCase)
    {
        var normal = new JsonObject();
        foreach (var (name, value) in statement)
        {
            switch (name)
            {
                case "Sid" when IsEmptyText(value):
                case "Condition" when value is JsonObject { Count: 0 }:
                    break;
                case "Action" or "NotAction":
                    normal[name] = Texts(value, text => foldCase ? text.ToLowerInvariant() : text);
                    break;
                case "Resource" or "NotResource":
                    normal[name] = Texts(value, text => text);
                    break;
                case "Principal" or "NotPrincipal":
                    normal[name] = Principal(value);
                    break;
                case "Condition" when value is JsonObject condition:
                    normal[name] = Condition(condition, foldCase);
                    break;
                default:
                    normal[name] = value?.DeepClone();
                    break;
            }
        }

        return Sorted(normal);
    }

    /// <remarks>Everyone is written as <c>"*"</c> or as <c>{"AWS": "*"}</c>.</remarks>
    private static JsonNode? Principal(JsonNode? value)
    {
        if (value is not JsonObject kinds)
            return Scalar(value) == "*" ? new JsonObject { ["AWS"] = new JsonArray("*") } : value?.DeepClone();
        var normal = new JsonObject();
        foreach (var (kind, who) in kinds) normal[kind] = Texts(who, text => kind == "AWS" ? Account(text) : text);
        return Sorted(normal);
    }

    /// <summary>Returns the ARN of an account's root as the account's number, which means the same.</summary>
    private static string Account(string principal) =>
        principal.Split(':') is ["arn", _, "iam", "", { Length: 12 } account, "root"] && account.All(char.IsAsciiDigit)
            ? account
            : principal;

    private static JsonObject Condition(JsonObject condition, bool foldCase)
    {
        var normal = new JsonObject();
        foreach (var (comparison, keys) in condition)
        {
            if (keys is not JsonObject known)
            {
                normal[comparison] = keys?.DeepClone();
                continue;
            }

            var tests = new JsonObject();
            foreach (var (key, values) in known) tests[foldCase ? key.ToLowerInvariant() : key] = Texts(values, text => text);
            normal[comparison] = Sorted(tests);
        }

        return Sorted(normal);
    }

    /// <summary>Returns one text or a list as a sorted list without duplicates. AWS treats numbers and booleans as text.</summary>
    private static JsonNode? Texts(JsonNode? value, Func<string, string> map)
    {
        var texts = Items(value).Select(Scalar).ToList();
        if (texts.Contains(null)) return value?.DeepClone();
        // None is null.
        return new JsonArray(
            [
                .. texts.Select(text => map(text!))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(text => JsonValue.Create(text)),
            ]);
    }

    private static JsonArray Set(IEnumerable<JsonNode?> nodes) =>
        new([.. nodes.DistinctBy(Text).OrderBy(Text, StringComparer.Ordinal)]);

    // An array instead of a JsonArray, which would become the node's parent.
    private static IEnumerable<JsonNode?> Items(JsonNode? value) => value is JsonArray list ? list : new JsonNode?[] { value };

    private static string? Scalar(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : value.ToJsonString(),
        _ => null,
    };

    private static bool IsEmptyText(JsonNode? value) => value is null || Scalar(value) is "";

    private static JsonObject Sorted(JsonObject node) => new(node.OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
