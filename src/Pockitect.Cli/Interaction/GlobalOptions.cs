using System.CommandLine;
using System.CommandLine.Parsing;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Credentials;
using Pockitect.Cli.Host;
using Pockitect.Core.Hosting;

namespace Pockitect.Cli.Interaction;

/// <summary>Options of every command, and of every command that changes something.</summary>
internal sealed class GlobalOptions(HostEnvironment host)
{
    private readonly Option<bool> _sandbox = new("--sandbox")
    {
        Description = "Use the local sandbox instead of AWS; starts it if needed. Also POCKITECT_SANDBOX=1.",
        Recursive = true,
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "AWS profile to use; short for --identity profile:NAME.",
        HelpName = "name",
        Recursive = true,
    };

    private readonly Option<string?> _identity = new("--identity")
    {
        Description = "Identity to use (see `pockitect accounts`), such as env, profile:name or instance. Also POCKITECT_IDENTITY.",
        HelpName = "id",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON lines to standard output.", Recursive = true };

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Answer yes to every question.", Recursive = true };

    private readonly Option<string?> _confirm = new("--confirm")
    {
        Description = "Confirm by name; required where guard rails reject --yes.",
        HelpName = "name",
        Recursive = true,
    };

    private readonly Option<bool> _noInput = new("--no-input")
    {
        Description = "Never prompt; fail if input is required.",
        Recursive = true,
    };

    private readonly Option<bool> _leave = new("--leave")
    {
        Description = "Queue the change for a worker (POCKITECT_REDIS) and return immediately.",
    };

    public void AddTo(Command root)
    {
        _identity.Validators.Add(DemandOne);
        _profile.Validators.Add(result =>
        {
            // Otherwise the other option has reported it.
            if (result.GetResult(_identity) is null) DemandOne(result);
        });
        foreach (var option in (Option[])[_sandbox, _identity, _profile, _json, _yes, _confirm, _noInput]) root.Add(option);
    }

    /// <summary>Sets a command's action, with the global options read.</summary>
    public void Run(Command command, Func<Invocation, ParseResult, CancellationToken, Task<int>> run) => command.SetAction((parsed, ct) =>
    {
        foreach (var name in EnvironmentSwitch.All)
        {
            if (EnvironmentSwitch.Problem(name, host.Variable(name)) is { } problem) throw new CommandException(problem, ExitCodes.Usage);
        }

        return run(Read(parsed), parsed, ct);
    });

    /// <summary>Sets the action of a command that changes something.</summary>
    public void RunChange(Command command, Func<Invocation, ParseResult, CancellationToken, Task<int>> run)
    {
        command.Add(_leave);
        Run(command, run);
    }

    public Invocation Read(ParseResult parsed)
    {
        var named = parsed.GetValue(_identity) ?? (parsed.GetValue(_profile) is { } profile ? Identities.ProfilePrefix + profile : null);
        return Read(parsed, named);
    }

    private Invocation Read(ParseResult parsed, string? named) => new(host)
    {
        // Decided before any file is read, because the sandbox has its own data folder. Options take precedence over variables.
        Sandbox = named is Identity.SandboxId
            || (parsed.GetResult(_sandbox) is { Implicit: false } ? parsed.GetValue(_sandbox) : named is null && IsSandboxSet()),
        Regions = Values(parsed, "--region"),
        Identity = named,
        Json = parsed.GetValue(_json),
        Yes = parsed.GetValue(_yes),
        Confirm = parsed.GetValue(_confirm),
        NoInput = parsed.GetValue(_noInput),
        Leave = parsed.GetValue(_leave),
    };

    /// <summary>A value that is neither on nor off never means real AWS.</summary>
    private bool IsSandboxSet() =>
        (EnvironmentSwitch.Read(host.Variable(EnvironmentSwitch.Sandbox)) ?? true)
            || host.Variable("POCKITECT_IDENTITY") is Identity.SandboxId;

    private static IReadOnlyList<string> Values(ParseResult parsed, string option) =>
        parsed.GetResult(option) is OptionResult result ? [.. result.Tokens.Select(token => token.Value)] : [];

    private void DemandOne(OptionResult result)
    {
        var named = new[]
        {
            result.GetValue(_identity),
            result.GetValue(_profile) is { } profile ? Identities.ProfilePrefix + profile : null,
            result.GetValue(_sandbox) ? Identity.SandboxId : null,
        };
        if (named.OfType<string>().Distinct(StringComparer.Ordinal).Count() > 1)
            result.AddError("Use only one of --identity, --profile and --sandbox.");
    }
}
