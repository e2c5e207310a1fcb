using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>The pipeline additions of all our clients, SDK or generic.</summary>
/// <param name="service">The service's signing name.</param>
/// <param name="region">The Region that calls are signed for.</param>
/// <param name="options">Observer and clock.</param>
/// <param name="limiter">Null without limits.</param>
/// <param name="credentials">Notified when AWS reports expired credentials; null if nothing renews them.</param>
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
