using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pockitect.Cli;
using Pockitect.Cli.Host;
using Pockitect.Core.Files;
using Pockitect.Testing;

namespace Pockitect.Crash;

/// <summary>What came of one command.</summary>
internal sealed record Ran(int ExitCode, string Text);

/// <summary>One project of one person in an empty account: a fresh data folder, and a sandbox that was just reset.</summary>
internal sealed class Scene
{
    private readonly SandboxProcess _sandbox;

    private Scene(SandboxProcess sandbox, string home, string project)
    {
        _sandbox = sandbox;
        Home = home;
        Project = project;
        Folder = new DataFolder(home).ForSandbox();
    }

    public string Home { get; }

    public DataFolder Folder { get; }

    public string Project { get; }

    public SandboxProcess Sandbox => _sandbox;

    /// <summary>Empties the account, and puts the sample into a data folder of its own.</summary>
    public static async Task<Scene> SetAsync(SandboxProcess sandbox, string sample, CancellationToken ct)
    {
        using (var answer = await sandbox.Control.PostAsync(new Uri("reset", UriKind.Relative), null, ct)) answer.EnsureSuccessStatusCode();
        var scene = new Scene(sandbox, Directory.CreateTempSubdirectory("pockitect-crash-").FullName, sample);
        var server = Directory.CreateDirectory(Path.Combine(scene.Folder.Root, "server"));
        File.Copy(Path.Combine(sandbox.DataFolder, "sandbox.json"), Path.Combine(server.FullName, "sandbox.json"));
        File.Copy(Repository.At($"samples/{sample}.yaml"), scene.Folder.BlueprintOf(sample));
        return scene;
    }

    /// <summary>Runs a command of the program here, where starting it costs nothing. Nobody is there to answer a question.</summary>
    public async Task<Ran> RunAsync(string command, CancellationToken ct)
    {
        var text = new StringWriter();
        var said = TextWriter.Synchronized(text);
        var host = new HostEnvironment
        {
            In = TextReader.Null,
            Out = said,
            Error = said,
            Home = () => new DataFolder(Home),
            PythonFolder = Path.Combine(Home, "python"),
        };
        return new Ran(await App.RunAsync([.. Command(command)], host, ct), text.ToString());
    }

    /// <summary>Runs a command in a process that notes its calls, or dies at one.</summary>
    public async Task<Ran> RunVictimAsync(IEnumerable<string> victim, string command, CancellationToken ct)
    {
        var process = OwnProcess.Start("Pockitect.Crash", Home, ["victim", .. victim, .. Command(command)]);
        var (exitCode, output, error) = await OwnProcess.EndAsync(process, ct);
        return new Ran(exitCode, output + error);
    }

    public async Task AddFaultAsync(object fault, CancellationToken ct)
    {
        using var answer = await _sandbox.Control.PostAsJsonAsync("faults", fault, ct);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<bool> WasHitAsync(CancellationToken ct)
    {
        var told = await _sandbox.Control.GetFromJsonAsync<JsonObject>("faults", ct);
        return told!["faults"]!.AsArray().Any(fault => (int)fault!["hits"]! > 0); // The sandbox tells a list, of faults with their hits.
    }

    public async Task ClearFaultsAsync(CancellationToken ct)
    {
        using var answer = await _sandbox.Control.DeleteAsync(new Uri("faults", UriKind.Relative), ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Moves the sandbox's clock on until its reads show every change.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        using var answer = await _sandbox.Control.PostAsJsonAsync("advance", new { seconds = 60 }, ct);
        answer.EnsureSuccessStatusCode();
    }

    public void MoveTo(string folder) => Directory.Move(Home, folder);

    public void Forget() => Directory.Delete(Home, recursive: true);

    private IEnumerable<string> Command(string command) => [command, Project, "--yes", "--no-input", "--sandbox"];
}
