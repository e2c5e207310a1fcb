using System.Net;
using System.Net.Sockets;
using System.Web;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class SsoSignInTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_through_the_browser_ends_with_a_token_in_the_vault()
    {
        await using var center = IdentityCenter.Start();
        using var person = new Person(center);
        using var http = new HttpClient();
        using var sso = new SsoSignIn(person.Context);
        Task<string>? page = null;

        var token = await sso.ByBrowserAsync(Session(person), link => page = http.GetStringAsync(link, Ct), Ct);

        Assert.Equal(["client/register", "authorize", "token authorization_code"], center.Calls);
        Assert.Same(token, Assert.Single(person.Vault.Read(), kept => kept.Key == "sso:company").Value);
        Assert.Equal((IdentityCenter.StartUrl, "eu-west-1"), (token.StartUrl, token.Region));
        Assert.StartsWith(IdentityCenter.Canary, token.RefreshToken, StringComparison.Ordinal);
        Assert.InRange(token.ExpiresAt, DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddHours(1));
        Assert.NotNull(page);
        Assert.Contains("Signed in", await page, StringComparison.Ordinal);
        Assert.DoesNotContain(IdentityCenter.Canary, await page, StringComparison.Ordinal);
        Assert.DoesNotContain(IdentityCenter.Canary, token.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_link_leads_to_AWS_where_no_other_endpoint_is_named()
    {
        using var clients = new SsoClients(
            new SignInContext { Variable = _ => null, Home = "/", Vault = new(() => new SessionMemory("", "")), AskMfaCode = (_, _) => Task.FromResult("") }, null);

        Assert.Equal("https://oidc.eu-west-1.amazonaws.com/authorize", clients.AuthorizePage("eu-west-1").AbsoluteUri);
        Assert.Equal("https://oidc.cn-north-1.amazonaws.com.cn/authorize", clients.AuthorizePage("cn-north-1").AbsoluteUri);
    }

    [Fact]
    public async Task What_does_not_belong_to_the_sign_in_is_refused_and_the_wait_goes_on()
    {
        await using var center = IdentityCenter.Start();
        using var person = new Person(center);
        using var http = new HttpClient();
        using var sso = new SsoSignIn(person.Context);
        List<HttpStatusCode> answers = [];
        var playing = Task.CompletedTask;

        await sso.ByBrowserAsync(Session(person), link => playing = PlayAsync(link), Ct);
        await playing;

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK], answers);

        async Task PlayAsync(Uri link)
        {
            var query = HttpUtility.ParseQueryString(link.Query);
            var (back, state) = (query["redirect_uri"]!, query["state"]!);
            Assert.StartsWith("http://127.0.0.1:", back, StringComparison.Ordinal);
            // A browser opens connections ahead of need.
            using var silent = new TcpClient();
            await silent.ConnectAsync(IPAddress.Loopback, new Uri(back).Port, Ct);

            await AskAsync($"{back}?code=stolen&state=wrong");
            await AskAsync($"{back}?code=stolen");
            await AskAsync($"{back}?code=stolen&state={state}", host: "rebound.example.com");
            await AskAsync($"{new Uri(back).GetLeftPart(UriPartial.Authority)}/?code=stolen&state={state}");
            await AskAsync($"{back}?code=stolen&state={state}", method: HttpMethod.Post);
            await AskAsync(link.AbsoluteUri);
        }

        async Task AskAsync(string url, string? host = null, HttpMethod? method = null)
        {
            using var request = new HttpRequestMessage(method ?? HttpMethod.Get, url);
            request.Headers.Host = host;
            using var response = await http.SendAsync(request, Ct);
            answers.Add(response.StatusCode);
        }
    }

    [Fact]
    public async Task A_code_for_another_s_challenge_is_no_sign_in()
    {
        await using var center = IdentityCenter.Start();
        using var person = new Person(center);
        using var http = new HttpClient();
        using var sso = new SsoSignIn(person.Context);

        // Who sees the link may ask for a code of their own, but not with what only this process knows.
        var refused = await Assert.ThrowsAsync<SignInException>(() => sso.ByBrowserAsync(
            Session(person), link => _ = http.GetAsync(new Uri(link.AbsoluteUri[..^5] + "AAAAA"), Ct), Ct));

        Assert.Contains("Invalid verifier", refused.Message, StringComparison.Ordinal);
        Assert.Empty(person.Vault.Read());
    }

    [Fact]
    public async Task A_refusal_in_the_browser_is_told()
    {
        await using var center = IdentityCenter.Start();
        center.Refuses = true;
        using var person = new Person(center);
        using var http = new HttpClient();
        using var sso = new SsoSignIn(person.Context);

        var refused = await Assert.ThrowsAsync<SignInException>(() => sso.ByBrowserAsync(Session(person), link => _ = http.GetAsync(link, Ct), Ct));

        Assert.Contains("refused in the browser (access_denied).", refused.Message, StringComparison.Ordinal);
        Assert.Empty(person.Vault.Read());
    }

    [Fact]
    public async Task Nobody_is_waited_for_longer_than_ten_minutes()
    {
        await using var center = IdentityCenter.Start();
        var time = new FakeTimeProvider();
        using var person = new Person(center, time);
        using var sso = new SsoSignIn(person.Context);
        var shown = new TaskCompletionSource();

        var signIn = sso.ByBrowserAsync(Session(person), _ => shown.SetResult(), Ct);
        await shown.Task;
        // The wait begins after the link is shown; time that passes before is not counted.
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return signIn.IsCompleted;
            },
            Ct,
            what: "the sign-in gives up");

        var late = await Assert.ThrowsAsync<SignInException>(() => signIn);
        Assert.Contains("--device", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_waited_for_as_slowly_as_the_service_asks()
    {
        await using var center = IdentityCenter.Start();
        foreach (var answer in (string[])["authorization_pending", "slow_down", "authorization_pending"]) center.DeviceAnswers.Enqueue(answer);
        var time = new LeapingTime();
        using var person = new Person(center, time);
        using var sso = new SsoSignIn(person.Context);
        DeviceLink? shown = null;

        var token = await sso.ByDeviceAsync(Session(person), link => shown = link, Ct);

        Assert.Equal("ABCD-EFGH", shown?.Code);
        Assert.Equal([1, 1, 6, 6], time.Waits.Select(wait => wait.TotalSeconds));
        Assert.Same(token, person.Vault.Read()["sso:company"]);
    }

    [Theory]
    [InlineData("access_denied", "was refused")]
    [InlineData("expired_token", "The code expired")]
    public async Task A_device_that_is_refused_or_late_is_no_sign_in(string answer, string words)
    {
        await using var center = IdentityCenter.Start();
        center.DeviceAnswers.Enqueue(answer);
        using var person = new Person(center, new LeapingTime());
        using var sso = new SsoSignIn(person.Context);

        var refused = await Assert.ThrowsAsync<SignInException>(() => sso.ByDeviceAsync(Session(person), _ => { }, Ct));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Empty(person.Vault.Read());
    }

    [Fact]
    public async Task A_device_is_not_waited_for_beyond_its_code()
    {
        await using var center = IdentityCenter.Start();
        for (var i = 0; i < 1000; i++) center.DeviceAnswers.Enqueue("authorization_pending");
        var time = new LeapingTime();
        using var person = new Person(center, time);
        using var sso = new SsoSignIn(person.Context);

        await Assert.ThrowsAsync<SignInException>(() => sso.ByDeviceAsync(Session(person), _ => { }, Ct));

        Assert.Equal(600, time.Waits.Sum(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_start_url_that_is_not_known_says_what_to_correct()
    {
        await using var center = IdentityCenter.Start();
        using var person = new Person(center, new LeapingTime());
        using var sso = new SsoSignIn(person.Context);

        var refused = await Assert.ThrowsAsync<SignInException>(() => sso.ByDeviceAsync(Session(person) with { StartUrl = "https://wrong.awsapps.com/start" }, _ => { }, Ct));

        Assert.Contains("sso_start_url", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_that_is_ended_at_AWS_is_good_for_nothing_more()
    {
        await using var center = IdentityCenter.Start();
        using var person = new Person(center, new LeapingTime());
        using var sso = new SsoSignIn(person.Context);
        var token = await sso.ByDeviceAsync(Session(person), _ => { }, Ct);

        Assert.True(await sso.EndAsync(token, Ct));
        Assert.False(await sso.EndAsync(token, Ct));
    }

    private static SsoSession Session(Person person) => SsoProfile.Read(person.Context)["dev"].Profile!.Session;
}
