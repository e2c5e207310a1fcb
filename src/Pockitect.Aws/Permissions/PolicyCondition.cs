namespace Pockitect.Aws.Permissions;

/// <summary>Limits an action to our use of it.</summary>
/// <param name="Sid">The statement of these actions.</param>
/// <param name="Operator">IAM's operator.</param>
/// <param name="Key">IAM's condition key.</param>
/// <param name="Value">The required value; an asterisk stands for a Region.</param>
internal sealed record PolicyCondition(string Sid, string Operator, string Key, string Value)
{
    // Roles are passed to instance profiles, which are passed to instances.
    private static readonly PolicyCondition PassRole = new("IamPassRole", "StringEquals", "iam:PassedToService", "ec2.amazonaws.com");

    private static readonly PolicyCondition LinkedRole = new(
        "IamServiceLinkedRole", "StringEquals", "iam:AWSServiceName", "rds.amazonaws.com");

    // EC2 and RDS request a grant on a volume's key in the caller's name.
    private static readonly PolicyCondition Grant = new("KmsGrant", "Bool", "kms:GrantIsForAWSResource", "true");

    private static readonly PolicyCondition Disk = new("KmsDisks", "StringLike", "kms:ViaService", "ec2.*.amazonaws.com");

    public static IReadOnlyList<PolicyCondition> All { get; } = [PassRole, LinkedRole, Grant, Disk];

    /// <summary>Returns the condition of an action; null if it has none.</summary>
    public static PolicyCondition? Of(string action) => action switch
    {
        "iam:PassRole" => PassRole,
        "iam:CreateServiceLinkedRole" => LinkedRole,
        "kms:CreateGrant" => Grant,
        "kms:Decrypt" or "kms:GenerateDataKeyWithoutPlaintext" or "kms:ReEncryptFrom" or "kms:ReEncryptTo" => Disk,
        _ => null,
    };

    /// <summary>Returns the key's value in our calls in this Region.</summary>
    public string ValueIn(string region) => Value.Replace("*", region, StringComparison.Ordinal);
}
