using Pockitect.Aws.Errors;
using Pockitect.Aws.Iam;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds managed policies and permissions boundaries that don't exist.</summary>
internal sealed class PolicyCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["iam:GetPolicy"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Touching<Role>()
        from arn in (entry.Spec.ManagedPolicyArns ?? []).Append(entry.Spec.PermissionsBoundary).OfType<string>()
        select new Question($"policy {arn}", () => CheckAsync(entry.Change, arn, facts));

    private static async Task<IEnumerable<Finding>> CheckAsync(PlannedChange change, string arn, AccountFacts facts) =>
        await facts.Aws.Iam().CallAsync("GetPolicy", new QueryParameters().Set("PolicyArn", arn), facts.Ct).GoneIsNullAsync() is not null
            ? []
            : [
                Error(
                    change.LogicalId,
                    $"Policy {arn} doesn't exist.",
                    "IAM does not know it.",
                    "Fix its name; the IAM console lists AWS's own policies."),
            ];
}
