using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SSOOIDC;
using Amazon.SSOOIDC.Model;

namespace Pockitect.Aws.Accounts.Sso;

/// <summary>The token of a profile's sign-in: ours, renewed before its end, or where we have none the AWS CLI's.</summary>
internal sealed class SsoTokens(SignInContext context, SsoProfile profile, SsoClients clients)
{
    private static readonly TimeSpan BeforeItsEnd = TimeSpan.FromMinutes(5);

    private readonly SsoSession _session = profile.Session;

    private string Name => CredentialVault.NameOfSso(_session.Key);

    /// <exception cref="SignInException">The sign-in has ended.</exception>
    public async Task<string> AccessTokenAsync(CancellationToken ct)
    {
        SignInException? locked = null;
        try
        {
            if (Kept() is { } kept && await FreshAsync(kept, ct) is { } token) return token;
        }
        // A keyring that is locked is no reason not to use what the AWS CLI has.
        catch (SignInException e)
        {
            locked = e;
        }

        return OfTheCli(_session, context) is { } cli && cli.End > context.Time.GetUtcNow() ? cli.Token : throw locked ?? new SignInException(SsoFaults.Ended(profile.Name));
    }

    /// <summary>When the sign-in ends, as far as that is known without opening a keyring for it.</summary>
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
            // It is locked, which whoever asks for what is in it is told.
            return null;
        }
    }

    private StoredSsoToken? Kept() => context.Vault.Value.Read().GetValueOrDefault(Name) as StoredSsoToken;

    /// <returns>Null where it has ended and cannot be renewed.</returns>
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
            // Another process may have been faster: a refresh token is good for once.
            if (Kept() is { } other && other.AccessToken != kept.AccessToken && other.ExpiresAt > now) return other.AccessToken;
            return kept.ExpiresAt > now ? kept.AccessToken : null;
        }
        catch (Exception e) when (e is AmazonSSOOIDCException or HttpRequestException && kept.ExpiresAt > now)
        {
            // No answer now; the old one is good for a little longer.
            return kept.AccessToken;
        }
    }

    private async Task<StoredSsoToken> RenewAsync(StoredSsoToken kept, CancellationToken ct)
    {
        var answer = await clients.Oidc(kept.Region).CreateTokenAsync(
            new CreateTokenRequest { ClientId = kept.ClientId, ClientSecret = kept.ClientSecret, GrantType = "refresh_token", RefreshToken = kept.RefreshToken }, ct);
        var renewed = kept with
        {
            AccessToken = answer.AccessToken,
            ExpiresAt = context.Time.GetUtcNow().AddSeconds(answer.ExpiresIn ?? 0),
            RefreshToken = answer.RefreshToken ?? kept.RefreshToken,
        };
        context.Vault.Value.Write(Name, renewed);
        return renewed;
    }

    /// <summary>From <c>~/.aws/sso/cache</c>, which is read and never written.</summary>
    private static (string Token, DateTimeOffset End)? OfTheCli(SsoSession session, SignInContext context)
    {
#pragma warning disable CA5350 // The AWS CLI names its files so; nothing is kept safe by it.
        var file = Path.Combine(context.Home, ".aws", "sso", "cache", Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(session.Key))) + ".json");
#pragma warning restore CA5350
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject cached
                && (string?)cached["accessToken"] is { Length: > 0 } token
                && DateTimeOffset.TryParse((string?)cached["expiresAt"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
                ? (token, end)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // None there, none that is whole, or not ours to read: the AWS CLI has no sign-in either.
            return null;
        }
    }
}
