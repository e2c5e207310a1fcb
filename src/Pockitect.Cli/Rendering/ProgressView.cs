using Pockitect.Cli.Host;
using Pockitect.Core.Changes;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Text;
using Progress = Pockitect.Core.Commands.Bus.Progress;
using Status = Pockitect.Core.Commands.Bus.Status;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows a command's progress: a live table in a terminal, lines in a pipe, JSON lines with --json.</summary>
internal static class ProgressView
{
    /// <summary>Runs the command and shows its progress.</summary>
    /// <param name="run">Runs the command and reports each status.</param>
    /// <param name="interrupted">Requests cancellation. A message is shown immediately, because stopping may take a while.</param>
    public static async Task<Status> ShowAsync(Output output, Func<Action<Status>, Task<Status>> run, CancellationToken interrupted)
    {
        await using var answer = interrupted.Register(() => output.Say(
            $"{output.Style.Careful("Stopping:")} finishing running calls, starting nothing new. Press Ctrl+C again to quit immediately."));
        if (output.IsJson) return await run(status => output.Json(StatusJson.Write(status)));
        return await (output.IsLive ? DrawAsync(output, run) : run(new Log(output).Add));
    }

    /// <summary>Prints the result and the next commands, and returns the exit code.</summary>
    /// <param name="project">The command's project; null for a selection.</param>
    public static int End(Output output, Status last, string? project = null)
    {
        if (last is not Failed failed)
        {
            output.Tell($"{output.DataStyle.Good("Done:")} {((Completed)last).Summary}");
            return ExitCodes.Done;
        }

        var label = $"{EndText.Of(failed)}:";
        var heading = failed.WasCancelled || failed.IsStillWaiting ? output.Style.Careful(label) : output.Style.Bad(label);
        output.Say($"{heading} {new Lines(failed.Reason)}");
        foreach (var failure in failed.Failures.Skip(1)) output.Say($"  also {failure}");
        foreach (var skipped in failed.Skipped) output.Say($"  skipped {skipped}");
        if (project is not null && failed.OperationId is not null) UnfinishedView.ShowNext(output, project);
        return failed switch
        {
            { WasCancelled: true } => ExitCodes.Interrupted,
            { NeedsSignIn: true } => ExitCodes.SignIn,
            _ => ExitCodes.Failed,
        };
    }

    private static async Task<Status> DrawAsync(Output output, Func<Action<Status>, Task<Status>> run)
    {
        var board = new Board(output);
        Status last;
        using (var area = output.Live(board.Draw)) last = await run(status => area.Change(() => board.Add(status)));
        foreach (var line in board.Ended) output.Say($"  {line}");
        return last;
    }

    private const string QueuedWords = "Waiting for a worker. Start one with `pockitect worker`.";

    /// <param name="since">How long ago this was reported.</param>
    private static string Head(Progress progress, TimeSpan since) =>
        $"step {progress.Step} of {progress.Total} · {Ages.Clock(progress.Elapsed + since)}"
        + (progress.Remaining is { } left && left > since && progress.Step < progress.Total ? $" · {Ages.About(left - since)} left" : "");

    /// <summary>Writes one line per change of a resource, and occasionally what it waits for.</summary>
    private sealed class Log(Output output)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
        private readonly Dictionary<string, (string Phase, TimeSpan At)> _told = [];

        public void Add(Status status)
        {
            if (status is Queued) output.SayMessage($"{QueuedWords} Press Ctrl+C to withdraw the command.");
            if (status is not Progress progress) return;
            var key = $"{progress.Resource} {progress.ResourceType}";
            if (_told.TryGetValue(key, out var before) && before.Phase == progress.Phase && progress.Elapsed - before.At < Pause) return;
            _told[key] = (progress.Phase, progress.Elapsed);
            var detail = progress.Detail is null ? "" : $": {progress.Detail}";
            output.Say($"[{Head(progress, TimeSpan.Zero)}] {progress.Resource} ({progress.ResourceType}) {progress.Phase}{detail}");
        }
    }

    /// <summary>The running steps and the overall progress.</summary>
    private sealed class Board(Output output)
    {
        private readonly Dictionary<string, (Progress Progress, DateTimeOffset Since)> _running = new(StringComparer.Ordinal);
        private readonly List<string> _ended = [];
        private readonly DateTimeOffset _began = output.Time.GetUtcNow();
        private Progress? _last;
        private DateTimeOffset _lastAt;
        private bool _isQueued;

        /// <summary>Writes finished steps, one line each.</summary>
        public IReadOnlyList<string> Ended => _ended;

        public void Add(Status status)
        {
            if (status is Queued) _isQueued = true;
            if (status is Accepted) _isQueued = false;
            if (status is not Progress progress) return;
            var now = output.Time.GetUtcNow();
            (_last, _lastAt) = (progress, now);
            var key = $"{progress.Resource} {progress.ResourceType}";
            if (progress.Phase is "done" or "failed" or "skipped" or "stopped")
            {
                _running.Remove(key);
                _ended.Add(
                    $"{progress.Resource} ({progress.ResourceType}) "
                        + $"{progress.Phase}{(progress.Detail is null ? "" : $": {progress.Detail}")}");
            }
            else
            {
                var since = _running.TryGetValue(key, out var before) && before.Progress.Phase == progress.Phase ? before.Since : now;
                _running[key] = (progress, since);
            }
        }

        /// <summary>The clock, and one line per running step within this width.</summary>
        public IReadOnlyList<string> Draw(int columns)
        {
            var now = output.Time.GetUtcNow();
            var title = _last is not null
                ? Head(_last, now - _lastAt)
                : _isQueued ? output.WithSwitches(QueuedWords)
                : $"starting · {Ages.Clock(now - _began)}";
            return
            [
                output.Style.Strong(TerminalText.Crop(title, columns)).Text,
                .. _running.Values.Select(
                    running => TerminalText.Crop(TerminalText.Line(Words(running.Progress, now - running.Since)), columns)),
            ];
        }

        private static string Words(Progress progress, TimeSpan since) =>
            $"  {progress.Resource} ({progress.ResourceType[(progress.ResourceType.LastIndexOf(':') + 1)..]}) {progress.Phase}"
            + $"{(progress.Detail is null ? "" : $": {progress.Detail}")}{(since.TotalSeconds >= 1 ? $" · {Ages.Clock(since)}" : "")}";
    }
}
