using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>The bus over Redis Streams: any number of workers and clients, of one account.</summary>
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
        // The connection for it may come a moment later, or be cut: it subscribes by itself when it is there, and what was missed the next look finds.
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

    /// <exception cref="FaultException">Redis was away for too long.</exception>
    public async Task SendAsync(Envelope command, CancellationToken ct)
    {
        var text = _json.Write(command);
        if (_json.Read(text, command.Version).Problem is { } problem) throw new FaultException(new Fault(FaultKind.Invalid, "Message", $"{problem} It was not sent."));
        if (command.Data is Cancel cancel)
        {
            await PatientlyAsync(db => CancelAsync(db, command, cancel), ct);
            return;
        }

        // Sent again after an answer that was lost, it is the same command.
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

    /// <summary>Asks until Redis answers: what is to be said is said when it is back.</summary>
    /// <exception cref="FaultException">It was away for too long.</exception>
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
                if (Time.GetElapsedTime(began) > Timing.Patience) throw _redis.Away("It was waited for. What was done is in the journals; `pockitect status` shows what is there.", e);
                if (!told) LogAway(_redis.Options.Name, RedisConnection.Refusal(e));
                told = true;
                await Task.Delay(TimeSpan.FromMilliseconds(300), Time, ct);
            }
        }
    }

    internal RedisValue OldestStatus => $"{(Time.GetUtcNow() - Timing.Statuses).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}-0";

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
                    throw _redis.Away("Whether the command got there is not known; when Redis is back, look at the plan again before you give the command again.", e);
                await Task.Delay(TimeSpan.FromMilliseconds(300), Time, ct);
            }
        }
    }

    /// <summary>
    /// Kept beside the commands and not among them: it is for whoever has the command, now or after a worker has died.
    /// </summary>
    private async Task CancelAsync(IDatabase db, Envelope command, Cancel cancel)
    {
        await db.StringSetAsync(Keys.Cancelled(cancel.TargetRequestId), _json.Write(command), Timing.Memory);
        await db.PublishAsync(Keys.Wake, "x");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Redis} does not answer or refuses ({Reason}); trying again")]
    private partial void LogAway(string redis, string reason);
}
