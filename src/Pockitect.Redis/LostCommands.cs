using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>Commands that a worker left behind: claims those of dead workers, and makes this worker's own look left behind.</summary>
/// <param name="worker">The consumer name of this worker.</param>
/// <param name="began">When this worker began.</param>
internal sealed class LostCommands(RedisBus bus, string worker, DateTimeOffset began)
{
    private long _checkedAt;

    /// <summary>
    /// Claims a command of a silent worker. Checks periodically, but not right after Redis was unreachable, when all were silent.
    /// </summary>
    /// <returns>Its entry, or a null entry.</returns>
    public async Task<StreamEntry> ClaimAsync()
    {
        if (_checkedAt != 0 && bus.Time.GetElapsedTime(_checkedAt) < bus.Timing.Beat) return StreamEntry.Null;
        if (bus.Redis.Connected < bus.Timing.Grace && bus.Time.GetUtcNow() - began > bus.Timing.Grace) return StreamEntry.Null;
        var claimed = await bus.Database.StreamAutoClaimAsync(
            bus.Keys.Commands, Keys.Group, worker, (long)bus.Timing.Dead.TotalMilliseconds, "0-0", 1);
        if (claimed.ClaimedEntries is [var entry, ..]) return entry;
        _checkedAt = bus.Time.GetTimestamp();
        return StreamEntry.Null;
    }

    /// <summary>Gives a command that was not started to the others.</summary>
    public async Task GiveBackAsync(RedisDelivery delivery)
    {
        try
        {
            var idle = (long)bus.Timing.Dead.TotalMilliseconds * 2;
            await bus.Database.ExecuteAsync("XCLAIM", bus.Keys.Commands, Keys.Group, worker, 0, delivery.Entry, "IDLE", idle, "JUSTID");
        }
        catch (Exception e) when (RedisConnection.IsAway(e) || e is RedisServerException)
        {
            // It will look abandoned after a while.
        }
    }
}
