using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Sso;

namespace Pockitect.Web.Work;

/// <summary>When a person has to sign in again.</summary>
/// <param name="At">When what is held now ends; null where that is not known, or never.</param>
/// <param name="RenewsAlone">Until then it is renewed without a person.</param>
public sealed record CredentialEnd(DateTimeOffset? At, bool RenewsAlone)
{
    /// <summary>Looks into the vault and the shared files, and makes no call; null where nobody is signed in.</summary>
    public static CredentialEnd? Of(SignedIn signedIn)
    {
        if (signedIn.Bench?.Account is not { } account) return null;
        var context = signedIn.Context;
        if (account.Identity.Kind is not IdentityKind.Sso) return new CredentialEnd(account.Expires ?? account.Identity.Expires, account.RenewsAlone);
        // The role's keys are fetched anew for as long as the sign-in behind them holds.
        var name = account.Identity.Id[Identities.ProfilePrefix.Length..];
        if (SsoProfile.Read(context).GetValueOrDefault(name).Profile is not { } profile) return new CredentialEnd(account.Expires, false);
        return Kept(context, profile) is { } token
            ? new CredentialEnd(token.ExpiresAt, token.RefreshToken is not null && token.ClientExpiresAt > context.Time.GetUtcNow())
            // What the AWS CLI has of it.
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
            // A keyring that is locked; what the AWS CLI has is looked at then.
            return null;
        }
    }
}
