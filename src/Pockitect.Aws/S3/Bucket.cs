using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.S3;

/// <summary>A place for files.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html"/>
public sealed record Bucket : Spec
{
    /// <summary>Its name, unique in the whole world: 3 to 63 lower-case letters, digits, dots and hyphens. Not given, it gets one of its own.</summary>
    [Replacement]
    [RegularExpression(@"^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    public string? BucketName { get; init; }

    /// <summary>What AWS refuses that would let strangers in. AWS blocks all four on new buckets.</summary>
    public PublicAccessBlockConfiguration? PublicAccessBlockConfiguration { get; init; }

    /// <summary>How files are encrypted that are written without saying how.</summary>
    public BucketEncryption? BucketEncryption { get; init; }

    /// <summary>Whether overwritten and deleted files are kept.</summary>
    public VersioningConfiguration? VersioningConfiguration { get; init; }

    /// <summary>What happens to files as they age.</summary>
    public LifecycleConfiguration? LifecycleConfiguration { get; init; }

    /// <summary>Which web pages of other hosts may read it from a browser.</summary>
    public CorsConfiguration? CorsConfiguration { get; init; }

    /// <summary>Who owns a file that another account wrote.</summary>
    public OwnershipControls? OwnershipControls { get; init; }

    /// <summary>The bucket policy, a JSON document: who may do what with it.</summary>
    [JsonDocument]
    public string? PolicyDocument { get; init; }
}
