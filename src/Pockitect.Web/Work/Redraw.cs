namespace Pockitect.Web.Work;

/// <summary>Renders a page after bursts of events, at most ten times a second.</summary>
/// <param name="draw">Switches to the page's thread: <c>() => InvokeAsync(StateHasChanged)</c>.</param>
public sealed class Redraw(Func<Task> draw, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private int _isWaiting;
    private volatile bool _isOver;

    /// <summary>Requests a render. Callable on any thread.</summary>
    public void Ask()
    {
        if (_isOver || Interlocked.Exchange(ref _isWaiting, 1) == 1) return;
        _ = LaterAsync();
    }

    public void Dispose() => _isOver = true;

    private async Task LaterAsync()
    {
        await Task.Delay(Pause, time);
        Interlocked.Exchange(ref _isWaiting, 0);
        if (_isOver) return;
        try
        {
            await draw();
        }
        catch (ObjectDisposedException)
        {
            // The window was just closed.
        }
    }
}
