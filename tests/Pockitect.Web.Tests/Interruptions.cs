using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Pockitect.Testing;

namespace Pockitect.Web.Tests;

/// <summary>What can come between a person and the app, on purpose.</summary>
internal static class Interruptions
{
    /// <summary>How often each is tried: once, or as many as <c>POCKITECT_INTERRUPTIONS</c> says; <c>bench/interruptions</c> tries 50.</summary>
    public static int Times { get; } =
        Environment.GetEnvironmentVariable("POCKITECT_INTERRUPTIONS") is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : 1;

    /// <summary>How long the server is paused: 3 s, or as <c>POCKITECT_PAUSE_SECONDS</c> says.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable("POCKITECT_PAUSE_SECONDS") is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : 3);

    /// <summary>Moments that are the same in each run, spread over the time that is given.</summary>
    public static IEnumerable<TimeSpan> Moments(TimeSpan within)
    {
        var random = new Random(20261126);
        return Enumerable.Range(0, Times).Select(_ => within * random.NextDouble());
    }

    /// <summary>Pauses the process for a while, like a computer that goes to sleep.</summary>
    public static async Task PauseAsync(int processId, TimeSpan time, CancellationToken ct)
    {
        await SignalAsync("-STOP", processId, ct);
        await RealTime.PassAsync(time, ct);
        await SignalAsync("-CONT", processId, ct);
    }

    private static async Task SignalAsync(string signal, int processId, CancellationToken ct)
    {
        using var kill = Process.Start("kill", [signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(ct);
        Assert.Equal(0, kill.ExitCode);
    }
}

/// <summary>The sockets of a page, in the hands of a test. To be made before the page is opened.</summary>
internal sealed class Sockets
{
    private readonly List<(IWebSocketRoute Page, IWebSocketRoute Server)> _open = [];

    private bool _isRefused;

    public int Dropped { get; private set; }

    public static async Task<Sockets> OfAsync(IPage page)
    {
        var sockets = new Sockets();
        await page.RouteWebSocketAsync(_ => true, socket =>
        {
            if (sockets._isRefused) _ = socket.CloseAsync(new() { Code = 3001 });
            else sockets._open.Add((socket, socket.ConnectToServer()));
        });
        return sockets;
    }

    /// <summary>Cuts every connection, and lets none be made any more.</summary>
    public Task RefuseAsync()
    {
        _isRefused = true;
        return DropAsync();
    }

    /// <summary>Cuts every connection, in both directions.</summary>
    public async Task DropAsync()
    {
        // The page opens the next one at once.
        List<(IWebSocketRoute Page, IWebSocketRoute Server)> open = [.. _open];
        _open.Clear();
        foreach (var (page, server) in open)
        {
            await server.CloseAsync(new() { Code = 3001 });
            await page.CloseAsync(new() { Code = 3001 });
            Dropped++;
        }
    }
}
