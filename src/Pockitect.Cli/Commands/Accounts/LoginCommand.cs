using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sessions;

namespace Pockitect.Cli.Commands.Accounts;

/// <summary><c>pockitect login [IDENTITY]</c> and <c>pockitect login --keys</c></summary>
internal static class LoginCommand
{
    private const string NothingKept = "Nothing was stored.";

    public static Command Create(GlobalOptions options)
    {
        var identity = new Argument<string?>("identity")
        {
            Description = "SSO profile, such as profile:dev. Prompted for if omitted.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var keys = new Option<bool>("--keys") { Description = "Store an access key instead (hidden prompt or stdin)." };
        var name = new Option<string>("--name")
        {
            Description = "Name for the keys: keyring:NAME.",
            HelpName = "name",
            DefaultValueFactory = _ => "default",
        };
        var device = new Option<bool>("--device") { Description = "Sign in on another device with a code, for example over SSH." };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Print the link instead of opening a browser." };
        var command = new Command("login", "Sign in through the browser (SSO), or store an access key in this computer's keyring.")
        {
            identity, keys, name, device, noBrowser,
        };
        options.Run(command, (invocation, parsed, ct) =>
        {
            if (invocation.Sandbox)
                throw new CommandException("The sandbox accepts any credentials, so you don't need to sign in.", ExitCodes.Usage);
            var given = SignIns.Named(invocation, parsed.GetValue(identity));
            var isNamed = parsed.GetResult(name) is { Implicit: false };
            var forBrowser = given is not null || parsed.GetValue(device) || parsed.GetValue(noBrowser);
            if (parsed.GetValue(keys) ? forBrowser : isNamed)
            {
                throw new CommandException(
                    "Use either keys or a profile: `pockitect login --keys --name work`, or `pockitect login profile:dev`.",
                    ExitCodes.Usage);
            }

            return parsed.GetValue(keys)
                ? KeysAsync(invocation, parsed.GetRequiredValue(name), ct)
                : BrowserAsync(invocation, given, parsed.GetValue(device), !parsed.GetValue(noBrowser), ct);
        });
        return command;
    }

    private static async Task<int> BrowserAsync(Invocation invocation, string? identity, bool device, bool mayOpen, CancellationToken ct)
    {
        var context = SignIns.Context(invocation);
        if (identity is null && (identity = await ChooseAsync(invocation, context, ct)) == "keys")
            return await KeysAsync(invocation, "default", ct);
        var profile = SignIns.SsoProfile(context, identity);
        var vault = SignIns.LastingVault(context, "The keyring is unavailable, so the sign-in can't be stored. " + NothingKept);

        // The browser returns to an address of this computer, which a browser elsewhere can't reach.
        var isFar = mayOpen
            && (invocation.HostEnvironment.Variable("SSH_CONNECTION") is { Length: > 0 } || !Browser.IsHere(invocation.HostEnvironment));
        if (isFar && !device)
            invocation.Output.Say($"No browser found here; sign in on any device. (--no-browser prints a link for this computer instead.)");
        using var sso = new SsoSignIn(context, invocation.HostEnvironment.Calls);
        var token = device || isFar
            ? await sso.ByDeviceAsync(profile.Session, link => ShowDevice(invocation, link), ct)
            : await sso.ByBrowserAsync(profile.Session, link => ShowLink(invocation, link, mayOpen), ct);

        var id = $"profile:{profile.Name}";
        var renewal = token.RefreshToken is null ? "" : "; renews automatically while in use";
        invocation.Output.Tell(
            $"Signed in at {profile.Session.StartUrl} until {token.ExpiresAt:u}{renewal}. Stored in {vault.State.Where}.");
        return Done(
            invocation,
            id,
            new JsonObject
            {
                ["account"] = profile.AccountId,
                ["role"] = profile.RoleName,
                ["start_url"] = profile.Session.StartUrl,
                ["expires"] = token.ExpiresAt.ToString("O"),
            },
            vault);
    }

    private static async Task<string> ChooseAsync(Invocation invocation, SignInContext context, CancellationToken ct)
    {
        List<(string, string)> choices =
        [
            .. SsoProfile.Read(context).Values
                .Where(found => found.Profile is not null)
                .Select(found => ($"profile:{found.Profile!.Name}", $"through the browser, at {found.Profile.Session.StartUrl}")),
            ("keys", "use an access key"),
        ];
        return await invocation.Questions.ChoiceAsync("Sign in with", choices, ct);
    }

    private static void ShowLink(Invocation invocation, Uri link, bool mayOpen)
    {
        invocation.Output.Say($"Open this link in a browser on this computer to sign in:\n  {link.AbsoluteUri}");
        if (invocation.Json) invocation.Output.Json(new JsonObject { ["type"] = "link", ["url"] = link.AbsoluteUri });
        if (mayOpen && !Browser.Open(link)) invocation.Output.Say($"Can't start a browser; open the link above yourself.");
    }

    private static void ShowDevice(Invocation invocation, DeviceLink device)
    {
        var code = invocation.Output.Style.Strong(device.Code);
        invocation.Output.Say($"Open this link on any device. Check that it shows the code {code}:\n  {device.Link.AbsoluteUri}");
        if (invocation.Json)
            invocation.Output.Json(new JsonObject { ["type"] = "link", ["url"] = device.Link.AbsoluteUri, ["code"] = device.Code });
    }

    private static async Task<int> KeysAsync(Invocation invocation, string name, CancellationToken ct)
    {
        if (TypedKeys.NameProblem(name) is { } problem) throw new CommandException(problem, ExitCodes.Usage);
        var context = SignIns.Context(invocation);
        // Checked before asking: a secret that can't be stored should not be entered.
        var vault = SignIns.LastingVault(context, "The keyring is unavailable, so keys can't be stored. " + NothingKept);

        var keys = await AskKeysAsync(invocation, ct);
        var region = context.Variable("AWS_REGION") ?? context.Variable("AWS_DEFAULT_REGION");
        var account = await keys.CheckAsync(name, region ?? "us-east-1", context, invocation.HostEnvironment.Calls, ct);
        vault.Write(
            CredentialVault.NameOfKeys(name),
            new StoredKeys(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken, account.AccountId, region));
        invocation.Output.Tell($"Stored the keys of {account.Arn} (account {account.AccountId}) as keyring:{name} in {vault.State.Where}.");
        return Done(invocation, $"keyring:{name}", new JsonObject { ["account"] = account.AccountId, ["arn"] = account.Arn }, vault);
    }

    private static async Task<TypedKeys> AskKeysAsync(Invocation invocation, CancellationToken ct)
    {
        if (!invocation.HostEnvironment.InIsTerminal)
        {
            var keys = TypedKeys.Parse(await invocation.HostEnvironment.In.ReadToEndAsync(ct))
                ?? throw new CommandException(
                    "No keys in standard input. Pass the access key ID and the secret access key, one per line, or as aws_access_key_id "
                        + "= … and aws_secret_access_key = ….",
                    ExitCodes.Usage);
            if (TypedKeys.Problem(keys.AccessKeyId) is { } problem)
                throw new CommandException($"Invalid access key ID in the first line: {problem}", ExitCodes.Usage);
            if (TypedKeys.AreTemporary(keys.AccessKeyId) && keys.SessionToken is null)
            {
                throw new CommandException(
                    "These are temporary keys. Pass their session token, too: as the third line, or as aws_session_token = ….",
                    ExitCodes.Usage);
            }

            return keys;
        }

        var questions = invocation.Questions;
        var id = await questions.TextAsync("Access key ID", null, TypedKeys.Problem, ct);
        var secret = await questions.SecretAsync("Secret access key", ct);
        return new TypedKeys(id, secret, TypedKeys.AreTemporary(id) ? await questions.SecretAsync("Session token", ct) : null);
    }

    private static int Done(Invocation invocation, string identity, JsonObject more, CredentialVault vault)
    {
        invocation.Output.Tell(
            $"Next: `pockitect scan --identity {identity}` to scan the account. To sign out, run `pockitect logout {identity}`.");
        if (!invocation.Json) return ExitCodes.Done;
        var line = new JsonObject { ["type"] = "login", ["identity"] = identity, ["kept_in"] = vault.State.Where };
        foreach (var (key, value) in more) line[key] = value?.DeepClone();
        invocation.Output.Json(line);
        return ExitCodes.Done;
    }
}
