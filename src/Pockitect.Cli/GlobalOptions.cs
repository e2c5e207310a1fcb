using System.CommandLine;

namespace Pockitect.Cli;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions(Surroundings surroundings)
{
    private readonly Option<bool> _sandbox = new("--sandbox")
    {
        Description = "Use the local sandbox instead of AWS; starts it when it is not running. Also POCKITECT_SANDBOX=1.",
        Recursive = true,
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "The AWS profile to sign in with.",
        HelpName = "name",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON lines to standard output.", Recursive = true };

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Answer every question with yes.", Recursive = true };

    private readonly Option<string?> _confirm = new("--confirm")
    {
        Description = "The name that would have to be typed: where an account's guard rails want one, --yes is not enough.",
        HelpName = "name",
        Recursive = true,
    };

    private readonly Option<bool> _noInput = new("--no-input") { Description = "Never ask; fail where an answer is needed.", Recursive = true };

    public void AddTo(Command root)
    {
        foreach (var option in (Option[])[_sandbox, _profile, _json, _yes, _confirm, _noInput]) root.Add(option);
    }

    /// <summary>Makes a command run this, with the shared options read.</summary>
    public void Run(Command command, Func<Invocation, ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction((parsed, ct) => run(Read(parsed), parsed, ct));

    public Invocation Read(ParseResult parsed) => new(surroundings)
    {
        Sandbox = parsed.GetValue(_sandbox) || surroundings.Variable("POCKITECT_SANDBOX") is "1" or "true",
        Profile = parsed.GetValue(_profile),
        Json = parsed.GetValue(_json),
        Yes = parsed.GetValue(_yes),
        Confirm = parsed.GetValue(_confirm),
        NoInput = parsed.GetValue(_noInput),
    };
}
