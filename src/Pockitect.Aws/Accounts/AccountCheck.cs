using System.Globalization;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;
using Amazon.SSO.Model;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Accounts;

/// <summary>How a look at an account ended.</summary>
public enum CheckVerdict
{
    Passed,

    /// <summary>AWS does not know the access key.</summary>
    WrongKey,

    /// <summary>AWS knows the key; what it was signed with does not belong to it.</summary>
    WrongSecret,

    /// <summary>This computer's clock is too far from AWS's.</summary>
    WrongClock,

    /// <summary>The credentials, or the sign-in behind them, have ended, or there are none.</summary>
    SignedOut,

    /// <summary>The identity is good and may not do this.</summary>
    Denied,

    /// <summary>The account has not enabled the Region that was asked in.</summary>
    RegionOff,

    /// <summary>AWS was not reached.</summary>
    Unreachable,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>AWS refused for a reason of another kind.</summary>
    Refused,
}

/// <summary>One of the calls that tell whether an identity can be worked with.</summary>
/// <param name="What">What was tried: "who this is".</param>
/// <param name="Message">What came of it, in one line.</param>
/// <param name="Fix">What a person can do about it; null where nothing is wrong.</param>
public sealed record CheckResult(string What, CheckVerdict Verdict, string Message, string? Fix = null);

/// <summary>What the looks at an account found, side by side.</summary>
/// <param name="AccountId">Null where AWS did not say who this is.</param>
public sealed record AccountReport(string? AccountId, string? Arn, DateTimeOffset? Expires, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>AWS knows who this is.</summary>
    public bool IsSignedIn => AccountId is not null;

    public bool IsGood => Checks.All(check => check.Verdict is CheckVerdict.Passed);
}

/// <summary>The gate: asks AWS who an identity is, and whether it may look at EC2 and S3, all at once and in a few seconds.</summary>
public sealed class AccountCheck(AwsAccount account, AwsClientOptions? options = null)
{
    /// <summary>How long it all may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // What AWS itself bears.
    private static readonly TimeSpan Bearable = TimeSpan.FromMinutes(5);

    private readonly AwsClientOptions _options = options ?? new AwsClientOptions();

    public async Task<AccountReport> RunAsync(CancellationToken ct)
    {
        using var watch = new ServerClock(_options.Handler ?? HttpConnections.ToNetwork(account.Endpoint), _options.Time);
        // A call that is made again would hide what the first answer said, such as that the clock is wrong.
        using var aws = new AwsClients(account, _options with { Handler = watch, Retries = 0, RequestTimeout = Patience });
        using var late = new CancellationTokenSource(Patience, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        GetCallerIdentityResponse? caller = null;
        var checks = await Task.WhenAll(
            TryAsync("who this is", "sts:GetCallerIdentity", async end =>
            {
                caller = await aws.Sts(account.Region).GetCallerIdentityAsync(new GetCallerIdentityRequest(), end);
                return caller.Arn;
            }),
            TryAsync("a look at EC2", "ec2:DescribeRegions", async end =>
            {
                var regions = await aws.Ec2(account.Region).DescribeRegionsAsync(new DescribeRegionsRequest(), end);
                return $"{regions.Regions.Count} Regions are enabled";
            }),
            TryAsync("a look at S3", "s3:ListAllMyBuckets", async end =>
            {
                var buckets = await aws.S3(account.Region).ListBucketsAsync(new ListBucketsRequest(), end);
                return $"{buckets.Buckets?.Count ?? 0} buckets";
            }));
        return new AccountReport(caller?.Account, caller?.Arn, account.Expires, checks);

        async Task<CheckResult> TryAsync(string what, string action, Func<CancellationToken, Task<string>> call)
        {
            try
            {
                // Credentials are read without a token of ours; what hangs there is left behind.
                return new CheckResult(what, CheckVerdict.Passed, await Task.Run(() => call(either.Token), either.Token).WaitAsync(either.Token));
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
        if (e is OperationCanceledException && isLate) return (CheckVerdict.TimedOut, $"No answer came within {Patience.TotalSeconds:0} s.", "Check the network, a proxy or a VPN; then try again.");
        var fault = AwsFaults.Explain(e);
        // Reading the credentials may have been what failed, however deep.
        var code = fault.Code is "SignIn" && e.GetBaseException() is AmazonServiceException { ErrorCode.Length: > 0 } inner ? inner.ErrorCode : fault.Code;
        return fault.Kind switch
        {
            _ when e.GetBaseException() is UnauthorizedException => (CheckVerdict.SignedOut, fault.Message, renewal),
            FaultKind.SignIn when IsClock(code, fault.Message, ahead) => (CheckVerdict.WrongClock, ClockWords(fault.Message, ahead), "Set this computer's clock, best by having it set itself from the network."),
            FaultKind.SignIn when code is "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" =>
                (CheckVerdict.WrongSecret, $"AWS knows the access key of {id}, but the secret does not belong to it.", $"Enter the secret of this key again, whole. {renewal}"),
            FaultKind.SignIn when code is "InvalidClientTokenId" or "InvalidAccessKeyId" or "UnrecognizedClientException" or "AuthFailure" =>
                (CheckVerdict.WrongKey, $"AWS does not know the access key of {id}: it is mistyped, deactivated or deleted.", renewal),
            FaultKind.SignIn when code is "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" or "TokenRefreshRequired" => (CheckVerdict.SignedOut, $"The credentials of {id} have ended.", renewal),
            FaultKind.SignIn => (CheckVerdict.SignedOut, fault.Message, renewal),
            FaultKind.Denied => (CheckVerdict.Denied, $"{id} may not do {action}. What needs it will fail.", $"Ask whoever runs the account for {action}."),
            FaultKind.DeniedByOrganisation => (CheckVerdict.Denied, $"A policy of the organisation forbids {action}.", "Ask the organisation's administrators."),
            FaultKind.NotOptedIn => (CheckVerdict.RegionOff, $"The account has not enabled the Region {account.Region}, or the key is wrong: AWS answers the same to both.", "Name another Region in AWS_REGION or in the profile, or enable this one."),
            FaultKind.Unreachable when fault.Code is "Timeout" => (CheckVerdict.TimedOut, fault.Message, "Check the network, a proxy or a VPN; then try again."),
            FaultKind.Unreachable => (CheckVerdict.Unreachable, fault.Message, "Check the network, a proxy or a VPN; then try again."),
            _ => (CheckVerdict.Refused, $"{fault.Code}: {fault.Message}", Advice.For(fault)),
        };
    }

    private static bool IsClock(string code, string message, TimeSpan? ahead)
        => code is "RequestTimeTooSkewed" or "RequestInTheFuture"
            || message.Contains("Signature expired", StringComparison.Ordinal) || message.Contains("Signature not yet current", StringComparison.Ordinal)
            || (code is "RequestExpired" or "SignatureDoesNotMatch" or "InvalidSignatureException" or "AuthFailure" && ahead?.Duration() > Bearable);

    private static string ClockWords(string said, TimeSpan? ahead) => ahead is { } by && by.Duration() > TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"This computer's clock is {by.Duration().TotalMinutes:0} min {(by > TimeSpan.Zero ? "ahead of" : "behind")} AWS's.")
        : $"This computer's clock is not AWS's: {said}";

    /// <summary>Notes what time it is where the answers come from.</summary>
    private sealed class ServerClock(HttpMessageHandler network, TimeProvider time) : DelegatingHandler(network)
    {
        /// <summary>How far this computer's clock is ahead; negative where it is behind, null where no answer said.</summary>
        public TimeSpan? Ahead { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.Date is { } theirs) Ahead = time.GetUtcNow() - theirs;
            return answer;
        }
    }
}
