using Pockitect.Cli.Showing;
using Pockitect.Core;

namespace Pockitect.Cli;

/// <summary>One run of one command: how it was asked to behave, and where its words go.</summary>
internal sealed class Invocation(Surroundings surroundings)
{
    private DataFolder? _folder;
    private Output? _output;

    public Surroundings Surroundings => surroundings;

    public TimeProvider Time => surroundings.Time;

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

    public Output Output => _output ??= new Output(surroundings, Json);

    public Questions Questions => new(surroundings, Output, Yes, canAsk: !NoInput && !Json && surroundings.InIsTerminal);

    /// <summary>The data folder of AWS or of the sandbox, so that practice and real accounts never share a file.</summary>
    public DataFolder Folder => _folder ??= Sandbox ? surroundings.Home().ForSandbox() : surroundings.Home();
}
