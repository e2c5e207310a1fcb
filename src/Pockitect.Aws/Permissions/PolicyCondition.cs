namespace Pockitect.Aws.Permissions;

/// <summary>What limits an action of ours to what we use it for, and breaks nothing else.</summary>
/// <param name="Sid">The statement of these actions.</param>
/// <param name="Operator">IAM's operator.</param>
/// <param name="Key">IAM's condition key.</param>
/// <param name="Value">What the key has to be; an asterisk stands for a Region.</param>
internal sealed record PolicyCondition(string Sid, string Operator, string Key, string Value)
{
    // Roles go into instance profiles, and these into instances.
    private static readonly PolicyCondition passRole = new("IamPassRole", "StringEquals", "iam:PassedToService", "ec2.amazonaws.com");

    private static readonly PolicyCondition linkedRole = new("IamServiceLinkedRole", "StringEquals", "iam:AWSServiceName", "rds.amazonaws.com");

    // EC2 and RDS ask in the caller's name for a grant on the key of a disk.
    private static readonly PolicyCondition grant = new("KmsGrant", "Bool", "kms:GrantIsForAWSResource", "true");

    private static readonly PolicyCondition disk = new("KmsDisks", "StringLike", "kms:ViaService", "ec2.*.amazonaws.com");

    public static IReadOnlyList<PolicyCondition> All { get; } = [passRole, linkedRole, grant, disk];

    /// <summary>The condition of an action; null for one that has none.</summary>
    public static PolicyCondition? Of(string action) => action switch
    {
        "iam:PassRole" => passRole,
        "iam:CreateServiceLinkedRole" => linkedRole,
        "kms:CreateGrant" => grant,
        "kms:Decrypt" or "kms:GenerateDataKeyWithoutPlaintext" or "kms:ReEncryptFrom" or "kms:ReEncryptTo" => disk,
        _ => null,
    };

    /// <summary>What the key is in a call of ours in this Region.</summary>
    public string ValueIn(string region) => Value.Replace("*", region, StringComparison.Ordinal);
}
