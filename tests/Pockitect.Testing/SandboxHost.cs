using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Pockitect.Testing;

/// <summary>
/// The process that all sandboxes of a test process are forked from (<c>sandbox_host.py</c>): importing moto takes more time than most tests. Where
/// a process can't be forked, each sandbox is a process that starts by itself.
/// </summary>
internal sealed class SandboxHost
{
    private static readonly Lazy<SandboxHost> Shared = new(() => new SandboxHost(SandboxPython.Start(Repository.At("tests/Pockitect.Testing/sandbox_host.py"))));

    private readonly Process _process;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> _starting = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly Task _reading;

    private SandboxHost(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Starts a sandbox and waits until it listens.</summary>
    /// <param name="data">Its data folder, which is among its arguments.</param>
    /// <returns>The line that it is ready with.</returns>
    /// <exception cref="InvalidOperationException">It ended before; its error output says why.</exception>
    public static Task<JsonNode> StartAsync(IReadOnlyList<string> arguments, string data, CancellationToken ct) => OperatingSystem.IsWindows()
        ? new SandboxHost(SandboxPython.Start(["-m", "pockitect_sandbox", .. arguments])).ReadyAsync(data, ct)
        : Shared.Value.ForkAsync(arguments, data, ct);

    private Task<JsonNode> ForkAsync(IReadOnlyList<string> arguments, string data, CancellationToken ct)
    {
        var ready = ReadyAsync(data, ct);
        lock (_writing)
        {
            _process.StandardInput.WriteLine(new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]).ToJsonString());
            _process.StandardInput.Flush();
        }

        return ready;
    }

    private Task<JsonNode> ReadyAsync(string data, CancellationToken ct)
    {
        var ready = _starting[data] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_reading.IsCompleted) FailAll();
        return ready.Task.WaitAsync(ct);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (!line.StartsWith('{') || JsonNode.Parse(line) is not { } told || !_starting.TryRemove((string)told["data"]!, out var waiting)) continue;
            if (told["ended"] is { } code) waiting.SetException(new InvalidOperationException($"The sandbox ended with {code} before it was ready. Its error output says why."));
            else waiting.SetResult(told);
        }

        FailAll();
    }

    private void FailAll()
    {
        foreach (var data in _starting.Keys)
        {
            if (_starting.TryRemove(data, out var waiting)) waiting.SetException(new InvalidOperationException("The sandbox ended before it was ready. Its error output says why; `./test sandbox` sets up its Python packages."));
        }
    }
}
