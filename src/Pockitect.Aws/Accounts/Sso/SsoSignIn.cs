using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Amazon.SSO;
using Amazon.SSOOIDC;
using Amazon.SSOOIDC.Model;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts.Sso;

/// <summary>The link and code for signing in on any device.</summary>
/// <param name="Link">The page to open, with the code if the service supports that.</param>
/// <param name="Code">The code to compare or enter.</param>
public sealed record DeviceLink(Uri Link, string Code);

/// <summary>Signs in to IAM Identity Center, and out. The token goes to the vault, and from there only to AWS.</summary>
public sealed class SsoSignIn(SignInContext context, AwsClientOptions? calls = null) : IDisposable
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly SsoClients _clients = new(context, calls);

    /// <summary>Signs in through a browser on this computer (an authorization code with PKCE).</summary>
    /// <param name="show">Receives the page to open.</param>
    /// <exception cref="SignInException">Access was denied, or there was no sign-in within ten minutes.</exception>
    public async Task<StoredSsoToken> ByBrowserAsync(SsoSession session, Action<Uri> show, CancellationToken ct)
    {
        var verifier = Random();
        var state = Random();
        using var callback = new BrowserCallback(state);
        return await KeepAsync(session, async () =>
        {
            // Registered without a port, because the port changes each time.
            var client = await RegisterAsync(
                session, ["authorization_code", "refresh_token"], [$"http://127.0.0.1{BrowserCallback.Path}"], ct);
            show(Page(session, client, callback.Address, state, verifier));
            var code = await InTimeAsync(callback.CodeAsync, ct);
            return (client, await _clients.Oidc(session.Region).CreateTokenAsync(
                new CreateTokenRequest
                {
                    ClientId = client.ClientId,
                    ClientSecret = client.ClientSecret,
                    GrantType = "authorization_code",
                    Code = code,
                    CodeVerifier = verifier,
                    RedirectUri = callback.Address.AbsoluteUri,
                },
                ct));
        });
    }

    /// <summary>Signs in through a browser anywhere, with a code: for a computer without a browser, or over SSH.</summary>
    /// <exception cref="SignInException">Access was denied, or the code expired.</exception>
    public Task<StoredSsoToken> ByDeviceAsync(SsoSession session, Action<DeviceLink> show, CancellationToken ct) =>
        KeepAsync(session, async () =>
        {
            var client = await RegisterAsync(session, [DeviceGrant, "refresh_token"], null, ct);
            var oidc = _clients.Oidc(session.Region);
            var device = await oidc.StartDeviceAuthorizationAsync(
                new StartDeviceAuthorizationRequest
                {
                    ClientId = client.ClientId,
                    ClientSecret = client.ClientSecret,
                    StartUrl = session.StartUrl,
                },
                ct);
            show(new DeviceLink(new Uri(device.VerificationUriComplete ?? device.VerificationUri), device.UserCode));
            var end = context.Time.GetUtcNow().AddSeconds(device.ExpiresIn ?? Patience.TotalSeconds);
            for (var interval = TimeSpan.FromSeconds(device.Interval is > 0 and var seconds ? seconds : 5); context.Time.GetUtcNow() < end;)
            {
                await Task.Delay(interval, context.Time, ct);
                try
                {
                    return (client, await oidc.CreateTokenAsync(
                        new CreateTokenRequest
                        {
                            ClientId = client.ClientId,
                            ClientSecret = client.ClientSecret,
                            GrantType = DeviceGrant,
                            DeviceCode = device.DeviceCode,
                        },
                        ct));
                }
                catch (AuthorizationPendingException)
                {
                    // The sign-in is still in progress.
                }
                catch (SlowDownException)
                {
                    // RFC 8628: five more seconds from now on.
                    interval += TimeSpan.FromSeconds(5);
                }
            }

            throw new SignInException("The code expired. Sign in again for a new one.");
        });

    /// <summary>Ends a sign-in at AWS: it returns no more role credentials.</summary>
    /// <returns>False if it had already expired.</returns>
    public async Task<bool> EndAsync(StoredSsoToken token, CancellationToken ct)
    {
        try
        {
            await _clients.Portal(token.Region).LogoutAsync(new Amazon.SSO.Model.LogoutRequest { AccessToken = token.AccessToken }, ct);
            return true;
        }
        catch (AmazonSSOException e) when (e is Amazon.SSO.Model.UnauthorizedException)
        {
            return false;
        }
    }

    public void Dispose() => _clients.Dispose();

    private async Task<StoredSsoToken> KeepAsync(
        SsoSession session, Func<Task<(RegisterClientResponse Client, CreateTokenResponse Token)>> signIn)
    {
        try
        {
            var (client, token) = await signIn();
            var kept = new StoredSsoToken(
                token.AccessToken,
                context.Time.GetUtcNow().AddSeconds(token.ExpiresIn ?? 0),
                token.RefreshToken,
                session.Region,
                session.StartUrl,
                client.ClientId,
                client.ClientSecret,
                DateTimeOffset.FromUnixTimeSeconds(client.ClientSecretExpiresAt ?? 0));
            context.Vault.Value.Write(CredentialVault.NameOfSso(session.Key), kept);
            return kept;
        }
        catch (AmazonSSOOIDCException e) when (!SsoFaults.IsElsewhere(e))
        {
            throw SsoFaults.NotSignedIn(session, e);
        }
    }

    private Task<RegisterClientResponse> RegisterAsync(
        SsoSession session, List<string> grants, List<string>? redirects, CancellationToken ct) =>
        _clients.Oidc(session.Region).RegisterClientAsync(
            new RegisterClientRequest
            {
                ClientName = "pockitect",
                ClientType = "public",
                GrantTypes = grants,
                RedirectUris = redirects,
                IssuerUrl = session.StartUrl,
                Scopes = [.. session.Scopes],
            },
            ct);

    private Uri Page(SsoSession session, RegisterClientResponse client, Uri back, string state, string verifier)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        (string Name, string Value)[] query =
        [
            ("response_type", "code"), ("client_id", client.ClientId), ("redirect_uri", back.AbsoluteUri), ("state", state),
            ("code_challenge_method", "S256"), ("scopes", string.Join(' ', session.Scopes)), ("code_challenge", challenge),
        ];
        var parts = query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}");
        return new Uri($"{_clients.AuthorizePage(session.Region)}?{string.Join('&', parts)}");
    }

    private async Task<string> InTimeAsync(Func<CancellationToken, Task<string>> wait, CancellationToken ct)
    {
        using var end = new CancellationTokenSource(Patience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, ct);
        try
        {
            return await wait(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SignInException(
                $"No sign-in within {Patience.TotalMinutes} minutes. Start again, or use another device with --device");
        }
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
}
