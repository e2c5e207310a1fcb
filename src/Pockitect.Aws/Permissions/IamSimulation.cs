using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Permissions;

/// <summary>The actions that an identity may not call, according to IAM's policy simulation.</summary>
/// <param name="Denied">Denied by its policies, for any resource.</param>
/// <param name="Conditional">Possibly allowed under conditions that the simulation can't evaluate.</param>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html"/>
internal sealed record IamSimulation(IReadOnlyList<string> Denied, IReadOnlyList<string> Conditional)
{
    private const int ActionsPerCall = 50;

    /// <summary>The root user may do everything, and IAM doesn't simulate it.</summary>
    public static bool IsRoot(AwsClients aws) => aws.Account.Arn.EndsWith(":root", StringComparison.Ordinal);

    /// <summary>The identity whose policies apply; null for one without policies in IAM.</summary>
    public static async Task<string?> PrincipalAsync(AwsClients aws, CancellationToken ct)
    {
        var arn = aws.Account.Arn;
        if (arn.Contains(":user/", StringComparison.Ordinal) && arn.Contains(":iam:", StringComparison.Ordinal)) return arn;
        if (arn.Split("assumed-role/") is not [_, var session]) return null;
        // A session's ARN lacks its role's path.
        var role = await aws.Iam().CallAsync("GetRole", new QueryParameters().Set("RoleName", session.Split('/')[0]), ct);
        return (string?)role.Element("Role")?.Element("Arn");
    }

    /// <param name="aws">The client.</param>
    /// <param name="principal">The identity.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="resources">The resources; an action that is allowed for one of them is allowed.</param>
    /// <param name="region">The Region.</param>
    /// <param name="ct">Cancels the calls.</param>
    public static async Task<IamSimulation> RunAsync(
        AwsClients aws, string principal, IEnumerable<string> actions, IReadOnlyList<string> resources, string region, CancellationToken ct)
    {
        var denied = new List<string>();
        var conditional = new List<string>();
        foreach (var some in actions.Chunk(ActionsPerCall))
        {
            var request = new QueryParameters()
                .Set("PolicySourceArn", principal)
                .List("ActionNames.member", some)
                .List("ResourceArns.member", resources);
            SetContext(request, region);
            await foreach (var page in aws.Iam().PagesAsync("SimulatePrincipalPolicy", request, ct))
            {
                foreach (var result in page.Elements("EvaluationResults")
                    .Elements("member")
                    .GroupBy(result => (string?)result.Element("EvalActionName") ?? ""))
                {
                    if (result.Any(IsAllowed)) continue;
                    (result.Any(HasOpenConditions) ? conditional : denied).Add(result.Key);
                }
            }
        }

        return new IamSimulation(denied, conditional);
    }

    private static void SetContext(QueryParameters request, string region)
    {
        IEnumerable<(string Key, string Type, string Value)> entries =
        [
            ("aws:RequestedRegion", "string", region),
            .. PolicyCondition.All.Select(
                condition => (condition.Key, condition.Operator == "Bool" ? "boolean" : "string", condition.ValueIn(region))),
        ];
        foreach (var (index, (key, type, value)) in entries.Index())
        {
            request
                .Set($"ContextEntries.member.{index + 1}.ContextKeyName", key)
                .Set($"ContextEntries.member.{index + 1}.ContextKeyType", type)
                .List($"ContextEntries.member.{index + 1}.ContextKeyValues.member", [value]);
        }
    }

    private static bool IsAllowed(XElement result) =>
        (string?)result.Element("EvalDecision") == "allowed"
        || result.Elements("ResourceSpecificResults")
            .Elements("member")
            .Any(one => (string?)one.Element("EvalResourceDecision") == "allowed");

    private static bool HasOpenConditions(XElement result) => result.Descendants("MissingContextValues").Elements("member").Any();
}
