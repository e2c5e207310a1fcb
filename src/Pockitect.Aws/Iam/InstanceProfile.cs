using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Iam;

/// <summary>What hands a role to an instance.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html"/>
public sealed record InstanceProfile : Spec
{
    /// <summary>Its name, unique in the account whatever its case; without one a name is made.</summary>
    [Replacement]
    [RegularExpression("^[A-Za-z0-9+=,.@_-]+$")]
    [MaxLength(128)]
    public string? InstanceProfileName { get; init; }

    /// <summary>The folder it stands in, such as <c>/</c> or <c>/teams/web/</c>.</summary>
    [Replacement]
    [RegularExpression("^/([!-~]+/)?$")]
    [MaxLength(512)]
    public string? Path { get; init; }

    /// <summary>The one role it hands out.</summary>
    public Ref<Role>? Role { get; init; }
}
