using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Pockitect.Aws.Accounts;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>What every client of ours, made by the SDK or generic, has in its pipeline beyond the SDK's own handlers.</summary>
/// <param name="service">The service's signing name.</param>
/// <param name="region">The Region its calls are signed for.</param>
/// <param name="options">Observer and clock.</param>
/// <param name="limiter">Null when no limits are kept.</param>
/// <param name="credentials">Told when AWS says that they have ended; null where nothing renews them.</param>
internal sealed class CallPipeline(
    string service, string region, AwsClientOptions options, RequestLimiter? limiter, RenewableCredentials? credentials = null)
{
    public string Region => region;

    public void InstallIn(RuntimePipeline pipeline, IClientConfig config)
    {
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new SafeRetryPolicy(config, options.Time)));
        pipeline.AddHandlerAfter<RetryHandler>(new CallHandler(service, region, options, limiter, credentials));
        pipeline.AddHandlerAfter<Signer>(new SentMarker(credentials));
    }
}
