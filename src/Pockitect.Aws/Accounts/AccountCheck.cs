using System.Globalization;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;
using Amazon.SSO.Model;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Accounts;

/// <summary>The result of a check.</summary>
public enum CheckVerdict
{
    Passed,

    /// <summary>AWS doesn't know the access key.</summary>
    WrongKey,

    /// <summary>AWS knows the key, but the secret doesn't match.</summary>
    WrongSecret,

    /// <summary>This computer's clock is wrong.</summary>
    WrongClock,

    /// <summary>The credentials, or the sign-in behind them, have expired or are missing.</summary>
    SignedOut,

    /// <summary>The identity is valid but lacks permission.</summary>
    Denied,

    /// <summary>The account has not enabled the Region.</summary>
    RegionOff,

    /// <summary>AWS was not reached.</summary>
    Unreachable,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>AWS refused for another reason.</summary>
    Refused,
}

/// <summary>One of the calls that test an identity.</summary>
/// <param name="What">What was tried: "identity".</param>
/// <param name="Message">The result, in one line.</param>
/// <param name="Fix">What the user can do; null if nothing is wrong.</param>
public sealed record CheckResult(string What, CheckVerdict Verdict, string Message, string? Fix = null);

/// <summary>The results of all checks.</summary>
/// <param name="AccountId">Null if AWS didn't return it.</param>
public sealed record AccountReport(string? AccountId, string? Arn, DateTimeOffset? Expires, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>Whether AWS knows the identity.</summary>
    public bool IsSignedIn => AccountId is not null;

    public bool IsGood => Checks.All(check => check.Verdict is CheckVerdict.Passed);
}

/// <summary>Asks AWS about an identity, and tests EC2 and S3, in parallel and within a few seconds.</summary>
public sealed class AccountCheck(AwsAccount account, AwsClientOptions? options = null)
{
    /// <summary>The total timeout.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The skew that AWS tolerates.
    private static readonly TimeSpan Bearable = TimeSpan.FromMinutes(5);

    private readonly AwsClientOptions _options = options ?? new AwsClientOptions();

    public async Task<AccountReport> RunAsync(CancellationToken ct)
    {
        using var watch = new ServerClock(_options.Handler ?? HttpConnections.ToNetwork(account.Endpoint), _options.Time);
        // A retry would hide the first answer, for example that the clock is wrong.
        using var aws = new AwsClients(account, _options with { Handler = watch, Retries = 0, RequestTimeout = Patience });
        using var late = new CancellationTokenSource(Patience, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        GetCallerIdentityResponse? caller = null;
        var checks = await Task.WhenAll(
            TryAsync("identity", "sts:GetCallerIdentity", async end =>
            {
                caller = await aws.Sts(account.Region).GetCallerIdentityAsync(new GetCallerIdentityRequest(), end);
                return caller.Arn;
            }),
            TryAsync("EC2 access", "ec2:DescribeRegions", async end =>
            {
                var regions = await aws.Ec2(account.Region).DescribeRegionsAsync(new DescribeRegionsRequest(), end);
                return $"{regions.Regions.Count} Regions enabled";
            }),
            TryAsync("S3 access", "s3:ListAllMyBuckets", async end =>
            {
                var buckets = await aws.S3(account.Region).ListBucketsAsync(new ListBucketsRequest(), end);
                return $"{buckets.Buckets?.Count ?? 0} buckets";
            }));
        return new AccountReport(caller?.Account, caller?.Arn, account.Expires, checks);

        async Task<CheckResult> TryAsync(string what, string action, Func<CancellationToken, Task<string>> call)
        {
            try
            {
                // Reading credentials takes no token; a read that hangs is abandoned.
                return new CheckResult(
                    what, CheckVerdict.Passed, await Task.Run(() => call(either.Token), either.Token).WaitAsync(either.Token));
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                var (verdict, message, fix) = Explain(e, action, late.IsCancellationRequested, watch.Ahead);
                return new CheckResult(what, verdict, message, fix);
            }
        }
    }

    private (CheckVerdict Verdict, string Message, string Fix) Explain(Exception e, string action, bool isLate, TimeSpan? ahead)
    {
        var id = account.Identity.Id;
        var renewal = Renewal.Of(account.Identity);
        if (e is OperationCanceledException && isLate)
        {
            return (
                CheckVerdict.TimedOut,
                $"No answer came within {Patience.TotalSeconds:0} s.",
                "Check the network, proxy or VPN, then try again.");
        }

        var fault = AwsFaults.Explain(e);
        // Reading the credentials may have failed, at any depth.
        var code = fault.Code is "SignIn" && e.GetBaseException() is AmazonServiceException { ErrorCode.Length: > 0 } inner
            ? inner.ErrorCode
            : fault.Code;
        return fault.Kind switch
        {
            _ when e.GetBaseException() is UnauthorizedException => (CheckVerdict.SignedOut, fault.Message, renewal),
            FaultKind.SignIn when IsClock(code, fault.Message, ahead) =>
                (CheckVerdict.WrongClock, ClockWords(fault.Message, ahead), "Synchronize this computer's clock with the network."),
            FaultKind.SignIn when code is "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" =>
                (
                    CheckVerdict.WrongSecret,
                    $"AWS knows the access key of {id}, but the secret doesn't match.",
                    $"Enter the complete secret of this key again. {renewal}"),
            FaultKind.SignIn
                when code is "InvalidClientTokenId" or "InvalidAccessKeyId" or "UnrecognizedClientException" or "AuthFailure" =>
                (CheckVerdict.WrongKey, $"AWS does not know the access key of {id}: it is mistyped, inactive or deleted.", renewal),
            FaultKind.SignIn when code is "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" or "TokenRefreshRequired" =>
                (CheckVerdict.SignedOut, $"The credentials of {id} have expired.", renewal),
            FaultKind.SignIn => (CheckVerdict.SignedOut, fault.Message, renewal),
            FaultKind.Denied =>
                (
                    CheckVerdict.Denied,
                    $"{id} has no permission for {action}. Commands that need it will fail.",
                    $"Ask the account's administrator for {action}."),
            FaultKind.DeniedByOrganisation =>
                (CheckVerdict.Denied, $"An organization policy forbids {action}.", "Ask the organization's administrators."),
            FaultKind.NotOptedIn =>
                (
                    CheckVerdict.RegionOff,
                    $"The account has not enabled the Region {account.Region}, or the key is wrong: AWS returns the same error for both.",
                    "Set another Region in AWS_REGION or in the profile, or enable this one."),
            FaultKind.Unreachable when fault.Code is "Timeout" =>
                (CheckVerdict.TimedOut, fault.Message, "Check the network, proxy or VPN, then try again."),
            FaultKind.Unreachable => (CheckVerdict.Unreachable, fault.Message, "Check the network, proxy or VPN, then try again."),
            _ => (CheckVerdict.Refused, $"{fault.Code}: {fault.Message}", Advice.For(fault)),
        };
    }

    private static bool IsClock(string code, string message, TimeSpan? ahead)
        => code is "RequestTimeTooSkewed" or "RequestInTheFuture"
            || message.Contains("Signature expired", StringComparison.Ordinal)
            || message.Contains("Signature not yet current", StringComparison.Ordinal)
            || (code is "RequestExpired" or "SignatureDoesNotMatch" or "InvalidSignatureException" or "AuthFailure"
                && ahead?.Duration() > Bearable);

    private static string ClockWords(string said, TimeSpan? ahead) => ahead is { } by && by.Duration() > TimeSpan.FromMinutes(1)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"This computer's clock is {by.Duration().TotalMinutes:0} min {(by > TimeSpan.Zero ? "ahead of" : "behind")} AWS's.")
        : $"This computer's clock differs from AWS's: {said}";

    /// <summary>Records the time in AWS's answers.</summary>
    private sealed class ServerClock(HttpMessageHandler network, TimeProvider time) : DelegatingHandler(network)
    {
        /// <summary>How far this computer's clock is ahead; negative if it is behind, null without an answer.</summary>
        public TimeSpan? Ahead { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.Date is { } theirs) Ahead = time.GetUtcNow() - theirs;
            return answer;
        }
    }
}
