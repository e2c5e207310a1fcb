namespace Pockitect.Cli.Host;

/// <summary>An error that ends a command, as a message for the user: what failed, why, and what to do.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
