using System.Diagnostics;
using Pockitect.Cli.Host;
using Pockitect.Cli.Rendering;

namespace Pockitect.Cli.Sandbox;

/// <summary>Finds or installs a Python environment for the sandbox.</summary>
/// <param name="home">The folder for our virtual environment.</param>
/// <param name="parts">The folder with the sandbox's code and requirements.</param>
/// <param name="named">The Python that the user chose, with its own packages; null to find one.</param>
internal sealed class Python(string home, string parts, string? named, Output output)
{
    /// <summary>The required moto version. Other versions differ in ways that our rules don't cover.</summary>
    public const string MotoVersion = "5.2.1";

    public Output Output => output;

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["python", "py"] : ["python3", "python"];

    private string Requirements => Path.Combine(parts, "requirements.txt");

    private string OwnPython =>
        OperatingSystem.IsWindows() ? Path.Combine(home, "Scripts", "python.exe") : Path.Combine(home, "bin", "python3");

    /// <summary>A copy of the requirements that the environment was created for.</summary>
    private string Note => Path.Combine(home, "pockitect-requirements.txt");

    /// <summary>Returns the Python to use, and creates the environment if needed.</summary>
    /// <exception cref="CommandException">Python or its packages are not available; the message says what to do.</exception>
    /// <param name="tell">Receives progress messages.</param>
    public async Task<string> FindAsync(CancellationToken ct, Action<string>? tell = null) =>
        named is { Length: > 0 }
            ? named
            : OwnIsReady() ? OwnPython
            : await WithMotoAsync(ct) ?? await MakeOwnAsync(tell ?? (line => output.Say($"{line}")), ct);

    /// <summary>Returns a Python's moto version, or null.</summary>
    public static async Task<string?> MotoOfAsync(string python, CancellationToken ct)
    {
        var (exitCode, text) = await TryRunAsync(
            python, ["-c", "import importlib.metadata as m; m.version('boto3'); print(m.version('moto'))"], ct);
        return exitCode == 0 ? text.Trim() : null;
    }

    /// <summary>Returns the first Python 3.10 or later on the path, and its version; null if missing.</summary>
    public static async Task<(string Command, string Version)?> OnPathAsync(CancellationToken ct)
    {
        foreach (var name in Names)
        {
            var (exitCode, text) = await TryRunAsync(
                name, ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3]))); sys.exit(sys.version_info < (3, 10))"], ct);
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
            ?? throw new CommandException(
                "The sandbox needs Python 3.10 or later. Install it (https://www.python.org/downloads/, or your system's python3 "
                    + "package) and run the command again.");
        tell($"Setting up the sandbox's Python environment in {home}. This happens once and takes a minute.");

        var (made, wrong) = await TryRunAsync(python, ["-m", "venv", "--clear", home], ct);
        if (made != 0)
        {
            throw new CommandException(
                $"Python can't create a virtual environment: {LastLine(wrong)} On Debian and Ubuntu, install the package python3-venv. "
                    + "Then run the command again.");
        }

        var (installed, why) = await TryRunAsync(
            OwnPython, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", Requirements], ct);
        if (installed != 0)
        {
            throw new CommandException(
                $"pip can't install the sandbox's packages: {LastLine(why)} Connect to the network, or configure a mirror in pip. Then "
                    + "run the command again.");
        }

        File.Copy(Requirements, Note, overwrite: true);
        return OwnPython;
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "no reason given.";

    /// <summary>Runs a program to its end. Returns exit code -1 if the program is missing.</summary>
    private static async Task<(int ExitCode, string Text)> TryRunAsync(string program, string[] arguments, CancellationToken ct)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            using var process = Process.Start(start)!; // Null only when a shell is used.
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
            return (-1, $"{program} not found on the path.");
        }
    }
}
