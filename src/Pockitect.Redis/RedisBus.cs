using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>The bus over Redis Streams, for any number of workers and clients of one account.</summary>
internal sealed partial class RedisBus : IBus, IAsyncDisposable
{
    private readonly RedisConnection _redis;
    private readonly EnvelopeJson _json;
    private readonly ILogger _log;
    private readonly Signal _signal = new();
    private CommandReader? _reader;

    public RedisBus(RedisConnection redis, Keys keys, EnvelopeJson json, Timing timing, WorkerProfile profile, ILogger log)
    {
        _redis = redis;
        _json = json;
        _log = log;
        Keys = keys;
        Timing = timing;
        Profile = profile;
        // The subscription's connection may come later or be lost. It resubscribes itself, and the next poll finds missed messages.
        redis.Subscriber.Subscribe(keys.Wake, (_, _) => _signal.Set(), CommandFlags.FireAndForget);
    }

    internal Keys Keys { get; }

    internal Timing Timing { get; }

    internal WorkerProfile Profile { get; }

    internal EnvelopeJson Json => _json;

    internal TimeProvider Time => _redis.Time;

    internal RedisConnection Redis => _redis;

    internal IDatabase Database => _redis.Database;

    internal Signal Signal => _signal;

    internal ILogger Log => _log;

    /// <exception cref="FaultException">Redis was unreachable for too long.</exception>
    public async Task SendAsync(Envelope command, CancellationToken ct)
    {
        var text = _json.Write(command);
        if (_json.Read(text, command.Version).Problem is { } problem)
            throw new FaultException(new Fault(FaultKind.Invalid, "Message", $"{problem} The message was not sent."));
        if (command.Data is Cancel cancel)
        {
            await PatientlyAsync(db => CancelAsync(db, command, cancel), ct);
            return;
        }

        // Sent again after a lost answer, it is the same command.
        await PatientlyAsync(
            db => db.ScriptEvaluateAsync(
                Scripts.Send,
                [Keys.Commands, Keys.Status, Keys.Done(command.Id), Keys.Sent(command.Id)],
                [command.Version, command.Id, text, Seconds(Timing.Memory), OldestStatus, Keys.Wake.ToString()]),
            ct);
    }

    public async IAsyncEnumerable<Delivery> CommandsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        _reader ??= new CommandReader(this);
        await foreach (var delivery in _reader.ReadAllAsync(ct)) yield return delivery;
    }

    public Task PublishAsync(Envelope status, CancellationToken ct)
    {
        var text = _json.Write(status);
        return UntilBackAsync(
            async db =>
            {
                await db.StreamAddAsync(Keys.Status, [new("v", status.Version), new("id", status.RequestId), new("m", text)]);
                await db.PublishAsync(Keys.Wake, "s");
                return true;
            },
            ct);
    }

    public IStatusSubscription Subscribe(bool fromStart = false) => new StatusReader(this, fromStart);

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null) await _reader.DisposeAsync();
        _signal.Set();
    }

    /// <summary>Retries until Redis responds, so that statuses are sent when it is back.</summary>
    /// <exception cref="FaultException">It was unreachable for too long.</exception>
    internal async Task<T> UntilBackAsync<T>(Func<IDatabase, Task<T>> ask, CancellationToken ct)
    {
        var began = Time.GetTimestamp();
        for (var told = false; ;)
        {
            try
            {
                return await ask(Database);
            }
            catch (Exception e) when (RedisConnection.IsAway(e) && !ct.IsCancellationRequested)
            {
                if (Time.GetElapsedTime(began) > Timing.Patience)
                {
                    throw _redis.Away(
                        "Gave up waiting. The journals list completed steps; run `pockitect status` to see the current state.", e);
                }

                if (!told) LogAway(_redis.Options.Name, RedisConnection.Refusal(e));
                told = true;
                await Task.Delay(TimeSpan.FromMilliseconds(300), Time, ct);
            }
        }
    }

    internal RedisValue OldestStatus =>
        $"{(Time.GetUtcNow() - Timing.Statuses).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}-0";

    internal static RedisValue Seconds(TimeSpan span) => (long)span.TotalSeconds;

    private async Task PatientlyAsync(Func<IDatabase, Task> ask, CancellationToken ct)
    {
        var began = Time.GetTimestamp();
        while (true)
        {
            try
            {
                await ask(Database);
                return;
            }
            catch (Exception e) when (RedisConnection.IsAway(e))
            {
                if (Time.GetElapsedTime(began) > Timing.Sending)
                {
                    throw _redis.Away(
                        "It is unknown whether the command arrived. When Redis is available, check the plan before you run the command "
                            + "again.",
                        e);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(300), Time, ct);
            }
        }
    }

    /// <summary>
    /// Stored next to the commands, not among them: it is for the worker that holds the command, now or after a takeover.
    /// </summary>
    private async Task CancelAsync(IDatabase db, Envelope command, Cancel cancel)
    {
        await db.StringSetAsync(Keys.Cancelled(cancel.TargetRequestId), _json.Write(command), Timing.Memory);
        await db.PublishAsync(Keys.Wake, "x");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Redis} is not responding or refuses commands ({Reason}); retrying")]
    private partial void LogAway(string redis, string reason);
}
