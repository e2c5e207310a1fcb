using Pockitect.Core;
using Pockitect.Core.Bus;
using Spectre.Console;
using Progress = Pockitect.Core.Bus.Progress;
using Status = Pockitect.Core.Bus.Status;

namespace Pockitect.Cli.Showing;

/// <summary>Shows how a command goes while it runs: a table that is drawn over itself in a terminal, plain lines in a pipe, JSON lines when asked.</summary>
internal static class ProgressView
{
    /// <summary>Runs the command and shows it.</summary>
    /// <param name="run">Runs it, and tells each status.</param>
    public static Task<Status> ShowAsync(Output output, Func<Action<Status>, Task<Status>> run)
    {
        if (output.IsJson) return run(status => output.Json(StatusJson.Write(status)));
        return output.IsLive ? DrawAsync(output, run) : run(new Lines(output).Add);
    }

    /// <summary>Says how it ended and what can be done now, and gives the exit code for it.</summary>
    /// <param name="project">The project that it was about; null for a selection.</param>
    public static int End(Output output, Status last, string? project = null)
    {
        if (last is not Failed failed)
        {
            output.Tell($"{output.DataInk.Good("Done:")} {((Completed)last).Summary}");
            return ExitCodes.Done;
        }

        output.Say($"{(failed.WasCancelled ? output.Ink.Careful("Stopped:") : output.Ink.Bad("Failed:"))} {failed.Reason}");
        foreach (var failure in failed.Failures.Skip(1)) output.Say($"  also {failure}");
        foreach (var skipped in failed.Skipped) output.Say($"  skipped {skipped}");
        if (project is not null && failed.OperationId is not null)
            output.Say($"`pockitect resume {project}` goes on, `pockitect undo {project}` takes back what was done, `pockitect keep {project}` leaves it as it is.");
        return failed switch
        {
            { WasCancelled: true } => ExitCodes.Interrupted,
            { NeedsSignIn: true } => ExitCodes.SignIn,
            _ => ExitCodes.Failed,
        };
    }

    private static async Task<Status> DrawAsync(Output output, Func<Action<Status>, Task<Status>> run)
    {
        var board = new Board();
        Status? last = null;
        await output.Drawing.Live(board.Draw()).AutoClear(true).StartAsync(async drawing => last = await run(status =>
        {
            if (status is Queued) board.IsQueued = true;
            if (status is Accepted) board.IsQueued = false;
            if (status is Progress progress) board.Add(progress);
            drawing.UpdateTarget(board.Draw());
        }));
        foreach (var line in board.Ended) output.Say($"  {line}");
        return last!; // Set by the run that was just awaited.
    }

    private const string QueuedWords = "No worker has taken it yet: it waits for one. `pockitect worker` is one.";

    private static string Head(Progress progress) =>
        $"step {progress.Step} of {progress.Total} · {Ages.Clock(progress.Elapsed)}"
        + (progress.Remaining is { } left && progress.Step < progress.Total ? $" · {Ages.About(left)} left" : "");

    /// <summary>One line for each change of a resource, and now and then one for what it waits for.</summary>
    private sealed class Lines(Output output)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
        private readonly Dictionary<string, (string Phase, TimeSpan At)> _told = [];

        public void Add(Status status)
        {
            if (status is Queued) output.Say($"{QueuedWords} Ctrl+C takes the command back.");
            if (status is not Progress progress) return;
            var key = $"{progress.Resource} {progress.ResourceType}";
            if (_told.TryGetValue(key, out var before) && before.Phase == progress.Phase && progress.Elapsed - before.At < Pause) return;
            _told[key] = (progress.Phase, progress.Elapsed);
            var detail = progress.Detail is null ? "" : $": {progress.Detail}";
            output.Say($"[{Head(progress)}] {progress.Resource} ({progress.ResourceType}) {progress.Phase}{detail}");
        }
    }

    /// <summary>What runs now, and how far it all is.</summary>
    private sealed class Board
    {
        private readonly Dictionary<string, Progress> _running = new(StringComparer.Ordinal);
        private readonly List<string> _ended = [];
        private Progress? _last;

        public bool IsQueued { get; set; }

        /// <summary>What has ended, a line each.</summary>
        public IReadOnlyList<string> Ended => _ended;

        public void Add(Progress progress)
        {
            _last = progress;
            var key = $"{progress.Resource} {progress.ResourceType}";
            if (progress.Phase is "done" or "failed" or "skipped" or "stopped")
            {
                _running.Remove(key);
                _ended.Add($"{progress.Resource} ({progress.ResourceType}) {progress.Phase}{(progress.Detail is null ? "" : $": {progress.Detail}")}");
            }
            else
            {
                _running[key] = progress;
            }
        }

        public Table Draw()
        {
            var title = _last is not null ? Head(_last) : IsQueued ? QueuedWords : "beginning";
            var table = new Table { Border = TableBorder.None, Title = new TableTitle(Markup.Escape(title)) };
            table.AddColumns("resource", "type", "", "");
            foreach (var progress in _running.Values)
            {
                table.AddRow(
                    new Text(Output.Clean(progress.Resource), new Style(decoration: Decoration.Bold)),
                    new Text(progress.ResourceType),
                    new Text(progress.Phase, new Style(Color.Yellow)),
                    new Text(Output.Clean(progress.Detail)));
            }

            return table;
        }
    }
}
