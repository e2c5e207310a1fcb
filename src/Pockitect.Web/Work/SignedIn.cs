using Pockitect.Aws;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Accounts;

namespace Pockitect.Web.Work;

/// <summary>The app's session, shared by all windows: none, an account, or the sandbox.</summary>
public sealed class SignedIn : IAsyncDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly AppParts _parts;
    private bool _isDisposed;

    public SignedIn(AppParts parts, MfaSession mfa)
    {
        _parts = parts;
        Vault = new WindowVault(parts.OpenVault);
        Chosen = new ChosenIdentities(parts.Home);
        // The window asks for input itself; there may be no terminal.
        Context = parts.SignIn with { Vault = new Lazy<CredentialVault>(Vault), AskMfaCode = mfa.AskAsync };
    }

    /// <summary>The account session; null when not signed in.</summary>
    public AccountSession? Session { get; private set; }

    /// <summary>When the user signed in.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The window's credential store.</summary>
    public WindowVault Vault { get; }

    /// <summary>The default identity, and the identity of each project.</summary>
    public ChosenIdentities Chosen { get; }

    /// <summary>What sign-in can access from the window.</summary>
    public SignInContext Context { get; }

    /// <summary>Raised when the user signs in or out.</summary>
    public event Action? Changed;

    /// <summary>Returns all identities on this computer, the most likely first.</summary>
    public IReadOnlyList<FoundIdentity> Find() =>
        new Identities(Context).Find(Chosen.Default is { } usual ? (usual, "remembered as the default") : null);

    /// <summary>Signs in and replaces the current session.</summary>
    /// <param name="progress">Receives progress messages.</param>
    /// <exception cref="SignInException">There are no credentials, or AWS rejects them.</exception>
    public async Task OpenAsync(Identity identity, IProgress<string> progress, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            progress.Report(identity.Kind is IdentityKind.Sandbox ? "Finding the sandbox…" : "Verifying the identity with AWS…");
            var account = identity.Kind is IdentityKind.Sandbox
                ? AwsAccount.Sandbox(await _parts.StartSandbox(progress, ct))
                : await new SignIn(Context, _parts.Calls).OpenAsync(identity, ct);
            var folder = identity.Kind is IdentityKind.Sandbox ? _parts.Home.ForSandbox() : _parts.Home;
            var options = new AccountSessionOptions
            {
                Account = account,
                Folder = folder,
                Logs = _parts.OpenLogs(folder),
                Time = _parts.Time,
                Calls = _parts.Calls,
                Share = _parts.Share,
                FollowsBlueprints = true,
            };
            await ReplaceAsync(await AccountSession.OpenAsync(options, ct));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Signs out after running operations finish.</summary>
    public Task CloseAsync() => ReplaceAsync(null);

    public async ValueTask DisposeAsync()
    {
        // Waits for a session that is already closing; each closes once.
        if (Session is not null) await Session.DisposeAsync();
        if (_isDisposed) return;
        _isDisposed = true;
        _changing.Dispose();
    }

    /// <summary>Replaces the session and closes the previous one, even if an event handler fails.</summary>
    private async Task ReplaceAsync(AccountSession? next)
    {
        var before = Session;
        Session = next;
        if (next is not null) Since = _parts.Time.GetUtcNow();
        try
        {
            Changed?.Invoke();
        }
        finally
        {
            if (before is not null) await before.DisposeAsync();
        }
    }
}
