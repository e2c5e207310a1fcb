using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Bus;

namespace Pockitect.Core.Execution;

/// <summary>Takes commands from the bus, carries them out, and says on the bus how they go.</summary>
public sealed partial class Worker(IBus bus, Operations operations, Cloud cloud, TimeProvider time, ILogger<Worker> log)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);

    /// <summary>Works until it is asked to end; then it starts nothing new and waits for what runs.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var work = new ConcurrentDictionary<Task, byte>();
        try
        {
            await foreach (var envelope in bus.CommandsAsync(ct))
            {
                // The same command twice is the same command.
                if (!_seen.TryAdd(envelope.Id, 0)) continue;
                var task = HandleAsync(envelope, ct);
                work[task] = 0;
                _ = task.ContinueWith(ended => work.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Asked to end.
        }

        await Task.WhenAll(work.Keys);
    }

    private async Task HandleAsync(Envelope envelope, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _running[envelope.RequestId] = stop;
        var began = time.GetTimestamp();
        LogBegan(envelope.Data.GetType().Name, envelope.Project);
        try
        {
            await AnswerAsync(envelope, new Accepted());
            await AnswerAsync(envelope, await DoAsync(envelope, stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await AnswerAsync(envelope, new Failed("Stopped, as asked.", [], [], WasCancelled: true));
        }
        // The one boundary of a command: a failure is told to whoever asked, and the worker goes on with the next.
        catch (Exception e)
        {
            var fault = e is FaultException { Fault: var known } ? known : cloud.Explain(e);
            if (fault.Kind is FaultKind.Bug) LogBug(e, envelope.Data.GetType().Name);
            await AnswerAsync(envelope, new Failed($"{fault.Message} {Advice.For(fault)}", [fault.Message], [], NeedsSignIn: fault.Kind is FaultKind.SignIn));
        }
        finally
        {
            _running.TryRemove(envelope.RequestId, out _);
            LogEnded(envelope.Data.GetType().Name, envelope.Project, time.GetElapsedTime(began));
        }
    }

    private async Task<Status> DoAsync(Envelope envelope, CancellationToken stop)
    {
        Task Tell(Status status) => AnswerAsync(envelope, status);
        return envelope.Data switch
        {
            ScanAllRegions scan => await operations.ScanAsync(scan.Request, Tell, stop),
            Deploy deploy => await operations.DeployAsync(Project(envelope), deploy, Tell, stop),
            Terminate terminate => await operations.TerminateAsync(envelope.Project, terminate, Tell, stop),
            Power power => await operations.PowerAsync(Project(envelope), power, Tell, stop),
            ProjectUpdated => await operations.RefreshAsync(Project(envelope), Tell, stop),
            Resume resume => await operations.ResumeAsync(Project(envelope), resume, Tell, stop),
            Undo undo => await operations.UndoAsync(Project(envelope), undo, Tell, stop),
            Keep => await operations.KeepAsync(Project(envelope), Tell, stop),
            Cancel cancel => StopRunning(cancel),
            _ => new Failed($"This worker does not know the command {envelope.Data.GetType().Name}.", [], []),
        };
    }

    private Completed StopRunning(Cancel cancel)
    {
        if (!_running.TryGetValue(cancel.TargetRequestId, out var running)) return new Completed("Nothing of that command runs any more.");
        running.Cancel();
        return new Completed("Nothing new is started; what runs is waited for.");
    }

    private static string Project(Envelope envelope) =>
        envelope.Project ?? throw new FaultException(new Fault(FaultKind.Invalid, "NoProject", "This command is about a project, and names none."));

    // A status is told even when the command was cancelled: that is when it matters most.
    private Task AnswerAsync(Envelope command, Status status) => bus.PublishAsync(command.Answer(status, time.GetUtcNow()), CancellationToken.None);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Command} of {Project} began")]
    private partial void LogBegan(string command, string? project);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Command} of {Project} ended after {Elapsed}")]
    private partial void LogEnded(string command, string? project, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Command} failed by a mistake in Pockitect")]
    private partial void LogBug(Exception exception, string command);
}
