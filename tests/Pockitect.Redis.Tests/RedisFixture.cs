using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Core.Tests.Fakes;
using Pockitect.Redis.Tests;
using Pockitect.Testing;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace Pockitect.Redis.Tests;

/// <summary>The one Redis that all tests of this assembly share; each has keys of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    /// <summary>As short as a busy machine allows.</summary>
    internal static readonly Timing Quick = new()
    {
        Lease = TimeSpan.FromMilliseconds(1500),
        Margin = TimeSpan.FromMilliseconds(300),
        Patience = TestPatience.Stretch(TimeSpan.FromSeconds(30)),
        Beat = TimeSpan.FromMilliseconds(300),
        Dead = TimeSpan.FromSeconds(2),
        Grace = TimeSpan.FromMilliseconds(500),
        Poll = TimeSpan.FromMilliseconds(100),
        Sending = TestPatience.Stretch(TimeSpan.FromSeconds(20)),
    };

    private RedisServer? _server;

    public RedisServer Server => _server ?? throw new InvalidOperationException("Redis has not started yet.");

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>A process of its own, as far as Redis can tell.</summary>
    internal static async Task<Computer> JoinAsync(RedisServer server, string prefix, Timing? timing = null, int atOnce = 8)
    {
        var options = RedisOptions.Parse(server.Address) with { Prefix = prefix };
        var redis = await RedisConnection.OpenAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
        return new Computer(redis, new RedisWork(
            redis, "111122223333", new FakeCloud().Catalog, WorkerProfile.OfThisProcess("1.0", atOnce), NullLogger.Instance, timing ?? Quick));
    }
}

/// <summary>What one process has of Redis.</summary>
internal sealed record Computer(RedisConnection Redis, RedisWork Work) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Work.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
