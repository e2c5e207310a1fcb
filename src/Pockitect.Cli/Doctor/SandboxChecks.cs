using System.Runtime.CompilerServices;
using Pockitect.Cli.Sandbox;

namespace Pockitect.Cli.Doctor;

/// <summary>What the sandbox needs.</summary>
internal static class SandboxChecks
{
    public static async IAsyncEnumerable<Check> AllAsync(Invocation invocation, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return await PythonAsync(invocation, ct);
        yield return File.Exists(Path.Combine(SandboxServer.Parts(), "requirements.txt"))
            ? new Check("sandbox", Health.Good, $"its parts are in {SandboxServer.Parts()}")
            : new Check("sandbox", Health.Broken, $"its parts are not in {SandboxServer.Parts()}", "Install Pockitect again, or build it with ./run.");
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
            return new Check("python", Health.Missing, "no Python 3.10 or newer on the path; only the sandbox needs it", "https://www.python.org/downloads/, or your system's python3 package");
        return await Python.MotoOfAsync(command, ct) is { } moto && moto == Python.MotoVersion
            ? new Check("python", Health.Good, $"{command} {version} with moto {moto}")
            : new Check("python", Health.Good, $"{command} {version}; the sandbox will set up moto {Python.MotoVersion} in an environment of its own at its first start");
    }
}
