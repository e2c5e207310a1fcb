using System.Security.Cryptography;
using System.Text;
using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class SsoCredentialsTests
{
    private readonly LeapingTime _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_are_the_role_s_of_the_profile()
    {
        await using var center = IdentityCenter.Start();
        using var person = await SignedInAsync(center);
        using var credentials = Credentials(person);

        var role = await credentials.GetCredentialsAsync();

        Assert.StartsWith("ASIAROLE", role.AccessKey, StringComparison.Ordinal);
        Assert.StartsWith(IdentityCenter.Canary, role.Token, StringComparison.Ordinal);
        Assert.Same(role.AccessKey, (await credentials.GetCredentialsAsync()).AccessKey);
        Assert.Single(center.Calls, call => call == "federation/credentials");
    }

    [Fact]
    public async Task A_sign_in_is_renewed_before_its_end_and_the_new_one_is_kept()
    {
        await using var center = IdentityCenter.Start();
        using var person = await SignedInAsync(center);
        var first = (StoredSsoToken)person.Vault.Read()["sso:company"];

        for (var renewal = 1; renewal <= 3; renewal++)
        {
            _time.Leap(TimeSpan.FromMinutes(56));
            using var credentials = Credentials(person);
            await credentials.GetCredentialsAsync();
            Assert.Equal(renewal, center.Calls.Count(call => call == "token refresh_token"));
        }

        var last = (StoredSsoToken)person.Vault.Read()["sso:company"];
        Assert.NotEqual((first.AccessToken, first.RefreshToken), (last.AccessToken, last.RefreshToken));
        Assert.Equal(_time.GetUtcNow().AddHours(1), last.ExpiresAt);
    }

    [Fact]
    public async Task A_renewal_that_gets_no_answer_uses_what_is_still_good()
    {
        await using var center = IdentityCenter.Start();
        using var person = await SignedInAsync(center);
        _time.Leap(TimeSpan.FromMinutes(57));
        center.IsDown = true;
        using var clients = new SsoClients(person.Context, new AwsClientOptions { Time = _time });

        var token = await new SsoTokens(person.Context, Profile(person), clients).AccessTokenAsync(Ct);

        Assert.Equal(((StoredSsoToken)person.Vault.Read()["sso:company"]).AccessToken, token);
    }

    [Fact]
    public async Task Whoever_renewed_it_first_has_renewed_it_for_all()
    {
        await using var center = IdentityCenter.Start();
        using var person = await SignedInAsync(center);
        var old = (StoredSsoToken)person.Vault.Read()["sso:company"];
        _time.Leap(TimeSpan.FromMinutes(57));
        using var clients = new SsoClients(person.Context, new AwsClientOptions { Time = _time });
        var renewed = await new SsoTokens(person.Context, Profile(person), clients).AccessTokenAsync(Ct);
        // One that read the vault before the other wrote to it.
        var late = person.Context with { Vault = new(() => new Behind(person.Vault, old)) };

        var token = await new SsoTokens(late, Profile(person), clients).AccessTokenAsync(Ct);

        Assert.Equal(renewed, token);
    }

    [Fact]
    public async Task A_sign_in_that_never_was_has_ended_or_was_ended_says_how_to_sign_in_again()
    {
        await using var center = IdentityCenter.Start();
        using var never = new Person(center, _time);
        await EndedAsync(never);

        center.Renews = false;
        using var over = await SignedInAsync(center);
        _time.Leap(TimeSpan.FromMinutes(61));
        await EndedAsync(over);

        using var ended = await SignedInAsync(center);
        center.EndAll();
        await EndedAsync(ended);

        center.Renews = true;
        using var notRenewed = await SignedInAsync(center);
        center.EndAll();
        _time.Leap(TimeSpan.FromMinutes(61));
        await EndedAsync(notRenewed);

        static async Task EndedAsync(Person person)
        {
            using var credentials = Credentials(person);
            var e = await Assert.ThrowsAsync<SignInException>(credentials.GetCredentialsAsync);
            Assert.EndsWith("Sign in again: `pockitect login profile:dev`.", e.Message, StringComparison.Ordinal);
            Assert.Equal(FaultKind.SignIn, AwsFaults.Explain(e).Kind);
        }
    }

    [Fact]
    public async Task A_role_that_was_not_assigned_is_told_apart_from_a_sign_in_that_ended()
    {
        await using var center = IdentityCenter.Start();
        using var person = await SignedInAsync(center);
        center.Role = "Reader";
        using var credentials = Credentials(person);

        var e = await Assert.ThrowsAsync<SignInException>(credentials.GetCredentialsAsync);

        Assert.Contains("denies access to account 123456789012 as Developer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_we_have_no_sign_in_the_AWS_CLI_s_is_read_and_left_as_it_is()
    {
        await using var center = IdentityCenter.Start();
        using var person = new Person(center, _time);
        var cache = Directory.CreateDirectory(Path.Combine(person.Home, ".aws", "sso", "cache"));
#pragma warning disable CA5350 // As the AWS CLI names its files.
        var file = Path.Combine(cache.FullName, Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes("company"))) + ".json");
#pragma warning restore CA5350
        var text = $$"""{"startUrl": "{{IdentityCenter.StartUrl}}", "region": "eu-west-1", "accessToken": "{{center.Token()}}", "expiresAt": "{{_time.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}"}""";
        await File.WriteAllTextAsync(file, text, Ct);

        using (var credentials = Credentials(person)) Assert.StartsWith("ASIAROLE", (await credentials.GetCredentialsAsync()).AccessKey, StringComparison.Ordinal);
        _time.Leap(TimeSpan.FromHours(2));
        using (var credentials = Credentials(person)) await Assert.ThrowsAsync<SignInException>(credentials.GetCredentialsAsync);

        Assert.Equal([file], Directory.EnumerateFiles(cache.FullName));
        Assert.Equal(text, await File.ReadAllTextAsync(file, Ct));
        Assert.Empty(person.Vault.Read());
    }

    [Fact]
    public async Task Nothing_secret_is_in_any_file()
    {
        await using var center = IdentityCenter.Start();
        using var person = await SignedInAsync(center);
        using var credentials = Credentials(person);
        await credentials.GetCredentialsAsync();

        Assert.Empty(Leaks.In(person.Home, IdentityCenter.Canary));
    }

    private static SsoProfile Profile(Person person) => SsoProfile.Read(person.Context)["dev"].Profile!;

    private static SsoCredentials Credentials(Person person) => new(person.Context, Profile(person), new AwsClientOptions { Time = person.Context.Time });

    private async Task<Person> SignedInAsync(IdentityCenter center)
    {
        var person = new Person(center, _time);
        using var sso = new SsoSignIn(person.Context);
        await sso.ByDeviceAsync(Profile(person).Session, _ => { }, Ct);
        return person;
    }

    /// <summary>A vault that is first read as it was before.</summary>
    private sealed class Behind(CredentialVault now, StoredSsoToken old) : CredentialVault
    {
        private bool _isCurrent;

        public override VaultState State => now.State;

        public override IReadOnlyDictionary<string, Secret> Read()
        {
            if (_isCurrent) return now.Read();
            _isCurrent = true;
            return new Dictionary<string, Secret> { ["sso:company"] = old };
        }

        public override void Write(string name, Secret secret) => now.Write(name, secret);

        public override bool Remove(string name) => now.Remove(name);
    }
}
