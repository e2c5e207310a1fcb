using System.Diagnostics;
using Pockitect.Cli.Rendering;

namespace Pockitect.Cli.Sandbox;

/// <summary>Finds, or sets up, a Python that the sandbox can run on.</summary>
/// <param name="home">Where a virtual environment of our own is kept.</param>
/// <param name="parts">The folder that holds the sandbox's code and its requirements.</param>
/// <param name="named">The Python that a person named, who answers for its packages; null to find one.</param>
internal sealed class Python(string home, string parts, string? named, Output output)
{
    /// <summary>What the sandbox is built on; another version has other leniencies, which our rules do not know.</summary>
    public const string MotoVersion = "5.2.1";

    public Output Output => output;

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["python", "py"] : ["python3", "python"];

    private string Requirements => Path.Combine(parts, "requirements.txt");

    private string OwnPython => OperatingSystem.IsWindows() ? Path.Combine(home, "Scripts", "python.exe") : Path.Combine(home, "bin", "python3");

    /// <summary>Holds a copy of the requirements that the environment was made for.</summary>
    private string Note => Path.Combine(home, "pockitect-requirements.txt");

    /// <summary>The Python to use, made ready first where there is none.</summary>
    /// <exception cref="CommandException">There is no Python, or its packages can't be had; the message says how to help.</exception>
    /// <param name="tell">Told what takes its time.</param>
    public async Task<string> FindAsync(CancellationToken ct, Action<string>? tell = null) =>
        named is { Length: > 0 } ? named : OwnIsReady() ? OwnPython : await WithMotoAsync(ct) ?? await MakeOwnAsync(tell ?? (line => output.Say($"{line}")), ct);

    /// <summary>The version of moto that a Python has, or null.</summary>
    public static async Task<string?> MotoOfAsync(string python, CancellationToken ct)
    {
        var (exitCode, text) = await TryRunAsync(python, ["-c", "import importlib.metadata as m; m.version('boto3'); print(m.version('moto'))"], ct);
        return exitCode == 0 ? text.Trim() : null;
    }

    /// <summary>The first Python 3 of at least 3.10 on the path, and its version; null where there is none.</summary>
    public static async Task<(string Command, string Version)?> OnPathAsync(CancellationToken ct)
    {
        foreach (var name in Names)
        {
            var (exitCode, text) = await TryRunAsync(name, ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3]))); sys.exit(sys.version_info < (3, 10))"], ct);
            if (exitCode == 0) return (name, text.Trim());
        }

        return null;
    }

    private bool OwnIsReady() => File.Exists(OwnPython) && File.Exists(Note) && File.ReadAllText(Note) == File.ReadAllText(Requirements);

    private static async Task<string?> WithMotoAsync(CancellationToken ct) =>
        await OnPathAsync(ct) is var (command, _) && await MotoOfAsync(command, ct) == MotoVersion ? command : null;

    private async Task<string> MakeOwnAsync(Action<string> tell, CancellationToken ct)
    {
        var (python, _) = await OnPathAsync(ct)
            ?? throw new CommandException("The sandbox needs Python 3.10 or newer, and there is none on the path. Install it (https://www.python.org/downloads/, or your system's python3 package) and run the same command again.");
        tell($"Setting up the sandbox's own Python environment in {home}; this happens once and takes a minute.");

        var (made, wrong) = await TryRunAsync(python, ["-m", "venv", "--clear", home], ct);
        if (made != 0) throw new CommandException($"Python could not make a virtual environment: {LastLine(wrong)} On Debian and Ubuntu the package python3-venv is what is missing. Then run the same command again.");

        var (installed, why) = await TryRunAsync(OwnPython, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", Requirements], ct);
        if (installed != 0) throw new CommandException($"pip could not install the sandbox's packages: {LastLine(why)} It needs the network once (or a mirror, set in pip's own configuration). Then run the same command again.");

        File.Copy(Requirements, Note, overwrite: true);
        return OwnPython;
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it did not say why.";

    /// <summary>Runs to the end; a program that is not there has the exit code -1.</summary>
    private static async Task<(int ExitCode, string Text)> TryRunAsync(string program, string[] arguments, CancellationToken ct)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using var process = Process.Start(start)!; // Null only where a shell is used.
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(ct);
                var errors = process.StandardError.ReadToEndAsync(ct);
                await process.WaitForExitAsync(ct);
                return (process.ExitCode, process.ExitCode == 0 ? await output : await errors);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, $"There is no {program} on the path.");
        }
    }
}
