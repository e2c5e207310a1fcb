using System.Diagnostics;
using Pockitect.Testing;

namespace Pockitect.Web.Tests;

/// <summary><c>pockitect</c> and nothing else, where there is no browser for a window.</summary>
public sealed class BareStartTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-bare-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_a_terminal_without_a_display_it_prints_a_link_and_goes_on_until_Ctrl_C()
    {
        // A terminal of its own, and a person who has seen enough when there is a link.
        const string Person = """
            import os, pty, signal, sys
            signal.alarm(180) # Without the words that it waits for, it would wait forever.
            child, terminal = pty.fork()
            if child == 0:
                os.execv(sys.argv[1], sys.argv[1:])
            shown, has_left = b"", False
            while True:
                try:
                    read = os.read(terminal, 4096)
                except OSError:
                    break
                if not read:
                    break
                shown += read
                if b"Press Ctrl+C to quit" in shown and not has_left:
                    has_left = True
                    os.write(terminal, b"\x03")
            sys.stdout.buffer.write(shown)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;
        var script = Path.Combine(_home.FullName, "person.py");
        await File.WriteAllTextAsync(script, Person, Ct);
        // Its environment is that of a program of ours, which knows nothing of whoever runs the tests.
        using var plain = Start([]);
        await plain.WaitForExitAsync(Ct);
        var start = new ProcessStartInfo("python3", [script, plain.StartInfo.FileName]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in plain.StartInfo.Environment) start.Environment[name] = value;

        var (code, said, _) = await OwnProcess.EndAsync(Process.Start(start)!, Ct); // Null only where a shell is used.

        Assert.True(code == 0, said);
        Assert.Contains("No browser could be opened", said, StringComparison.Ordinal);
        Assert.Matches(@"Open within 30 seconds; works once:\s+http://pk-[0-9a-f]{16}\.localhost:[0-9]+/launch\?c=", said);
    }

    [Fact]
    public async Task Where_its_words_go_into_a_pipe_it_says_what_there_is_and_ends()
    {
        var (code, said, _) = await OwnProcess.EndAsync(Start([]), Ct);

        Assert.Equal(0, code);
        Assert.Contains("pockitect app", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_Chromium_the_persons_own_browser_is_given_a_link_that_opens_the_app()
    {
        var (programs, told) = (_home.CreateSubdirectory("programs").FullName, Path.Combine(_home.FullName, "told"));
        var opener = Path.Combine(programs, "xdg-open");
        await File.WriteAllTextAsync(opener, $"#!/bin/sh\necho \"$@\" > '{told}.part'; /bin/mv '{told}.part' '{told}'\n", Ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        using var app = Start(["app"], new Dictionary<string, string> { ["DISPLAY"] = ":9", ["PATH"] = programs });
        _ = app.StandardError.ReadToEndAsync(Ct);
        await Eventually.HoldsAsync(() => File.Exists(told), Ct);
        var link = new Uri((await File.ReadAllTextAsync(told, Ct)).Trim());
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{link.Port}{link.PathAndQuery}")) { Headers = { Host = link.Authority } };
        using var answer = await http.SendAsync(request, Ct);

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.False(app.HasExited);
        app.Kill();
        await app.WaitForExitAsync(Ct);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private Process Start(string[] args, IReadOnlyDictionary<string, string>? variables = null) =>
        OwnProcess.Start(Repository.At("artifacts/bin/Pockitect.Cli/debug/pockitect"), _home.FullName, args, variables);
}
