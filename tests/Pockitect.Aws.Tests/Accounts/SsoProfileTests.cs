using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class SsoProfileTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-profiles-");

    [Fact]
    public void Both_ways_to_write_a_sign_in_are_known()
    {
        var profiles = Read("""
            # a comment
            [default]
            region = eu-west-1

            [profile keys]
            aws_access_key_id = AKIAIOSFODNN7EXAMPLE

            [profile new]
            sso_session=company
            sso_account_id = 111122223333
            sso_role_name = Admin
            s3 =
              max_concurrent_requests = 20

            [sso-session company]
            sso_region = eu-central-1
            sso_start_url = https://company.awsapps.com/start/#  ; the portal
            sso_registration_scopes = sso:account:access, codewhisperer:completions

            [profile old]
            sso_start_url = https://old.awsapps.com/start
            sso_region = us-east-1
            """);

        Assert.Equal(["new", "old"], profiles.Keys.Order());
        var (session, old) = (profiles["new"].Profile!, profiles["old"].Profile!);
        Assert.Equal(("company", "https://company.awsapps.com/start/#", "eu-central-1"), (session.Session.Key, session.Session.StartUrl, session.Session.Region));
        Assert.Equal(["sso:account:access", "codewhisperer:completions"], session.Session.Scopes);
        Assert.Equal(("111122223333", "Admin"), (session.AccountId, session.RoleName));
        Assert.Equal(("https://old.awsapps.com/start", "us-east-1"), (old.Session.Key, old.Session.Region));
        Assert.Equal(["sso:account:access"], old.Session.Scopes);
        Assert.Null(old.AccountId);
    }

    [Theory]
    [InlineData("[profile broken]\nsso_session = nowhere", "'nowhere', which doesn't exist")]
    [InlineData("[profile broken]\nsso_start_url = https://x.awsapps.com/start", "has no sso_region")]
    [InlineData("[profile broken]\nsso_session = s\n[sso-session s]\nsso_region = eu-west-1", "has no sso_start_url")]
    public void What_is_missing_is_told(string config, string words)
    {
        var (profile, problem) = Read(config)["broken"];

        Assert.Null(profile);
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_there_are_none() => Assert.Empty(SsoProfile.Read(Context()));

    public void Dispose() => _home.Delete(recursive: true);

    private IReadOnlyDictionary<string, (SsoProfile? Profile, string? Problem)> Read(string config)
    {
        File.WriteAllText(Path.Combine(_home.FullName, "config"), config);
        return SsoProfile.Read(Context());
    }

    private SignInContext Context() => new()
    {
        Variable = name => name == "AWS_CONFIG_FILE" ? Path.Combine(_home.FullName, "config") : null,
        Home = _home.FullName,
        Vault = new Lazy<CredentialVault>(() => new SessionMemory("a test", "none")),
        AskMfaCode = (_, _) => Task.FromResult(""),
    };
}
