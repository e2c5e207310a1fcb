using System.Collections.Concurrent;
using System.Reflection;
using Amazon;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SimpleSystemsManagement;
using Amazon.SSO;
using Amazon.SSOOIDC;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Clients;

/// <summary>All AWS clients of an account, one per service and Region. Thread-safe.</summary>
public sealed class AwsClients : IDisposable
{
    // The Region of global services.
    private const string GlobalRegion = "us-east-1";

    private readonly ConcurrentDictionary<string, Lazy<IDisposable>> _made = new(StringComparer.Ordinal);
    private readonly AwsClientOptions _options;
    // Reading and validating a blueprint creates clients but makes no calls, so the network stack must not be loaded.
    private readonly Lazy<HttpConnections> _connections;
    private readonly RequestLimiter? _limiter;

    // Before any request or response is created; otherwise their empty collections are null.
    static AwsClients() => AWSConfigs.InitializeCollections = true;

    public AwsClients(AwsAccount account, AwsClientOptions? options = null)
    {
        Account = account;
        _options = options ?? new AwsClientOptions();
        _connections = new Lazy<HttpConnections>(
            () => new HttpConnections(_options.Handler ?? HttpConnections.ToNetwork(account.Endpoint), _options.RequestTimeout));
        _limiter = _options.RequestLimits ?? account.Endpoint is null ? new RequestLimiter(_options.Time) : null;
    }

    /// <summary>The version of the AWS SDK core.</summary>
    public static string SdkVersion =>
        $"{typeof(AmazonServiceClient).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version}";

    public AwsAccount Account { get; }

    public IAmazonEC2 Ec2(string region)
        => Client("ec2", region, calls => new Ec2Client(Account.Credentials, Configured(new AmazonEC2Config(), calls), calls));

    public IAmazonS3 S3(string region)
        => Client(
            "s3",
            region,
            calls => new S3Client(Account.Credentials, Configured(new AmazonS3Config { ForcePathStyle = true }, calls), calls));

    public IAmazonSecurityTokenService Sts(string region)
        => Client(
            "sts", region, calls => new StsClient(Account.Credentials, Configured(new AmazonSecurityTokenServiceConfig(), calls), calls));

    public IAmazonSimpleSystemsManagement Ssm(string region)
        => Client(
            "ssm",
            region,
            calls => new SsmClient(Account.Credentials, Configured(new AmazonSimpleSystemsManagementConfig(), calls), calls));

    /// <summary>The access portal of IAM Identity Center, which returns role credentials for a sign-in.</summary>
    public IAmazonSSO Sso(string region)
        => Client("awsssoportal", region, calls => new SsoClient(Account.Credentials, Configured(new AmazonSSOConfig(), calls), calls));

    /// <summary>Sign-in to IAM Identity Center.</summary>
    public IAmazonSSOOIDC SsoOidc(string region)
        => Client(
            "sso-oauth", region, calls => new SsoOidcClient(Account.Credentials, Configured(new AmazonSSOOIDCConfig(), calls), calls));

    public QueryClient Rds(string region) => Query(AwsServiceSpec.Rds, region);

    /// <summary>IAM is global.</summary>
    public QueryClient Iam() => Query(AwsServiceSpec.Iam, GlobalRegion);

    public JsonClient ServiceQuotas(string region) => Json(AwsServiceSpec.ServiceQuotas, region);

    /// <summary>The Resource Groups Tagging API: all resources of a Region by their tags.</summary>
    public JsonClient Tagging(string region) => Json(AwsServiceSpec.Tagging, region);

    /// <summary>The Price List; us-east-1 answers for all Regions.</summary>
    public JsonClient Pricing() => Json(AwsServiceSpec.Pricing, GlobalRegion);

    public JsonClient Kms(string region) => Json(AwsServiceSpec.Kms, region);

    public JsonClient SecretsManager(string region) => Json(AwsServiceSpec.SecretsManager, region);

    /// <summary>Returns every Region of the aws partition, by name, and whether this account may use it.</summary>
    public async Task<IReadOnlyList<RegionInfo>> RegionsAsync(CancellationToken ct)
    {
        var answer = await Ec2(GlobalRegion).DescribeRegionsAsync(new DescribeRegionsRequest { AllRegions = true }, ct);
        return
        [
            .. answer.Regions
                // AWS lists only its own partition; a sandbox lists all.
                .Where(region => RegionEndpoint.GetBySystemName(region.RegionName).PartitionName == "aws")
                .OrderBy(region => region.RegionName, StringComparer.Ordinal)
                .Select(region => new RegionInfo(region.RegionName, region.OptInStatus != "not-opted-in", region.OptInStatus)),
        ];
    }

    public void Dispose()
    {
        foreach (var client in _made.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }

        if (_connections.IsValueCreated) _connections.Value.Dispose();
    }

    /// <summary>The same for a service that speaks Query.</summary>
    internal QueryClient Query(AwsServiceSpec service, string region)
        => Client(service.SigningName, region, calls => new QueryClient(Protocol(service, calls)));

    /// <summary>A service that speaks JSON, described by its caller: a resource type can bring its own.</summary>
    internal JsonClient Json(AwsServiceSpec service, string region)
        => Client(service.SigningName, region, calls => new JsonClient(Protocol(service, calls)));

    private ProtocolClient Protocol(AwsServiceSpec service, CallPipeline calls)
        => new(Account.Credentials, Configured(new ProtocolConfig(service, calls.Region), calls), calls);

    private T Client<T>(string service, string region, Func<CallPipeline, T> make) where T : IDisposable
        => (T)_made.GetOrAdd($"{service} {region}",
            _ => new Lazy<IDisposable>(
                () => make(new CallPipeline(service, region, _options, _limiter, Account.Credentials as RenewableCredentials)))).Value;

    private T Configured<T>(T config, CallPipeline calls) where T : ClientConfig
    {
        if ((Account.EndpointOf(config.ServiceId) ?? Account.Endpoint) is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(calls.Region);
        }

        // Otherwise a client with its own endpoint signs for AWS_REGION or us-east-1, whatever its Region.
        config.AuthenticationRegion = calls.Region;
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = _options.Retries;
        config.MaxStaleConnectionRetries = 0;
        config.Timeout = _options.RequestTimeout;
        config.ConnectTimeout = HttpConnections.ConnectTimeout;
        config.HttpClientFactory = _connections.Value;
        return config;
    }
}
