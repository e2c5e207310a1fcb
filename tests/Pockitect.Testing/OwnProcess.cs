using System.Diagnostics;

namespace Pockitect.Testing;

/// <summary>One of our own executables as a process of its own, which knows nothing of the AWS settings of whoever runs the tests.</summary>
public static class OwnProcess
{
    /// <summary>Starts it with its output redirected.</summary>
    /// <param name="name">The executable's name; it lies beside the tests.</param>
    /// <param name="home">Its data folder, and its person's home.</param>
    /// <param name="variables">More for its environment.</param>
    public static Process Start(string name, string home, IEnumerable<string> args, IReadOnlyDictionary<string, string>? variables = null)
    {
        // The executable looks for the runtime at the usual places only, and tests may run on another.
        var runtime = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), args)
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Forget(start);
        start.Environment["DOTNET_ROOT"] = runtime;
        start.Environment["POCKITECT_HOME"] = home;
        start.Environment["HOME"] = home;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        // The requests to a sandbox that the process starts are checked as those to the tests' own are.
        if (Environment.GetEnvironmentVariable("POCKITECT_TEST_LOGS") is { Length: > 0 } logs) start.Environment["POCKITECT_SANDBOX_LOG"] = logs;
        foreach (var (variable, value) in variables ?? new Dictionary<string, string>()) start.Environment[variable] = value;
        return Process.Start(start)!; // Null only where a shell is used.
    }

    /// <summary>Takes out of its environment what leads to the AWS settings, the desktop and the keyring of whoever runs the tests.</summary>
    internal static void Forget(ProcessStartInfo start)
    {
        string[] leading = ["AWS_", "DBUS_", "XDG_", "GNOME_", "DISPLAY", "WAYLAND_DISPLAY", "SSH_"];
        foreach (var variable in start.Environment.Keys.Where(key => leading.Any(begin => key.StartsWith(begin, StringComparison.Ordinal))).ToList())
            start.Environment.Remove(variable);
    }

    /// <summary>Waits until it ends, and gives all it said that was not read yet.</summary>
    /// <returns>The exit code, 128 and the signal's number where a signal ended it.</returns>
    public static async Task<(int ExitCode, string Out, string Error)> EndAsync(Process process, CancellationToken ct)
    {
        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output, await error);
        }
    }
}
