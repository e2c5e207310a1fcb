using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SSOOIDC;
using Amazon.SSOOIDC.Model;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts.Sso;

/// <summary>The token of a profile's sign-in: ours, renewed before it expires, otherwise the AWS CLI's.</summary>
internal sealed class SsoTokens(SignInContext context, SsoProfile profile, SsoClients clients)
{
    private static readonly TimeSpan BeforeItsEnd = TimeSpan.FromMinutes(5);

    private readonly SsoSession _session = profile.Session;

    private string Name => CredentialVault.NameOfSso(_session.Key);

    /// <exception cref="SignInException">The sign-in has expired.</exception>
    public async Task<string> AccessTokenAsync(CancellationToken ct)
    {
        SignInException? locked = null;
        try
        {
            if (Kept() is { } kept && await FreshAsync(kept, ct) is { } token) return token;
        }
        // A locked keyring must not block the AWS CLI's token.
        catch (SignInException e)
        {
            locked = e;
        }

        return OfTheCli(_session, context) is { } cli && cli.End > context.Time.GetUtcNow()
            ? cli.Token
            : throw locked ?? new SignInException(SsoFaults.Ended(profile.Name));
    }

    /// <summary>Returns when the sign-in expires, if known without opening a keyring.</summary>
    public static DateTimeOffset? EndOf(SsoSession session, SignInContext context) =>
        (context.Vault.IsValueCreated ? EndOfKept(session, context.Vault.Value) : null) ?? OfTheCli(session, context)?.End;

    private static DateTimeOffset? EndOfKept(SsoSession session, CredentialVault vault)
    {
        try
        {
            return (vault.Read().GetValueOrDefault(CredentialVault.NameOfSso(session.Key)) as StoredSsoToken)?.ExpiresAt;
        }
        catch (SignInException)
        {
            // It is locked; callers that need its content receive the error.
            return null;
        }
    }

    private StoredSsoToken? Kept() => context.Vault.Value.Read().GetValueOrDefault(Name) as StoredSsoToken;

    /// <returns>Null if it has expired and can't be renewed.</returns>
    private async Task<string?> FreshAsync(StoredSsoToken kept, CancellationToken ct)
    {
        var now = context.Time.GetUtcNow();
        if (kept.ExpiresAt - now > BeforeItsEnd) return kept.AccessToken;
        if (kept.RefreshToken is null || kept.ClientExpiresAt <= now) return kept.ExpiresAt > now ? kept.AccessToken : null;
        try
        {
            return (await RenewAsync(kept, ct)).AccessToken;
        }
        catch (AmazonSSOOIDCException e) when (!SsoFaults.IsElsewhere(e))
        {
            // Another process may have been faster: a refresh token works once.
            if (Kept() is { } other && other.AccessToken != kept.AccessToken && other.ExpiresAt > now) return other.AccessToken;
            return kept.ExpiresAt > now ? kept.AccessToken : null;
        }
        catch (Exception e) when (e is AmazonSSOOIDCException or HttpRequestException && kept.ExpiresAt > now)
        {
            // No answer now; the old token is valid a little longer.
            return kept.AccessToken;
        }
    }

    private async Task<StoredSsoToken> RenewAsync(StoredSsoToken kept, CancellationToken ct)
    {
        var answer = await clients.Oidc(kept.Region).CreateTokenAsync(
            new CreateTokenRequest
            {
                ClientId = kept.ClientId,
                ClientSecret = kept.ClientSecret,
                GrantType = "refresh_token",
                RefreshToken = kept.RefreshToken,
            },
            ct);
        var renewed = kept with
        {
            AccessToken = answer.AccessToken,
            ExpiresAt = context.Time.GetUtcNow().AddSeconds(answer.ExpiresIn ?? 0),
            RefreshToken = answer.RefreshToken ?? kept.RefreshToken,
        };
        context.Vault.Value.Write(Name, renewed);
        return renewed;
    }

    /// <summary>From <c>~/.aws/sso/cache</c>, which is only read.</summary>
    private static (string Token, DateTimeOffset End)? OfTheCli(SsoSession session, SignInContext context)
    {
#pragma warning disable CA5350 // The AWS CLI's naming; not used for security.
        var file = Path.Combine(
            context.Home, ".aws", "sso", "cache", Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(session.Key))) + ".json");
#pragma warning restore CA5350
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject cached
                && (string?)cached["accessToken"] is { Length: > 0 } token
                && DateTimeOffset.TryParse(
                    (string?)cached["expiresAt"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
                ? (token, end)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // Missing, incomplete or unreadable: the AWS CLI has no sign-in either.
            return null;
        }
    }
}
