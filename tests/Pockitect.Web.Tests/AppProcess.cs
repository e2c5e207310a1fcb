using System.Diagnostics;
using System.Text.Json.Nodes;
using Pockitect.Core;
using Pockitect.Testing;

namespace Pockitect.Web.Tests;

/// <summary>The app as a process of its own, with a data folder and a sandbox of its own, and no window.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DirectoryInfo _home;

    private AppProcess(Process process, DirectoryInfo home, SandboxProcess sandbox, Uri launch)
    {
        _process = process;
        _home = home;
        Sandbox = sandbox;
        Launch = launch;
    }

    public SandboxProcess Sandbox { get; }

    /// <summary>Opens the app once, for a little while.</summary>
    public Uri Launch { get; }

    public string Home => _home.FullName;

    public DataFolder Folder => new DataFolder(Home).ForSandbox();

    public int ProcessId => _process.Id;

    public static async Task<AppProcess> StartAsync(CancellationToken ct)
    {
        var home = Directory.CreateTempSubdirectory("pockitect-app-");
        var sandbox = await SandboxProcess.StartAsync(ct);
        var server = Directory.CreateDirectory(Path.Combine(home.FullName, "sandbox", "server"));
        File.Copy(Path.Combine(sandbox.DataFolder, "sandbox.json"), Path.Combine(server.FullName, "sandbox.json"));
        // Only its own test is shown around.
        await File.WriteAllTextAsync(Path.Combine(home.FullName, "window.json"), """{"tour": {"done": [], "is_put_away": true}}""", ct);
        return await StartAsync(home, sandbox, ct);
    }

    /// <summary>A fresh link, as a second start of the program asks for it.</summary>
    public async Task<Uri> NewLinkAsync(CancellationToken ct) =>
        new(await Window.RunningApp.LinkAsync(new DataFolder(Home), ct) ?? throw new InvalidOperationException("The app does not answer."));

    /// <summary>Ends it by force, and starts another over the same data folder.</summary>
    public async Task<AppProcess> RestartAsync(CancellationToken ct)
    {
        _process.Kill();
        await _process.WaitForExitAsync(ct);
        return await StartAsync(_home, Sandbox, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Sandbox.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private static async Task<AppProcess> StartAsync(DirectoryInfo home, SandboxProcess sandbox, CancellationToken ct)
    {
        var executable = Repository.At(OperatingSystem.IsWindows() ? "artifacts/bin/Pockitect.Cli/debug/pockitect.exe" : "artifacts/bin/Pockitect.Cli/debug/pockitect");
        var process = OwnProcess.Start(executable, home.FullName, ["app", "--no-window", "--json"]);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(StartTime);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (JsonNode.Parse(line) is JsonObject ready && (string?)ready["type"] == "ready") return new AppProcess(process, home, sandbox, new Uri((string)ready["url"]!)); // As the type says.
        }

        throw new InvalidOperationException("The app ended before it was ready.");
    }
}
