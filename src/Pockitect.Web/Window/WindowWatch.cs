using System.Diagnostics;

namespace Pockitect.Web.Window;

/// <summary>Detects when the user closes the app's window.</summary>
/// <param name="isBusy">Whether an operation is running, which keeps the app alive.</param>
public sealed class WindowWatch(Circuits circuits, Func<bool> isBusy, TimeProvider time)
{
    /// <summary>How long no window may be connected before it counts as closed. Reloads and sleep are shorter.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // If the profile is in use, the browser passes the page to its first process, and the new process exits immediately.
    private static readonly TimeSpan HandedOver = TimeSpan.FromSeconds(5);

    private readonly Lock _opening = new();
    private readonly List<(Process Process, DateTimeOffset OpenedAt)> _windows = [];
    private bool _hasPage;

    /// <summary>Records that a window was opened.</summary>
    public void Add(Process window)
    {
        lock (_opening) _windows.Add((window, time.GetUtcNow()));
    }

    /// <summary>Records that the window did not open.</summary>
    public void Remove(Process window)
    {
        lock (_opening) _windows.RemoveAll(known => ReferenceEquals(known.Process, window));
    }

    /// <summary>Records that a page was opened in the user's browser, whose exit means nothing.</summary>
    public void AddPage()
    {
        lock (_opening) _hasPage = true;
    }

    /// <summary>
    /// Returns whether a new browser process shows its window or passed it on. A browser that can't start exits immediately with an error.
    /// </summary>
    public async Task<bool> HasOpenedAsync(Process window)
    {
        using var patience = new CancellationTokenSource(HandedOver, time);
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

    /// <summary>Completes when the last window is closed and no operation runs.</summary>
    public async Task UntilClosedAsync(CancellationToken ct)
    {
        while (isBusy() || !IsClosed()) await Task.Delay(Pause, time, ct);
    }

    /// <summary>Whether our browser exited. If it passed its window on, whether no window has been connected for a while.</summary>
    private bool IsClosed()
    {
        lock (_opening)
        {
            if (_windows.Any(window => !window.Process.HasExited) || circuits.Alone is not { } alone) return false;
            // A printed link may be opened at any time, and an external browser may never reach the page.
            if (_windows.Count == 0) return _hasPage && circuits.HadAny && alone > Grace;
            // An exited process no longer reports its start time.
            var stayed = _windows.Any(window => window.Process.ExitTime.ToUniversalTime() - window.OpenedAt > HandedOver);
            return stayed || alone > Grace;
        }
    }
}
