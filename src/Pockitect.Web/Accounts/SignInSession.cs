using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Sso;
using Pockitect.Web.Work;

namespace Pockitect.Web.Accounts;

/// <summary>What a person needs to finish a sign-in in a browser.</summary>
/// <param name="Code">To compare or to type there; null where the browser of this computer comes back by itself.</param>
/// <param name="IsOpen">The person's own browser was opened at it.</param>
public sealed record SsoLink(Uri Link, string? Code, bool IsOpen);

/// <summary>Signs in by what a person types or does: keys, a sign-in through the browser; and takes it back.</summary>
public sealed class SignInSession(SignedIn signedIn, OperationFeed feed, MfaSession mfa, AppParts parts)
{
    /// <summary>Asks AWS about typed keys, keeps them where the person wants, and signs in with them.</summary>
    /// <returns>What a look at the account found: with keys that AWS knows, EC2 or S3 may still be forbidden.</returns>
    /// <exception cref="SignInException">They are not whole, or AWS does not accept them.</exception>
    public async Task<AccountReport> UseKeysAsync(KeyEntry entry, IProgress<string> progress, CancellationToken ct)
    {
        if (entry.Problem is { } problem) throw new SignInException(problem);
        progress.Report("Asking AWS whose keys these are …");
        var (name, keys) = (CredentialVault.NameOfKeys(entry.Name.Trim()), entry.Keys);
        var account = await keys.CheckAsync(entry.Name.Trim(), entry.Region.Trim(), signedIn.Context, parts.Calls, ct);
        progress.Report("Looking at EC2 and S3 …");
        var report = await new AccountCheck(account, parts.Calls).RunAsync(ct);
        DemandSame(account.Identity.Id, account.AccountId);
        signedIn.Vault.Mark(name, entry.IsToBeKept);
        signedIn.Vault.Write(name, new StoredKeys(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken, account.AccountId, entry.Region.Trim()));
        await EnterAsync(account.Identity, progress, ct);
        return report;
    }

    /// <summary>Signs in through a browser: that of this computer, or any other by a code.</summary>
    /// <param name="show">Given what the person needs.</param>
    /// <exception cref="SignInException">There is no such profile, it was refused, or it took too long.</exception>
    public async Task UseSsoAsync(Identity identity, bool byDevice, bool isToBeKept, Action<SsoLink> show, IProgress<string> progress, CancellationToken ct)
    {
        var profile = ProfileOf(identity);
        DemandSame(identity.Id, profile.AccountId);
        progress.Report("Beginning the sign-in …");
        signedIn.Vault.Mark(CredentialVault.NameOfSso(profile.Session.Key), isToBeKept);
        using (var sso = new SsoSignIn(signedIn.Context, parts.Calls))
        {
            if (byDevice) await sso.ByDeviceAsync(profile.Session, device => show(new SsoLink(device.Link, device.Code, false)), ct);
            else await sso.ByBrowserAsync(profile.Session, link => show(new SsoLink(link, null, parts.OpenLink(link))), ct);
        }

        await EnterAsync(identity, progress, ct);
    }

    /// <summary>Signs in as somebody who was found, or reads their credentials anew where an operation waits for them.</summary>
    /// <exception cref="SignInException">There are no credentials, AWS does not accept them, or an operation runs as somebody else.</exception>
    public async Task EnterAsync(Identity identity, IProgress<string> progress, CancellationToken ct)
    {
        DemandSame(identity.Id, null);
        mfa.AskAgain();
        if (feed.IsBusy && signedIn.Bench is { } bench) bench.Account.ForgetCredentials();
        else await signedIn.OpenAsync(identity, progress, ct);
    }

    /// <summary>Takes keys or a sign-in out of where they are kept, and ends a sign-in at AWS.</summary>
    /// <returns>What became of it, for people.</returns>
    /// <exception cref="SignInException">An operation runs with it, or the keyring does not answer.</exception>
    public async Task<string> ForgetAsync(Identity identity, CancellationToken ct)
    {
        var isCurrent = signedIn.Bench?.Account.Identity.Id == identity.Id;
        if (isCurrent && feed.IsBusy) throw new SignInException("An operation runs with it. Let it end, or cancel it, first.");
        if (isCurrent) await signedIn.CloseAsync();
        var name = NameOf(identity) ?? throw new SignInException($"Nothing of {identity.Id} is kept here: it comes from {identity.Origin}.");
        var (secret, where) = (signedIn.Vault.Read().GetValueOrDefault(name), signedIn.Vault.WhereIs(name));
        // First here: whatever AWS says, it is of no use to anybody on this computer any more.
        if (!signedIn.Vault.Remove(name)) return $"Nothing of {identity.Id} was kept.";
        if (secret is not StoredSsoToken token) return $"{identity.Id} was taken out of {where}. The keys themselves are still good; to end them, delete them in IAM.";
        using var sso = new SsoSignIn(signedIn.Context, parts.Calls);
        try
        {
            return $"The sign-in of {identity.Id} was taken out of {where}{(await sso.EndAsync(token, ct) ? " and ended at AWS" : "; at AWS it had ended already")}.";
        }
        catch (Exception e) when (!ct.IsCancellationRequested && Trouble.IsOfAws(e))
        {
            return $"The sign-in of {identity.Id} was taken out of {where}. It could not be ended at AWS ({Trouble.Words(e)}), where it ends by itself at {token.ExpiresAt:u}.";
        }
    }

    /// <summary>Whether something of an identity is kept, that can be taken out.</summary>
    /// <param name="kept">What the vault holds.</param>
    public bool IsKept(Identity identity, IReadOnlyDictionary<string, Secret> kept) => NameOf(identity) is { } name && kept.ContainsKey(name);

    private string? NameOf(Identity identity) => identity.Kind switch
    {
        IdentityKind.Keyring when identity.Id.StartsWith(Identities.KeyringPrefix, StringComparison.Ordinal) => CredentialVault.NameOfKeys(identity.Id[Identities.KeyringPrefix.Length..]),
        IdentityKind.Sso when Find(identity).Profile is { } profile => CredentialVault.NameOfSso(profile.Session.Key),
        _ => null,
    };

    private SsoProfile ProfileOf(Identity identity)
    {
        var (profile, problem) = Find(identity);
        return profile ?? throw new SignInException(problem ?? $"{identity.Id} is no profile with a sign-in through the browser.");
    }

    private (SsoProfile? Profile, string? Problem) Find(Identity identity) => identity.Id.StartsWith(Identities.ProfilePrefix, StringComparison.Ordinal)
        ? SsoProfile.Read(signedIn.Context).GetValueOrDefault(identity.Id[Identities.ProfilePrefix.Length..])
        : default;

    /// <summary>What runs goes on with whom it was begun with, or not at all.</summary>
    private void DemandSame(string identity, string? accountId)
    {
        if (!feed.IsBusy || signedIn.Bench is not { } bench) return;
        if (bench.Account.Identity.Id != identity) throw new SignInException("An operation runs. Let it end, or cancel it, before you become somebody else.");
        if (accountId is not null && accountId != bench.Cloud.AccountId)
            throw new SignInException($"An operation runs in account {bench.Cloud.AccountId}, and this is account {accountId}. Sign in to that one again, or cancel the operation first.");
    }
}
