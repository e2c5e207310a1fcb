using Amazon.Runtime;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Errors;

/// <summary>Facts about a call that its exception doesn't have, stored in the exception's Data.</summary>
/// <param name="Service">The service's signing name.</param>
/// <param name="Region">The Region that the call was signed for.</param>
/// <param name="Action">AWS's name of the operation.</param>
/// <param name="Mutating">Whether the call can change something.</param>
/// <param name="Repeatable">Whether AWS recognizes a duplicate: it has a client token, or is a dry run.</param>
/// <param name="Sent">Whether AWS may have received it. False only if proved.</param>
internal sealed record CallFacts(string Service, string Region, string Action, bool Mutating, bool Repeatable, bool Sent)
{
    private const string DataKey = "Pockitect.Call";

    private static readonly string[] ReadPrefixes =
        ["Describe", "Get", "List", "Head", "Search", "Lookup", "BatchGet", "Simulate", "Assume", "Decode"];

    /// <summary>Client token parameters differ by service.</summary>
    private static readonly string[] TokenNames = ["ClientToken", "ClientRequestToken", "IdempotencyToken"];

    public static CallFacts From(IRequestContext context, string service, string region)
    {
        var action = context.OriginalRequest is ProtocolRequest own ? own.Action : ActionOf(context.OriginalRequest);
        var mutating = !ReadPrefixes.Any(prefix => action.StartsWith(prefix, StringComparison.Ordinal));
        return new CallFacts(service, region, action, mutating, IsRepeatable(context), Sent: false);
    }

    /// <summary>Returns the facts about the call that failed with this exception; null if it was not one of our AWS calls.</summary>
    public static CallFacts? Of(Exception e)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at.Data[DataKey] is CallFacts facts)
            {
                return facts;
            }
        }

        return null;
    }

    public void AttachTo(Exception e) => e.Data[DataKey] = this;

    /// <summary>Whether this exception can only occur before the first byte of a request.</summary>
    public static bool ProvesNothingWasSent(Exception e)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
                })
            {
                return true;
            }

            // A connect timeout is recognizable only by its message. If the message changes, the call counts as sent, which is safe.
            if (at is TimeoutException && at.Message.Contains("ConnectTimeout", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // The SDK names request types after actions: CreateVpcRequest.
    private static string ActionOf(AmazonWebServiceRequest request)
    {
        var name = request.GetType().Name;
        return name.EndsWith("Request", StringComparison.Ordinal) ? name[..^"Request".Length] : name;
    }

    // The SDK generates a random client token if the request has no token. Within one call that is enough, because a retry sends the same
    // bytes. After
    // a crash it is useless, so callers set their own.
    private static bool IsRepeatable(IRequestContext context)
        => context.OriginalRequest is ProtocolRequest { HasToken: true }
            || TokenNames.Any(name => context.Request.Parameters.TryGetValue(name, out var token) && token.Length > 0)
            || (context.Request.Parameters.TryGetValue("DryRun", out var dryRun) && dryRun == "true");
}
