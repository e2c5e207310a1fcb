using Pockitect.Aws;
using Pockitect.Aws.Accounts;

namespace Pockitect.Web.Work;

/// <summary>Who is signed in, for all windows of the app: nobody, an account, or the sandbox.</summary>
public sealed class SignedIn(AppParts parts) : IAsyncDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);

    /// <summary>What works on the account; null as long as nobody is signed in.</summary>
    public Workbench? Bench { get; private set; }

    /// <summary>Somebody has signed in or out.</summary>
    public event Action? Changed;

    /// <summary>Everybody whom somebody can be on this computer, the most likely first.</summary>
    public IReadOnlyList<FoundIdentity> Find() => new Identities(parts.SignIn).Find();

    /// <summary>Signs in, in place of who was signed in before.</summary>
    /// <param name="progress">Told what it is at, in words.</param>
    /// <exception cref="SignInException">There are no credentials, or AWS does not accept them.</exception>
    public async Task OpenAsync(Identity identity, IProgress<string> progress, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            progress.Report(identity.Kind is IdentityKind.Sandbox ? "Starting the sandbox; the first time sets it up …" : "Asking AWS who this is …");
            var account = identity.Kind is IdentityKind.Sandbox
                ? AwsAccount.Sandbox(await parts.StartSandbox(ct))
                : await new SignIn(parts.SignIn, parts.Calls).OpenAsync(identity, ct);
            var folder = identity.Kind is IdentityKind.Sandbox ? parts.Home.ForSandbox() : parts.Home;
            var before = Bench;
            Bench = new Workbench(account, folder, parts.OpenLogs(folder), parts.Time, parts.Calls, parts.Share);
            Changed?.Invoke();
            if (before is not null) await before.DisposeAsync();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Signs out. What runs is waited for.</summary>
    public async Task CloseAsync()
    {
        var before = Bench;
        Bench = null;
        Changed?.Invoke();
        if (before is not null) await before.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Bench is not null) await Bench.DisposeAsync();
        _changing.Dispose();
    }
}
