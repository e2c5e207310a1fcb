using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using static Pockitect.Aws.Iam.IamAnswer;
using static Pockitect.Core.Resources.Analysis.Differences;

namespace Pockitect.Aws.Iam;

/// <summary>Reads and changes the policies of a role: attached managed ones, and its own inline ones.</summary>
internal static class RolePolicies
{
    /// <summary>The ARNs of the managed policies that are attached.</summary>
    public static async Task<IReadOnlyList<string>> AttachedAsync(QueryClient iam, string role, CancellationToken ct) =>
        await iam.PagesAsync("ListAttachedRolePolicies", Of(role), ct).SelectMany(page => Arns(page, "AttachedPolicies")).ToListAsync(ct);

    /// <summary>The inline policies with their documents.</summary>
    public static async Task<IReadOnlyList<RolePolicy>> InlineAsync(QueryClient iam, string role, CancellationToken ct)
    {
        var policies = new List<RolePolicy>();
        foreach (var name in await NamesAsync(iam, role, ct).GoneIsNullAsync() ?? [])
        {
            // One call per policy, because IAM returns only one at a time.
            if (await iam.CallAsync("GetRolePolicy", Of(role).Set("PolicyName", name), ct).GoneIsNullAsync() is { } policy)
                policies.Add(Read(policy));
        }

        return policies;
    }

    public static async Task UpdateAsync(QueryClient iam, string role, Role now, Role desired, CancellationToken ct)
    {
        var (attach, detach) = Sets(now.ManagedPolicyArns, desired.ManagedPolicyArns);
        foreach (var arn in attach) await iam.CallAsync("AttachRolePolicy", Of(role).Set("PolicyArn", arn), ct);
        foreach (var arn in detach) await iam.CallAsync("DetachRolePolicy", Of(role).Set("PolicyArn", arn), ct);

        var (put, delete) = Sets(now.Policies, desired.Policies);
        foreach (var policy in put)
        {
            await iam.CallAsync(
                "PutRolePolicy", Of(role).Set("PolicyName", policy.PolicyName).Set("PolicyDocument", policy.PolicyDocument), ct);
        }

        // A policy that replaced one of the same name is in both lists.
        foreach (var policy in delete.ExceptBy(put.Select(policy => policy.PolicyName), policy => policy.PolicyName))
            await iam.CallAsync("DeleteRolePolicy", Of(role).Set("PolicyName", policy.PolicyName), ct);
    }

    /// <summary>Detaches and deletes every policy, so that the role can be deleted.</summary>
    public static async Task RemoveAllAsync(QueryClient iam, string role, CancellationToken ct)
    {
        foreach (var arn in await AttachedAsync(iam, role, ct).GoneIsNullAsync() ?? [])
            await iam.CallAsync("DetachRolePolicy", Of(role).Set("PolicyArn", arn), ct).GoneIsDoneAsync();
        foreach (var name in await NamesAsync(iam, role, ct).GoneIsNullAsync() ?? [])
            await iam.CallAsync("DeleteRolePolicy", Of(role).Set("PolicyName", name), ct).GoneIsDoneAsync();
    }

    public static IEnumerable<string> Arns(XElement owner, string list) => Members(owner, list).Select(policy => Text(policy, "PolicyArn"));

    public static RolePolicy Read(XElement policy) =>
        new() { PolicyName = Text(policy, "PolicyName"), PolicyDocument = Document(policy.Element("PolicyDocument")) };

    private static async Task<IReadOnlyList<string>> NamesAsync(QueryClient iam, string role, CancellationToken ct) =>
        await iam.PagesAsync("ListRolePolicies", Of(role), ct)
            .SelectMany(page => Members(page, "PolicyNames"))
            .Select(name => name.Value)
            .ToListAsync(ct);

    private static QueryParameters Of(string role) => new QueryParameters().Set("RoleName", role);
}
