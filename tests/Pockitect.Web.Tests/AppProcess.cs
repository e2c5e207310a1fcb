using System.Diagnostics;
using System.Text.Json.Nodes;
using Pockitect.Core.Files;
using Pockitect.Testing;
using Pockitect.Web.Preferences;
using Pockitect.Web.Window;

namespace Pockitect.Web.Tests;

/// <summary>The app as a process of its own, with a data folder and a sandbox of its own, and no window.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DirectoryInfo _home;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly Task<string> _errors;

    private AppProcess(Process process, DirectoryInfo home, IReadOnlyDictionary<string, string> variables, SandboxProcess sandbox, Uri launch, Task<string> errors)
    {
        _process = process;
        _variables = variables;
        _errors = errors;
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

    /// <param name="prepare">Puts what it needs into the data folder, which is its person's home too, and gives it variables.</param>
    public static async Task<AppProcess> StartAsync(CancellationToken ct, Func<DirectoryInfo, SandboxProcess, IReadOnlyDictionary<string, string>>? prepare = null)
    {
        var home = Directory.CreateTempSubdirectory("pockitect-app-");
        var sandbox = await SandboxProcess.StartAsync(ct);
        Prepare(home, sandbox);
        return await StartAsync(home, prepare?.Invoke(home, sandbox) ?? new Dictionary<string, string>(), sandbox, ct);
    }

    /// <summary>Leads an app to a sandbox that runs already, and shows nobody around: only its own test is.</summary>
    public static void Prepare(DirectoryInfo home, SandboxProcess sandbox)
    {
        var server = Directory.CreateDirectory(Path.Combine(home.FullName, "sandbox", "server"));
        File.Copy(Path.Combine(sandbox.DataFolder, "sandbox.json"), Path.Combine(server.FullName, "sandbox.json"));
        File.WriteAllText(Path.Combine(home.FullName, WindowNotes.FileName), """{"tour": {"project": null, "done": [], "is_put_away": true}}""");
    }

    /// <summary>A fresh link, as a second start of the program asks for it.</summary>
    public async Task<Uri> NewLinkAsync(CancellationToken ct) =>
        new(await RunningApp.LinkAsync(new DataFolder(Home), ct) ?? throw new InvalidOperationException("The app does not answer."));

    /// <summary>Ends it by force.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends it by force, where that is not done yet, and starts another over the same data folder.</summary>
    public async Task<AppProcess> RestartAsync(CancellationToken ct)
    {
        Kill();
        await _process.WaitForExitAsync(ct);
        return await StartAsync(_home, _variables, Sandbox, ct);
    }

    /// <summary>Ends it by force.</summary>
    /// <returns>All that it said to people.</returns>
    public async Task<string> EndAsync(CancellationToken ct)
    {
        _process.Kill();
        await _process.WaitForExitAsync(ct);
        return await _errors;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Sandbox.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private static async Task<AppProcess> StartAsync(DirectoryInfo home, IReadOnlyDictionary<string, string> variables, SandboxProcess sandbox, CancellationToken ct)
    {
        var executable = Repository.At(OperatingSystem.IsWindows() ? "artifacts/bin/Pockitect.Cli/debug/pockitect.exe" : "artifacts/bin/Pockitect.Cli/debug/pockitect");
        var process = OwnProcess.Start(executable, home.FullName, ["app", "--no-window", "--json"], variables);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TestPatience.Stretch(StartTime));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (JsonNode.Parse(line) is JsonObject ready && (string?)ready["type"] == "ready") return new AppProcess(process, home, variables, sandbox, new Uri((string)ready["url"]!), errors); // As the type says.
        }

        throw new InvalidOperationException("The app ended before it was ready.");
    }
}
