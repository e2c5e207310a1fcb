using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Hosting;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;

namespace Pockitect.Core.Changes;

/// <summary>A command that was sent.</summary>
/// <param name="RequestId">Its ID on the bus.</param>
/// <param name="End">Its last status.</param>
public sealed record StartedCommand(string RequestId, Task<Status> End);

/// <summary>Sends commands to a worker, of this process or elsewhere, follows them to their end, and cancels them.</summary>
/// <param name="bus">Carries the commands. A <see cref="JoinedBus"/> sends them to workers elsewhere.</param>
public sealed class CommandClient(
    IBus bus, ProjectStore projects, ProjectReader reader, DataFolder folder, TimeProvider time, ILogger<CommandClient> log)
{
    /// <summary>A worker that is free accepts a command within this time.</summary>
    private static readonly TimeSpan AcceptedWithin = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, string> _sentAway = new(StringComparer.Ordinal);

    /// <summary>Whether other workers execute the commands.</summary>
    public bool IsRemote => bus is JoinedBus;

    /// <summary>Subscribes to the statuses of all commands.</summary>
    public IStatusSubscription Subscribe() => bus.Subscribe();

    /// <summary>Prepares a command so that any worker can execute it: with the project's blueprint and ID.</summary>
    public async Task<Envelope> PrepareAsync(Command command, string? project, CancellationToken ct)
    {
        if (project is null || !GoesAway(command)) return Envelope.Command(command, project, time.GetUtcNow());
        if (command is Deploy && projects.Load(project) is { Project: { Id: null } section })
            await projects.WriteIdAsync(project, (await reader.OwnershipAsync(section, ct)).Id ?? ProjectStore.NewId(), ct);
        var text = await DataFile.ReadTextAsync(folder.BlueprintOf(project), ct, SentBlueprint.MaxBytes);
        var sent = command with { Blueprint = text is null ? null : SentBlueprint.Of(text) };
        var request = Envelope.Command(sent, project, time.GetUtcNow());
        _sentAway[request.RequestId] = project;
        return request;
    }

    /// <summary>Sends a prepared command. If no worker accepts it soon, everyone who listens gets <see cref="Queued"/>.</summary>
    /// <exception cref="FaultException">The workers can't be reached.</exception>
    public async Task SendAsync(Envelope request)
    {
        var heard = GoesAway(request.Data) ? bus.Subscribe() : null;
        try
        {
            await bus.SendAsync(request, CancellationToken.None);
        }
        catch (FaultException)
        {
            heard?.Dispose();
            throw;
        }

        if (heard is not null) BackgroundLoop.Observe(ReportQueuedAsync(request, heard), "Waiting for a worker", log);
    }

    /// <summary>Sends a command to the workers and doesn't wait for its end.</summary>
    /// <exception cref="FaultException">The workers can't be reached.</exception>
    public async Task QueueAsync(Command command, string? project, CancellationToken ct) =>
        await bus.SendAsync(await PrepareAsync(command, project, ct), ct);

    /// <summary>Sends a command and follows it.</summary>
    /// <param name="seen">Gets each status, the last one too.</param>
    /// <param name="interrupted">Cancels the command, once. Its end is awaited nevertheless.</param>
    /// <exception cref="FaultException">The workers can't be reached.</exception>
    public async Task<StartedCommand> StartAsync(Command command, string? project, Action<Status> seen, CancellationToken interrupted)
    {
        var request = await PrepareAsync(command, project, interrupted);
        // Before the command is sent, so that its first status isn't missed.
        var subscription = bus.Subscribe();
        try
        {
            await SendAsync(request);
        }
        catch
        {
            subscription.Dispose();
            throw;
        }

        return new StartedCommand(request.RequestId, FollowAsync(request, subscription, seen, interrupted));
    }

    /// <summary>Sends a command and waits for its end.</summary>
    /// <returns>The last status.</returns>
    /// <inheritdoc cref="StartAsync"/>
    public async Task<Status> RunAsync(Command command, string? project, Action<Status> seen, CancellationToken interrupted) =>
        await (await StartAsync(command, project, seen, interrupted)).End;

    /// <summary>
    /// Asks the worker to start no new step of a command. A command that no worker has accepted ends here and never runs.
    /// </summary>
    /// <param name="isTaken">Whether a worker has reported a status of it.</param>
    public async Task CancelAsync(string requestId, string? project, Func<bool> isTaken)
    {
        var end = "No worker had accepted the command, and none will run it now.";
        try
        {
            await bus.SendAsync(Envelope.Command(new Cancel(requestId), project, time.GetUtcNow()), CancellationToken.None);
            if (!IsRemote) return;
            // A worker that has just accepted it reports so.
            await Task.Delay(AcceptedWithin, time);
            if (isTaken()) return;
        }
        catch (FaultException e)
        {
            end = $"The command could not be canceled: {e.Message} If a worker has started it, the worker continues.";
        }

        var ending = new Failed($"{end} `pockitect worker --list` shows the workers.", [], [], WasCancelled: true);
        var status = new Envelope(Guid.NewGuid().ToString("N"), requestId, project, time.GetUtcNow(), ending);
        await bus.PublishAsync(status, CancellationToken.None);
    }

    /// <summary>Refreshes the local status of a project in the background.</summary>
    /// <param name="lookAtAws">Whether to read its resources in AWS; false to go by what was last seen.</param>
    public void Refresh(string project, bool lookAtAws = true)
    {
        var update = Envelope.Command(new ProjectUpdated(lookAtAws), project, time.GetUtcNow());
        BackgroundLoop.Observe(bus.SendAsync(update, CancellationToken.None), $"Refreshing {project}", log);
    }

    /// <summary>Returns the project of a command that another worker has executed, once; null for every other command.</summary>
    public string? TakeProjectOf(string requestId) => _sentAway.TryRemove(requestId, out var project) ? project : null;

    private bool GoesAway(Message command) => IsRemote && !JoinedBus.IsDoneHere(command);

    private async Task<Status> FollowAsync(
        Envelope request, IStatusSubscription subscription, Action<Status> seen, CancellationToken interrupted)
    {
        using var listening = subscription;
        var (command, project) = ((Command)request.Data, request.Project);
        var isTaken = false;
        await using var cancelling = interrupted.Register(() => BackgroundLoop.Observe(
            CancelAsync(request.RequestId, project, () => Volatile.Read(ref isTaken)), "Canceling a command", log));

        await foreach (var envelope in subscription.ReadAllAsync(CancellationToken.None))
        {
            if (envelope.RequestId != request.RequestId || envelope.Data is not Status status) continue;
            if (status is not Queued) Volatile.Write(ref isTaken, true);
            seen(status);
            if (!status.IsLast) continue;
            // As if it had run here: the status file and the inventory follow.
            if (project is not null && GoesAway(command) && projects.Read(project)?.Blueprint?.Project.Id is not null)
                await RunAsync(new ProjectUpdated(), project, _ => { }, CancellationToken.None);
            return status;
        }

        throw new InvalidOperationException("The bus ended before the command did.");
    }

    private async Task ReportQueuedAsync(Envelope request, IStatusSubscription heard)
    {
        using (heard)
        {
            using var late = new CancellationTokenSource(AcceptedWithin, time);
            try
            {
                await heard.ReadAllAsync(late.Token).FirstAsync(status => status.RequestId == request.RequestId, late.Token);
            }
            catch (OperationCanceledException)
            {
                await bus.PublishAsync(request.Answer(new Queued(), time.GetUtcNow()), CancellationToken.None);
            }
        }
    }
}
