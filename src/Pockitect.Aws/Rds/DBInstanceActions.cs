using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>The IAM actions of a database instance's life.</summary>
internal static class DBInstanceActions
{
    // The master password's secret needs the caller's permissions, and so do a grant on a customer key and RDS's own role if the account
    // has none: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html, Overview.Encryption.Keys.html and
    // UsingWithRDS.IAM.ServiceLinkedRoles.html there.
    public static LifeActions All { get; } = new()
    {
        Read = ["rds:DescribeDBInstances"],
        Create =
        [
            "rds:CreateDBInstance", "rds:ModifyDBInstance", "rds:AddTagsToResource", "secretsmanager:CreateSecret",
            "secretsmanager:TagResource", "kms:CreateGrant", "kms:DescribeKey", "iam:CreateServiceLinkedRole",
        ],
        TagOnCreate = "rds:AddTagsToResource",
        Update = ["rds:ModifyDBInstance", "rds:DescribeDBEngineVersions", "rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
        Delete = ["rds:CreateDBSnapshot", "rds:AddTagsToResource", "rds:DeleteDBInstance"],
        Start = ["rds:StartDBInstance"],
        Stop = ["rds:StopDBInstance"],
        AlsoNeeded = new Dictionary<string, IReadOnlyList<string>>
        {
            ["CreateDBInstance"] = [
                "secretsmanager:CreateSecret", "secretsmanager:TagResource", "kms:DescribeKey", "kms:CreateGrant",
                "iam:CreateServiceLinkedRole",
            ],
            ["DeleteDBInstance"] = ["rds:CreateDBSnapshot"],
        },
    };
}
