using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Errors;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Faults;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands.Accounts;

/// <summary><c>pockitect logout [IDENTITY]</c> and <c>pockitect logout --all</c></summary>
internal static class LogoutCommand
{
    private const string KeysPrefix = "keys:";

    public static Command Create(GlobalOptions options)
    {
        var identity = new Argument<string?>("identity")
        {
            Description = "Identity to remove, such as profile:dev or keyring:work. Prompted for if omitted.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all") { Description = "Remove everything that Pockitect stores in the keyring." };
        var command = new Command("logout", "Sign out and remove stored keys from this computer.") { identity, all };
        options.Run(command, (invocation, parsed, ct) =>
        {
            if (invocation.Sandbox)
                throw new CommandException("The sandbox accepts any credentials, so there is nothing to sign out of.", ExitCodes.Usage);
            var given = SignIns.Named(invocation, parsed.GetValue(identity));
            if (parsed.GetValue(all) && given is not null)
                throw new CommandException("Name either one identity or --all.", ExitCodes.Usage);
            return RunAsync(invocation, given, parsed.GetValue(all), ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string? identity, bool all, CancellationToken ct)
    {
        var context = SignIns.Context(invocation);
        var vault = SignIns.LastingVault(context, "The keyring was not changed.");
        var kept = vault.Read();
        List<string> names = all
            ? [.. kept.Keys.Order(StringComparer.Ordinal)]
            : [await NameAsync(invocation, context, kept, identity, ct)];
        foreach (var name in names) await RemoveAsync(invocation, context, vault, name, kept.GetValueOrDefault(name), ct);
        if (names.Count == 0) invocation.Output.Tell($"Nothing is stored in {vault.State.Where}.");
        return ExitCodes.Done;
    }

    /// <summary>Returns the entry's name in the vault.</summary>
    private static async Task<string> NameAsync(
        Invocation invocation, SignInContext context, IReadOnlyDictionary<string, Secret> kept, string? identity, CancellationToken ct)
    {
        if (identity is null)
        {
            if (kept.Count == 0) throw new CommandException("Nothing is stored: there is nothing to sign out of.");
            identity = await invocation.Questions.ChoiceAsync(
                "Remove", [.. kept.Keys.Order(StringComparer.Ordinal).Select(name => (Shown(name), kept[name].ToString()!))], ct);
        }

        if (identity.StartsWith("keyring:", StringComparison.Ordinal)) return CredentialVault.NameOfKeys(identity["keyring:".Length..]);
        // Uses the stored name, so that a profile that is no longer in the files can be signed out.
        return kept.ContainsKey(identity) ? identity : CredentialVault.NameOfSso(SignIns.SsoProfile(context, identity).Session.Key);
    }

    private static async Task RemoveAsync(
        Invocation invocation, SignInContext context, CredentialVault vault, string name, Secret? secret, CancellationToken ct)
    {
        // Local removal comes first, so that it succeeds whatever AWS answers.
        var removed = vault.Remove(name);
        var ended = secret is StoredSsoToken token ? await EndAsync(invocation, context, token, ct) : (bool?)null;
        var removal = removed ? "removed from" : "nothing stored in";
        var ending = ended is true ? ", and ended the session at AWS" : "";
        invocation.Output.Tell($"{Shown(name)}: {removal} {vault.State.Where}{ending}.");
        if (secret is StoredKeys) invocation.Output.Tell($"The keys are still valid. To revoke them, delete them in IAM.");
        if (invocation.Json)
        {
            invocation.Output.Json(
                new JsonObject { ["type"] = "logout", ["identity"] = Shown(name), ["removed"] = removed, ["ended_at_aws"] = ended });
        }
    }

    private static async Task<bool> EndAsync(Invocation invocation, SignInContext context, StoredSsoToken token, CancellationToken ct)
    {
        using var sso = new SsoSignIn(context, invocation.HostEnvironment.Calls);
        try
        {
            return await sso.EndAsync(token, ct);
        }
        // A note instead of a failure: it is removed here, and expires at AWS.
        catch (Exception e) when (AwsFaults.Explain(e).Kind is not (FaultKind.Bug or FaultKind.Cancelled))
        {
            invocation.Output.Say($"Can't end the session at AWS: {AwsFaults.Explain(e).Message} It expires at {token.ExpiresAt:u}.");
            return false;
        }
    }

    private static string Shown(string name) =>
        name.StartsWith(KeysPrefix, StringComparison.Ordinal) ? $"keyring:{name[KeysPrefix.Length..]}" : name;
}
