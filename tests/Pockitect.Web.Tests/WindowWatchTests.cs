using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Testing;
using Pockitect.Web.Window;

namespace Pockitect.Web.Tests;

public sealed class WindowWatchTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_that_handed_over_and_ended_at_once_is_closed_when_no_window_was_connected_for_a_while()
    {
        var watch = new WindowWatch(new Circuits(_time), isBusy: () => false, _time);
        watch.Add(await EndedAsync());
        var closed = watch.UntilClosedAsync(Ct);

        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.False(closed.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        await closed.WaitAsync(TestPatience.Stretch(TimeSpan.FromSeconds(10)), Ct);
    }

    [Fact]
    public async Task Nothing_ends_while_an_operation_runs()
    {
        var isBusy = true;
        var watch = new WindowWatch(new Circuits(_time), () => isBusy, _time);
        watch.Add(await EndedAsync());
        var closed = watch.UntilClosedAsync(Ct);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(closed.IsCompleted);
        isBusy = false;
        _time.Advance(TimeSpan.FromSeconds(2));

        await closed.WaitAsync(TestPatience.Stretch(TimeSpan.FromSeconds(10)), Ct);
    }

    [Fact]
    public async Task A_browser_that_fails_at_once_has_opened_nothing_and_does_not_count()
    {
        var watch = new WindowWatch(new Circuits(_time), isBusy: () => false, _time);
        var failed = await EndedAsync("no-such-command");
        watch.Add(failed);

        Assert.False(await watch.HasOpenedAsync(failed));
        Assert.True(await watch.HasOpenedAsync(await EndedAsync()));
        watch.Remove(failed);
        var closed = watch.UntilClosedAsync(Ct);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(closed.IsCompleted);
    }

    [Fact]
    public async Task A_page_in_a_browser_of_others_counts_as_closed_after_it_was_there_and_gone_for_a_while()
    {
        var circuits = new Circuits(_time);
        var window = new Circuits.Counter(circuits);
        var watch = new WindowWatch(circuits, isBusy: () => false, _time);
        watch.AddPage();
        var closed = watch.UntilClosedAsync(Ct);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(closed.IsCompleted);

        await window.OnConnectionUpAsync(null!, Ct);
        _time.Advance(TimeSpan.FromHours(1));
        await window.OnConnectionDownAsync(null!, Ct);
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.False(closed.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        await closed.WaitAsync(TestPatience.Stretch(TimeSpan.FromSeconds(10)), Ct);
    }

    private async Task<Process> EndedAsync(string command = "--version")
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [command]) { RedirectStandardOutput = true, RedirectStandardError = true })!; // Null only where a shell is used.
        await process.WaitForExitAsync(Ct);
        // However long it took on a busy machine, it did not stay.
        _time.SetUtcNow(TimeProvider.System.GetUtcNow());
        return process;
    }
}
