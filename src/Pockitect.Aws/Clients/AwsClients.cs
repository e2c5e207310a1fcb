using Amazon.EC2;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SimpleSystemsManagement;
using Pockitect.Aws.Accounts;

namespace Pockitect.Aws.Clients;

/// <summary>Every AWS client of one account, made once per service and Region; safe to use from many threads.</summary>
public sealed class AwsClients(AwsAccount account, AwsClientOptions? options = null) : IDisposable
{
    private readonly AwsClientOptions options = options ?? new AwsClientOptions();

    public AwsAccount Account { get; } = account;

    public IAmazonEC2 Ec2(string region) => throw new NotImplementedException(region);

    public IAmazonS3 S3(string region) => throw new NotImplementedException(region);

    public IAmazonSecurityTokenService Sts(string region) => throw new NotImplementedException(region);

    public IAmazonSimpleSystemsManagement Ssm(string region) => throw new NotImplementedException(region);

    public QueryClient Rds(string region) => throw new NotImplementedException(region);

    /// <summary>IAM is one for all Regions.</summary>
    public QueryClient Iam() => throw new NotImplementedException();

    public JsonClient ServiceQuotas(string region) => throw new NotImplementedException(region);

    /// <summary>The Resource Groups Tagging API: everything in a Region by its tags.</summary>
    public JsonClient Tagging(string region) => throw new NotImplementedException(region);

    /// <summary>The Price List; it answers for all Regions from us-east-1.</summary>
    public JsonClient Pricing() => throw new NotImplementedException();

    public JsonClient SecretsManager(string region) => throw new NotImplementedException(region);

    /// <summary>Every Region of the aws partition, and whether this account may use it.</summary>
    public Task<IReadOnlyList<RegionInfo>> RegionsAsync(CancellationToken ct) => throw new NotImplementedException(options.ToString());

    public void Dispose()
    {
    }
}
