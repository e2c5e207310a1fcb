using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;

namespace Pockitect.Web.Work;

/// <summary>When the user must sign in again.</summary>
/// <param name="At">When the current credentials expire; null if unknown or never.</param>
/// <param name="RenewsAlone">Whether they renew automatically until then.</param>
public sealed record CredentialEnd(DateTimeOffset? At, bool RenewsAlone)
{
    /// <summary>Reads the vault and the shared files without calling AWS; null if not signed in.</summary>
    public static CredentialEnd? Of(SignedIn signedIn)
    {
        if (signedIn.Session?.Account is not { } account) return null;
        var context = signedIn.Context;
        if (account.Identity.Kind is not IdentityKind.Sso)
            return new CredentialEnd(account.Expires ?? account.Identity.Expires, account.RenewsAlone);
        // Role keys are renewed while the sign-in behind them is valid.
        var name = account.Identity.Id[Identities.ProfilePrefix.Length..];
        if (SsoProfile.Read(context).GetValueOrDefault(name).Profile is not { } profile) return new CredentialEnd(account.Expires, false);
        return Kept(context, profile) is { } token
            ? new CredentialEnd(token.ExpiresAt, token.RefreshToken is not null && token.ClientExpiresAt > context.Time.GetUtcNow())
            // The AWS CLI's copy.
            : new CredentialEnd(signedIn.Find().FirstOrDefault(found => found.Identity.Id == account.Identity.Id)?.Identity.Expires, false);
    }

    private static StoredSsoToken? Kept(SignInContext context, SsoProfile profile)
    {
        try
        {
            return context.Vault.Value.Read().GetValueOrDefault(CredentialVault.NameOfSso(profile.Session.Key)) as StoredSsoToken;
        }
        catch (SignInException)
        {
            // The keyring is locked; the AWS CLI's copy is used.
            return null;
        }
    }
}
