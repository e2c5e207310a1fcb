using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Testing;

[assembly: AssemblyFixture(typeof(MotoServer))]

namespace Pockitect.Aws.Tests.Clients;

/// <summary>A plain moto server, started with the first test and ended with the last.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    /// <summary>The server logs every request on stderr.</summary>
    private const string Quietly = "import os, sys; os.dup2(1, 2); from moto.server import main; main(sys.argv[1:])";

    private Process? process;

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        process = SandboxPython.Start("-c", Quietly, "-H", "127.0.0.1", "-p", $"{port}");
        // A full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();

        var endpoint = new Uri($"http://127.0.0.1:{port}");
        using var http = new HttpClient();
        await Eventually.HoldsAsync(() => AnswersAsync(http, endpoint), CancellationToken.None, TimeSpan.FromMinutes(1));
        Endpoint = endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private async Task<bool> AnswersAsync(HttpClient http, Uri endpoint)
    {
        if (process is null or { HasExited: true }) throw new InvalidOperationException("The moto server ended. `./test sandbox` sets up the Python that has it.");
        try
        {
            using var answer = await http.GetAsync(new Uri(endpoint, "/moto-api/data.json"));
            return true;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
