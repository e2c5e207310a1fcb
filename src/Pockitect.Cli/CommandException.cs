namespace Pockitect.Cli;

/// <summary>Why a command can't go on, in words for whoever typed it: what, which, what next.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
