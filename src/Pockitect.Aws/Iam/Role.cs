using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Iam;

/// <summary>An identity with permissions that AWS services or other identities act as.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html"/>
public sealed record Role : Spec
{
    /// <summary>Its name, unique in the account whatever its case; without one a name is made.</summary>
    [Replacement]
    [RegularExpression("^[A-Za-z0-9+=,.@_-]+$")]
    [MaxLength(64)]
    public string? RoleName { get; init; }

    /// <summary>Who may act as it: a policy document in JSON.</summary>
    [JsonDocument] public required string AssumeRolePolicyDocument { get; init; }

    /// <summary>What it is for, in words.</summary>
    [MaxLength(1000)] public string? Description { get; init; }

    /// <summary>How long one session lasts at most, in seconds.</summary>
    [Range(3600, 43200)] public int? MaxSessionDuration { get; init; }

    /// <summary>The folder it stands in, such as <c>/</c> or <c>/teams/web/</c>.</summary>
    [Replacement]
    [RegularExpression("^/([!-~]+/)?$")]
    [MaxLength(512)]
    public string? Path { get; init; }

    /// <summary>The ARNs of the managed policies that are attached to it.</summary>
    public IReadOnlyList<string>? ManagedPolicyArns { get; init; }

    /// <summary>The policies that are part of it.</summary>
    public IReadOnlyList<RolePolicy>? Policies { get; init; }

    /// <summary>The ARN of the managed policy that caps its permissions.</summary>
    public string? PermissionsBoundary { get; init; }
}

/// <summary>A policy that is part of a role and goes with it.</summary>
public sealed record RolePolicy
{
    /// <summary>Its name, unique in the role.</summary>
    [RegularExpression("^[A-Za-z0-9+=,.@_-]+$")]
    [MaxLength(128)]
    public required string PolicyName { get; init; }

    /// <summary>What the role may do: a policy document in JSON.</summary>
    [JsonDocument] public required string PolicyDocument { get; init; }
}
