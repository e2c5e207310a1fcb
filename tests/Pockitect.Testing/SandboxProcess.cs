using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Pockitect.Testing;

/// <summary>
/// A sandbox of the tests' own. Where <c>POCKITECT_TEST_LOGS</c> names a folder, every request is kept there whole, so that
/// the requests can be checked against AWS's own service models.
/// </summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly DirectoryInfo _data;
    private readonly bool _keepsData;

    private SandboxProcess(Process process, DirectoryInfo data, bool keepsData, JsonNode ready)
    {
        _process = process;
        _data = data;
        _keepsData = keepsData;
        Endpoint = new Uri(ready["endpoint"]!.GetValue<string>());
        Control = new HttpClient { BaseAddress = new Uri(ready["control"]!.GetValue<string>() + "/") };
    }

    public Uri Endpoint { get; }

    /// <summary>Speaks to the control endpoint; addresses are relative: <c>faults</c>, <c>inventory</c>.</summary>
    public HttpClient Control { get; }

    public string DataFolder => _data.FullName;

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="ct">Cancels the wait.</param>
    /// <param name="clock">instant, fast or real.</param>
    /// <param name="lag">
    /// Seconds that AWS lags behind itself: lingering interfaces and addresses, buckets that are not known everywhere. Null for the value
    /// of <c>POCKITECT_TEST_LAG</c>, which also delays new principals and roles; 0 if that is not set.
    /// </param>
    public static async Task<SandboxProcess> StartAsync(CancellationToken ct, string clock = "instant", double? lag = null)
    {
        var everywhere = Environment.GetEnvironmentVariable("POCKITECT_TEST_LAG") is { Length: > 0 } seconds ? seconds : "0";
        var logs = Environment.GetEnvironmentVariable("POCKITECT_TEST_LOGS");
        var data = logs is { Length: > 0 }
            ? Directory.CreateDirectory(Path.Combine(logs, $"sandbox-{Guid.NewGuid():N}"))
            : Directory.CreateTempSubdirectory("pockitect-tests-");
        string[] arguments =
        [
            "--data", data.FullName, "--clock", clock, "--lag", lag?.ToString(CultureInfo.InvariantCulture) ?? everywhere,
            "--consistency-lag", lag is null ? everywhere : "0", "--quiet", "--log-bodies", "--parent-pid", $"{Environment.ProcessId}",
        ];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TestPatience.Stretch(StartTime));
        try
        {
            var ready = await SandboxHost.StartAsync(arguments, data.FullName, patience.Token);
            return new SandboxProcess(Process.GetProcessById((int)ready["pid"]!), data, logs is { Length: > 0 }, ready);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The sandbox was not ready within {TestPatience.Stretch(StartTime).TotalSeconds} s. Its error output may say why.");
        }
    }

    /// <summary>What exists that a fresh account would not have, as canonical text.</summary>
    public async Task<string> InventoryAsync(CancellationToken ct) =>
        (await Control.GetFromJsonAsync<JsonNode>("inventory", ct))!.ToJsonString();

    /// <summary>The log's entries after the one of this number.</summary>
    public async Task<IReadOnlyList<JsonNode>> RequestsAsync(long since, CancellationToken ct)
    {
        var answer = await Control.GetFromJsonAsync<JsonNode>($"requests?since={since}", ct);
        return [.. (answer as JsonArray ?? answer!["requests"]!.AsArray()).Select(entry => entry!)];
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (!_keepsData) _data.Delete(recursive: true);
    }
}
