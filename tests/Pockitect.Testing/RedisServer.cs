using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pockitect.Testing;

/// <summary>A Redis of the tests' own, on a free port and with a folder of its own, which keeps what it was told when it is killed.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    // The shell sees its input end when the tests end, however they do.
    private const string KillWithUs = """
        redis-server "$@" < /dev/null & redis=$!
        cat > /dev/null
        kill -9 $redis; wait $redis
        """;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("pockitect-redis-");
    private readonly string[] _settings;
    private readonly bool _tls;
    private Process? _process;

    private RedisServer(int port, bool tls, string[] settings)
    {
        Port = port;
        _tls = tls;
        _settings = settings;
    }

    public int Port { get; }

    public string Address => $"redis://127.0.0.1:{Port}";

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="settings">More for its command line.</param>
    public static Task<RedisServer> StartAsync(CancellationToken ct, params string[] settings) => StartAsync(tls: false, settings, ct);

    /// <summary>Starts one that speaks TLS alone.</summary>
    /// <param name="settings">Its certificates, and more for its command line.</param>
    public static Task<RedisServer> StartTlsAsync(CancellationToken ct, params string[] settings) => StartAsync(tls: true, settings, ct);

    private static async Task<RedisServer> StartAsync(bool tls, string[] settings, CancellationToken ct)
    {
        var server = new RedisServer(FreePort(), tls, settings);
        await server.RunAsync(ct);
        return server;
    }

    /// <summary>Kills it: nothing of it runs after that, and no connection lives on.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again, with what it had.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        _process = Process.Start(new ProcessStartInfo(
            "sh",
            [
                "-c", KillWithUs, "sh",
                .. _tls ? (string[])["--port", "0", "--tls-port", $"{Port}"] : ["--port", $"{Port}"],
                "--bind", "127.0.0.1", "--dir", _data.FullName, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--daemonize", "no",
                .. _settings,
            ])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true }) ?? throw new InvalidOperationException("No shell.");
        // It says on one line when it is there, however it is to be spoken to.
        while (await _process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (!line.Contains("Ready to accept connections", StringComparison.Ordinal)) continue;
            // Nobody reads what more it says, and it must not wait for that.
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
            return;
        }

        throw new InvalidOperationException("redis-server ended before it was ready; is the package redis-server installed?");
    }

    /// <summary>Cuts the connections of all who are there; they may come back at once.</summary>
    public async Task CutAsync()
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, Port);
        // Redis takes commands as plain lines, too.
        await connection.GetStream().WriteAsync("CLIENT KILL TYPE normal SKIPME yes\r\nCLIENT KILL TYPE pubsub\r\n"u8.ToArray());
        // A line for each.
        await connection.GetStream().ReadAtLeastAsync(new byte[64], 8);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _data.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
