using Pockitect.Core.Hosting;
using Pockitect.Core.Tests.Fakes;
using Pockitect.Testing;

namespace Pockitect.Core.Tests;

public sealed class BackgroundLoopTests
{
    private readonly InstantTime _time = new();
    private readonly KeptLog<BackgroundLoopTests> _log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loop_starts_its_work_again_after_each_failure_and_logs_it()
    {
        var turns = 0;
        var works = new TaskCompletionSource();
        await using var loop = Start(async ct =>
        {
            if (++turns < 4) throw new InvalidOperationException($"failure {turns}");
            works.SetResult();
            await RealTime.HangAsync(ct);
        });

        await works.Task.WaitAsync(TestPatience.Stretch(TimeSpan.FromSeconds(20)), Ct);

        Assert.False(loop.Completion.IsCompleted);
        Assert.Equal(["failure 1", "failure 2", "failure 3"], _log.Lines.Select(line => line[line.IndexOf("failure", StringComparison.Ordinal)..]));
        Assert.All(_log.Lines, line => Assert.StartsWith("Error: listening failed; restarting it in ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loop_that_keeps_failing_ends_with_its_last_exception_after_the_deadline()
    {
        var turns = 0;
        await using var loop = Start(_ => throw new InvalidOperationException($"failure {++turns}"), TimeSpan.FromMinutes(1));

        var last = await Assert.ThrowsAsync<InvalidOperationException>(() => loop.Completion);

        Assert.Equal($"failure {turns}", last.Message);
        Assert.InRange(turns, 5, 20);
        Assert.Contains("listening kept failing and has ended", _log.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deadline_starts_over_with_each_success()
    {
        var turns = 0;
        var started = new TaskCompletionSource<BackgroundLoop>();
        await using var loop = Start(
            async _ =>
            {
                if (++turns == 100) return;
                if (turns % 3 == 0) (await started.Task).ReportProgress();
                throw new InvalidOperationException();
            },
            TimeSpan.FromSeconds(2));

        started.SetResult(loop);
        await loop.Completion;

        Assert.Equal(100, turns);
    }

    [Fact]
    public async Task Loop_stops_when_it_is_disposed_also_during_a_pause()
    {
        var failed = new TaskCompletionSource();
        var loop = new BackgroundLoop(
            "listening",
            _ =>
            {
                failed.TrySetResult();
                throw new InvalidOperationException();
            },
            TimeProvider.System,
            _log,
            null,
            CancellationToken.None);
        await failed.Task.WaitAsync(TestPatience.Stretch(TimeSpan.FromSeconds(20)), Ct);

        await loop.DisposeAsync();
        await loop.DisposeAsync();

        Assert.True(loop.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Observed_task_that_fails_is_logged()
    {
        var ending = new TaskCompletionSource();
        BackgroundLoop.Observe(ending.Task, "refreshing shop", _log);

        ending.SetException(new InvalidOperationException("no space"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ending.Task);

        await Eventually.HoldsAsync(() => _log.Lines.Count > 0, Ct);
        Assert.Equal("Error: refreshing shop failed no space", Assert.Single(_log.Lines));
    }

    private BackgroundLoop Start(Func<CancellationToken, Task> work, TimeSpan? deadline = null) => new("listening", work, _time, _log, deadline, CancellationToken.None);
}
