using System.Diagnostics;
using Pockitect.Cli.Host;

namespace Pockitect.Cli.Tests;

/// <summary>Standard streams that are closed or full, as cron, service managers and shells leave them: nothing aborts, and what was asked is done.</summary>
public sealed class ClosedOutputTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Redirections, and what a command that succeeds ends with.</summary>
    public static TheoryData<string, int> Redirections => new()
    {
        { ">&-", ExitCodes.Failed },
        { "2>&-", ExitCodes.Done },
        { ">&- 2>&-", ExitCodes.Failed },
        { "<&- >&- 2>&-", ExitCodes.Failed },
        { "> /dev/full", ExitCodes.Failed },
        { "> /dev/full 2> /dev/full", ExitCodes.Failed },
        { "2> /dev/full", ExitCodes.Done },
        { "| true", ExitCodes.Done },
    };

    [Theory]
    [MemberData(nameof(Redirections))]
    public async Task Commands_do_what_was_asked_whatever_their_output_is(string redirection, int expected)
    {
        using var terminal = new Terminal();

        var made = await RunAsync(terminal, $"new --sandbox --template web-server --name my-site --region eu-west-1 {redirection}");
        var failed = await RunAsync(terminal, $"plan nowhere --identity nobody {redirection}");

        Assert.Equal(expected, made);
        Assert.True(File.Exists(terminal.Folder.BlueprintOf("my-site")));
        Assert.Equal(redirection.StartsWith('|') ? 0 : ExitCodes.SignIn, failed);
        Assert.Empty(Directory.EnumerateFiles(terminal.Home, "core*"));
    }

    [Fact]
    public void The_first_failure_is_kept_and_the_rest_is_dropped()
    {
        var writer = GuardedWriter.Closed();

        writer.WriteLine("one");
        writer.Write("two");

        Assert.NotNull(writer.Failure);
    }

    private static async Task<int> RunAsync(Terminal terminal, string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"\"{Path.Combine(AppContext.BaseDirectory, "pockitect")}\" {command}"])
        {
            Environment =
            {
                ["POCKITECT_HOME"] = terminal.Home,
                ["HOME"] = terminal.Home,
                ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..")),
            },
        };
        using var shell = Process.Start(start)!; // Null only where a shell of the system's is used.
        await shell.WaitForExitAsync(Ct);
        return shell.ExitCode;
    }
}
