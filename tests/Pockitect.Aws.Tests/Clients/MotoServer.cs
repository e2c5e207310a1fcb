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

    /// <summary>Where it answers; null when moto is not installed here.</summary>
    public Uri? Endpoint { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        try
        {
            process = Process.Start(new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not installed: the tests that need it skip themselves.
            return;
        }

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

        throw new InvalidOperationException("moto_server did not start to answer.");
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
