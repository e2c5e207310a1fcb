using System.Net.Http.Json;
using Pockitect.Cli.Host;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

public sealed class PreflightTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_and_deploy_say_what_would_fail_why_and_what_to_do()
    {
        await using var sandbox = await SandboxProcess.StartAsync(Ct);
        using var limited = await sandbox.Control.PatchAsJsonAsync("settings", new { quotas = new Dictionary<string, int> { ["L-F678F1CE"] = 1 } }, Ct);
        using var terminal = new Terminal(sandbox);
        terminal.Write("full", "project: {name: full, region: eu-west-1}\nnetwork: {cidr: 172.31.0.0/16}\n");

        var plan = await terminal.RunAsync("plan", "full");
        var json = await terminal.RunAsync("plan", "full", "--json");
        var deploy = await terminal.RunAsync("deploy", "full", "--yes");

        foreach (var ran in (Ran[])[plan, deploy])
        {
            Assert.Equal(ExitCodes.Failed, ran.ExitCode);
            Assert.Contains("Error: vpc: A quota is exceeded: VPCs in the Region.", ran.Error, StringComparison.Ordinal);
            Assert.Contains("Warning: vpc: Its range 172.31.0.0/16 overlaps", ran.Error, StringComparison.Ordinal);
            Assert.Contains("do:  Delete unneeded ones", ran.Error, StringComparison.Ordinal);
        }

        Assert.Equal(["error", "warning"], json.Json[0]["findings"]!.AsArray().Select(finding => (string)finding!["severity"]!));
        Assert.DoesNotContain(await sandbox.RequestsAsync(0, Ct), request => request["mutating"]!.GetValue<bool>());
    }
}
