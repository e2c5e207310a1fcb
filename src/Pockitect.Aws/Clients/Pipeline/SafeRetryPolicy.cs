using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Pockitect.Aws.Errors;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>The SDK's standard retries, but never for a call whose repetition could do its work twice.</summary>
/// <remarks>
/// Measured: the standard policy turned one lost answer of CreateVpc into two VPCs. Reads are always retried, and so are calls that AWS
/// recognizes by their client token. Any other call is retried only if AWS can't have executed it: it was throttled, its signature was
/// rejected, or there was no connection. All other errors surface, so that the engine checks first.
/// </remarks>
internal sealed class SafeRetryPolicy(IClientConfig config, TimeProvider time) : StandardRetryPolicy(config)
{
    /// <summary>Asked first for every kind of retry, including the SDK's special cases for clock skew and stale connections.</summary>
    public override bool CanRetry(IExecutionContext executionContext)
        => base.CanRetry(executionContext) && CallHandler.LastFailure(executionContext) is { } failure && IsSafe(failure);

    /// <summary>The standard backoff (random up to 1 s, then 2 s …, at most 20 s), on our clock and cancelable.</summary>
    public override Task WaitBeforeRetryAsync(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext;
        var longest = Math.Min(20, Math.Pow(2, request.Retries - 1));
        return Task.Delay(TimeSpan.FromSeconds(Random.Shared.NextDouble() * longest), time, request.CancellationToken);
    }

    private static bool IsSafe(Exception failure)
    {
        if (CallFacts.Of(failure) is not { } facts)
        {
            return false;
        }

        return !facts.Mutating || facts.Repeatable || !facts.Sent
            || (failure is AmazonServiceException refused && AwsFaults.ProvesNotExecuted(refused));
    }
}
