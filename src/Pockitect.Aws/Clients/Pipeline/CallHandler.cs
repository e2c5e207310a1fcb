using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>Wraps every attempt of a call: enforces limits, notifies the observer, and adds facts to exceptions.</summary>
internal sealed class CallHandler(
    string service, string region, AwsClientOptions options, RequestLimiter? limiter, RenewableCredentials? credentials) : PipelineHandler
{
    private const string FailureKey = "Pockitect.Failure";

    /// <summary>What ended the latest attempt; null before the first failure.</summary>
    public static Exception? LastFailure(IExecutionContext context)
        => context.RequestContext.ContextAttributes.TryGetValue(FailureKey, out var failure) ? failure as Exception : null;

    public override void InvokeSync(IExecutionContext executionContext)
        => throw new NotSupportedException("AWS calls are asynchronous here.");

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext;
        request.ContextAttributes.Remove(FailureKey);
        request.ContextAttributes.Remove(SentMarker.Key);

        var facts = CallFacts.From(request, service, region);
        var call = new AwsCall(service, region, facts.Action, facts.Mutating, request.Retries + 1, AwsCallPhase.Sending);
        var sending = 0L;
        T answer;
        try
        {
            if (limiter is not null)
            {
                await limiter.WaitAsync(facts, request.Request, request.CancellationToken);
            }

            // Right before sending: another worker may have taken over while this one waited for a limit, or was suspended.
            if (facts.Mutating) ProjectLease.DemandForChange();
            options.Observer?.Invoke(call);
            sending = options.Time.GetTimestamp();
            answer = await base.InvokeAsync<T>(executionContext);
        }
        catch (Exception e)
        {
            var sent = request.ContextAttributes.ContainsKey(SentMarker.Key) && !CallFacts.ProvesNothingWasSent(e);
            (facts with { Sent = sent }).AttachTo(e);
            request.ContextAttributes[FailureKey] = e;
            if (HaveEnded(e) && request.ContextAttributes.TryGetValue(SentMarker.Key, out var used) && used is HeldKeys keys)
                credentials?.Forget(keys);
            if (sending != 0)
            {
                options.Observer?.Invoke(
                    call with { Phase = AwsCallPhase.Failed, Elapsed = options.Time.GetElapsedTime(sending), ErrorCode = CodeOf(e) });
            }

            throw;
        }

        options.Observer?.Invoke(call with { Phase = AwsCallPhase.Answered, Elapsed = options.Time.GetElapsedTime(sending) });
        return answer;
    }

    // Other keys don't help with a wrong clock, but EC2 also returns RequestExpired for an expired session.
    private static bool HaveEnded(Exception e)
        => e is AmazonServiceException
            && AwsFaults.Explain(e) is { Kind: FaultKind.SignIn, Code: not ("RequestTimeTooSkewed" or "RequestInTheFuture") };

    private static string CodeOf(Exception e) => e switch
    {
        AmazonServiceException { ErrorCode.Length: > 0 } refused => refused.ErrorCode,
        AmazonServiceException { StatusCode: > 0 } refused => ((int)refused.StatusCode).ToString(CultureInfo.InvariantCulture),
        _ => e.GetType().Name,
    };
}

/// <summary>Records that a call passed credentials and signing and is about to be sent, and with which keys.</summary>
internal sealed class SentMarker(RenewableCredentials? credentials) : PipelineHandler
{
    public const string Key = "Pockitect.Sent";

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        executionContext.RequestContext.ContextAttributes[Key] = credentials?.Held as object ?? true;
        return base.InvokeAsync<T>(executionContext);
    }
}
