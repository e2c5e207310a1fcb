using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Commands;

/// <summary>Takes commands from the bus, executes them, and reports their progress.</summary>
/// <param name="finishes">Whether, when stopped, running commands finish; otherwise they start nothing new.</param>
public sealed partial class Worker(
    IBus bus, CommandHandlers handlers, Cloud cloud, TimeProvider time, ILogger<Worker> log, bool finishes = false)
{
    private readonly ConcurrentDictionary<Delivery, CancellationTokenSource> _running = new();

    /// <summary>Works until stopped; then takes no more commands and waits for the running ones.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var work = new ConcurrentDictionary<Task, byte>();
        try
        {
            await foreach (var delivery in bus.CommandsAsync(ct))
            {
                var task = HandleAsync(delivery, finishes ? CancellationToken.None : ct);
                work[task] = 0;
                _ = task.ContinueWith(
                    ended => work.TryRemove(ended, out _),
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopped.
        }
        finally
        {
            // Running commands finish even if the bus delivers no more.
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
        // Its work is in the journal; the bus gives a command without a result to the next worker.
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
            return new Failed("Canceled.", [], [], WasCancelled: true);
        }
        // The error boundary of a command: reports the failure, and the worker continues with the next command.
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
            return await delivery.TrySplitAsync(await handlers.ScanPartsAsync(scan.Request, stop));
        }
        catch (Exception e) when (e is not TakenOverException)
        {
            // Without a list of Regions, it runs as one scan, which reports the error.
            return false;
        }
    }

    private async Task<Status> DoAsync(Delivery delivery, CancellationToken stop)
    {
        var envelope = delivery.Command;
        switch (envelope.Data)
        {
            case Cancel cancel:
                return StopRunning(cancel);
            case Command command:
                var request = new Request(envelope.RequestId, delivery.IsTakenOver, command.Blueprint);
                return await handlers.HandleAsync(
                    command, new CommandContext(envelope.Project, status => TellAsync(delivery, status), request), stop);
            default:
                return StatusFactory.Unsupported(envelope.Data);
        }
    }

    private Completed StopRunning(Cancel cancel)
    {
        var targets = _running.Where(running => running.Key.Command.RequestId == cancel.TargetRequestId).ToList();
        foreach (var (_, running) in targets) running.Cancel();
        return new Completed(targets.Count == 0 ? "That command is not running." : "Canceling. Running steps finish first.");
    }

    private Task TellAsync(Delivery delivery, Status status) => delivery.TellAsync(delivery.Command.Answer(status, time.GetUtcNow()));

    private Task EndAsync(Delivery delivery, Status last) => delivery.EndAsync(delivery.Command.Answer(last, time.GetUtcNow()));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Command} of {Project} began")]
    private partial void LogBegan(string command, string? project);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Command} of {Project} ended after {Elapsed}")]
    private partial void LogEnded(string command, string? project, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Command} failed because of a bug in Pockitect")]
    private partial void LogBug(Exception exception, string command);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Command} of {Project} was taken over by another worker")]
    private partial void LogTakenOver(string command, string? project);

    [LoggerMessage(Level = LogLevel.Error, Message = "Can't report the result of {Command} of {Project}")]
    private partial void LogNotTold(Exception exception, string command, string? project);
}
