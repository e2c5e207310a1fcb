using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pockitect.Cli.Host;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>One project is changed by one process at a time, whatever becomes of that process.</summary>
public sealed class OneWriterTests : IAsyncLifetime
{
    private const string Site = """
        project: {name: site, region: eu-west-1}
        compute:
          instances: [{name: server, elastic_ip: true}]
        data:
          buckets: [{name: files}]
        """;

    private SandboxProcess? _sandbox;
    private Terminal? _terminal;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Both are set before any test runs.
    private SandboxProcess Sandbox => _sandbox!;

    private Terminal Terminal => _terminal!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxProcess.StartAsync(Ct);
        _terminal = new Terminal(_sandbox);
        _terminal.Write("site", Site);
        // Slow enough that one process meets the other at work.
        using var answer = await _sandbox.Control.PatchAsJsonAsync("settings", new { latency_ms = 60 }, Ct);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _terminal?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Of_two_deploys_at_once_one_changes_the_account_and_the_other_is_told()
    {
        var (first, second) = (Start("first", "deploy"), Start("second", "deploy"));
        var (one, other) = (await EndAsync(first), await EndAsync(second));

        var (done, told) = one.ExitCode == ExitCodes.Done ? (one, other) : (other, one);
        Assert.True(done.ExitCode == ExitCodes.Done, $"{one}\n{other}");
        // It came while the other was at work, or after that, with a plan that had become another.
        Assert.True(told.ExitCode == ExitCodes.Failed && (told.Error.Contains("is locked by", StringComparison.Ordinal)
            || told.Error.Contains("The plan has changed", StringComparison.Ordinal)), $"{one}\n{other}");
        Assert.Single((await WritersAsync()).Distinct());
    }

    [Theory]
    [InlineData("deploy")]
    [InlineData("delete")]
    public async Task A_process_that_sleeps_keeps_its_project_and_wakes_to_finish(string other)
    {
        var first = Start("first", "deploy");
        var holder = first.Id;
        await UntilItChangesSomethingAsync();
        await SignalAsync(first, "STOP");

        var told = await EndAsync(Start("second", other));
        await SignalAsync(first, "CONT");
        var done = await EndAsync(first);

        Assert.True(told.ExitCode == ExitCodes.Failed, $"{told}");
        Assert.Contains($"site is locked by process {holder} (deploy, since ", told.Error, StringComparison.Ordinal);
        Assert.True(done.ExitCode == ExitCodes.Done, $"{done}");
        Assert.All(await WritersAsync(), writer => Assert.Equal("first", writer));
        Assert.Equal(ExitCodes.Done, (await Terminal.RunAsync("plan", "site")).ExitCode);
    }

    [Fact]
    public async Task A_deploy_waits_for_no_delete_that_was_killed()
    {
        Assert.Equal(ExitCodes.Done, (await Terminal.RunAsync("deploy", "site", "--yes")).ExitCode);
        var before = (await Sandbox.RequestsAsync(0, Ct)).Count;

        var delete = Start("first", "delete");
        await UntilItChangesSomethingAsync(before);
        await SignalAsync(delete, "KILL");
        var killed = await EndAsync(delete);
        var deploy = await EndAsync(Start("second", "deploy"));

        Assert.Equal(137, killed.ExitCode);
        Assert.True(deploy.ExitCode == ExitCodes.Done, $"{deploy}");
        var writers = await WritersAsync(before);
        Assert.Equal(["first", "second"], writers.Distinct());
        Assert.Equal(writers.Order(StringComparer.Ordinal), writers);
    }

    /// <summary>Starts the program under a name that its requests carry.</summary>
    private Process Start(string writer, string command) => OwnProcess.Start(
        "pockitect", Terminal.Home, [command, "site", "--yes", "--sandbox"], new Dictionary<string, string> { ["AWS_SDK_UA_APP_ID"] = writer });

    private Task UntilItChangesSomethingAsync(int since = 0) => Eventually.HoldsAsync(async () => (await Sandbox.RequestsAsync(since, Ct)).Any(IsChange), Ct);

    /// <summary>Who made each changing call, in the order in which they came.</summary>
    private async Task<IReadOnlyList<string>> WritersAsync(int since = 0) =>
    [
        .. (await Sandbox.RequestsAsync(since, Ct))
            .Where(IsChange)
            .OrderBy(request => (string)request["time"]!, StringComparer.Ordinal)
            .Select(request => (string)request["headers"]!["user-agent"]!)
            .Select(agent => agent.Contains("app/first", StringComparison.Ordinal) ? "first" : agent.Contains("app/second", StringComparison.Ordinal) ? "second" : agent),
    ];

    private static bool IsChange(JsonNode request) => (bool)request["mutating"]!;

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(Ct);
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task<Ran> EndAsync(Process process)
    {
        var (exitCode, output, error) = await OwnProcess.EndAsync(process, Ct);
        return new Ran(exitCode, output, error);
    }
}
