using System.ComponentModel;
using System.Diagnostics;

namespace Pockitect.Testing;

/// <summary>A D-Bus session of the tests' own, with a real keyring in a home of its own or with a part of that missing.</summary>
public sealed class KeyringSession : IAsyncDisposable
{
    public const string Password = "keyring-password";

    /// <summary>Begins the session with a keyring that is there and open.</summary>
    public const string Unlocked = $"printf %s {Password} | gnome-keyring-daemon --unlock --components=secrets";

    /// <summary>Begins it with the keyring's program alone: locked where there is a keyring already.</summary>
    public const string Locked = "gnome-keyring-daemon --start --components=secrets";

    /// <summary>A bus that knows of no program to start for a name that nobody has.</summary>
    public const string BusWithoutServices = """
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
        <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
        """;

    private readonly Process _bus;
    private readonly string _home;

    private KeyringSession(Process bus, string home, string address)
    {
        _bus = bus;
        _home = home;
        Variables = new Dictionary<string, string> { ["DBUS_SESSION_BUS_ADDRESS"] = address };
    }

    /// <summary>What a process of the session has in its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <param name="home">Where the keyring keeps its files.</param>
    /// <param name="begin">Run when the session begins.</param>
    /// <param name="busConfig">The bus's settings; null for the system's own.</param>
    public static async Task<KeyringSession> StartAsync(string home, string begin, CancellationToken ct, string? busConfig = null)
    {
        List<string> args = [];
        if (busConfig is not null)
        {
            var file = Path.Combine(home, "bus.conf");
            await File.WriteAllTextAsync(file, busConfig, ct);
            args.Add($"--config-file={file}");
        }

        // It lasts until its input ends, and so not longer than this process.
        var bus = Start("dbus-run-session", [.. args, "--", "sh", "-c", $"{{ {begin}; }} > /dev/null; echo \"$DBUS_SESSION_BUS_ADDRESS\"; cat > /dev/null"], home, null);
        var address = await bus.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The D-Bus session did not begin; its error output says why.");
        return new KeyringSession(bus, home, address);
    }

    /// <summary>Runs a line of bash in the session, with this to read.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(string line, string input, CancellationToken ct)
    {
        var shell = Start("bash", ["-c", line], _home, Variables);
        await shell.StandardInput.WriteAsync(input.AsMemory(), ct);
        shell.StandardInput.Close();
        // Not its output's end: what it leaves running holds on to that.
        using (shell)
        {
            await shell.WaitForExitAsync(ct);
            return shell.ExitCode;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _bus.StandardInput.Close();
        await _bus.WaitForExitAsync();
        _bus.Dispose();
    }

    private static Process Start(string program, IReadOnlyList<string> args, string home, IReadOnlyDictionary<string, string>? variables)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        OwnProcess.Forget(start);
        start.Environment["HOME"] = home;
        foreach (var (variable, value) in variables ?? new Dictionary<string, string>()) start.Environment[variable] = value;
        var process = StartOrExplain(start);
        // The bus and the keyring write much there, and a full pipe would stop them.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static Process StartOrExplain(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!; // Null only where a shell is used.
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{start.FileName} can't be started: {e.Message}. Install the packages libsecret-1-0, gnome-keyring and dbus, or run `./test cli` once.", e);
        }
    }
}
