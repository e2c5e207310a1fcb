using Pockitect.Aws.Iam;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>What is referred to by its id or name and is not there.</summary>
internal sealed class ReferenceCheck : Check
{
    // Reading one of a type takes what any plan with a resource of that type lists.
    public override IReadOnlyList<string> Actions { get; } =
    [
        "ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "ec2:DescribeKeyPairs", "iam:GetRole",
        "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:GetRolePolicy", "iam:GetInstanceProfile", "rds:DescribeDBSubnetGroups", "rds:ListTagsForResource",
    ];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from change in work.Touched
        from edge in SpecTree.Edges(change.Desired!) // What is touched is desired.
        let id = (edge.Target as RefTarget.Existing)?.Id
        where id is not null
        select new Question($"{edge.SpecType.Name} {id}", () => CheckAsync(change, edge, id, facts));

    private static async Task<IEnumerable<Finding>> CheckAsync(PlannedChange change, Edge edge, string id, AccountFacts facts)
    {
        var found = await facts.ReadAsync(edge.SpecType, id);
        return found switch
        {
            null or { Phase: Phase.Gone or Phase.Deleting } =>
                [Error(change.LogicalId, $"There is no {edge.SpecType.Name} '{id}'.", $"{edge.Property} names it, and the account has none in {facts.Region}.", "Correct the id, or make it first.")],
            { Spec: InstanceProfile { Role: null } } =>
                [Error(change.LogicalId, $"Instance profile '{id}' has no role.", "AWS starts no instance with an empty profile.", "Add a role to it in the IAM console, or name another one.")],
            _ => [],
        };
    }
}
