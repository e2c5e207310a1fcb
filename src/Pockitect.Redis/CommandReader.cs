using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pockitect.Core;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>
/// A worker's share of the commands: takes new ones and those that a dead worker left behind, as many at a time as it can do, and keeps
/// saying of each that it is at it.
/// </summary>
internal sealed partial class CommandReader : IAsyncDisposable
{
    /// <summary>A command that has ended so many workers is ended instead.</summary>
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

    /// <summary>The worker's name among all consumers.</summary>
    public string Id { get; }

    public async IAsyncEnumerable<Delivery> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Taking that ends with an error ends reading with the same, so that a worker that takes nothing does not look alive.
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
            // What was taken and reached nobody is for others, at once.
            while (_ready.Reader.TryRead(out var unread)) await GiveBackAsync(unread);
        }
    }

    /// <summary>A command has left these hands.</summary>
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
            // Only one that has nothing left behind: else that would be lost with it.
            var pending = await _bus.Database.StreamPendingMessagesAsync(_bus.Keys.Commands, Keys.Group, 1, Id);
            if (pending.Length == 0) await _bus.Database.StreamDeleteConsumerAsync(_bus.Keys.Commands, Keys.Group, Id);
        }
        catch (Exception e) when (RedisConnection.IsAway(e) || e is RedisServerException)
        {
            // It will look dead for a while, and then be forgotten.
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
            // Nothing more is taken.
        }
        // Told to whoever reads the commands.
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
            // It looks left behind by itself after a while.
        }
    }

    /// <exception cref="FaultException">Redis was away, or refused, for too long.</exception>
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
                    throw _bus.Redis.Away("This worker could take no commands and has ended; others take them. When Redis is back, start it again.", e);
                if (await TryMakeGroupAsync(e)) continue;
                LogAway(_bus.Redis.Options.Name, RedisConnection.Refusal(e));
            }

            await Signal.WaitAsync(signal, _bus.Timing.Poll, _bus.Time, ct);
        }
    }

    /// <summary>Makes the group of all workers where an answer says that there is none.</summary>
    /// <returns>False if that is not what is wrong, or Redis is away.</returns>
    private async Task<bool> TryMakeGroupAsync(Exception answer)
    {
        if (!answer.Message.StartsWith("NOGROUP", StringComparison.Ordinal)) return false;
        try
        {
            return await _bus.Database.StreamCreateConsumerGroupAsync(_bus.Keys.Commands, Keys.Group, "0-0", createStream: true);
        }
        catch (Exception e) when (RedisConnection.IsAway(e))
        {
            // Another worker was quicker.
            return e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal);
        }
    }

    /// <summary>What a worker that is silent has left; looked for now and then, and not while all have been silent because Redis was away.</summary>
    private async Task<StreamEntry> LeftBehindAsync()
    {
        if (_lookedForLost != 0 && _bus.Time.GetElapsedTime(_lookedForLost) < _bus.Timing.Beat) return StreamEntry.Null;
        if (_bus.Redis.Connected < _bus.Timing.Grace && _bus.Time.GetUtcNow() - _began > _bus.Timing.Grace) return StreamEntry.Null;
        var claimed = await _bus.Database.StreamAutoClaimAsync(_bus.Keys.Commands, Keys.Group, Id, (long)_bus.Timing.Dead.TotalMilliseconds, "0-0", 1);
        if (claimed.ClaimedEntries is [var entry, ..]) return entry;
        _lookedForLost = _bus.Time.GetTimestamp();
        return StreamEntry.Null;
    }

    /// <summary>The command of an entry; null when it was answered at once, because it has ended before or can't be read.</summary>
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
        // Whatever an entry holds, it ends no worker: it would end all, one after the other.
        catch (Exception e) when (e is not FaultException && (!RedisConnection.IsAway(e) || e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal)))
        {
            await RefuseAsync(entry, $"It can't be read: {e.Message}");
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
            : new EnvelopeReading(null, $"Its version is '{VisibleText.Line(entry["v"].ToString())}' and no whole number.");
        if (envelope?.Data is not Command) problem ??= "It is no command.";
        else if (envelope.Id != id) problem = "It is another command than it says.";
        else if (isTakenOver && await CountAsync(entry) > MostWorkers) problem = $"It has ended {MostWorkers} workers, and is tried no more.";
        if (problem is null) return new RedisDelivery(_bus, this, entry.Id, envelope!, isTakenOver); // Read without a problem.

        if (id.Length is > 0 and < 100 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
        {
            using var refused = new RedisDelivery(_bus, this, entry.Id, new Envelope(id, envelope?.RequestId ?? id, null, _bus.Time.GetUtcNow(), new Keep()), isTakenOver);
            await refused.EndAsync(refused.Command.Answer(new Failed($"The worker refused the command: {problem}", [problem], []), _bus.Time.GetUtcNow()));
        }
        await RefuseAsync(entry, problem);
        return null;
    }

    /// <summary>Puts an entry aside, where people can look at it, and gives it back for good.</summary>
    private async Task RefuseAsync(StreamEntry entry, string problem)
    {
        LogRefused(entry.Id.ToString(), problem);
        await _bus.Database.ScriptEvaluateAsync(Scripts.Refuse, [_bus.Keys.Commands, _bus.Keys.Refused], [Keys.Group, entry.Id, Given(entry["m"]), problem]);
    }

    /// <summary>A field as it can be sent back: one that is not there is empty.</summary>
    private static RedisValue Given(RedisValue field) => field.IsNull ? RedisValue.EmptyString : field;

    private async Task ForgetAsync(StreamEntry entry) => await _bus.Database.ScriptEvaluateAsync(Scripts.Forget, [_bus.Keys.Commands], [Keys.Group, entry.Id]);

    private async Task<int> CountAsync(StreamEntry entry) =>
        await _bus.Database.StreamPendingMessagesAsync(_bus.Keys.Commands, Keys.Group, 1, Id, entry.Id, entry.Id) is [var pending] ? pending.DeliveryCount : 0;

    /// <summary>Says of all that is in these hands that it is, and of the worker that it lives. Goes on after nothing more is taken, until all has ended.</summary>
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

    /// <summary>Looks whether somebody wants one of these commands stopped, and hands on the wish.</summary>
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
                // The next look finds it.
            }
            catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
            {
                return;
            }

            await Signal.WaitAsync(signal, _bus.Timing.Poll, _bus.Time, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Redis} does not answer or refuses ({Reason})")]
    private partial void LogAway(string redis, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "No more commands are taken")]
    private partial void LogEnded(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The command {Entry} was refused: {Problem}")]
    private partial void LogRefused(string entry, string problem);

    /// <summary>The wish to stop a command, for the worker that has it; nobody else has a part in it.</summary>
    private sealed class CancelDelivery(RedisBus bus, Envelope command) : Delivery(command)
    {
        public override Task TellAsync(Envelope status) => Task.CompletedTask;

        public override Task EndAsync(Envelope last) => bus.PublishAsync(last, CancellationToken.None);
    }
}
