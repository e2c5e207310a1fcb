using System.Text.Json;
using Pockitect.Core.Text;
using static Pockitect.Core.Blueprints.Policies.PolicyDocument;

namespace Pockitect.Core.Blueprints.Policies;

/// <summary>Checks the conditions of a statement.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"/>
internal static class PolicyConditions
{
    private static readonly string[] Sets = ["ForAllValues:", "ForAnyValue:"];

    private static readonly string[] Operators =
    [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
        "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
        "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
    ];

    public static IEnumerable<Mistake> Check(JsonPart statement)
    {
        if (statement.Find("Condition") is not { } condition) yield break;
        if (!condition.IsObject)
        {
            yield return new Mistake(
                condition.At, "'Condition' is not an object; write {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-...\"}}");
            yield break;
        }

        foreach (var test in condition.Members)
        {
            var name = Bare(test.Name);
            if (!Operators.Contains(name, StringComparer.OrdinalIgnoreCase))
                yield return new Mistake(
                    test.At, $"Unknown condition operator '{MessageFormat.Value(test.Name)}'.{Spelling.Hint(name, Operators)}");
            else if (!test.Value.IsObject)
                yield return new Mistake(test.Value.At, $"'{test.Name}' needs an object of keys and values");
            else if (test.Value.Members.FirstOrDefault(
                key => key.Value.Each.Any(
                    item => item.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null)) is { } key)
                yield return new Mistake(key.Value.At, $"'{MessageFormat.Value(key.Name)}' needs text or a list of texts");
        }
    }

    private static string Bare(string name)
    {
        var set = Sets.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        var bare = name[(set?.Length ?? 0)..];
        return bare.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase) ? bare[..^8] : bare;
    }
}
