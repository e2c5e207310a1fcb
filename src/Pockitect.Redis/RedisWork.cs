using Microsoft.Extensions.Logging;
using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;

namespace Pockitect.Redis;

/// <summary>The work shared by the processes of one account, over Redis.</summary>
public sealed class RedisWork : SharedWork
{
    private readonly RedisBus _bus;
    private readonly RedisConnection? _owned;

    /// <param name="account">The account of all commands.</param>
    /// <param name="profile">This process's profile as a worker.</param>
    /// <param name="ownsConnection">Whether to dispose of the connection with this object.</param>
    public RedisWork(
        RedisConnection redis, string account, Catalog catalog, WorkerProfile profile, ILogger<RedisWork> log, bool ownsConnection)
        : this(redis, account, catalog, profile, log, Timing.For(redis.Options.DeadAfter)) => _owned = ownsConnection ? redis : null;

    internal RedisWork(RedisConnection redis, string account, Catalog catalog, WorkerProfile profile, ILogger log, Timing timing)
    {
        var keys = new Keys(redis.Options.Prefix, account);
        _bus = new RedisBus(redis, keys, new EnvelopeJson(catalog), timing, profile, log);
        Projects = new RedisProjects(redis, keys, timing, profile);
    }

    public override IBus Bus => _bus;

    public override SharedProjects Projects { get; }

    /// <summary>Returns active workers, and those that fell silent within the last hour.</summary>
    /// <exception cref="FaultException">Redis is unreachable.</exception>
    public async Task<IReadOnlyList<WorkerNote>> WorkersAsync()
    {
        try
        {
            return await new WorkerNotes(_bus).ReadAsync();
        }
        catch (Exception e) when (RedisConnection.IsAway(e))
        {
            throw _bus.Redis.Away("Can't list the workers.", e);
        }
    }

    /// <summary>Returns whether a worker takes commands now.</summary>
    public async Task<bool> IsAnybodyThereAsync()
    {
        var now = _bus.Time.GetUtcNow();
        return (await WorkersAsync()).Any(note => now - note.At < DeadAfter);
    }

    /// <summary>How long a worker may be silent before others take over its commands.</summary>
    public TimeSpan DeadAfter => _bus.Timing.Dead;

    public override async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        if (_owned is not null) await _owned.DisposeAsync();
    }
}
