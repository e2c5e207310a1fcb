using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Errors;

/// <summary>The only place where AWS's errors, or missing answers, become a <see cref="Fault"/>.</summary>
public static class AwsFaults
{
    private static readonly string[] RefusedUnread = [
        "RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired", "InvalidSignatureException", "SignatureDoesNotMatch",
    ];

    /// <summary>Explains a failed call; never throws.</summary>
    /// <remarks>Exceptions from our clients know their service, Region and action; others are explained by their message.</remarks>
    public static Fault Explain(Exception e) => Explain(e, catalog: null);

    /// <summary>The same; a refusal also names what the types of a catalog need beside a call's own action.</summary>
    public static Fault Explain(Exception e, Catalog? catalog) => Explain(e, CallFacts.Of(e), catalog);

    /// <summary>Whether this is AWS's answer to a dry run that would have succeeded.</summary>
    public static bool IsDryRunSuccess(Exception e) => e is AmazonServiceException { ErrorCode: "DryRunOperation" };

    /// <summary>Whether AWS rejected the request before executing it, so that resending is safe.</summary>
    internal static bool ProvesNotExecuted(AmazonServiceException e)
        => e.ErrorCode is { } code
            && (AwsErrorCodes.KindOf(code, "", null) == FaultKind.Throttled || RefusedUnread.Contains(code));

    private static Fault Explain(Exception e, CallFacts? facts, Catalog? catalog) => e switch
    {
        // The user was signed in when the operation started, so missing credentials have expired.
        SignInException => AwsErrorCodes.Ended(new Fault(FaultKind.SignIn, "SignIn", e.Message)),
        AggregateException { InnerExceptions: [var only] } => Explain(only, catalog),
        // Codes first: without a code, the SDK reports a missing answer.
        AmazonServiceException { ErrorCode.Length: > 0 } or AmazonServiceException { StatusCode: > 0 } =>
            Refused((AmazonServiceException)e, facts, catalog),
        OperationCanceledException when !IsTimeout(e) => Cancelled(e, facts),
        // A full disk is not an AWS error.
        _ when facts is null && LocalFiles.FaultOf(e) is { } local => local,
        // A network error while refreshing credentials is no reason to sign in again.
        _ when IsNetwork(e) => NoAnswer(e, facts),
        AmazonServiceException or AmazonClientException when IsAboutCredentials(e) =>
            AwsErrorCodes.Ended(new Fault(FaultKind.SignIn, "NoCredentials", $"Sign in again: {e.Message}")),
        _ => new Fault(FaultKind.Bug, e.GetType().Name, e.Message),
    };

    private static Fault Refused(AmazonServiceException e, CallFacts? facts, Catalog? catalog)
    {
        var code = e.ErrorCode is { Length: > 0 } given ? given : ((int)e.StatusCode).ToString(CultureInfo.InvariantCulture);
        var fault = new Fault(FaultKind.Invalid, code, Readable(e.Message))
        {
            RequestId = e.RequestId,
            IsTokenUsed = AwsErrorCodes.IsTokenUsed(code),
            MeansRepeated = AwsErrorCodes.MeansRepeated(code, facts?.Action),
        };
        if (AwsErrorCodes.WaitFor(code, e.Message, facts?.Service, facts?.Action, facts?.Mutating ?? false) is var (waiting, budget))
        {
            return fault with { Kind = FaultKind.NotYetConsistent, Waiting = waiting, Budget = budget };
        }

        var kind = AwsErrorCodes.KindOf(code, e.Message, facts?.Region);
        if (kind is FaultKind.Denied && IsOrganisations(e.Message))
        {
            kind = FaultKind.DeniedByOrganisation;
        }

        if (kind is FaultKind.Denied or FaultKind.DeniedByOrganisation && code != "AuthFailure")
        {
            // A refusal is of no use without the action to ask for.
            fault = fault with { Message = CallPermissions.Named(fault.Message, facts, catalog) };
        }

        // An internal error may come after the work was done, and so may an unreadable body.
        fault = fault with { Kind = kind ?? (IsInternal(e) ? Lost(facts) : FaultKind.Invalid) };
        return AwsErrorCodes.IsEnded(code) ? AwsErrorCodes.Ended(fault) : fault;
    }

    private static bool IsInternal(AmazonServiceException e)
        => e.StatusCode >= HttpStatusCode.InternalServerError || e is AmazonUnmarshallingException
            || e.ErrorCode is "InternalError" or "InternalFailure" or "RequestTimeout" or "RequestTimeoutException";

    private static bool IsOrganisations(string message)
        => message.Contains("service control policy", StringComparison.OrdinalIgnoreCase)
            || message.Contains("resource control policy", StringComparison.OrdinalIgnoreCase);

    private static Fault Cancelled(Exception e, CallFacts? facts)
        => facts is { Mutating: true, Sent: true }
            ? new Fault(FaultKind.Ambiguous, "Cancelled", $"{facts.Action} was canceled after it was sent; AWS may have executed it.")
            : new Fault(FaultKind.Cancelled, "Cancelled", e.Message);

    private static Fault NoAnswer(Exception e, CallFacts? facts)
    {
        var where = facts is null ? "AWS" : $"{facts.Service} in {facts.Region}";
        var kind = Lost(facts);
        var why = e.GetBaseException().Message;
        var message = kind is FaultKind.Ambiguous
            ? $"No answer to {facts?.Action} from {where}, which may have executed it: {why}"
            : $"Can't reach {where}: {why}";
        return new Fault(kind, IsTimeout(e) ? "Timeout" : "NoAnswer", message);
    }

    /// <summary>Explains a lost answer.</summary>
    private static FaultKind Lost(CallFacts? facts) =>
        facts is { Mutating: true, Sent: true } ? FaultKind.Ambiguous : FaultKind.Unreachable;

    // HttpClient reports its own timeout as a cancellation with a TimeoutException inside.
    private static bool IsTimeout(Exception e) => Has<TimeoutException>(e);

    private static bool IsNetwork(Exception e)
        => Has<HttpRequestException>(e)
            || Has<IOException>(e)
            || Has<SocketException>(e)
            || Has<WebException>(e)
            || Has<TimeoutException>(e);

    private static bool Has<T>(Exception e) where T : Exception
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at is T)
            {
                return true;
            }
        }

        return false;
    }

    // If the SDK finds no credentials, or can't refresh them, only the message shows it.
    private static bool IsAboutCredentials(Exception e)
    {
        for (var at = e; at is not null; at = at.InnerException)
        {
            if (at.Message.Contains("credential", StringComparison.OrdinalIgnoreCase)
                || at.Message.Contains("SSO", StringComparison.Ordinal)
                || at.Message.Contains("AssumeRole", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // EC2 encodes the reason, which only sts:DecodeAuthorizationMessage can read.
    private static string Readable(string message)
    {
        var blob = message.IndexOf("Encoded authorization failure message", StringComparison.Ordinal);
        return blob < 0 ? message : message[..blob].Trim();
    }
}
