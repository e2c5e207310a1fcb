namespace Pockitect.Web.Work;

/// <summary>Draws a page anew after many events, at most ten times a second.</summary>
/// <param name="draw">The page's own way to its thread: <c>() => InvokeAsync(StateHasChanged)</c>.</param>
public sealed class Redraw(Func<Task> draw, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(100);

    private int _isWaiting;
    private volatile bool _isOver;

    /// <summary>Something has changed. From any thread.</summary>
    public void Ask()
    {
        if (_isOver || Interlocked.Exchange(ref _isWaiting, 1) == 1) return;
        _ = LaterAsync();
    }

    public void Dispose() => _isOver = true;

    private async Task LaterAsync()
    {
        await Task.Delay(pause, time);
        Interlocked.Exchange(ref _isWaiting, 0);
        if (_isOver) return;
        try
        {
            await draw();
        }
        catch (ObjectDisposedException)
        {
            // The window was closed in this moment.
        }
    }
}
