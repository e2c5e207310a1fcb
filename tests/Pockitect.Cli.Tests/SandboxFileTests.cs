using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>A damaged <c>sandbox.json</c>: the message names it and what to do, and no other address is ever used.</summary>
public sealed class SandboxFileTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task Sandbox_status_with_a_damaged_file_names_the_file_or_the_right_address()
    {
        using var terminal = new Terminal(sandbox.Process);
        var path = Path.Combine(terminal.Folder.Root, "server", "sandbox.json");
        await FileDamage.ForEachOffsetAsync(path, async (_, _) =>
        {
            var ran = await terminal.RunAsync("sandbox", "status", "--json");

            Assert.True(ran.ExitCode == 0, $"{ran}");
            var status = Assert.Single(ran.Json);
            if ((bool)status["running"]!)
            {
                // The damage is in what nobody reads, such as white space.
                Assert.Equal(sandbox.Process.Endpoint.AbsoluteUri, (string?)status["endpoint"]);
                return;
            }

            Assert.StartsWith($"{path}:", ran.Error, StringComparison.Ordinal);
            Assert.Matches(@"sandbox\.json:\d+: this file is damaged", ran.Error);
            Assert.Contains("Its next start writes the file again", ran.Error, StringComparison.Ordinal);
        }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Calls_go_through_a_proxy_that_forwards_them_to_the_sandbox()
    {
        using var terminal = new Terminal(sandbox.Process);
        using var proxy = new Forwarder(sandbox.Process.Endpoint);
        await SetEndpointAsync(terminal, proxy.Address);

        var ran = await terminal.RunAsync("sandbox", "status", "--json");

        Assert.Equal(proxy.Address.AbsoluteUri, (string?)Assert.Single(ran.Json)["endpoint"]);
        Assert.Equal(0, (await terminal.RunAsync("whoami", "--sandbox")).ExitCode);
        Assert.True(proxy.Connections > 1);
    }

    [Fact]
    public async Task Another_server_never_gets_the_calls()
    {
        using var terminal = new Terminal(sandbox.Process);
        await using var other = new PlayedMachine();
        await SetEndpointAsync(terminal, other.Address);

        var ran = await terminal.RunAsync("sandbox", "status", "--json");

        Assert.False((bool)Assert.Single(ran.Json)["running"]!);
        Assert.Contains("aren't the same sandbox's", ran.Error, StringComparison.Ordinal);
    }

    private static async Task SetEndpointAsync(Terminal terminal, Uri endpoint)
    {
        var path = Path.Combine(terminal.Folder.Root, "server", "sandbox.json");
        var note = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        note["endpoint"] = endpoint.AbsoluteUri;
        await File.WriteAllTextAsync(path, note.ToJsonString(), TestContext.Current.CancellationToken);
    }

    /// <summary>Forwards connections to a server.</summary>
    private sealed class Forwarder : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Forwarder(Uri target)
        {
            _listener.Start();
            _ = ForwardAllAsync(target);
        }

        public int Connections { get; private set; }

        public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        public void Dispose() => _listener.Dispose();

        private async Task ForwardAllAsync(Uri target)
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = await _listener.AcceptTcpClientAsync();
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
                {
                    return; // Disposed.
                }

                Connections++;
                _ = ForwardAsync(client, target);
            }
        }

        private static async Task ForwardAsync(TcpClient client, Uri target)
        {
            using (client)
            using (var server = new TcpClient())
            {
                await server.ConnectAsync(target.Host, target.Port);
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
            }
        }

        private static async Task CopyAsync(TcpClient from, TcpClient to)
        {
            try
            {
                await from.GetStream().CopyToAsync(to.GetStream());
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // One of the two has closed the connection.
            }
        }
    }
}
