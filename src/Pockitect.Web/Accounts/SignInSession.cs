using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Web.Work;

namespace Pockitect.Web.Accounts;

/// <summary>The browser link of a sign-in.</summary>
/// <param name="Code">The code to compare or enter; null if the browser returns to this computer.</param>
/// <param name="IsOpen">Whether the user's browser was opened.</param>
public sealed record SsoLink(Uri Link, string? Code, bool IsOpen);

/// <summary>Signs in with keys or through the browser, and signs out.</summary>
public sealed class SignInSession(SignedIn signedIn, OperationFeed feed, MfaSession mfa, AppParts parts)
{
    /// <summary>Verifies typed keys with AWS, stores them if requested, and signs in with them.</summary>
    /// <returns>The checks that ran. Valid keys may still lack access to EC2 or S3.</returns>
    /// <exception cref="SignInException">The keys are incomplete, or AWS rejects them.</exception>
    public async Task<AccountReport> UseKeysAsync(KeyEntry entry, IProgress<string> progress, CancellationToken ct)
    {
        if (entry.Problem is { } problem) throw new SignInException(problem);
        progress.Report("Verifying the keys with AWS…");
        var (name, keys) = (CredentialVault.NameOfKeys(entry.Name.Trim()), entry.Keys);
        var account = await keys.CheckAsync(entry.Name.Trim(), entry.Region.Trim(), signedIn.Context, parts.Calls, ct);
        progress.Report("Checking EC2 and S3…");
        var report = await new AccountCheck(account, parts.Calls).RunAsync(ct);
        DemandSame(account.Identity.Id, account.AccountId);
        signedIn.Vault.Mark(name, entry.IsToBeKept);
        signedIn.Vault.Write(
            name, new StoredKeys(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken, account.AccountId, entry.Region.Trim()));
        await EnterAsync(account.Identity, progress, ct);
        return report;
    }

    /// <summary>Signs in through a browser: on this computer, or on another one with a code.</summary>
    /// <param name="show">Receives the link to show.</param>
    /// <exception cref="SignInException">The profile is missing, access was denied, or the sign-in timed out.</exception>
    public async Task UseSsoAsync(
        Identity identity, bool byDevice, bool isToBeKept, Action<SsoLink> show, IProgress<string> progress, CancellationToken ct)
    {
        var profile = ProfileOf(identity);
        DemandSame(identity.Id, profile.AccountId);
        progress.Report("Starting the sign-in…");
        signedIn.Vault.Mark(CredentialVault.NameOfSso(profile.Session.Key), isToBeKept);
        using (var sso = new SsoSignIn(signedIn.Context, parts.Calls))
        {
            if (byDevice) await sso.ByDeviceAsync(profile.Session, device => show(new SsoLink(device.Link, device.Code, false)), ct);
            else await sso.ByBrowserAsync(profile.Session, link => show(new SsoLink(link, null, parts.OpenLink(link))), ct);
        }

        await EnterAsync(identity, progress, ct);
    }

    /// <summary>Signs in with an identity that was found, or reloads its credentials if an operation waits for them.</summary>
    /// <exception cref="SignInException">There are no credentials, AWS rejects them, or an operation uses another identity.</exception>
    public async Task EnterAsync(Identity identity, IProgress<string> progress, CancellationToken ct)
    {
        DemandSame(identity.Id, null);
        mfa.AskAgain();
        if (feed.IsBusy && signedIn.Session is { } session) session.Account.ForgetCredentials();
        else await signedIn.OpenAsync(identity, progress, ct);
    }

    /// <summary>Removes stored keys or a stored sign-in, and ends the session at AWS.</summary>
    /// <returns>The result as a message.</returns>
    /// <exception cref="SignInException">An operation uses the identity, or the keyring doesn't respond.</exception>
    public async Task<string> ForgetAsync(Identity identity, CancellationToken ct)
    {
        var isCurrent = signedIn.Session?.Account.Identity.Id == identity.Id;
        if (isCurrent && feed.IsBusy) throw new SignInException("An operation uses this identity. Wait until it finishes, or cancel it.");
        if (isCurrent) await signedIn.CloseAsync();
        var name = NameOf(identity)
            ?? throw new SignInException($"Pockitect stores nothing for {identity.Id}: it comes from {identity.Origin}.");
        var (secret, where) = (signedIn.Vault.Read().GetValueOrDefault(name), signedIn.Vault.WhereIs(name));
        // Local removal comes first, so that it succeeds whatever AWS answers.
        if (!signedIn.Vault.Remove(name)) return $"Nothing was stored for {identity.Id}.";
        if (secret is not StoredSsoToken token)
            return $"Removed {identity.Id} from {where}. The keys are still valid; to revoke them, delete them in IAM.";
        using var sso = new SsoSignIn(signedIn.Context, parts.Calls);
        try
        {
            var ending = await sso.EndAsync(token, ct) ? " and ended the session at AWS" : "; the session at AWS had already expired";
            return $"Removed the sign-in of {identity.Id} from {where}{ending}.";
        }
        catch (Exception e) when (!ct.IsCancellationRequested && Trouble.IsOfAws(e))
        {
            return $"Removed the sign-in of {identity.Id} from {where}. Couldn't end the session at AWS ({Trouble.Words(e)}); it "
                + $"expires at {token.ExpiresAt:u}.";
        }
    }

    /// <summary>Returns whether something is stored for the identity that can be removed.</summary>
    /// <param name="kept">The names in the vault.</param>
    public bool IsKept(Identity identity, IReadOnlyDictionary<string, Secret> kept) =>
        NameOf(identity) is { } name && kept.ContainsKey(name);

    private string? NameOf(Identity identity) => identity.Kind switch
    {
        IdentityKind.Keyring when identity.Id.StartsWith(Identities.KeyringPrefix, StringComparison.Ordinal) =>
            CredentialVault.NameOfKeys(identity.Id[Identities.KeyringPrefix.Length..]),
        IdentityKind.Sso when Find(identity).Profile is { } profile => CredentialVault.NameOfSso(profile.Session.Key),
        _ => null,
    };

    private SsoProfile ProfileOf(Identity identity)
    {
        var (profile, problem) = Find(identity);
        return profile ?? throw new SignInException(problem ?? $"Profile {identity.Id} has no SSO settings.");
    }

    private (SsoProfile? Profile, string? Problem) Find(Identity identity) =>
        identity.Id.StartsWith(Identities.ProfilePrefix, StringComparison.Ordinal)
            ? SsoProfile.Read(signedIn.Context).GetValueOrDefault(identity.Id[Identities.ProfilePrefix.Length..])
            : default;

    /// <summary>A running operation continues only with the identity that started it.</summary>
    private void DemandSame(string identity, string? accountId)
    {
        if (!feed.IsBusy || signedIn.Session is not { } session) return;
        if (session.Account.Identity.Id != identity)
            throw new SignInException("An operation is running. Wait until it finishes, or cancel it, before you switch identities.");
        if (accountId is not null && accountId != session.Cloud.AccountId)
        {
            throw new SignInException(
                $"An operation is running in account {session.Cloud.AccountId}, and this is account {accountId}. Sign in to "
                    + $"{session.Cloud.AccountId} again, or cancel the operation.");
        }
    }
}
