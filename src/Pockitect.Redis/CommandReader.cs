using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>
/// A worker's command queue: takes new commands and those of dead workers, up to its capacity, and renews its claim on each.
/// </summary>
internal sealed partial class CommandReader : IAsyncDisposable
{
    private readonly RedisBus _bus;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _room;
    private readonly ConcurrentDictionary<RedisDelivery, byte> _hands = new();
    private readonly Channel<Delivery> _ready = Channel.CreateUnbounded<Delivery>();
    private readonly CancellationTokenSource _end = new();
    private readonly WorkerNotes _notes;
    private readonly DateTimeOffset _began;
    private readonly Task _keeping;
    private readonly CommandEntries _entries;
    private readonly LostCommands _lost;
    private readonly CancelWatch _cancels;
    private readonly Task _watching;
    private volatile bool _isTaking = true;

    public CommandReader(RedisBus bus)
    {
        _bus = bus;
        _log = bus.Log;
        _room = new SemaphoreSlim(bus.Profile.AtOnce);
        _notes = new WorkerNotes(bus);
        _began = bus.Time.GetUtcNow();
        Id = bus.Profile.Id;
        _entries = new CommandEntries(bus, this);
        _lost = new LostCommands(bus, Id, _began);
        _cancels = new CancelWatch(bus, () => _hands.Keys, _ready.Writer);
        _keeping = KeepAsync(_end.Token);
        _watching = _cancels.RunAsync(_end.Token);
    }

    /// <summary>The worker's consumer name.</summary>
    public string Id { get; }

    public async IAsyncEnumerable<Delivery> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // If taking ends with an error, reading ends with the same error, so that a worker without commands doesn't look alive.
        var taking = TakeAsync(enough.Token);
        try
        {
            await foreach (var delivery in _ready.Reader.ReadAllAsync(ct)) yield return delivery;
        }
        finally
        {
            await enough.CancelAsync();
            await taking;
            _isTaking = false;
            // Commands that were taken but not delivered go back to the others immediately.
            while (_ready.Reader.TryRead(out var unread))
            {
                if (unread is not RedisDelivery delivery) continue;
                Release(delivery);
                await _lost.GiveBackAsync(delivery);
            }
        }
    }

    /// <summary>Removes a command that this worker no longer holds.</summary>
    public void Release(RedisDelivery delivery)
    {
        if (!_hands.TryRemove(delivery, out _)) return;
        _cancels.Forget(delivery.Command.RequestId);
        _room.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_keeping, _watching);
        try
        {
            await _notes.RemoveAsync(Id);
            // Only for a worker that left nothing behind; otherwise that would be lost.
            var pending = await _bus.Database.StreamPendingMessagesAsync(_bus.Keys.Commands, Keys.Group, 1, Id);
            if (pending.Length == 0) await _bus.Database.StreamDeleteConsumerAsync(_bus.Keys.Commands, Keys.Group, Id);
        }
        catch (Exception e) when (RedisConnection.IsAway(e) || e is RedisServerException)
        {
            // It looks dead for a while, and is then forgotten.
        }

        _room.Dispose();
        _end.Dispose();
    }

    private async Task TakeAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await _room.WaitAsync(ct);
                RedisDelivery? taken = null;
                try
                {
                    taken = await NextAsync(ct);
                }
                finally
                {
                    if (taken is null) _room.Release();
                }

                _hands[taken] = 0;
                await _ready.Writer.WriteAsync(taken, CancellationToken.None);
                taken.IsHandedOut = true;
                _bus.Signal.Set();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Takes no more commands.
        }
        // The reader of the commands receives this error.
        catch (Exception e)
        {
            LogEnded(e);
            _ready.Writer.TryComplete(e);
        }
    }

    /// <exception cref="FaultException">Redis was unreachable, or refused, for too long.</exception>
    private async Task<RedisDelivery> NextAsync(CancellationToken ct)
    {
        long? awaySince = null;
        while (true)
        {
            var signal = _bus.Signal.Next;
            try
            {
                if (await _lost.ClaimAsync() is { IsNull: false } left)
                {
                    if (await _entries.AcceptAsync(left, isTakenOver: true) is { } again) return again;
                    continue;
                }

                if (await _bus.Database.StreamReadGroupAsync(
                    _bus.Keys.Commands, Keys.Group, Id, StreamPosition.NewMessages, 1) is [var fresh, ..])
                {
                    if (await _entries.AcceptAsync(fresh, isTakenOver: false) is { } delivery) return delivery;
                    continue;
                }

                awaySince = null;
            }
            catch (Exception e) when (RedisConnection.IsAway(e))
            {
                awaySince ??= _bus.Time.GetTimestamp();
                if (_bus.Time.GetElapsedTime(awaySince.Value) > _bus.Timing.Patience)
                {
                    throw _bus.Redis.Away(
                        "This worker exited because it could not take commands. Other workers continue. Start it again when Redis is "
                            + "available.",
                        e);
                }

                if (await TryMakeGroupAsync(e)) continue;
                LogAway(_bus.Redis.Options.Name, RedisConnection.Refusal(e));
            }

            await Signal.WaitAsync(signal, _bus.Timing.Poll, _bus.Time, ct);
        }
    }

    /// <summary>Creates the workers' consumer group if a response says that it is missing.</summary>
    /// <returns>False if the error is another one, or Redis is unreachable.</returns>
    private async Task<bool> TryMakeGroupAsync(Exception answer)
    {
        if (!answer.Message.StartsWith("NOGROUP", StringComparison.Ordinal)) return false;
        try
        {
            return await _bus.Database.StreamCreateConsumerGroupAsync(_bus.Keys.Commands, Keys.Group, "0-0", createStream: true);
        }
        catch (Exception e) when (RedisConnection.IsAway(e))
        {
            // Another worker was faster.
            return e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Renews the claims on all held commands and reports that the worker is alive. Continues after taking has stopped, until all have
    /// ended.
    /// </summary>
    private async Task KeepAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (!_isTaking && _hands.IsEmpty) return;
                RedisValue[] entries = [.. _hands.Keys.Select(delivery => delivery.Entry)];
                if (entries.Length > 0)
                    await _bus.Database.ScriptEvaluateAsync(Scripts.Touch, [_bus.Keys.Commands], [Keys.Group, Id, .. entries]);
                await _notes.WriteAsync(
                    new WorkerNote(_bus.Profile, _began, _bus.Time.GetUtcNow(), [.. _hands.Keys.Select(WorkerTask.Of)]));
            }
            catch (Exception e) when (RedisConnection.IsAway(e) || e is RedisServerException)
            {
                // All workers are silent then, and none is dead.
                _bus.Redis.NoteRefusal();
                LogAway(_bus.Redis.Options.Name, RedisConnection.Refusal(e));
            }

            await Task.Delay(_bus.Timing.Beat, _bus.Time, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Redis} is not responding or refuses commands ({Reason})")]
    private partial void LogAway(string redis, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Taking no more commands")]
    private partial void LogEnded(Exception exception);
}
