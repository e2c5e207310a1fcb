using System.Runtime.InteropServices;

namespace Pockitect.Cli.Host;

/// <summary>Handles Ctrl+C and termination signals: the first requests an orderly stop, the second ends the process immediately.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _count;

    public Interrupts() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
    ];

    /// <summary>Canceled by the first interrupt.</summary>
    public CancellationToken Token => _first.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _first.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        // The journal has the unfinished operation, so exiting here loses nothing.
        if (Interlocked.Increment(ref _count) > 1) Environment.Exit(ExitCodes.Interrupted);
        context.Cancel = true;
        _first.Cancel();
    }
}
