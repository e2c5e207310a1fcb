using Pockitect.Aws;
using Pockitect.Aws.Accounts;
using Pockitect.Core;
using Pockitect.Web.Accounts;

namespace Pockitect.Web.Work;

/// <summary>Who is signed in, for all windows of the app: nobody, an account, or the sandbox.</summary>
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
        // The window asks for what the terminal would: nobody may sit at that.
        Context = parts.SignIn with { Vault = new Lazy<CredentialVault>(Vault), AskMfaCode = mfa.AskAsync };
    }

    /// <summary>What works on the account; null as long as nobody is signed in.</summary>
    public Workbench? Bench { get; private set; }

    /// <summary>When whoever is signed in came.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>What the window keeps of secrets.</summary>
    public WindowVault Vault { get; }

    /// <summary>Which identity is the usual one, and which each project was deployed with.</summary>
    public ChosenIdentities Chosen { get; }

    /// <summary>What signing in can reach from the window.</summary>
    public SignInContext Context { get; }

    /// <summary>Somebody has signed in or out.</summary>
    public event Action? Changed;

    /// <summary>Everybody whom somebody can be on this computer, the most likely first.</summary>
    public IReadOnlyList<FoundIdentity> Find() => new Identities(Context).Find(Chosen.Default is { } usual ? (usual, "remembered as the default") : null);

    /// <summary>Signs in, in place of who was signed in before.</summary>
    /// <param name="progress">Told what it is at, in words.</param>
    /// <exception cref="SignInException">There are no credentials, or AWS does not accept them.</exception>
    public async Task OpenAsync(Identity identity, IProgress<string> progress, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            progress.Report(identity.Kind is IdentityKind.Sandbox ? "Looking for the sandbox …" : "Asking AWS who this is …");
            var account = identity.Kind is IdentityKind.Sandbox
                ? AwsAccount.Sandbox(await _parts.StartSandbox(progress, ct))
                : await new SignIn(Context, _parts.Calls).OpenAsync(identity, ct);
            var folder = identity.Kind is IdentityKind.Sandbox ? _parts.Home.ForSandbox() : _parts.Home;
            var opened = new Workbench(account, folder, _parts.OpenLogs(folder), _parts.Time, _parts.Calls, _parts.Share);
            opened.FollowBlueprints();
            await ReplaceAsync(opened);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Signs out. What runs is waited for.</summary>
    public Task CloseAsync() => ReplaceAsync(null);

    public async ValueTask DisposeAsync()
    {
        // A workbench that is closing already is waited for; it closes once.
        if (Bench is not null) await Bench.DisposeAsync();
        if (_isDisposed) return;
        _isDisposed = true;
        _changing.Dispose();
    }

    /// <summary>Puts another workbench in the place of the one before, and closes that whatever those who are told of it do.</summary>
    private async Task ReplaceAsync(Workbench? next)
    {
        var before = Bench;
        Bench = next;
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
