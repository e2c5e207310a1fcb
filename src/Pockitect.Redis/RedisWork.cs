using Microsoft.Extensions.Logging;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Resources;

namespace Pockitect.Redis;

/// <summary>What the processes that work on one account have in common, over Redis.</summary>
public sealed class RedisWork : SharedWork
{
    private readonly RedisBus _bus;
    private readonly RedisConnection? _owned;

    /// <param name="account">The account that all commands are about, and nobody else's.</param>
    /// <param name="profile">Who this process is, should it work.</param>
    /// <param name="ownsConnection">The connection ends with it.</param>
    public RedisWork(RedisConnection redis, string account, Catalog catalog, WorkerProfile profile, ILogger<RedisWork> log, bool ownsConnection)
        : this(redis, account, catalog, profile, log, Timing.For(redis.Options.DeadAfter)) => _owned = ownsConnection ? redis : null;

    internal RedisWork(RedisConnection redis, string account, Catalog catalog, WorkerProfile profile, ILogger log, Timing timing)
    {
        var keys = new Keys(redis.Options.Prefix, account);
        _bus = new RedisBus(redis, keys, new EnvelopeJson(catalog), timing, profile, log);
        Projects = new RedisProjects(redis, keys, timing, profile);
    }

    public override IBus Bus => _bus;

    public override SharedProjects Projects { get; }

    /// <summary>The workers that are there, and those who fell silent within the last hour.</summary>
    /// <exception cref="FaultException">Redis is away.</exception>
    public async Task<IReadOnlyList<WorkerNote>> WorkersAsync()
    {
        try
        {
            return await new WorkerNotes(_bus).ReadAsync();
        }
        catch (Exception e) when (RedisConnection.IsAway(e))
        {
            throw _bus.Redis.Away("Who works there can't be told.", e);
        }
    }

    /// <summary>Somebody takes commands now.</summary>
    public async Task<bool> IsAnybodyThereAsync()
    {
        var now = _bus.Time.GetUtcNow();
        return (await WorkersAsync()).Any(note => now - note.At < DeadAfter);
    }

    /// <summary>How long a worker may be silent before others take its commands.</summary>
    public TimeSpan DeadAfter => _bus.Timing.Dead;

    public override async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        if (_owned is not null) await _owned.DisposeAsync();
    }
}
