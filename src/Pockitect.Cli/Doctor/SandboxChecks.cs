using System.Runtime.CompilerServices;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sandbox;

namespace Pockitect.Cli.Doctor;

/// <summary>Checks the sandbox's requirements.</summary>
internal static class SandboxChecks
{
    public static async IAsyncEnumerable<Check> AllAsync(Invocation invocation, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return await PythonAsync(invocation, ct);
        yield return File.Exists(Path.Combine(SandboxServer.Parts(), "requirements.txt"))
            ? new Check("sandbox", Health.Good, $"files found in {SandboxServer.Parts()}")
            : new Check(
                "sandbox",
                Health.Broken,
                $"files missing from {SandboxServer.Parts()}",
                "Install Pockitect again, or build it with ./run.");
        yield return await SandboxServer.Of(invocation).RunningAsync(ct) is { } running
            ? new Check("sandbox server", Health.Good, $"runs at {running.Endpoint}")
            : new Check("sandbox server", Health.Good, "not running; --sandbox starts it");
    }

    private static async Task<Check> PythonAsync(Invocation invocation, CancellationToken ct)
    {
        var own = Path.Combine(invocation.HostEnvironment.PythonFolder, OperatingSystem.IsWindows() ? "Scripts/python.exe" : "bin/python3");
        if (File.Exists(own) && await Python.MotoOfAsync(own, ct) == Python.MotoVersion)
            return new Check("python", Health.Good, $"{own} with moto {Python.MotoVersion}");
        if (await Python.OnPathAsync(ct) is not var (command, version))
        {
            return new Check(
                "python",
                Health.Missing,
                "no Python 3.10 or later on the path; only the sandbox needs it",
                "https://www.python.org/downloads/, or your system's python3 package");
        }

        return await Python.MotoOfAsync(command, ct) is { } moto && moto == Python.MotoVersion
            ? new Check("python", Health.Good, $"{command} {version} with moto {moto}")
            : new Check(
                "python", Health.Good, $"{command} {version}; the first start installs moto {Python.MotoVersion} in its own environment");
    }
}
