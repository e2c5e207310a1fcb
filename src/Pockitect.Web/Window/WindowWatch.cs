using System.Diagnostics;

namespace Pockitect.Web.Window;

/// <summary>Knows when the person has closed the app's window.</summary>
/// <param name="isBusy">An operation runs: then nothing ends, whatever is closed.</param>
public sealed class WindowWatch(Circuits circuits, Func<bool> isBusy, TimeProvider time)
{
    /// <summary>How long no window may be connected before it counts as closed: a reload and a sleep of the computer are none.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan pause = TimeSpan.FromSeconds(1);

    // A profile that is in use already hands the page over to its first process, and the one that was started ends at once.
    private static readonly TimeSpan handedOver = TimeSpan.FromSeconds(5);

    private readonly Lock _opening = new();
    private readonly List<(Process Process, DateTimeOffset OpenedAt)> _windows = [];
    private bool _hasPage;

    /// <summary>A window was opened.</summary>
    public void Add(Process window)
    {
        lock (_opening) _windows.Add((window, time.GetUtcNow()));
    }

    /// <summary>It has not become a window after all.</summary>
    public void Remove(Process window)
    {
        lock (_opening) _windows.RemoveAll(known => ReferenceEquals(known.Process, window));
    }

    /// <summary>A page was opened in a browser that is not ours, and whose end tells nothing.</summary>
    public void AddPage()
    {
        lock (_opening) _hasPage = true;
    }

    /// <summary>Whether a browser that was just started shows its window, or has handed it over; one that cannot ends at once with a fault.</summary>
    public async Task<bool> HasOpenedAsync(Process window)
    {
        using var patience = new CancellationTokenSource(handedOver, time);
        try
        {
            await window.WaitForExitAsync(patience.Token);
            return window.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Ends when the last window is closed and nothing runs.</summary>
    public async Task UntilClosedAsync(CancellationToken ct)
    {
        while (isBusy() || !IsClosed()) await Task.Delay(pause, time, ct);
    }

    /// <summary>The browser that we started has ended, or where it handed over to another, no window has been connected for a while.</summary>
    private bool IsClosed()
    {
        lock (_opening)
        {
            if (_windows.Any(window => !window.Process.HasExited) || circuits.Alone is not { } alone) return false;
            // Where a link was printed, nobody knows when it is opened; nor whether a browser of others' ever got to the page.
            if (_windows.Count == 0) return _hasPage && circuits.HadAny && alone > Grace;
            // A process that has ended does not tell any more when it began.
            var stayed = _windows.Any(window => window.Process.ExitTime.ToUniversalTime() - window.OpenedAt > handedOver);
            return stayed || alone > Grace;
        }
    }
}
