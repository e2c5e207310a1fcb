using System.Diagnostics;
using System.Net.Http.Json;
using Pockitect.Cli.Host;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>The executable as a process of its own.</summary>
public sealed class ProcessTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_leaves_the_account_as_empty_as_before()
    {
        using var terminal = new Terminal();

        var ran = await EndAsync(Start(terminal, "demo"));

        Assert.True(ran.ExitCode == ExitCodes.Done, ran.ToString());
        Assert.EndsWith(", 0 of yours.", ran.Out.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_it_is_4_and_says_how_to_get_some()
    {
        using var terminal = new Terminal();

        var ran = await EndAsync(Start(terminal, "scan"));

        Assert.True(ran.ExitCode == ExitCodes.SignIn, ran.ToString());
        Assert.Contains("pockitect login", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_c_stops_a_deploy_in_good_order_and_the_next_one_goes_on()
    {
        await using var sandbox = await SandboxProcess.StartAsync(Ct, clock: "real");
        using var terminal = new Terminal(sandbox);
        terminal.Write("halfway", """
            project: {name: halfway, region: eu-west-1}
            compute:
              instances: [{name: server, elastic_ip: true}]
            """);
        await terminal.RunAsync("scan", "--region", "eu-west-1");
        var before = await sandbox.InventoryAsync(Ct);

        var deploy = Start(terminal, "deploy", "halfway", "--yes", "--sandbox");
        var said = await ReadUntilAsync(deploy, "server (AWS::EC2::Instance) waiting");
        using (var kill = Process.Start("kill", ["-INT", $"{deploy.Id}"])) await kill.WaitForExitAsync(Ct);
        var ran = await EndAsync(deploy);

        Assert.True(ran.ExitCode == ExitCodes.Interrupted, $"{said}{ran}");
        Assert.Contains("Run the same command again to continue", ran.Error, StringComparison.Ordinal);

        using var quick = await sandbox.Control.PatchAsJsonAsync("settings", new { clock = "instant" }, Ct);
        var again = await terminal.RunAsync("deploy", "halfway", "--yes", "--json");
        Assert.True(again.ExitCode == ExitCodes.Done, again.ToString());
        Assert.DoesNotContain(again.Json[0]["changes"]!.AsArray(), change => (string)change!["logical_id"]! == "vpc" && (string)change["action"]! == "create");
        Assert.Equal(ExitCodes.Done, (await terminal.RunAsync("plan", "halfway")).ExitCode);
        Assert.Equal(ExitCodes.Done, (await terminal.RunAsync("delete", "halfway", "--yes")).ExitCode);
        Assert.Equal(before, await sandbox.InventoryAsync(Ct));
    }

    private static Process Start(Terminal terminal, params string[] args) => OwnProcess.Start("pockitect", terminal.Home, args);

    private static async Task<string> ReadUntilAsync(Process process, string words)
    {
        var said = new System.Text.StringBuilder();
        while (await process.StandardError.ReadLineAsync(Ct) is { } line)
        {
            said.AppendLine(line);
            if (line.Contains(words, StringComparison.Ordinal)) return said.ToString();
        }

        throw new InvalidOperationException($"It never said '{words}': {said}");
    }

    private static async Task<Ran> EndAsync(Process process)
    {
        var (exitCode, output, error) = await OwnProcess.EndAsync(process, Ct);
        return new Ran(exitCode, output, error);
    }
}
