using Pockitect.Testing;
using StackExchange.Redis;

namespace Pockitect.Redis.Tests;

/// <summary>A Redis of its own that can be made to refuse what it is asked, in one of the ways that a real one does.</summary>
internal sealed class Refusal : IAsyncDisposable
{
    /// <summary>How many lines the journal of Redis has, each of which takes half a millisecond to load.</summary>
    private const int Lines = 8000;

    private readonly RedisServer _server;
    private readonly ConnectionMultiplexer _admin;
    private readonly string _code;
    private Task _loading = Task.CompletedTask;

    private Refusal(RedisServer server, ConnectionMultiplexer admin, string code) => (_server, _admin, _code) = (server, admin, code);

    public RedisServer Server => _server;

    /// <param name="code">The first word of Redis's error: OOM, NOREPLICAS, NOPERM, NOAUTH, READONLY or LOADING.</param>
    public static async Task<Refusal> PrepareAsync(string code, CancellationToken ct)
    {
        var server = code == "LOADING" ? await RedisServer.StartAsync(ct, "--key-load-delay", "500") : await RedisServer.StartAsync(ct);
        // Settings of the server can be changed only by a connection that asks for it.
        var admin = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true");
        if (code == "LOADING") await Task.WhenAll(Enumerable.Range(0, Lines).Select(line => admin.GetDatabase().StringSetAsync($"line:{line}", "")));
        return new Refusal(server, admin, code);
    }

    /// <summary>Begins to refuse. Not asynchronous, because it happens in the middle of an account's answer.</summary>
    public void Begin()
    {
        switch (_code)
        {
            case "OOM": Execute("CONFIG", "SET", "maxmemory", "1"); break;
            case "NOREPLICAS": Execute("CONFIG", "SET", "min-replicas-to-write", "1"); break;
            case "NOPERM": Execute("ACL", "SETUSER", "default", "-eval", "-evalsha"); break;
            case "NOAUTH":
                // Who is connected stays signed in.
                Execute("ACL", "SETUSER", "default", "resetpass", ">secret");
                Cut();
                break;
            case "READONLY":
                // A failover: who connects again learns that this one takes no changes.
                Execute("REPLICAOF", "127.0.0.1", "1");
                Cut();
                break;
            case "LOADING":
                _server.KillAsync().GetAwaiter().GetResult();
                _loading = _server.RunAsync(CancellationToken.None);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(_code), _code, null);
        }
    }

    /// <summary>Ends it.</summary>
    public async Task EndAsync()
    {
        switch (_code)
        {
            case "OOM": Execute("CONFIG", "SET", "maxmemory", "0"); break;
            case "NOREPLICAS": Execute("CONFIG", "SET", "min-replicas-to-write", "0"); break;
            case "NOPERM": Execute("ACL", "SETUSER", "default", "+eval", "+evalsha"); break;
            case "NOAUTH": Execute("ACL", "SETUSER", "default", "nopass"); break;
            case "READONLY": Execute("REPLICAOF", "NO", "ONE"); break;
            default: await _loading; break;
        }
    }

    /// <summary>Returns true as soon as a key is gone; false if it is still there after the time of a lease.</summary>
    public async Task<bool> IsGoneAsync(RedisKey key, CancellationToken ct)
    {
        await using var fresh = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_server.Port}");
        for (var until = TimeProvider.System.GetUtcNow() + RedisFixture.Quick.Lease; await fresh.GetDatabase().KeyExistsAsync(key); await RealTime.PassAsync(20, ct))
        {
            if (TimeProvider.System.GetUtcNow() > until) return false;
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _loading;
        await _server.DisposeAsync();
    }

    private void Execute(string command, params object[] arguments) => _admin.GetDatabase().Execute(command, arguments);

    private void Cut()
    {
        Execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        Execute("CLIENT", "KILL", "TYPE", "pubsub");
    }
}
