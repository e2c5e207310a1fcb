using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Commands.Bus;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>Reads statuses from a position in their stream, so that none is missed while disconnected.</summary>
internal sealed partial class StatusReader : IStatusSubscription
{
    private const int Page = 200;

    private readonly RedisBus _bus;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _end = new();
    private readonly MonotonicProgress _steady = new();
    private RedisValue _cursor;

    public StatusReader(RedisBus bus, bool fromStart)
    {
        _bus = bus;
        _log = bus.Log;
        _cursor = fromStart ? "0-0" : Newest();
    }

    public async IAsyncEnumerable<Envelope> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _end.Token);
        while (true)
        {
            var signal = _bus.Signal.Next;
            StreamEntry[] entries;
            try
            {
                entries = await _bus.UntilBackAsync(db => db.StreamReadAsync(_bus.Keys.Status, _cursor, Page), either.Token);
                if (entries.Length == 0) await Signal.WaitAsync(signal, _bus.Timing.Poll, _bus.Time, either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                yield break;
            }

            foreach (var entry in entries)
            {
                _cursor = entry.Id;
                if (Read(entry) is { } status) yield return _steady.Hold(status);
            }
        }
    }

    public void Dispose() => _end.Cancel();

    /// <summary>A status that this version can't read ends the wait for it, because no readable one may follow.</summary>
    private Envelope? Read(StreamEntry entry)
    {
        if (!entry["v"].TryParse(out int version)) version = 0;
        var (envelope, problem) = _bus.Json.Read(entry["m"].ToString(), version);
        if (envelope?.Data is Status) return envelope;
        LogUnread(entry.Id.ToString(), problem ?? "The message is not a status.");
        return (string?)entry["id"] is { Length: > 0 } request && version != Envelope.CurrentVersion
            ? new Envelope($"unread-{entry.Id}", request, null, _bus.Time.GetUtcNow(), new Failed(
                $"This version of Pockitect can't read a worker's answer. {problem} The worker continues; run `pockitect status` to see "
                    + "the current state.",
                [problem ?? ""],
                []))
            : null;
    }

    private RedisValue Newest()
    {
        try
        {
            return _bus.Database.StreamRange(_bus.Keys.Status, "-", "+", 1, Order.Descending) is [var newest] ? newest.Id : "0-0";
        }
        catch (Exception e) when (RedisConnection.IsAway(e))
        {
            // Slightly too early is harmless; too late would miss statuses.
            return (_bus.Time.GetUtcNow() - TimeSpan.FromSeconds(10)).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
                + "-0";
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Skipped the status {Entry}: {Problem}")]
    private partial void LogUnread(string entry, string problem);
}
