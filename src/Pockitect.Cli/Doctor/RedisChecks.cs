using System.Net;
using System.Runtime.CompilerServices;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Faults;
using Pockitect.Redis;

namespace Pockitect.Cli.Doctor;

/// <summary>Checks the Redis server, if one is configured.</summary>
internal static class RedisChecks
{
    public static async IAsyncEnumerable<Check> AllAsync(Invocation invocation, [EnumeratorCancellation] CancellationToken ct)
    {
        if (invocation.HostEnvironment.Variable(RedisOptions.Variable) is not { Length: > 0 } address)
        {
            yield return new Check("redis", Health.Good, $"{RedisOptions.Variable} is not set: operations run in this process");
            yield break;
        }

        var (options, health, problem) = await LookAsync(address, invocation.Time, ct);
        if (options is null || health is null)
        {
            yield return new Check("redis", Health.Broken, problem, "See the requirements in docs/workers.md.");
            yield break;
        }

        yield return new Check(
            "redis",
            Health.Good,
            FormattableString.Invariant($"{options.Name} responds: Redis {health.Version}, {health.Answered.TotalMilliseconds:0.0} ms"));
        if (!health.KeepsCommands)
        {
            yield return new Check(
                "redis data",
                Health.Missing,
                "persistence is off; a restart loses queued commands",
                "Set 'appendonly yes' in the Redis configuration.");
        }

        if (!options.Tls && !IsHere(options.Host))
        {
            yield return new Check(
                "redis connection",
                Health.Missing,
                "blueprints and the password are sent unencrypted",
                "Set up TLS in Redis, and use an address that starts with rediss://.");
        }
    }

    private static async Task<(RedisOptions? Options, RedisHealth? Health, string Problem)> LookAsync(
        string address, TimeProvider time, CancellationToken ct)
    {
        try
        {
            var options = RedisOptions.Parse(address);
            await using var redis = await RedisConnection.OpenAsync(options, time, ct);
            return (options, await redis.LookAsync(ct), "");
        }
        catch (FaultException e)
        {
            return (null, null, e.Message);
        }
    }

    private static bool IsHere(string host) => host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
}
