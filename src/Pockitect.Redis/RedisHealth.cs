namespace Pockitect.Redis;

/// <summary>The state of a Redis server that responds.</summary>
/// <param name="Answered">The duration of one request.</param>
/// <param name="KeepsCommands">
/// Whether it writes each change to disk (<c>appendonly yes</c>), so that queued commands survive a restart.
/// </param>
public sealed record RedisHealth(Version Version, TimeSpan Answered, bool KeepsCommands);
