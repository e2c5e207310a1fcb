using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class AccountCheckTests : IDisposable
{
    private readonly Desk _desk = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Good_credentials_pass_all_three_and_tell_who_they_are()
    {
        var report = await CheckAsync(Good);

        Assert.True(report.IsGood, string.Join('\n', report.Checks));
        Assert.Equal(("111122223333", "arn:aws:iam::111122223333:user/anna"), (report.AccountId, report.Arn));
    }

    [Theory]
    [InlineData("InvalidClientTokenId", "The security token included in the request is invalid.", CheckVerdict.WrongKey, "does not know the access key of profile:dev")]
    [InlineData("SignatureDoesNotMatch", "The request signature we calculated does not match.", CheckVerdict.WrongSecret, "the secret doesn't match")]
    [InlineData("SignatureDoesNotMatch", "Signature expired: 20300101T120000Z is now earlier than 20300101T123000Z", CheckVerdict.WrongClock, "clock")]
    [InlineData("ExpiredToken", "The security token included in the request is expired", CheckVerdict.SignedOut, "have expired")]
    [InlineData("AccessDenied", "User is not authorized", CheckVerdict.Denied, "has no permission for sts:GetCallerIdentity")]
    [InlineData("AccessDenied", "denied with an explicit deny in a service control policy", CheckVerdict.Denied, "organization policy forbids")]
    public async Task What_AWS_refuses_is_explained_with_what_to_do(string code, string message, CheckVerdict verdict, string words)
    {
        var report = await CheckAsync(sent => sent.Action == "GetCallerIdentity" ? FakeNetwork.XmlError(code, message, HttpStatusCode.Forbidden) : Good(sent));

        Assert.False(report.IsSignedIn);
        var check = report.Checks[0];
        Assert.Equal(verdict, check.Verdict);
        Assert.Contains(words, check.Message, StringComparison.Ordinal);
        Assert.NotEmpty(check.Fix ?? "");
        Assert.All(report.Checks.Skip(1), other => Assert.Equal(CheckVerdict.Passed, other.Verdict));
    }

    [Fact]
    public async Task What_one_service_denies_says_which_action_is_missing_and_leaves_the_rest_good()
    {
        var report = await CheckAsync(sent => sent.Method == "GET" ? FakeNetwork.XmlError("AccessDenied", "Access Denied", HttpStatusCode.Forbidden)
            : sent.Action == "DescribeRegions" ? FakeNetwork.Ec2Error("UnauthorizedOperation", "You are not authorized.", HttpStatusCode.Forbidden)
            : Good(sent));

        Assert.True(report.IsSignedIn);
        Assert.Equal([CheckVerdict.Passed, CheckVerdict.Denied, CheckVerdict.Denied], report.Checks.Select(check => check.Verdict));
        Assert.Contains("ec2:DescribeRegions", report.Checks[1].Message, StringComparison.Ordinal);
        Assert.Contains("s3:ListAllMyBuckets", report.Checks[2].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-30, "30 min ahead of")]
    [InlineData(45, "45 min behind")]
    public async Task A_clock_that_is_wrong_is_told_by_how_much(int minutes, string words)
    {
        var report = await CheckAsync(sent =>
        {
            var answer = FakeNetwork.XmlError("SignatureDoesNotMatch", "Signature not yet current: it is later than …", HttpStatusCode.Forbidden);
            answer.Headers.Date = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
            return answer;
        });

        Assert.Equal(CheckVerdict.WrongClock, report.Checks[0].Verdict);
        Assert.Contains(words, report.Checks[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Region_that_is_off_is_told_as_what_it_may_be()
    {
        _desk.Variables["AWS_REGION"] = "af-south-1";

        var report = await CheckAsync(_ => FakeNetwork.XmlError("InvalidClientTokenId", "The security token included in the request is invalid", HttpStatusCode.Forbidden));

        Assert.Equal(CheckVerdict.RegionOff, report.Checks[0].Verdict);
        Assert.Contains("af-south-1", report.Checks[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_is_not_there_is_told_as_such()
    {
        var report = await CheckAsync(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "No such host is known."));

        Assert.All(report.Checks, check => Assert.Equal(CheckVerdict.Unreachable, check.Verdict));
    }

    [Fact]
    public async Task What_does_not_answer_is_given_up_after_five_seconds_by_the_clock()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var silence = new SilentNetwork();
        var running = new AccountCheck(Account(), new AwsClientOptions { Handler = silence, RequestLimits = false, Time = time }).RunAsync(Ct);

        await silence.Asked(3);
        time.Advance(AccountCheck.Patience);
        var report = await running;

        Assert.All(report.Checks, check => Assert.Equal(CheckVerdict.TimedOut, check.Verdict));
    }

    [Fact]
    public async Task A_sign_in_that_ended_is_told_with_the_command_that_renews_it()
    {
        const string Session = "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n";
        _desk.Write(
            $"sso/cache/{NameOf("corp")}.json",
            $$"""{"accessToken": "token", "expiresAt": "{{TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}"}""");

        var report = await CheckAsync(
            sent =>
            {
                var answer = FakeNetwork.Json("""{"message": "Session token not found or invalid"}""", HttpStatusCode.Unauthorized);
                answer.Headers.Add("x-amzn-ErrorType", "UnauthorizedException");
                return answer;
            },
            config: Session);

        Assert.All(report.Checks, check => Assert.Equal((CheckVerdict.SignedOut, "Sign in again: pockitect login profile:dev"), (check.Verdict, check.Fix)));
    }

    private static HttpResponseMessage Good(SentRequest sent) => FakeNetwork.Xml(sent.Method == "GET"
        ? "<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>x</ID></Owner><Buckets></Buckets></ListAllMyBucketsResult>"
        : sent.Action == "GetCallerIdentity"
            ? "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/anna</Arn><UserId>x</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
            : "<DescribeRegionsResponse><regionInfo></regionInfo></DescribeRegionsResponse>");

#pragma warning disable CA5350 // How AWS's tools name the file.
    private static string NameOf(string session) => Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(session)));
#pragma warning restore CA5350

    private AwsAccount Account(string? config = null)
    {
        _desk.Config = config ?? "[profile dev]\naws_access_key_id = AKIA0\naws_secret_access_key = secret\n";
        return new SignIn(_desk.Context).Prepare(_desk.Identities.Get("profile:dev"));
    }

    private async Task<AccountReport> CheckAsync(Func<SentRequest, HttpResponseMessage> answer, string? config = null)
    {
        using var network = new FakeNetwork(answer);
        var options = new AwsClientOptions { Handler = network, RequestLimits = false };
        _desk.Config = config ?? "[profile dev]\naws_access_key_id = AKIA0\naws_secret_access_key = secret\n";
        var account = new SignIn(_desk.Context, options).Prepare(_desk.Identities.Get("profile:dev"));
        return await new AccountCheck(account, options).RunAsync(Ct);
    }

    /// <summary>A network on which nothing is ever answered.</summary>
    private sealed class SilentNetwork : HttpMessageHandler
    {
        private readonly SemaphoreSlim _asked = new(0);

        public async Task Asked(int times)
        {
            for (var i = 0; i < times; i++) await _asked.WaitAsync(Ct);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _asked.Release();
            await RealTime.HangAsync(cancellationToken);
            return new HttpResponseMessage();
        }

        protected override void Dispose(bool disposing)
        {
            _asked.Dispose();
            base.Dispose(disposing);
        }
    }
}
