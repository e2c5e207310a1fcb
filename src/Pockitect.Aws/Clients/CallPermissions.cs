using System.Text.RegularExpressions;
using Pockitect.Aws.Clients.Pipeline;

namespace Pockitect.Aws.Clients;

/// <summary>
/// Which IAM actions a call takes: the one of its own name, but for S3, whose actions are older than its operations, and for
/// calls of which AWS wants more than one.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"/>
internal static partial class CallPermissions
{
    /// <summary>Actions that are not called as the call is; calls by the SDK's names.</summary>
    private static readonly Dictionary<string, string> others = new(StringComparer.Ordinal)
    {
        ["s3:ListBuckets"] = "s3:ListAllMyBuckets",
        ["s3:HeadBucket"] = "s3:ListBucket",
        ["s3:ListObjects"] = "s3:ListBucket",
        ["s3:ListObjectsV2"] = "s3:ListBucket",
        ["s3:ListVersions"] = "s3:ListBucketVersions",
        ["s3:ListMultipartUploads"] = "s3:ListBucketMultipartUploads",
        ["s3:PutBucket"] = "s3:CreateBucket",
        ["s3:DeleteObjects"] = "s3:DeleteObject",
        ["s3:GetPublicAccessBlock"] = "s3:GetBucketPublicAccessBlock",
        ["s3:PutPublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
        ["s3:GetBucketEncryption"] = "s3:GetEncryptionConfiguration",
        ["s3:PutBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["s3:DeleteLifecycleConfiguration"] = "s3:PutLifecycleConfiguration",
        ["s3:GetCORSConfiguration"] = "s3:GetBucketCORS",
        ["s3:PutCORSConfiguration"] = "s3:PutBucketCORS",
        ["s3:DeleteCORSConfiguration"] = "s3:PutBucketCORS",
        ["s3:DeleteBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["s3:DeleteBucketOwnershipControls"] = "s3:PutBucketOwnershipControls",
        ["s3:DeleteBucketTagging"] = "s3:PutBucketTagging",
        ["s3:GetObjectLockConfiguration"] = "s3:GetBucketObjectLockConfiguration",
    };

    /// <summary>What AWS wants beside the call's own action, where the call asks for it: tags, a role, a password, a key.</summary>
    private static readonly Dictionary<string, string[]> besides = new(StringComparer.Ordinal)
    {
        ["ec2:RunInstances"] = ["ec2:CreateTags", "iam:PassRole"],
        ["ec2:AssociateIamInstanceProfile"] = ["iam:PassRole"],
        ["ec2:ReplaceIamInstanceProfileAssociation"] = ["iam:PassRole"],
        ["ec2:CreateVolume"] =
        [
            "ec2:CreateTags", "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ],
        ["iam:AddRoleToInstanceProfile"] = ["iam:PassRole"],
        ["iam:CreateInstanceProfile"] = ["iam:TagInstanceProfile"],
        ["iam:CreateRole"] = ["iam:TagRole"],
        ["rds:CreateDBInstance"] =
        [
            "rds:AddTagsToResource", "secretsmanager:CreateSecret", "secretsmanager:TagResource", "kms:DescribeKey", "kms:CreateGrant",
            "iam:CreateServiceLinkedRole",
        ],
        ["rds:CreateDBSubnetGroup"] = ["rds:AddTagsToResource"],
        ["rds:DeleteDBInstance"] = ["rds:CreateDBSnapshot"],
        ["s3:PutBucket"] = ["s3:TagResource"],
        ["s3:DeleteObjects"] = ["s3:DeleteObjectVersion"],
        ["ssm:PutParameter"] = ["ssm:AddTagsToResource"],
    };

    private static readonly string[] taggingVerbs = ["Create", "Allocate", "Import"];

    /// <summary>The actions that a call may take, its own first.</summary>
    public static IReadOnlyList<string> Of(string service, string call)
    {
        var name = $"{service}:{call}";
        var own = others.GetValueOrDefault(name, name);
        if (besides.TryGetValue(name, out var more)) return [own, .. more];
        return service == "ec2" && own != "ec2:CreateTags" && taggingVerbs.Any(verb => call.StartsWith(verb, StringComparison.Ordinal))
            ? [own, "ec2:CreateTags"]
            : [own];
    }

    /// <summary>The action that a refused call lacks: the one that AWS names, else the call's own; null where neither is known.</summary>
    public static string? Lacking(string message, CallFacts? call) =>
        NamedByAws().Match(message) is { Success: true } match ? match.Groups["action"].Value
        : call is null ? null
        : Of(call.Service, call.Action)[0];

    /// <summary>AWS's words for a refusal, with the action that lacks; where AWS names none, with all that it can be.</summary>
    public static string Named(string message, CallFacts? call)
    {
        if (call is null || NamedByAws().IsMatch(message)) return message;
        var said = message.Trim();
        var actions = Of(call.Service, call.Action);
        return actions.Count == 1
            ? $"{said} ({actions[0]})"
            : $"{said} ({actions[0]}, or for a part of it {string.Join(" or ", actions.Skip(1))})";
    }

    [GeneratedRegex("not authorized to perform: (?<action>[a-z0-9-]+:[A-Za-z0-9]+)")]
    private static partial Regex NamedByAws();
}
