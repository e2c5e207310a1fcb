using System.Globalization;
using System.Net;
using Amazon.EC2.Model;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Tests.Clients;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class SignInTests : IDisposable
{
    private const string Role = "arn:aws:iam::111122223333:role/deployer";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2030-01-01T12:00:00Z", CultureInfo.InvariantCulture));
    private readonly Desk _desk;
    private readonly FakeNetwork _network;
    private readonly HashSet<string> _dead = [];
    private int _given;

    public SignInTests()
    {
        _desk = new Desk { Time = _time };
        _network = new FakeNetwork(Answer);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AwsClientOptions Options => new() { Handler = _network, RequestLimits = false };

    public void Dispose()
    {
        _desk.Dispose();
        _network.Dispose();
    }

    [Fact]
    public async Task Signing_in_tells_account_arn_and_identity()
    {
        _desk.Credentials = Keys("base", "AKIABASE");

        var account = await OpenAsync("profile:base");

        Assert.Equal(("111122223333", "arn:aws:iam::111122223333:user/AKIABASE", "base", "profile:base"), (account.AccountId, account.Arn, account.Name, account.Identity.Id));
    }

    [Fact]
    public async Task A_role_is_taken_with_all_that_its_profile_says()
    {
        _desk.Credentials = Keys("base", "AKIABASE");
        _desk.Config = $"[profile dev]\nrole_arn = {Role}\nsource_profile = base\nexternal_id = partner\nrole_session_name = tester\nduration_seconds = 900\nregion = eu-west-3\n";

        var account = await OpenAsync("profile:dev");

        var taken = Assert.Single(_network.Sent, sent => sent.Action == "AssumeRole");
        Assert.Equal(("partner", "tester", "900", "sts.eu-west-3.amazonaws.com"), (taken.Field("ExternalId"), taken.Field("RoleSessionName"), taken.Field("DurationSeconds"), taken.Uri.Host));
        Assert.Equal("arn:aws:iam::111122223333:user/ASIA1", account.Arn);
        Assert.Equal(_time.GetUtcNow().AddHours(1), account.Expires);
    }

    [Fact]
    public async Task A_role_over_a_role_is_taken_from_the_ground_up()
    {
        _desk.Credentials = Keys("base", "AKIABASE");
        _desk.Config = $"[profile middle]\nrole_arn = {Role}\nsource_profile = base\n[profile top]\nrole_arn = {Role}2\nsource_profile = middle\n";

        await OpenAsync("profile:top");

        Assert.Equal(["AKIABASE", "ASIA1"], _network.Sent.Where(sent => sent.Action == "AssumeRole").Select(KeyOf));
    }

    [Fact]
    public async Task A_code_is_asked_for_once_in_the_life_of_a_session()
    {
        _desk.Credentials = Keys("base", "AKIABASE");
        _desk.Config = $"[profile dev]\nrole_arn = {Role}\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/anna\n";

        var account = await OpenAsync("profile:dev");
        using var aws = new AwsClients(account, Options);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LookAsync(aws)));
        var first = _desk.Asked.Count;
        _time.Advance(TimeSpan.FromHours(2));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LookAsync(aws)));

        Assert.Equal((1, 2), (first, _desk.Asked.Count));
        Assert.False(Assert.IsType<RenewableCredentials>(account.Credentials).RenewsAlone);
        Assert.Equal("123456", _network.Sent.First(sent => sent.Action == "AssumeRole").Field("TokenCode"));
    }

    [Fact]
    public async Task Keys_that_AWS_says_have_ended_are_read_anew_from_their_file_for_the_next_call()
    {
        _desk.Credentials = Keys("base", "AKIAOLD");
        var account = await OpenAsync("profile:base");
        using var aws = new AwsClients(account, Options);

        _dead.Add("AKIAOLD");
        await Assert.ThrowsAsync<Amazon.EC2.AmazonEC2Exception>(() => LookAsync(aws));
        _desk.Credentials = Keys("base", "AKIANEW");
        await LookAsync(aws);

        Assert.Equal("AKIANEW", KeyOf(_network.Sent[^1]));
    }

    [Fact]
    public async Task What_is_forgotten_is_read_anew_down_to_the_ground()
    {
        _desk.Credentials = Keys("base", "AKIAOLD");
        _desk.Config = $"[profile dev]\nrole_arn = {Role}\nsource_profile = base\n";
        var account = await OpenAsync("profile:dev");
        using var aws = new AwsClients(account, Options);

        _desk.Credentials = Keys("base", "AKIANEW");
        account.ForgetCredentials();
        await LookAsync(aws);

        Assert.Equal(["AKIAOLD", "AKIANEW"], _network.Sent.Where(sent => sent.Action == "AssumeRole").Select(KeyOf));
    }

    [Fact]
    public async Task Typed_keys_are_read_anew_from_the_keyring()
    {
        _desk.Keyring.Write("keys:work", new StoredKeys("AKIAOLD", "secret", null, "111122223333", null));
        var account = await OpenAsync("keyring:work");
        using var aws = new AwsClients(account, Options);

        _desk.Keyring.Write("keys:work", new StoredKeys("AKIANEW", "secret", null, "111122223333", null));
        account.ForgetCredentials();
        await LookAsync(aws);

        Assert.Equal("AKIANEW", KeyOf(_network.Sent[^1]));
    }

    [Fact]
    public async Task A_role_is_renewed_before_it_ends_and_what_still_holds_is_used_while_that_fails()
    {
        _desk.Credentials = Keys("base", "AKIABASE");
        _desk.Config = $"[profile dev]\nrole_arn = {Role}\nsource_profile = base\n";
        using var aws = new AwsClients(await OpenAsync("profile:dev"), Options);

        _time.Advance(TimeSpan.FromMinutes(59));
        _dead.Add("AKIABASE");
        await LookAsync(aws);
        var meanwhile = KeyOf(_network.Sent[^1]);
        _dead.Clear();
        _time.Advance(TimeSpan.FromSeconds(30));
        await LookAsync(aws);

        Assert.Equal(("ASIA1", "ASIA2"), (meanwhile, KeyOf(_network.Sent[^1])));
    }

    [Fact]
    public async Task A_program_that_fails_is_named_by_its_profile_and_what_it_said_is_not_told()
    {
        _desk.Config = $"[profile a]\ncredential_process = {(OperatingSystem.IsWindows() ? "cmd /c echo" : "echo")} canary\n";

        var failed = await Assert.ThrowsAsync<SignInException>(() => OpenAsync("profile:a"));

        Assert.Contains("credential_process of profile 'a'", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.170.2/x", true)]
    [InlineData("http://127.0.0.1:99/x", true)]
    [InlineData("https://example.com/x", true)]
    [InlineData("http://example.com/x", false)]
    [InlineData("http://169.254.169.254/x", false)]
    public async Task A_container_s_token_is_sent_to_no_other_machine_in_plain_text(string address, bool isFine)
    {
        _desk.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = address;
        _desk.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "token";

        if (isFine) await OpenAsync("container");
        else await Assert.ThrowsAsync<SignInException>(() => OpenAsync("container"));

        Assert.Equal(isFine, _network.Sent.Any(sent => sent.Headers.GetValueOrDefault("Authorization") == "token"));
    }

    [Fact]
    public async Task An_endpoint_of_one_service_comes_before_the_one_of_all()
    {
        _desk.Credentials = Keys("base", "AKIABASE");
        _desk.Variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";
        _desk.Variables["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:2";
        using var aws = new AwsClients(await OpenAsync("profile:base"), Options);

        await LookAsync(aws);

        Assert.Equal([2, 1], _network.Sent.Select(sent => sent.Uri.Port));
    }

    [Fact]
    public async Task A_refusal_says_which_identity_and_what_to_do()
    {
        _desk.Credentials = Keys("base", "AKIABASE");
        _dead.Add("AKIABASE");

        var refused = await Assert.ThrowsAsync<SignInException>(() => OpenAsync("profile:base"));

        Assert.Contains("profile:base", refused.Message, StringComparison.Ordinal);
        Assert.Contains("aws configure", refused.Message, StringComparison.Ordinal);
    }

    private static string Keys(string profile, string key) => $"[{profile}]\naws_access_key_id = {key}\naws_secret_access_key = secret\n";

    private Task<AwsAccount> OpenAsync(string id) => new SignIn(_desk.Context, Options).OpenAsync(_desk.Identities.Get(id), Ct);

    private static Task<DescribeRegionsResponse> LookAsync(AwsClients aws) => aws.Ec2("eu-west-1").DescribeRegionsAsync(new DescribeRegionsRequest(), Ct);

    private static string? KeyOf(SentRequest sent) => sent.Headers["Authorization"].Split("Credential=")[1].Split('/')[0];

    private HttpResponseMessage Answer(SentRequest sent)
    {
        if (sent.Method == "GET") return FakeNetwork.Json("""{"AccessKeyId": "ASIA0", "SecretAccessKey": "secret", "Token": "token", "Expiration": "2030-01-01T13:00:00Z"}""");
        var key = KeyOf(sent);
        if (_dead.Contains(key ?? ""))
        {
            return sent.Uri.Host.StartsWith("ec2", StringComparison.Ordinal)
                ? FakeNetwork.Ec2Error("RequestExpired", "Request has expired.")
                : FakeNetwork.XmlError("ExpiredToken", "The security token included in the request is expired", HttpStatusCode.Forbidden);
        }

        return FakeNetwork.Xml(sent.Action switch
        {
            "GetCallerIdentity" => $"<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/{key}</Arn><UserId>x</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
            "AssumeRole" => $"<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>ASIA{++_given}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>{_time.GetUtcNow().AddHours(1):yyyy-MM-dd'T'HH:mm:ss'Z'}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
            _ => "<DescribeRegionsResponse><regionInfo></regionInfo></DescribeRegionsResponse>",
        });
    }
}
