using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Text;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>
/// A worker's command queue: takes new commands and those of dead workers, up to its capacity, and renews its claim on each.
/// </summary>
internal sealed partial class CommandReader : IAsyncDisposable
{
    /// <summary>A command that this many workers died on is ended.</summary>
    private const int MostWorkers = 10;

    private readonly RedisBus _bus;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _room;
    private readonly ConcurrentDictionary<RedisDelivery, byte> _hands = new();
    private readonly ConcurrentDictionary<string, byte> _cancelled = new(StringComparer.Ordinal);
    private readonly Channel<Delivery> _ready = Channel.CreateUnbounded<Delivery>();
    private readonly CancellationTokenSource _end = new();
    private readonly WorkerNotes _notes;
    private readonly DateTimeOffset _began;
    private readonly Task _keeping;
    private readonly Task _watching;
    private volatile bool _isTaking = true;
    private long _lookedForLost;

    public CommandReader(RedisBus bus)
    {
        _bus = bus;
        _log = bus.Log;
        _room = new SemaphoreSlim(bus.Profile.AtOnce);
        _notes = new WorkerNotes(bus);
        _began = bus.Time.GetUtcNow();
        Id = bus.Profile.Id;
        _keeping = KeepAsync(_end.Token);
        _watching = WatchForCancelsAsync(_end.Token);
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
            while (_ready.Reader.TryRead(out var unread)) await GiveBackAsync(unread);
        }
    }

    /// <summary>Removes a command that this worker no longer holds.</summary>
    public void Release(RedisDelivery delivery)
    {
        if (!_hands.TryRemove(delivery, out _)) return;
        _cancelled.TryRemove(delivery.Command.RequestId, out _);
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

    private async Task GiveBackAsync(Delivery unread)
    {
        if (unread is not RedisDelivery delivery) return;
        Release(delivery);
        try
        {
            await _bus.Database.ExecuteAsync(
                "XCLAIM", _bus.Keys.Commands, Keys.Group, Id, 0, delivery.Entry, "IDLE", (long)_bus.Timing.Dead.TotalMilliseconds * 2, "JUSTID");
        }
        catch (Exception e) when (RedisConnection.IsAway(e) || e is RedisServerException)
        {
            // It will look abandoned after a while.
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
                if (await LeftBehindAsync() is { IsNull: false } left)
                {
                    if (await AcceptAsync(left, isTakenOver: true) is { } again) return again;
                    continue;
                }

                if (await _bus.Database.StreamReadGroupAsync(_bus.Keys.Commands, Keys.Group, Id, StreamPosition.NewMessages, 1) is [var fresh, ..])
                {
                    if (await AcceptAsync(fresh, isTakenOver: false) is { } delivery) return delivery;
                    continue;
                }

                awaySince = null;
            }
            catch (Exception e) when (RedisConnection.IsAway(e))
            {
                awaySince ??= _bus.Time.GetTimestamp();
                if (_bus.Time.GetElapsedTime(awaySince.Value) > _bus.Timing.Patience)
                    throw _bus.Redis.Away("This worker exited because it could not take commands. Other workers continue. Start it again when Redis is available.", e);
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
    /// Commands of silent workers. Checked periodically, but not right after Redis was unreachable, when all were silent.
    /// </summary>
    private async Task<StreamEntry> LeftBehindAsync()
    {
        if (_lookedForLost != 0 && _bus.Time.GetElapsedTime(_lookedForLost) < _bus.Timing.Beat) return StreamEntry.Null;
        if (_bus.Redis.Connected < _bus.Timing.Grace && _bus.Time.GetUtcNow() - _began > _bus.Timing.Grace) return StreamEntry.Null;
        var claimed = await _bus.Database.StreamAutoClaimAsync(_bus.Keys.Commands, Keys.Group, Id, (long)_bus.Timing.Dead.TotalMilliseconds, "0-0", 1);
        if (claimed.ClaimedEntries is [var entry, ..]) return entry;
        _lookedForLost = _bus.Time.GetTimestamp();
        return StreamEntry.Null;
    }

    /// <summary>Returns the command of an entry; null if it was answered immediately, because it has ended or is unreadable.</summary>
    private async Task<RedisDelivery?> AcceptAsync(StreamEntry entry, bool isTakenOver)
    {
        try
        {
            return await ReadAsync(entry, isTakenOver);
        }
        catch (TakenOverException)
        {
            // Another worker answers it.
            return null;
        }
        // No entry may end a worker: it would end all of them, one after another.
        catch (Exception e) when (e is not FaultException && (!RedisConnection.IsAway(e) || e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal)))
        {
            await RefuseAsync(entry, $"Unreadable command: {e.Message}");
            return null;
        }
    }

    private async Task<RedisDelivery?> ReadAsync(StreamEntry entry, bool isTakenOver)
    {
        var db = _bus.Database;
        var id = (string?)entry["id"] ?? "";
        if (id.Length > 0 && await db.StringGetAsync(_bus.Keys.Done(id)) is { IsNull: false } done)
        {
            await db.StreamAddAsync(_bus.Keys.Status, [new("v", Given(entry["v"])), new("id", id), new("m", done)]);
            await ForgetAsync(entry);
            return null;
        }

        var (envelope, problem) = entry["v"].TryParse(out int version)
            ? _bus.Json.Read(entry["m"].ToString(), version)
            : new EnvelopeReading(null, $"Invalid version '{VisibleText.Line(entry["v"].ToString())}': not a whole number.");
        if (envelope?.Data is not Command) problem ??= "The message is not a command.";
        else if (envelope.Id != id) problem = "The command ID doesn't match the message.";
        else if (isTakenOver && await CountAsync(entry) > MostWorkers) problem = $"{MostWorkers} workers died on this command. It won't run again.";
        if (problem is null) return new RedisDelivery(_bus, this, entry.Id, envelope!, isTakenOver); // Read without a problem.

        if (id.Length is > 0 and < 100 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
        {
            using var refused = new RedisDelivery(_bus, this, entry.Id, new Envelope(id, envelope?.RequestId ?? id, null, _bus.Time.GetUtcNow(), new Keep()), isTakenOver);
            await refused.EndAsync(refused.Command.Answer(new Failed($"The worker rejected the command. {problem}", [problem], []), _bus.Time.GetUtcNow()));
        }
        await RefuseAsync(entry, problem);
        return null;
    }

    /// <summary>Moves an entry to the refused entries, where users can inspect it, and acknowledges it.</summary>
    private async Task RefuseAsync(StreamEntry entry, string problem)
    {
        LogRefused(entry.Id.ToString(), problem);
        await _bus.Database.ScriptEvaluateAsync(Scripts.Refuse, [_bus.Keys.Commands, _bus.Keys.Refused], [Keys.Group, entry.Id, Given(entry["m"]), problem]);
    }

    /// <summary>Returns a field as it can be sent back; a missing one is empty.</summary>
    private static RedisValue Given(RedisValue field) => field.IsNull ? RedisValue.EmptyString : field;

    private async Task ForgetAsync(StreamEntry entry) => await _bus.Database.ScriptEvaluateAsync(Scripts.Forget, [_bus.Keys.Commands], [Keys.Group, entry.Id]);

    private async Task<int> CountAsync(StreamEntry entry) =>
        await _bus.Database.StreamPendingMessagesAsync(_bus.Keys.Commands, Keys.Group, 1, Id, entry.Id, entry.Id) is [var pending] ? pending.DeliveryCount : 0;

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
                if (entries.Length > 0) await _bus.Database.ScriptEvaluateAsync(Scripts.Touch, [_bus.Keys.Commands], [Keys.Group, Id, .. entries]);
                await _notes.WriteAsync(new WorkerNote(_bus.Profile, _began, _bus.Time.GetUtcNow(), [.. _hands.Keys.Select(WorkerTask.Of)]));
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

    /// <summary>Checks for cancellations of held commands, and forwards them.</summary>
    private async Task WatchForCancelsAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var signal = _bus.Signal.Next;
            try
            {
                foreach (var request in _hands.Keys.Where(delivery => delivery.IsHandedOut).Select(delivery => delivery.Command.RequestId).Distinct().Where(request => !_cancelled.ContainsKey(request)).ToList())
                {
                    if (await _bus.Database.StringGetAsync(_bus.Keys.Cancelled(request)) is not { IsNull: false } wish) continue;
                    if (_bus.Json.Read(wish.ToString(), Envelope.CurrentVersion).Envelope is { Data: Cancel } cancel && _cancelled.TryAdd(request, 0))
                        await _ready.Writer.WriteAsync(new CancelDelivery(_bus, cancel), ct);
                }
            }
            catch (Exception e) when (RedisConnection.IsAway(e))
            {
                // The next check finds it.
            }
            catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
            {
                return;
            }

            await Signal.WaitAsync(signal, _bus.Timing.Poll, _bus.Time, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Redis} is not responding or refuses commands ({Reason})")]
    private partial void LogAway(string redis, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Taking no more commands")]
    private partial void LogEnded(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rejected the command {Entry}: {Problem}")]
    private partial void LogRefused(string entry, string problem);

    /// <summary>A request to cancel, for the worker that holds the command.</summary>
    private sealed class CancelDelivery(RedisBus bus, Envelope command) : Delivery(command)
    {
        public override Task TellAsync(Envelope status) => Task.CompletedTask;

        public override Task EndAsync(Envelope last) => bus.PublishAsync(last, CancellationToken.None);
    }
}
