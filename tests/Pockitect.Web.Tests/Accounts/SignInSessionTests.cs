using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Files;
using Pockitect.Web.Accounts;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tests.Accounts;

/// <summary>Where typed keys go, without a page: AWS is the sandbox.</summary>
public sealed class SignInSessionTests : IAsyncDisposable
{
    private const string Name = "keys:work";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-desk-");
    private readonly Keyring _keyring = new();
    private readonly SignedIn _signedIn;
    private readonly OperationFeed _feed;
    private readonly SignInSession _desk;

    public SignInSessionTests(AppFixture app)
    {
        var folder = new DataFolder(_home.FullName);
        var parts = new AppParts
        {
            Logs = NullLoggerFactory.Instance,
            OpenLogs = _ => NullLoggerFactory.Instance,
            Executable = "tests",
            InstanceSecret = "",
            ShowWindow = () => false,
            Home = folder,
            OpenVault = () => _keyring,
            OpenLink = _ => false,
            StartSandbox = (_, _) => throw new InvalidOperationException("Nobody practises here."),
            Templates = "",
            SignIn = new SignInContext
            {
                Variable = name => name == "AWS_ENDPOINT_URL" ? app.App.Sandbox.Endpoint.AbsoluteUri : null,
                Home = _home.FullName,
                Vault = new Lazy<CredentialVault>(() => throw new InvalidOperationException("The window has its own.")),
                AskMfaCode = (_, _) => throw new SignInException("The window asks."),
            },
        };
        var mfa = new MfaSession(TimeProvider.System);
        _signedIn = new SignedIn(parts, mfa);
        _feed = new OperationFeed(_signedIn, TimeProvider.System);
        _desk = new SignInSession(_signedIn, _feed, mfa, parts);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_go_into_the_keyring_where_a_person_asked_for_it_and_are_forgotten_from_wherever_they_are(bool isToBeKept)
    {
        var report = await _desk.UseKeysAsync(Entry(isToBeKept), new Progress<string>(), Ct);

        Assert.Equal((true, "123456789012"), (report.IsGood, report.AccountId));
        Assert.Equal("keyring:work", _signedIn.Session?.Account.Identity.Id);
        Assert.Equal(isToBeKept, _keyring.Kept.ContainsKey(Name));
        var found = _signedIn.Find().Single(one => one.Identity.Id == "keyring:work").Identity;
        Assert.True(_desk.IsKept(found, _signedIn.Vault.Read()));

        Assert.Contains("Removed ", await _desk.ForgetAsync(found, Ct), StringComparison.Ordinal);
        Assert.Null(_signedIn.Session);
        Assert.Empty(_signedIn.Vault.Read());
        Assert.Empty(_keyring.Kept);
    }

    [Fact]
    public async Task Keys_that_are_not_whole_are_asked_about_nowhere_and_kept_nowhere()
    {
        await Assert.ThrowsAsync<SignInException>(() => _desk.UseKeysAsync(new KeyEntry { Name = "work", AccessKeyId = "AKIAIOSFODNN7EXAMPLE" }, new Progress<string>(), Ct));

        Assert.Null(_signedIn.Session);
        Assert.Empty(_signedIn.Vault.Read());
    }

    public async ValueTask DisposeAsync()
    {
        _feed.Dispose();
        await _signedIn.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private static KeyEntry Entry(bool isToBeKept) =>
        new() { Name = "work", AccessKeyId = "AKIAIOSFODNN7EXAMPLE", SecretAccessKey = "a-secret", Region = "eu-west-1", IsToBeKept = isToBeKept };
}
