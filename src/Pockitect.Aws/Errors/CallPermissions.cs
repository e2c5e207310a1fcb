using System.Text.RegularExpressions;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Errors;

/// <summary>
/// The IAM actions of a call: the one with its own name, except for S3, whose actions differ from its operations, and calls that need
/// several.
/// </summary>
/// <seealso
/// href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"/>
internal static partial class CallPermissions
{
    /// <summary>Actions that have another name than their call; calls by the SDK's names.</summary>
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
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

    /// <summary>Returns the actions that a call may need, its own first.</summary>
    /// <param name="catalog">The types that say what AWS asks for beside a call's own action.</param>
    /// <param name="service">The signing name of the service.</param>
    /// <param name="call">The call, by the SDK's name.</param>
    public static IReadOnlyList<string> Of(Catalog catalog, string service, string call)
    {
        var own = OwnOf(service, call);
        return
        [
            own,
            .. catalog.Types.Select(type => type.Actions)
                .Where(actions => actions.All.Contains(own))
                .SelectMany(actions => (IEnumerable<string?>)
                [
                    actions.Create[0] == own ? actions.TagOnCreate : null, .. actions.AlsoNeeded.GetValueOrDefault(call, []),
                ])
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Returns the action that a refused call lacks: the one in AWS's message, otherwise the call's own; null if unknown.
    /// </summary>
    public static string? Lacking(string message, CallFacts? call) =>
        NamedByAws().Match(message) is { Success: true } match ? match.Groups["action"].Value
        : call is null ? null
        : OwnOf(call.Service, call.Action);

    /// <summary>Returns AWS's message for a refusal with the missing action, or all candidates if AWS names none.</summary>
    /// <param name="message">AWS's message.</param>
    /// <param name="call">The refused call; null where it is unknown.</param>
    /// <param name="catalog">The types that say what AWS asks for beside a call's own action; null to name that one only.</param>
    public static string Named(string message, CallFacts? call, Catalog? catalog)
    {
        if (call is null || NamedByAws().IsMatch(message)) return message;
        var actions = catalog is null ? [OwnOf(call.Service, call.Action)] : Of(catalog, call.Service, call.Action);
        return actions.Count == 1
            ? $"{message.Trim()} ({actions[0]})"
            : $"{message.Trim()} ({actions[0]}, or partly {string.Join(" or ", actions.Skip(1))})";
    }

    private static string OwnOf(string service, string call) => Others.GetValueOrDefault($"{service}:{call}", $"{service}:{call}");

    [GeneratedRegex("not authorized to perform: (?<action>[a-z0-9-]+:[A-Za-z0-9]+)")]
    private static partial Regex NamedByAws();
}
