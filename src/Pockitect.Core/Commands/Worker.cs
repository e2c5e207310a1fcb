using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>Takes commands from the bus, carries them out, and says on the bus how they go.</summary>
/// <param name="finishes">Asked to end, it takes no more commands and finishes those that run; otherwise these start nothing new.</param>
public sealed partial class Worker(IBus bus, Operations operations, Cloud cloud, TimeProvider time, ILogger<Worker> log, bool finishes = false)
{
    private readonly ConcurrentDictionary<Delivery, CancellationTokenSource> _running = new();

    /// <summary>Works until it is asked to end; then it takes nothing new and waits for what runs.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var work = new ConcurrentDictionary<Task, byte>();
        try
        {
            await foreach (var delivery in bus.CommandsAsync(ct))
            {
                var task = HandleAsync(delivery, finishes ? CancellationToken.None : ct);
                work[task] = 0;
                _ = task.ContinueWith(ended => work.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Asked to end.
        }
        finally
        {
            // Also where the bus gives no more commands: what runs is brought to its end.
            await Task.WhenAll(work.Keys);
        }
    }

    private async Task HandleAsync(Delivery delivery, CancellationToken ct)
    {
        var envelope = delivery.Command;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var hold = delivery;
        _running[delivery] = stop;
        var began = time.GetTimestamp();
        LogBegan(envelope.Data.GetType().Name, envelope.Project);
        try
        {
            await TellAsync(delivery, new Accepted());
            if (await TrySplitAsync(delivery, stop.Token)) return;
            await EndAsync(delivery, await EndingAsync(delivery, stop.Token));
        }
        catch (TakenOverException)
        {
            LogTakenOver(envelope.Data.GetType().Name, envelope.Project);
        }
        // What it did is in the journal; the bus hands a command whose end was not told to the next worker.
        catch (Exception e)
        {
            LogNotTold(e, envelope.Data.GetType().Name, envelope.Project);
        }
        finally
        {
            _running.TryRemove(delivery, out _);
            LogEnded(envelope.Data.GetType().Name, envelope.Project, time.GetElapsedTime(began));
        }
    }

    private async Task<Status> EndingAsync(Delivery delivery, CancellationToken stop)
    {
        try
        {
            return await DoAsync(delivery, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new Failed("Stopped, as asked.", [], [], WasCancelled: true);
        }
        // The one boundary of a command: a failure is told to whoever asked, and the worker goes on with the next.
        catch (Exception e) when (e is not TakenOverException)
        {
            var fault = cloud.FaultOf(e);
            if (fault.Kind is FaultKind.Bug) LogBug(e, delivery.Command.Data.GetType().Name);
            return new Failed(Advice.WithMessage(fault), [fault.Message], [], NeedsSignIn: fault.Kind is FaultKind.SignIn);
        }
    }

    private async Task<bool> TrySplitAsync(Delivery delivery, CancellationToken stop)
    {
        if (delivery.Command.Data is not ScanAllRegions scan) return false;
        try
        {
            return await delivery.TrySplitAsync(await operations.ScanPartsAsync(scan.Request, stop));
        }
        catch (Exception e) when (e is not TakenOverException)
        {
            // Without a list of Regions it is looked at whole, and that look says what is wrong.
            return false;
        }
    }

    private async Task<Status> DoAsync(Delivery delivery, CancellationToken stop)
    {
        var envelope = delivery.Command;
        var request = new Request(envelope.RequestId, delivery.IsTakenOver, (envelope.Data as Command)?.Blueprint);
        Task Tell(Status status) => TellAsync(delivery, status);
        return envelope.Data switch
        {
            ScanPart part => await operations.ScanPartAsync(part.Request, Tell, stop),
            ScanAllRegions scan => await operations.ScanAsync(scan.Request, Tell, stop),
            Deploy deploy => await operations.DeployAsync(Project(envelope), deploy, Tell, stop, request),
            Terminate terminate => await operations.TerminateAsync(envelope.Project, terminate, Tell, stop, request),
            Power power => await operations.PowerAsync(Project(envelope), power, Tell, stop, request),
            ProjectUpdated update => await operations.RefreshAsync(Project(envelope), update, Tell, stop),
            Resume { OperationId: { } id } resume => await operations.ResumeSelectionAsync(id, resume, Tell, stop, request),
            Keep { OperationId: { } id } => await operations.KeepSelectionAsync(id, stop, request),
            Resume resume => await operations.ResumeAsync(Project(envelope), resume, Tell, stop, request),
            Undo undo => await operations.UndoAsync(Project(envelope), undo, Tell, stop, request),
            Keep => await operations.KeepAsync(Project(envelope), Tell, stop, request),
            Cancel cancel => StopRunning(cancel),
            _ => new Failed($"This worker does not know the command {envelope.Data.GetType().Name}.", [], []),
        };
    }

    private Completed StopRunning(Cancel cancel)
    {
        var targets = _running.Where(running => running.Key.Command.RequestId == cancel.TargetRequestId).ToList();
        foreach (var (_, running) in targets) running.Cancel();
        return new Completed(targets.Count == 0 ? "Nothing of that command runs any more." : "Nothing new is started; what runs is waited for.");
    }

    private static string Project(Envelope envelope) =>
        envelope.Project ?? throw new FaultException(new Fault(FaultKind.Invalid, "NoProject", "This command is about a project, and names none."));

    private Task TellAsync(Delivery delivery, Status status) => delivery.TellAsync(delivery.Command.Answer(status, time.GetUtcNow()));

    private Task EndAsync(Delivery delivery, Status last) => delivery.EndAsync(delivery.Command.Answer(last, time.GetUtcNow()));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Command} of {Project} began")]
    private partial void LogBegan(string command, string? project);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Command} of {Project} ended after {Elapsed}")]
    private partial void LogEnded(string command, string? project, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Command} failed by a mistake in Pockitect")]
    private partial void LogBug(Exception exception, string command);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Command} of {Project} was taken over by another worker")]
    private partial void LogTakenOver(string command, string? project);

    [LoggerMessage(Level = LogLevel.Error, Message = "How {Command} of {Project} went could not be reported")]
    private partial void LogNotTold(Exception exception, string command, string? project);
}
