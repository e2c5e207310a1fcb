using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Aws.Clients;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Sandbox;

/// <summary>The address of a running sandbox, as it reported it.</summary>
internal sealed record SandboxAddress(Uri Endpoint, Uri Control, int ProcessId);

/// <summary>The sandbox of a data folder: finds, starts and stops it.</summary>
internal sealed class SandboxServer(DataFolder folder, Python python, string parts)
{
    private static readonly HttpClient Http = LoopbackHttp.Create(TimeSpan.FromSeconds(3));

    private bool _isReported;

    private string AddressFile => Path.Combine(Data, "sandbox.json");

    /// <summary>The folder of its own files: its address and the request log.</summary>
    public string Data { get; } = Path.Combine(folder.Root, "server");

    /// <summary>The sandbox of the invocation's environment, even if --sandbox is not in force.</summary>
    public static SandboxServer Of(Invocation invocation)
    {
        var folder = invocation.Sandbox ? invocation.Folder : invocation.Folder.ForSandbox();
        var parts = Parts();
        var host = invocation.HostEnvironment;
        return new SandboxServer(folder, new Python(host.PythonFolder, parts, host.Variable("POCKITECT_PYTHON"), invocation.Output), parts);
    }

    /// <summary>The folder of the sandbox's code, next to the executable.</summary>
    public static string Parts() => Path.Combine(AppContext.BaseDirectory, "sandbox");

    /// <summary>Returns its address; null if it isn't running.</summary>
    public async Task<SandboxAddress?> RunningAsync(CancellationToken ct)
    {
        if (ReadAddress() is not { } address) return null;
        var log = await LogOfAsync(address.Control, ct);
        var direct = new Uri(address.Endpoint, "_sandbox");
        // A debugging proxy may forward the calls to the sandbox; another server must never receive them.
        if (address.Control != direct && (log is null || await LogOfAsync(direct, ct) != log))
        {
            Report(new JsonException("its endpoint and its control address aren't the same sandbox's"));
            return null;
        }

        return log is null ? null : address;
    }

    /// <summary>Returns the log file of the sandbox that answers; null if none does, because the file outlived its process.</summary>
    private static async Task<string?> LogOfAsync(Uri control, CancellationToken ct)
    {
        try
        {
            return (string?)(await Http.GetFromJsonAsync<JsonObject>(new Uri($"{control}/health"), ct))?["log"];
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Returns its address, and starts it in the background if needed.</summary>
    /// <exception cref="CommandException">It can't be started; the message says why.</exception>
    /// <param name="tell">Receives progress messages; null for the terminal.</param>
    public async Task<Uri> EnsureRunningAsync(CancellationToken ct, string clock = "fast", Action<string>? tell = null)
    {
        if (await RunningAsync(ct) is { } running) return running.Endpoint;
        var start = await StartInfoAsync("pockitect_sandbox.background", clock, redirect: true, ct, tell);
        tell?.Invoke("Starting the sandbox…");
        using var starter = Process.Start(start)!; // Null only when a shell is used.
        var errors = starter.StandardError.ReadToEndAsync(ct);
        await starter.WaitForExitAsync(ct);
        return (await RunningAsync(ct))?.Endpoint
            ?? throw new CommandException(
                $"The sandbox did not start. {(await errors).Trim()} Run `pockitect doctor` to check its requirements.");
    }

    /// <summary>Runs it in this process's group until it ends or is interrupted.</summary>
    public async Task<int> RunInForegroundAsync(string clock, CancellationToken interrupted)
    {
        if (await RunningAsync(interrupted) is { } running)
            throw new CommandException($"The sandbox is already running at {running.Endpoint}. Stop it with `pockitect sandbox stop`.");
        // Null only when a shell is used.
        using var server = Process.Start(await StartInfoAsync("pockitect_sandbox", clock, redirect: false, interrupted))!;
        try
        {
            await server.WaitForExitAsync(interrupted);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C reaches it through the shared terminal; a signal to this process doesn't.
            await StopAsync(CancellationToken.None);
            await server.WaitForExitAsync(CancellationToken.None);
        }

        return server.ExitCode == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>Stops it and discards its content.</summary>
    /// <returns>False if it wasn't running.</returns>
    public async Task<bool> StopAsync(CancellationToken ct)
    {
        if (await RunningAsync(ct) is not { } running) return false;
        try
        {
            using var answer = await Http.PostAsync(new Uri($"{running.Control}/stop"), content: null, ct);
        }
        catch (HttpRequestException)
        {
            // It exited before it could answer, as requested.
        }

        for (var tries = 0; tries < 50 && await RunningAsync(ct) is not null; tries++) await Task.Delay(100, ct);
        return true;
    }

    /// <summary>Resets it: a fresh account at the same address.</summary>
    /// <returns>False if it isn't running.</returns>
    public async Task<bool> ResetAsync(CancellationToken ct)
    {
        if (await RunningAsync(ct) is not { } running) return false;
        using var answer = await Http.PostAsync(new Uri($"{running.Control}/reset"), content: null, ct);
        answer.EnsureSuccessStatusCode();
        return true;
    }

    /// <summary>Returns the number of requests and the clock.</summary>
    public static async Task<JsonObject> HealthAsync(SandboxAddress address, CancellationToken ct) =>
        await Http.GetFromJsonAsync<JsonObject>(new Uri($"{address.Control}/health"), ct) ?? [];

    private SandboxAddress? ReadAddress()
    {
        try
        {
            // The file doesn't exist: the sandbox was never started, or is starting.
            if (DataFile.ReadText(AddressFile) is not { } text) return null;
            return AddressIn(JsonNode.Parse(text) as JsonObject ?? throw new JsonException("not a JSON object"));
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            Report(e);
            return null;
        }
    }

    private void Report(Exception e)
    {
        var damage = DataFile.Damaged(AddressFile, e, "The sandbox counts as stopped. Its next start writes the file again.");
        if (!_isReported) python.Output.Say($"{damage}");
        _isReported = true;
    }

    private static SandboxAddress AddressIn(JsonObject note)
    {
        var pid = note["pid"]?.GetValue<int>() ?? throw new JsonException("it has no pid");
        return new SandboxAddress(AddressIn(note, "endpoint"), AddressIn(note, "control"), pid);
    }

    /// <summary>Returns an address on this computer. Sandbox requests must never reach another one.</summary>
    private static Uri AddressIn(JsonObject note, string name) =>
        Uri.TryCreate(note[name]?.GetValue<string>(), UriKind.Absolute, out var address) && address is { IsLoopback: true, Scheme: "http" }
            ? address
            : throw new JsonException($"its {name} is not an address of this computer");

    private async Task<ProcessStartInfo> StartInfoAsync(
        string module, string clock, bool redirect, CancellationToken ct, Action<string>? tell = null)
    {
        if (!File.Exists(Path.Combine(parts, "requirements.txt")))
            throw new CommandException($"The sandbox's files are missing from {parts}. Install Pockitect again, or build it with ./run.");
        Directory.CreateDirectory(Data);
        return new ProcessStartInfo(await python.FindAsync(ct, tell), ["-m", module, "--port", "0", "--data", Data, "--clock", clock])
        {
            UseShellExecute = false,
            RedirectStandardError = redirect,
            RedirectStandardOutput = redirect,
            Environment =
            {
                ["PYTHONPATH"] = parts,
                // Its code may be in a read-only folder.
                ["PYTHONPYCACHEPREFIX"] = Path.Combine(folder.Cache, "pycache"),
            },
        };
    }
}
