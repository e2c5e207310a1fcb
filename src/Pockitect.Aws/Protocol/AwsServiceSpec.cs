namespace Pockitect.Aws.Protocol;

/// <summary>The protocol of a service without its own package.</summary>
/// <param name="ServiceId">AWS's service ID; also part of AWS_ENDPOINT_URL_… in the environment.</param>
/// <param name="SigningName">The service in the signature's scope.</param>
/// <param name="ApiVersion">Sent with every Query call.</param>
/// <param name="TargetPrefix">The prefix of the action in X-Amz-Target; null for the Query protocol.</param>
/// <param name="Host">The host, with "{region}" for the Region.</param>
internal sealed record AwsServiceSpec(string ServiceId, string SigningName, string ApiVersion, string? TargetPrefix, string Host)
{
    public static readonly AwsServiceSpec Rds =
        new("RDS", "rds", "2014-10-31", null, "rds.{region}.amazonaws.com");

    // Global; signed for us-east-1.
    public static readonly AwsServiceSpec Iam =
        new("IAM", "iam", "2010-05-08", null, "iam.amazonaws.com");

    public static readonly AwsServiceSpec ServiceQuotas =
        new("Service Quotas", "servicequotas", "2019-06-24", "ServiceQuotasV20190624", "servicequotas.{region}.amazonaws.com");

    public static readonly AwsServiceSpec Tagging =
        new("Resource Groups Tagging API", "tagging", "2017-01-26", "ResourceGroupsTaggingAPI_20170126", "tagging.{region}.amazonaws.com");

    public static readonly AwsServiceSpec Pricing =
        new("Pricing", "pricing", "2017-10-15", "AWSPriceListService", "api.pricing.{region}.amazonaws.com");

    public static readonly AwsServiceSpec Kms =
        new("KMS", "kms", "2014-11-01", "TrentService", "kms.{region}.amazonaws.com");

    public static readonly AwsServiceSpec SecretsManager =
        new("Secrets Manager", "secretsmanager", "2017-10-17", "secretsmanager", "secretsmanager.{region}.amazonaws.com");

    public Uri UriIn(string region) => new($"https://{Host.Replace("{region}", region, StringComparison.Ordinal)}/");
}
