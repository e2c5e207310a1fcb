using Pockitect.Cli.Host;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Files;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Interaction;

/// <summary>One run of a command: its options and output.</summary>
internal sealed class Invocation(HostEnvironment host)
{
    private DataFolder? _folder;
    private Output? _output;

    public HostEnvironment HostEnvironment => host;

    public TimeProvider Time => host.Time;

    public bool Sandbox { get; init; }

    /// <summary>The identity from the command line; null if missing.</summary>
    public string? Identity { get; init; }

    public bool Json { get; init; }

    public bool Yes { get; init; }

    /// <summary>The name from --confirm, for prompts that require a typed name.</summary>
    public string? Confirm { get; init; }

    public bool NoInput { get; init; }

    /// <summary>Queues the change for the workers without waiting for the result.</summary>
    public bool Leave { get; init; }

    /// <summary>The Regions that the command was limited to.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    public Output Output => _output ??= new Output(host, Json, Switches);

    public Questions Questions => new(host, Output, Yes, canAsk: !NoInput && !Json && host.InIsTerminal);

    /// <summary>The switches that suggested commands repeat. The terminal's own default identity is not repeated.</summary>
    private CommandSwitches Switches => new(
        Sandbox, Sandbox ? null : Identity ?? (host.Variable("POCKITECT_IDENTITY") is { Length: > 0 } named ? named : null), Regions);

    /// <summary>The data folder of AWS or of the sandbox, which never share a file.</summary>
    public DataFolder Folder => _folder ??= Sandbox ? host.Home().ForSandbox() : host.Home();
}
