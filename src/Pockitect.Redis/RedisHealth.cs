namespace Pockitect.Redis;

/// <summary>How a Redis is that answers.</summary>
/// <param name="Answered">How long one question took.</param>
/// <param name="KeepsCommands">It writes down each change (<c>appendonly yes</c>), so that one that is started again has the commands that waited in it.</param>
public sealed record RedisHealth(Version Version, TimeSpan Answered, bool KeepsCommands);
