using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Iam;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Policies;
using Pockitect.Core.Blueprints.Rules;
using Pockitect.Core.Blueprints.Schema;

namespace Pockitect.Aws.Validation;

/// <summary>Applies the sections' rules to resources with their own properties.</summary>
internal static class WrittenChecks
{
    public static IEnumerable<BlueprintProblem> Check(Asked resource) =>
    [
        .. SpecConstraints.Repeated(resource.Spec)
            .Select(problem => resource.Error(problem.Path, $"'{resource.LabelOf(problem.Path)}' {problem.Needs}")),
        .. resource.Spec switch
        {
            SecurityGroup group => OfGroup(resource, group),
            Role role => OfRole(resource, role),
            Bucket { PolicyDocument: { } policy } =>
                Policy(resource, nameof(Bucket.PolicyDocument), policy, PolicyKind.Bucket, $"The policy of bucket '{resource.LogicalId}'"),
            Instance { UserData: { } script } instance =>
                UserDataText.Findings(script, Images.SystemOf(instance.ImageId))
                    .Select(finding => resource.Finding(nameof(Instance.UserData), finding)),
            DBInstance database => OfDatabase(resource, database),
            _ => [],
        },
    ];

    private static IEnumerable<BlueprintProblem> OfGroup(Asked resource, SecurityGroup group)
    {
        var inbound = (group.SecurityGroupIngress ?? []).Select(Sent).ToList();
        return
        [
            .. Twice(resource, nameof(SecurityGroup.SecurityGroupIngress), inbound),
            .. Twice(resource, nameof(SecurityGroup.SecurityGroupEgress), [.. (group.SecurityGroupEgress ?? []).Select(Sent)]),
            .. PublicAccessFindings.Find(inbound).Select(opening => resource.Finding(
                BlueprintPath.Join(nameof(SecurityGroup.SecurityGroupIngress), opening.Index),
                PublicAccessFindings.Message(opening, inbound[opening.Index].Source))),
        ];
    }

    private static SentRule Sent(SecurityGroupRule rule) => new SentRule(
        rule.IpProtocol, rule.FromPort, rule.ToPort, rule.CidrIp ?? rule.CidrIpv6 ?? rule.PrefixListId ?? $"{rule.Group}").Normalized();

    private static IEnumerable<BlueprintProblem> Twice(Asked resource, string property, IReadOnlyList<SentRule> rules) =>
        from rule in rules.Index()
        where rule.Item.Source.Length > 0 && rules.Take(rule.Index).Contains(rule.Item)
        select resource.Error(
            BlueprintPath.Join(property, rule.Index), "AWS rejects duplicate rules, even with different descriptions; remove one.");

    private static IEnumerable<BlueprintProblem> OfRole(Asked resource, Role role) =>
    [
        .. Policy(
            resource,
            nameof(Role.AssumeRolePolicyDocument),
            role.AssumeRolePolicyDocument,
            PolicyKind.Trust,
            $"The trust policy of '{resource.LogicalId}'"),
        .. (role.Policies ?? []).Index().SelectMany(policy => Policy(
            resource,
            $"{BlueprintPath.Join(nameof(Role.Policies), policy.Index)}.{nameof(RolePolicy.PolicyDocument)}",
            policy.Item.PolicyDocument,
            PolicyKind.Identity,
            $"The policy '{policy.Item.PolicyName}'")),
        .. from same in (role.Policies ?? []).Index().GroupBy(policy => policy.Item.PolicyName, StringComparer.Ordinal)
           from policy in same.Skip(1)
           select resource.Error(
               $"{BlueprintPath.Join(nameof(Role.Policies), policy.Index)}.{nameof(RolePolicy.PolicyName)}",
               $"'{resource.LogicalId}' has two policies named '{same.Key}'. Change one of the names."),
    ];

    private static IEnumerable<BlueprintProblem> Policy(Asked resource, string property, string text, PolicyKind kind, string subject) =>
        PolicyDocument.Check(text, kind, subject).Select(problem => resource.Error(property, problem));

    private static IEnumerable<BlueprintProblem> OfDatabase(Asked resource, DBInstance database)
    {
        if (Engine(database.Engine) is { } engine && DatabaseNames.UsernameProblem(engine, database.MasterUsername) is { } problem)
            yield return resource.Error(nameof(DBInstance.MasterUsername), problem);
    }

    private static DatabaseEngine? Engine(string name) => name switch
    {
        "postgres" => DatabaseEngine.Postgres,
        "mysql" => DatabaseEngine.Mysql,
        "mariadb" => DatabaseEngine.Mariadb,
        _ => null,
    };
}
