using Pockitect.Aws;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sandbox;
using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;
using Pockitect.Redis;

namespace Pockitect.Cli.Sessions;

/// <summary>The identity that a command uses, and how it was chosen.</summary>
internal sealed class Access(Invocation invocation)
{
    private ChosenIdentities? _chosen;
    private Identities? _identities;

    public Identities Identities => _identities ??= new Identities(Context);

    /// <summary>The remembered identities, in the data folder for AWS. The sandbox has no identities to choose.</summary>
    public ChosenIdentities Chosen => _chosen ??= new ChosenIdentities(invocation.HostEnvironment.Home());

    /// <summary>What sign-in can access from here.</summary>
    public SignInContext Context => new()
    {
        Variable = invocation.HostEnvironment.Variable,
        Home = invocation.HostEnvironment.UserHome,
        // Always the folder for AWS, because the sandbox has no secrets.
        Vault = new Lazy<CredentialVault>(() => invocation.HostEnvironment.OpenVault(invocation.HostEnvironment.Home())),
        AskMfaCode = AskMfaCodeAsync,
        Time = invocation.Time,
    };

    /// <summary>Returns the identity ID chosen for this command, and how; null if none was chosen.</summary>
    /// <param name="project">The command's project; null if missing.</param>
    public (string Id, string Why)? Preferred(string? project = null)
    {
        if (invocation.Sandbox) return (Identity.SandboxId, "--sandbox is in force");
        if (invocation.Identity is { } named) return (named, "named on the command line");
        if (invocation.HostEnvironment.Variable("POCKITECT_IDENTITY") is { Length: > 0 } variable)
            return (variable, "POCKITECT_IDENTITY names it");
        if (project is not null && Chosen.Of(project) is { } remembered) return (remembered.Identity, $"{project} was deployed with it");
        return Chosen.Default is { } usual ? (usual, "remembered as the default") : null;
    }

    /// <summary>Returns the identity that the command uses.</summary>
    /// <exception cref="SignInException">There is no identity, or the selected one is missing.</exception>
    public Identity Choose(string? project = null)
    {
        if (Preferred(project) is not var (id, why))
        {
            return Identities.First() ?? throw new SignInException(
                "No AWS credentials found in the environment, the shared AWS files or this machine's role. Run `pockitect login` to "
                    + "sign in, or choose an identity from `pockitect accounts` with --identity.");
        }

        try
        {
            return Identities.Get(id);
        }
        catch (SignInException e) when (invocation.Identity is null)
        {
            var other = project is not null && Chosen.Of(project) is { } choice
                ? $" Choose another identity of account {choice.Account} with --identity."
                : " Choose another with --identity.";
            throw new SignInException($"{e.Message} ({why}.){other}", e);
        }
    }

    /// <summary>Signs in, or starts the sandbox if necessary.</summary>
    /// <exception cref="SignInException">There are no usable credentials.</exception>
    public async Task<AwsAccount> OpenAsync(CancellationToken ct, string? project = null) => invocation.Sandbox
        ? AwsAccount.Sandbox(await SandboxServer.Of(invocation).EnsureRunningAsync(ct))
        : await new SignIn(Context, invocation.HostEnvironment.Calls).OpenAsync(Choose(project), ct);

    /// <summary>Opens an account session.</summary>
    /// <param name="project">The command's project, which may have its own identity.</param>
    /// <exception cref="SignInException">There are no usable credentials.</exception>
    public static async Task<AccountSession> OpenSessionAsync(Invocation invocation, CancellationToken ct, string? project = null) =>
        await OpenSessionAsync(invocation, await new Access(invocation).OpenAsync(ct, project), project, ct);

    /// <summary>Opens an account session for commands that can show local data. Works without credentials or a network.</summary>
    /// <exception cref="SignInException">The chosen identity does not exist.</exception>
    public static async Task<AccountSession> OpenKnownSessionAsync(Invocation invocation, string? project, CancellationToken ct)
    {
        var access = new Access(invocation);
        // A mistyped name must not show another account.
        if (!invocation.Sandbox && invocation.Identity is { } named) access.Identities.Get(named);
        try
        {
            return await OpenSessionAsync(invocation, ct, project);
        }
        catch (Exception e) when (!invocation.Sandbox && AwsFaults.Explain(e) is { Kind: FaultKind.SignIn or FaultKind.Unreachable } fault)
        {
            var account = access.LastKnownAccount(project);
            invocation.Output.Say(account is null
                ? (FormattableString)$"Not signed in: {fault.Message}"
                : $"Not signed in; showing the last scan of account {account}. {fault.Message}");
            return await AccountSession.OpenAsync(Options(invocation, AwsAccount.SignedOut(account ?? "")), ct);
        }
    }

    /// <summary>
    /// Returns the account whose inventory is shown without signing in: the project's, the identity's, or the one scanned last.
    /// </summary>
    private string? LastKnownAccount(string? project)
    {
        if (project is not null && Chosen.Of(project) is { } choice) return choice.Account;
        if (Identities.Find(Preferred(project), withKeyring: false).FirstOrDefault(found => found.Wins)?.Identity.AccountId is { } known)
            return known;
        return Directory.EnumerateDirectories(invocation.Folder.Cache)
            .Where(path => Path.GetFileName(path) is { Length: 12 } name && name.All(char.IsAsciiDigit))
            .OrderByDescending(Directory.GetLastWriteTimeUtc)
            .Select(Path.GetFileName)
            .FirstOrDefault();
    }

    /// <summary>Whether the project was deployed to another account.</summary>
    public bool IsElsewhere(string project, string accountId) =>
        !invocation.Sandbox && Chosen.Problem is null && Chosen.Of(project) is { } choice && choice.Account != accountId;

    /// <summary>Whether no identity is remembered for the project.</summary>
    public bool IsUnknown(string project) => !invocation.Sandbox && Chosen.Problem is null && Chosen.Of(project) is null;

    private static async Task<AccountSession> OpenSessionAsync(
        Invocation invocation, AwsAccount account, string? project, CancellationToken ct)
    {
        var options = Options(invocation, account);
        var team = await RedisConnectionScope.OpenAsync(invocation, ct);
        var session = await AccountSession.OpenAsync(options with { Share = team?.Share(options.Logs, ownsConnection: true) }, ct);
        try
        {
            if (project is not null) await session.FetchAsync(project, ct);
            if (session.Shared is RedisWork work && !await work.IsAnybodyThereAsync())
                invocation.Output.Say($"No worker is running; commands will wait. Start one: `pockitect worker`.");
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static AccountSessionOptions Options(Invocation invocation, AwsAccount account) => new()
    {
        Account = account,
        Folder = invocation.Folder,
        Logs = LogFile.Open(invocation.Folder),
        Time = invocation.Time,
        Calls = invocation.HostEnvironment.Calls,
    };

    private async Task<string> AskMfaCodeAsync(string serial, CancellationToken ct) => invocation.Questions.CanAsk
        ? await invocation.Questions.TextAsync($"Code of the MFA device {serial}", usual: null, Wrong, ct)
        : throw new SignInException(
            $"MFA code required for {serial}, but not running interactively. Run it in a terminal, without --json and --no-input.");

    private static string? Wrong(string code) =>
        code.Length == 6 && code.All(char.IsAsciiDigit) ? null : "Enter the six digits of the code.";
}
