using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sandbox;
using Pockitect.Cli.Sessions;

namespace Pockitect.Cli.Commands.Accounts;

/// <summary><c>pockitect accounts [use ID]</c></summary>
internal static class AccountsCommand
{
    // Enough to be fast, and few enough not to look like an attack on a sign-in portal.
    private const int AtOnce = 4;

    public static Command Create(GlobalOptions options)
    {
        var check = new Option<bool>("--check") { Description = "Test every identity. Exits 4 if the one in use can't sign in." };
        var command = new Command(
            "accounts", "List the identities on this computer, their accounts, and which one is used and why.") { check };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetValue(check), ct));

        var id = new Argument<string>("identity") { Description = "Identity ID (see `pockitect accounts`), or none to clear the default." };
        var use = new Command("use", "Set the default identity, for projects that have not used another.") { id };
        options.Run(use, (invocation, parsed, ct) => UseAsync(invocation, parsed.GetRequiredValue(id), ct));
        command.Add(use);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, bool check, CancellationToken ct)
    {
        var access = new Access(invocation);
        var preferred = access.Preferred();
        var all = access.Identities.Find(preferred);
        var reports = check ? await CheckAsync(invocation, access, [.. all.Select(found => found.Identity)], ct) : [];
        foreach (var found in all.Where(_ => invocation.Json))
            invocation.Output.Json(Json(found, reports.GetValueOrDefault(found.Identity.Id)));
        Show(invocation.Output, all, reports);
        foreach (var problem in access.Identities.Problems) invocation.Output.Say($"{problem}");
        var used = all.FirstOrDefault(found => found.Wins);
        if (preferred is var (id, why) && used is null)
            invocation.Output.Say($"{id} is not on this computer ({why}). Choose another with --identity.");
        if (!check) return ExitCodes.Done;
        return used is not null && reports[used.Identity.Id].IsSignedIn ? ExitCodes.Done : ExitCodes.SignIn;
    }

    private static async Task<int> UseAsync(Invocation invocation, string id, CancellationToken ct)
    {
        var access = new Access(invocation);
        if (id == "none")
        {
            await access.Chosen.SetDefaultAsync(null, ct);
            invocation.Output.Say($"No identity is the default now; `pockitect accounts` shows which is used.");
            return ExitCodes.Done;
        }

        if (id == Identity.SandboxId)
        {
            throw new CommandException(
                "The sandbox can't be the default identity. Add --sandbox to a command, or set POCKITECT_SANDBOX=1.", ExitCodes.Usage);
        }

        var identity = access.Identities.Get(id);
        await access.Chosen.SetDefaultAsync(identity.Id, ct);
        invocation.Output.Say($"{identity.Id} is the default now: {identity.Origin}.");
        return ExitCodes.Done;
    }

    private static async Task<Dictionary<string, AccountReport>> CheckAsync(
        Invocation invocation, Access access, IReadOnlyList<Identity> all, CancellationToken ct)
    {
        // Parallel checks can't prompt.
        var context = access.Context with
        {
            AskMfaCode = (serial, _) =>
                throw new SignInException($"MFA code required for {serial}. Run `pockitect whoami --identity ID` to enter it."),
        };
        var reports = new Dictionary<string, AccountReport>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (identity, end) =>
            {
                var report = await CheckAsync(invocation, context, identity, end);
                lock (reports) reports[identity.Id] = report;
            });
        return reports;
    }

    private static async Task<AccountReport> CheckAsync(
        Invocation invocation, SignInContext context, Identity identity, CancellationToken ct)
    {
        try
        {
            var account = identity.Kind is not IdentityKind.Sandbox
                ? new SignIn(context, invocation.HostEnvironment.Calls).Prepare(identity)
                : await SandboxServer.Of(invocation).RunningAsync(ct) is { } running ? AwsAccount.Sandbox(running.Endpoint)
                : throw new SignInException("The sandbox is not running; --sandbox starts it.");
            return await new AccountCheck(account, invocation.HostEnvironment.Calls).RunAsync(ct);
        }
        catch (SignInException e)
        {
            return new AccountReport(null, null, null, [new CheckResult("identity", CheckVerdict.SignedOut, e.Message)]);
        }
    }

    private static void Show(Output output, IReadOnlyList<FoundIdentity> all, Dictionary<string, AccountReport> reports)
    {
        output.Table(
            ["identity", "account", "expires", new Column("used", Fit.Words), new Column("from", Fit.Words)],
            all.Select(found => (IReadOnlyList<object?>)
            [
                found.Identity.Id, reports.GetValueOrDefault(found.Identity.Id)?.AccountId ?? found.Identity.AccountId,
                IdentityView.Time(reports.GetValueOrDefault(found.Identity.Id)?.Expires ?? found.Identity.Expires),
                found.Wins ? $"yes: {found.Why}" : found.Why, found.Identity.Origin,
            ]));
        foreach (var found in all)
        {
            if (reports.GetValueOrDefault(found.Identity.Id) is { } report) IdentityView.Show(output, report.Checks, found.Identity.Id);
            else if (found.Identity.Problem is { } problem) output.Tell($"{output.DataStyle.Careful(found.Identity.Id)}: {problem}");
        }
    }

    private static JsonObject Json(FoundIdentity found, AccountReport? report)
    {
        var json = IdentityView.Json("identity", found.Identity, report);
        json["used"] = found.Wins;
        json["why"] = found.Why;
        return json;
    }
}
