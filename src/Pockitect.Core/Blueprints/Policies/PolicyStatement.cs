using System.Text.RegularExpressions;
using Pockitect.Core.Text;
using static Pockitect.Core.Blueprints.Policies.PolicyDocument;

namespace Pockitect.Core.Blueprints.Policies;

/// <summary>Checks one statement of a policy document.</summary>
internal static partial class PolicyStatement
{
    private static readonly string[] Keys = [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ];
    private static readonly string[] Principals = ["AWS", "Service", "Federated", "CanonicalUser"];

    public static IEnumerable<Mistake> Check(JsonPart statement, PolicyKind kind)
    {
        if (!statement.IsObject)
        {
            return [
                new Mistake(statement.At, "it is not a JSON object; write {\"Effect\": \"Allow\", \"Action\": ..., \"Resource\": ...}"),
            ];
        }

        return
        [
            .. UnknownKeys(statement, Keys, "a statement"),
            .. Sid(statement, kind),
            .. Effect(statement),
            .. Actions(statement, kind),
            .. Resources(statement, kind),
            .. Who(statement, kind),
            .. PolicyConditions.Check(statement),
        ];
    }

    private static IEnumerable<Mistake> Sid(JsonPart statement, PolicyKind kind)
    {
        // Bucket policies follow S3's rules, which also allow spaces.
        if (statement.Find("Sid") is { } sid
            && (!sid.IsText || (kind is not PolicyKind.Bucket && !sid.Text.All(char.IsAsciiLetterOrDigit))))
            yield return new Mistake(sid.At, "'Sid' can have letters and digits only");
    }

    private static IEnumerable<Mistake> Effect(JsonPart statement)
    {
        if (statement.Find("Effect") is not { } effect) yield return new Mistake(statement.At, "'Effect' is missing; write Allow or Deny");
        else if (!effect.IsText || effect.Text is not ("Allow" or "Deny"))
            yield return new Mistake(effect.At, $"'Effect' is '{MessageFormat.Value(effect.Text)}'; write Allow or Deny");
    }

    private static IEnumerable<Mistake> Actions(JsonPart statement, PolicyKind kind)
    {
        foreach (var mistake in ExactlyOne(statement, "Action", "NotAction")) yield return mistake;
        foreach (var action in Texts(statement, "Action", "NotAction"))
        {
            if (!ActionPattern().IsMatch(action.Text))
                yield return new Mistake(
                    action.At,
                    $"'{MessageFormat.Value(action.Text)}' is not an action; write a service and its action, such as s3:GetObject");
            else if (kind is PolicyKind.Trust && !action.Text.StartsWith("sts:", StringComparison.OrdinalIgnoreCase))
                yield return new Mistake(
                    action.At,
                    $"a trust policy can have sts actions only, such as sts:AssumeRole; got '{MessageFormat.Value(action.Text)}'");
            else if (kind is PolicyKind.Bucket && action.Text != "*" && !action.Text.StartsWith("s3:", StringComparison.OrdinalIgnoreCase))
                yield return new Mistake(
                    action.At, $"a bucket policy can have s3 actions only, such as s3:GetObject; got '{MessageFormat.Value(action.Text)}'");
        }

        foreach (var mistake in NoTexts(statement, "Action", "NotAction")) yield return mistake;
    }

    private static IEnumerable<Mistake> Resources(JsonPart statement, PolicyKind kind)
    {
        if (kind is PolicyKind.Trust)
        {
            foreach (var member in statement.Members.Where(member => member.Name is "Resource" or "NotResource"))
                yield return new Mistake(member.At, $"a trust policy can't have '{member.Name}'; remove it");
            yield break;
        }

        foreach (var mistake in ExactlyOne(statement, "Resource", "NotResource")) yield return mistake;
        foreach (var resource in Texts(statement, "Resource", "NotResource"))
        {
            if (resource.Text == "*" ? kind is PolicyKind.Bucket : !IsArn(resource.Text))
            {
                yield return new Mistake(resource.At, kind is PolicyKind.Bucket
                    ? $"'{MessageFormat.Value(resource.Text)}' is not this bucket; write its ARN, such as arn:aws:s3:::name/*"
                    : $"'{MessageFormat.Value(resource.Text)}' is not a resource; write * or an ARN, such as arn:aws:s3:::name/*");
            }
        }

        foreach (var mistake in NoTexts(statement, "Resource", "NotResource")) yield return mistake;
    }

    private static IEnumerable<Mistake> Who(JsonPart statement, PolicyKind kind)
    {
        if (kind is PolicyKind.Identity)
        {
            foreach (var member in statement.Members.Where(member => member.Name is "Principal" or "NotPrincipal"))
            {
                yield return new Mistake(
                    member.At, $"a role's own policy can't have '{member.Name}', because it applies to the role; remove it");
            }

            yield break;
        }

        foreach (var mistake in ExactlyOne(statement, "Principal", "NotPrincipal")) yield return mistake;
        foreach (var principal in new[] { statement.Find("Principal"), statement.Find("NotPrincipal") }.OfType<JsonPart>())
        {
            if (principal is { IsText: true, Text: "*" }) continue;
            if (!principal.IsObject || principal.Members.Count == 0)
            {
                yield return new Mistake(
                    principal.At, "'Principal' is * or an object such as {\"AWS\": \"arn:aws:iam::123456789012:root\"}");
                continue;
            }

            foreach (var mistake in UnknownKeys(principal, Principals, "a principal")) yield return mistake;
            foreach (var member in principal.Members)
            {
                foreach (var mistake in Principal(member)) yield return mistake;
            }
        }
    }

    private static IEnumerable<Mistake> Principal(JsonMember member)
    {
        if (member.Value.Each.Count == 0)
            yield return new Mistake(member.Value.At, $"'{member.Name}' is an empty list; add a principal, or remove it");
        foreach (var item in member.Value.Each)
        {
            if (!item.IsText)
                yield return new Mistake(item.At, $"'{member.Name}' needs text or a list of texts");
            else if (member.Name == "Service" && !ServicePattern().IsMatch(item.Text))
                yield return new Mistake(
                    item.At, $"'{MessageFormat.Value(item.Text)}' is not a service; write one such as ec2.amazonaws.com");
            else if (member.Name == "AWS" && !AccountPattern().IsMatch(item.Text))
                yield return new Mistake(
                    item.At,
                    $"'{MessageFormat.Value(item.Text)}' is not a principal; write *, an account's 12 digits, or the ARN of an account, "
                        + "a role or a user");
        }
    }

    private static IEnumerable<Mistake> ExactlyOne(JsonPart statement, string one, string other) =>
        (statement.Find(one) is not null, statement.Find(other) is not null) switch
        {
            (false, false) => [new Mistake(statement.At, $"'{one}' is missing; add it")],
            (true, true) => [new Mistake(statement.At, $"it has '{one}' and '{other}'; remove one of them")],
            _ => [],
        };

    private static IEnumerable<JsonPart> Texts(JsonPart statement, params IReadOnlyList<string> keys) =>
        keys.Select(statement.Find).OfType<JsonPart>().SelectMany(value => value.Each).Where(item => item.IsText);

    /// <summary>Finds values that are neither text nor a nonempty list.</summary>
    private static IEnumerable<Mistake> NoTexts(JsonPart statement, params IReadOnlyList<string> keys) =>
        from key in keys
        let value = statement.Find(key)
        where value is not null && (value.Each.Count == 0 || value.Each.Any(item => !item.IsText))
        select new Mistake(value.At, $"'{key}' needs text or a nonempty list of texts");

    /// <summary>Six parts with colons in between; the last part may contain more colons.</summary>
    private static bool IsArn(string text) => text.StartsWith("arn:", StringComparison.Ordinal) && text.Count(c => c == ':') >= 5;

    [GeneratedRegex(@"^(\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)\z")]
    private static partial Regex ActionPattern();

    [GeneratedRegex(@"^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws\.internal|amazon\.com)\z")]
    private static partial Regex ServicePattern();

    [GeneratedRegex(@"^(\*|[0-9]{12}|A[A-Z0-9]{15,}|arn:[a-z0-9-]+:(iam|sts)::([0-9]{12}|cloudfront):.+)\z")]
    private static partial Regex AccountPattern();
}
