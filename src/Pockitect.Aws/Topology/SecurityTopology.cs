using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Core.Blueprints;

namespace Pockitect.Aws.Topology;

/// <summary>The <c>security</c> section: key pairs, and roles with instance profiles.</summary>
internal static class SecurityTopology
{
    private const string InstancesMayAssume =
        """{"Version":"2012-10-17","Statement":["""
            + """{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    public static void Add(Draft draft, SecuritySection security)
    {
        foreach (var (index, entry) in security.KeyPairs.Index())
        {
            var path = $"security.key_pairs[{index}]";
            if (!entry.Existing) draft.Add(entry.Name, Of(entry), path);
            else if (entry.KeyName is null) draft.Problem(path, $"Existing key pair '{entry.Name}' needs 'key_name'.");
        }

        foreach (var (index, entry) in security.Roles.Index())
        {
            var path = $"security.roles[{index}]";
            var role = draft.Add(entry.Name, Of(entry), path);
            draft.Add(ProfileOf(entry.Name), new InstanceProfile { Role = role }, path);
        }
    }

    /// <summary>The logical ID of a role's instance profile.</summary>
    public static string ProfileOf(string role) => $"{role}-profile";

    private static KeyPair Of(KeyPairEntry entry) => new()
    {
        KeyName = entry.KeyName,
        // An imported key has its own kind.
        KeyType = entry.PublicKey is not null ? null : entry.Kind switch
        {
            KeyKind.Ed25519 => "ed25519",
            KeyKind.Rsa => "rsa",
            _ => throw new InvalidOperationException($"Unknown kind of key: {entry.Kind}"),
        },
        PublicKeyMaterial = entry.PublicKey,
    };

    private static Role Of(RoleEntry entry) => new()
    {
        RoleName = entry.RoleName,
        AssumeRolePolicyDocument = InstancesMayAssume,
        Description = entry.Description,
        MaxSessionDuration = entry.MaxSessionHours * 3600,
        ManagedPolicyArns = [.. entry.ManagedPolicies.Select(Arn).Distinct(StringComparer.Ordinal)],
        Policies =
        [
            .. entry.Policies
                .OrderBy(policy => policy.Key, StringComparer.Ordinal)
                .Select(policy => new RolePolicy { PolicyName = policy.Key, PolicyDocument = policy.Value }),
        ],
        PermissionsBoundary = entry.PermissionsBoundary,
    };

    /// <summary>AWS's own policies are named with their folder: <c>service-role/AWSLambdaRole</c>.</summary>
    private static string Arn(string policy) =>
        policy.StartsWith("arn:", StringComparison.Ordinal) ? policy : $"arn:aws:iam::aws:policy/{policy}";
}
