using Pockitect.Cli.Rendering;
using Pockitect.Core;

namespace Pockitect.Cli;

/// <summary>One run of one command: how it was asked to behave, and where its words go.</summary>
internal sealed class Invocation(HostEnvironment host)
{
    private DataFolder? _folder;
    private Output? _output;

    public HostEnvironment HostEnvironment => host;

    public TimeProvider Time => host.Time;

    public bool Sandbox { get; init; }

    /// <summary>The id of the identity that the command line names; null where it names none.</summary>
    public string? Identity { get; init; }

    public bool Json { get; init; }

    public bool Yes { get; init; }

    /// <summary>The name that was given beforehand, for questions that want one typed.</summary>
    public string? Confirm { get; init; }

    public bool NoInput { get; init; }

    /// <summary>A change is sent to the workers, and its end not waited for.</summary>
    public bool Leave { get; init; }

    /// <summary>The Regions that the command was limited to.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    public Output Output => _output ??= new Output(host, Json, Switches);

    public Questions Questions => new(host, Output, Yes, canAsk: !NoInput && !Json && host.InIsTerminal);

    /// <summary>What the commands that are suggested have to repeat. An identity that is the terminal's own choice needs no repeating.</summary>
    private CommandSwitches Switches => new(
        Sandbox, Sandbox ? null : Identity ?? (host.Variable("POCKITECT_IDENTITY") is { Length: > 0 } named ? named : null), Regions);

    /// <summary>The data folder of AWS or of the sandbox, so that practice and real accounts never share a file.</summary>
    public DataFolder Folder => _folder ??= Sandbox ? host.Home().ForSandbox() : host.Home();
}
