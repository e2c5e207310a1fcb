using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pockitect.Aws.Tests.Clients;

[assembly: AssemblyFixture(typeof(MotoServer))]

namespace Pockitect.Aws.Tests.Clients;

/// <summary>A plain moto server, started with the first test and ended with the last.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private Process? process;

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        var python = Environment.GetEnvironmentVariable("POCKITECT_PYTHON") is { Length: > 0 } named ? named : "python3";
        process = Process.Start(new ProcessStartInfo(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", $"{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        process!.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var endpoint = new Uri($"http://127.0.0.1:{port}");
        using var http = new HttpClient();
        for (var attempt = 0; attempt < 300 && !process.HasExited; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(endpoint, "/moto-api/data.json"));
                Endpoint = endpoint;
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException("moto did not start to answer. `./test` sets up the Python that has it.");
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

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
