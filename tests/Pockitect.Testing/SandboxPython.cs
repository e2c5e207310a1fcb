using System.ComponentModel;
using System.Diagnostics;

namespace Pockitect.Testing;

/// <summary>The Python that has the sandbox's packages: the one in <c>POCKITECT_PYTHON</c>, else the one that <c>./test</c> set up, else <c>python3</c>.</summary>
public static class SandboxPython
{
    private static string Path => Environment.GetEnvironmentVariable("POCKITECT_PYTHON") is { Length: > 0 } named ? named
        : Repository.At("artifacts/sandbox-venv/bin/python") is var prepared && File.Exists(prepared) ? prepared
        : "python3";

    /// <summary>Starts it with its input and output redirected, and with the sandbox's modules.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["PYTHONPATH"] = Repository.At("sandbox") },
        };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{Path} did not start.");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{Path} can't be started: {e.Message}. Run ./test sandbox once: it sets up the Python that the sandbox needs.", e);
        }
    }
}
