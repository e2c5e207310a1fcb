using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Aws.Credentials;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Commands;
using Pockitect.Redis;

namespace Pockitect.Cli.Sessions;

/// <summary>The Redis connection in <c>POCKITECT_REDIS</c>, shared by workers and clients.</summary>
internal sealed class RedisConnectionScope : IAsyncDisposable
{
    private readonly RedisConnection _redis;

    private RedisConnectionScope(RedisConnection redis) => _redis = redis;

    public string Address => _redis.Options.Name;

    /// <summary>Connects to Redis.</summary>
    /// <returns>Null if no Redis is configured; then this process does everything itself.</returns>
    /// <exception cref="Core.Faults.FaultException">Redis is configured but unreachable.</exception>
    public static async Task<RedisConnectionScope?> OpenAsync(Invocation invocation, CancellationToken ct) =>
        invocation.HostEnvironment.Variable(RedisOptions.Variable) is { Length: > 0 } address
            ? new RedisConnectionScope(await RedisConnection.OpenAsync(RedisOptions.Parse(address), invocation.Time, ct))
            : null;

    /// <summary>Opens the shared work of an account.</summary>
    public Func<AwsCloud, SharedWork> Share(ILoggerFactory logs, bool ownsConnection, int atOnce = WorkerProfile.DefaultAtOnce) => cloud =>
        Open(cloud, logs, ownsConnection, WorkerProfile.OfThisProcess(Version, atOnce));

    public RedisWork Open(AwsCloud cloud, ILoggerFactory logs, bool ownsConnection, WorkerProfile profile) =>
        // The sandbox must stay separate from a real account with the same number.
        new(
            _redis,
            cloud.AccountName == Identity.SandboxId ? $"sandbox-{cloud.AccountId}" : cloud.AccountId,
            cloud.Catalog,
            profile,
            logs.CreateLogger<RedisWork>(),
            ownsConnection);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static string Version => typeof(RedisConnectionScope).Assembly.GetName().Version?.ToString(3) ?? "";
}
