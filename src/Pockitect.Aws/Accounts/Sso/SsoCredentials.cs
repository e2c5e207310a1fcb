using Amazon.Runtime;
using Amazon.SSO;
using Amazon.SSO.Model;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts.Sso;

/// <summary>The role credentials of an SSO profile, fetched with its sign-in and again before they expire.</summary>
public sealed class SsoCredentials : RefreshingAWSCredentials, IDisposable
{
    private readonly SsoProfile _profile;
    private readonly SsoClients _clients;
    private readonly SsoTokens _tokens;

    /// <param name="profile">Must have an account and a role.</param>
    /// <exception cref="SignInException">The profile has no account or role.</exception>
    public SsoCredentials(SignInContext context, SsoProfile profile, AwsClientOptions? calls = null)
    {
        if (profile.Lacks is { } problem) throw new SignInException(problem);
        _profile = profile;
        _clients = new SsoClients(context, calls);
        _tokens = new SsoTokens(context, profile, _clients);
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        try
        {
            // The SDK passes no cancellation token; each attempt has its own timeout.
            var token = await _tokens.AccessTokenAsync(CancellationToken.None);
            var answer = await _clients.Portal(_profile.Session.Region).GetRoleCredentialsAsync(
                new GetRoleCredentialsRequest { AccessToken = token, AccountId = _profile.AccountId, RoleName = _profile.RoleName },
                CancellationToken.None);
            var role = answer.RoleCredentials;
            return new CredentialsRefreshState(
                new ImmutableCredentials(role.AccessKeyId, role.SecretAccessKey, role.SessionToken),
                DateTimeOffset.FromUnixTimeMilliseconds(role.Expiration ?? 0).UtcDateTime);
        }
        catch (AmazonSSOException e) when (!SsoFaults.IsElsewhere(e))
        {
            throw SsoFaults.NotLetIn(_profile, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _clients.Dispose();
        base.Dispose(disposing);
    }
}
