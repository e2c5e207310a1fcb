using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Aws.Accounts;
using Pockitect.Core.Bus;
using Pockitect.Redis;

namespace Pockitect.Cli;

/// <summary>The workers and clients that <c>POCKITECT_REDIS</c> brings together.</summary>
internal sealed class RedisConnectionScope : IAsyncDisposable
{
    private readonly RedisConnection _redis;

    private RedisConnectionScope(RedisConnection redis) => _redis = redis;

    public string Address => _redis.Options.Name;

    /// <summary>Connects to it.</summary>
    /// <returns>Null where no Redis is named: then this process does everything itself.</returns>
    /// <exception cref="Core.Execution.FaultException">It is named, and can't be reached.</exception>
    public static async Task<RedisConnectionScope?> OpenAsync(Invocation invocation, CancellationToken ct) =>
        invocation.HostEnvironment.Variable(RedisOptions.Variable) is { Length: > 0 } address
            ? new RedisConnectionScope(await RedisConnection.OpenAsync(RedisOptions.Parse(address), invocation.Time, ct))
            : null;

    /// <summary>Opens, for an account, what this process has in common with the others.</summary>
    public Func<AwsCloud, SharedWork> Share(ILoggerFactory logs, bool ownsConnection, int atOnce = WorkerProfile.DefaultAtOnce) => cloud =>
        Open(cloud, logs, ownsConnection, WorkerProfile.OfThisProcess(Version, atOnce));

    public RedisWork Open(AwsCloud cloud, ILoggerFactory logs, bool ownsConnection, WorkerProfile profile) =>
        // What is practised with has nothing to do with an account that happens to have its number.
        new(_redis, cloud.AccountName == Identities.Sandbox ? $"sandbox-{cloud.AccountId}" : cloud.AccountId, cloud.Catalog, profile, logs.CreateLogger<RedisWork>(), ownsConnection);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static string Version => typeof(RedisConnectionScope).Assembly.GetName().Version?.ToString(3) ?? "";
}
