using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws.Accounts;
using Pockitect.Cli.Sandbox;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect doctor</c></summary>
internal static class DoctorCommand
{
    public static Command Create(GlobalOptions options)
    {
        var command = new Command("doctor", "Check that all is there that Pockitect needs, and say how to help.");
        options.Run(command, (invocation, _, ct) => RunAsync(invocation, ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken ct)
    {
        var healthy = true;
        await foreach (var finding in Checks(invocation, ct))
        {
            healthy &= finding.Health is not Health.Broken;
            Show(invocation, finding);
        }

        return healthy ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static async IAsyncEnumerable<Finding> Checks(Invocation invocation, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        yield return new Finding(".NET", Health.Good, $"{Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}");
        yield return DataFolder(invocation);
        if (!OperatingSystem.IsWindows()) yield return Keys(invocation);
        yield return await SandboxPython(invocation, ct);
        yield return File.Exists(Path.Combine(SandboxServer.Parts(), "requirements.txt"))
            ? new Finding("sandbox", Health.Good, $"its parts are in {SandboxServer.Parts()}")
            : new Finding("sandbox", Health.Broken, $"its parts are not in {SandboxServer.Parts()}", "Install Pockitect again, or build it with ./run.");
        yield return await SandboxServer.Of(invocation).RunningAsync(ct) is { } running
            ? new Finding("sandbox server", Health.Good, $"runs at {running.Endpoint}")
            : new Finding("sandbox server", Health.Good, "does not run; --sandbox starts it");
        yield return await SignIn(invocation, ct);
    }

    private static Finding DataFolder(Invocation invocation)
    {
        try
        {
            var folder = invocation.Folder;
            var trial = Path.Combine(folder.Cache, $"doctor-{Guid.NewGuid():N}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
            return new Finding("data folder", Health.Good, folder.Root);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return new Finding("data folder", Health.Broken, e.Message, "Give yourself the right to write there, or name another folder in POCKITECT_HOME.");
        }
    }

    private static Finding Keys(Invocation invocation)
    {
        var open = Directory.EnumerateFiles(invocation.Folder.Keys).Prepend(invocation.Folder.Keys)
            .Where(path => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            .ToList();
        return open.Count == 0
            ? new Finding("private keys", Health.Good, $"only you can read {invocation.Folder.Keys}")
            : new Finding("private keys", Health.Broken, $"others can read {string.Join(", ", open)}", $"chmod -R go-rwx '{invocation.Folder.Keys}'");
    }

    private static async Task<Finding> SandboxPython(Invocation invocation, CancellationToken ct)
    {
        var own = Path.Combine(invocation.Surroundings.PythonFolder, OperatingSystem.IsWindows() ? "Scripts/python.exe" : "bin/python3");
        if (File.Exists(own) && await Python.MotoOfAsync(own, ct) == Python.MotoVersion)
            return new Finding("python", Health.Good, $"{own} with moto {Python.MotoVersion}");
        if (await Python.OnPathAsync(ct) is not var (command, version))
            return new Finding("python", Health.Missing, "no Python 3.10 or newer on the path; only the sandbox needs it", "https://www.python.org/downloads/, or your system's python3 package");
        return await Python.MotoOfAsync(command, ct) is { } moto && moto == Python.MotoVersion
            ? new Finding("python", Health.Good, $"{command} {version} with moto {moto}")
            : new Finding("python", Health.Good, $"{command} {version}; the sandbox will set up moto {Python.MotoVersion} in an environment of its own at its first start");
    }

    private static async Task<Finding> SignIn(Invocation invocation, CancellationToken ct)
    {
        try
        {
            // Who works in the sandbox asks about the rest of the computer too.
            var real = new Invocation(invocation.Surroundings) { Identity = invocation.Sandbox ? null : invocation.Identity, NoInput = true };
            var account = await new Access(real).OpenAsync(ct);
            return new Finding("AWS credentials", Health.Good, $"{account.Identity.Id}: {account.Arn}");
        }
        catch (SignInException e)
        {
            return new Finding("AWS credentials", Health.Missing, e.Message, "Without them, --sandbox still does everything.");
        }
    }

    private static void Show(Invocation invocation, Finding finding)
    {
        var output = invocation.Output;
        var ink = output.DataInk;
        var word = finding.Health switch { Health.Good => ink.Good("ok     "), Health.Missing => ink.Careful("missing"), _ => ink.Bad("broken ") };
        output.Tell($"{word} {finding.What}: {finding.Words}");
        if (finding.Fix is { } fix) output.Tell($"        {fix}");
        if (!invocation.Json) return;
        output.Json(new JsonObject
        {
            ["type"] = "check",
            ["what"] = finding.What,
            ["health"] = finding.Health.ToString().ToLowerInvariant(),
            ["message"] = finding.Words,
            ["fix"] = finding.Fix,
        });
    }

    private enum Health
    {
        Good,

        /// <summary>Not there, and only needed for a part of what Pockitect does.</summary>
        Missing,
        Broken,
    }

    private sealed record Finding(string What, Health Health, string Words, string? Fix = null);
}
