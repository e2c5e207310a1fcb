using System.Diagnostics;
using Pockitect.Cli.Host;
using Pockitect.Core.Journals;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>Work that is left to workers in processes of their own, which share no disk with who asks.</summary>
public sealed class WorkerTests(SandboxFixture sandbox) : IAsyncLifetime
{
    private const string Site = """
        project: {name: NAME, region: eu-west-1}
        compute:
          instances: [{name: server, elastic_ip: true}]
        data:
          buckets: [{name: files}]
        """;

    private readonly string _name = $"w{Guid.NewGuid():N}"[..12];
    private readonly List<(Process Process, Terminal Terminal)> _workers = [];
    private RedisServer? _redis;
    private Terminal? _client;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Terminal Client => _client!; // Set before any test runs.

    private string Address => $"{_redis!.Address}?prefix={_name}&dead=3"; // As above.

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(Ct);
        _client = Join();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, terminal) in _workers)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
            terminal.Dispose();
        }

        _client?.Dispose();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_project_is_deployed_and_deleted_by_a_worker_and_its_history_is_here()
    {
        var worker = await StartWorkerAsync();
        Client.Write(_name, Site.Replace("NAME", _name, StringComparison.Ordinal));

        var deployed = await Client.RunAsync("deploy", _name, "--yes");
        var listed = await Client.RunAsync("worker", "--list", "--json");
        var planned = await Client.RunAsync("plan", _name);
        var status = await Client.RunAsync("status", _name, "--json");

        Assert.True(deployed.ExitCode == ExitCodes.Done, $"{deployed}");
        Assert.True(planned.ExitCode == ExitCodes.Done, $"{planned}");
        Assert.Equal("running", (string?)status.Json[^1]["state"]);
        Assert.Equal(worker.Process.Id, (int?)Assert.Single(listed.Json)["process"]);
        var here = Assert.Single(new OperationHistory(Client.Folder).Of(_name));
        Assert.Equal(OperationOutcome.Completed, here.Outcome);
        Assert.Equal(Deployed(worker.Terminal), Deployed(Client));
        Assert.NotEmpty(Deployed(Client));

        var deleted = await Client.RunAsync("delete", _name, "--yes", "--confirm", _name);
        Assert.True(deleted.ExitCode == ExitCodes.Done, $"{deleted}");

        using (var kill = Process.Start("kill", ["-TERM", $"{worker.Process.Id}"])) await kill.WaitForExitAsync(Ct);
        await worker.Process.WaitForExitAsync(Ct);
        Assert.Equal(ExitCodes.Done, worker.Process.ExitCode);
        Assert.Contains("No workers", (await Client.RunAsync("worker", "--list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deploy_whose_worker_is_killed_is_finished_by_another()
    {
        var first = await StartWorkerAsync();
        Client.Write(_name, Site.Replace("NAME", _name, StringComparison.Ordinal));

        var deploying = Client.RunAsync("deploy", _name, "--yes", "--json");
        var journal = new OperationHistory(first.Terminal.Folder);
        await Eventually.HoldsAsync(() => journal.Of(_name).FirstOrDefault() is { StepsDone: > 1 }, Ct);
        first.Process.Kill();
        await StartWorkerAsync();
        var deployed = await deploying;

        Assert.True(deployed.ExitCode == ExitCodes.Done, $"{deployed}");
        var record = Assert.Single(new OperationHistory(Client.Folder).Of(_name));
        Assert.Equal(OperationOutcome.Completed, record.Outcome);
        var steps = deployed.Json.Where(line => (string?)line["type"] == "progress").Select(line => (int)line["step"]!).ToList();
        Assert.Equal(steps.Order(), steps);
        Assert.Equal(ExitCodes.Done, (await Client.RunAsync("plan", _name)).ExitCode);
        Assert.Equal(ExitCodes.Done, (await Client.RunAsync("delete", _name, "--yes", "--confirm", _name)).ExitCode);
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_end_finishes_what_it_is_at_and_takes_no_more()
    {
        var worker = await StartWorkerAsync();
        Client.Write(_name, Site.Replace("NAME", _name, StringComparison.Ordinal));

        var deploying = Client.RunAsync("deploy", _name, "--yes");
        var journal = new OperationHistory(worker.Terminal.Folder);
        await Eventually.HoldsAsync(() => journal.Of(_name).FirstOrDefault() is { StepsDone: > 0 }, Ct);
        using (var kill = Process.Start("kill", ["-TERM", $"{worker.Process.Id}"])) await kill.WaitForExitAsync(Ct);
        var deployed = await deploying;
        await worker.Process.WaitForExitAsync(Ct);

        Assert.True(deployed.ExitCode == ExitCodes.Done, $"{deployed}");
        Assert.Equal(ExitCodes.Done, worker.Process.ExitCode);
        Assert.Equal(OperationOutcome.Completed, Assert.Single(journal.Of(_name)).Outcome);

    }

    [Fact]
    public async Task What_is_sent_when_nobody_works_waits_is_told_and_can_be_left_or_taken_back()
    {
        Client.Write(_name, $"project: {{name: {_name}, region: eu-west-1}}\ndata:\n  buckets: [{{name: files}}]\n");
        using var leaves = new CancellationTokenSource();
        using var impatient = new Terminal(sandbox.Process) { Interrupted = leaves.Token };
        impatient.Variables["POCKITECT_REDIS"] = Address;
        impatient.Write(_name, await File.ReadAllTextAsync(Client.Folder.BlueprintOf(_name), Ct));
        var waiting = impatient.RunAsync("deploy", _name, "--yes");
        leaves.CancelAfter(TestPatience.Stretch(TimeSpan.FromSeconds(6)));
        var takenBack = await waiting;
        Assert.True(takenBack.ExitCode == ExitCodes.Interrupted, $"{takenBack}");
        Assert.Contains("Waiting for a worker", takenBack.Error, StringComparison.Ordinal);
        Assert.Contains("No worker had accepted the command", takenBack.Error, StringComparison.Ordinal);

        var left = await Client.RunAsync("deploy", _name, "--yes", "--leave");
        Assert.True(left.ExitCode == ExitCodes.Done, $"{left}");
        Assert.Contains("Queued", left.Out, StringComparison.Ordinal);

        var worker = await StartWorkerAsync();
        var journal = new OperationHistory(worker.Terminal.Folder);
        await Eventually.HoldsAsync(() => journal.Of(_name).FirstOrDefault() is { Outcome: OperationOutcome.Completed }, Ct, TimeSpan.FromMinutes(4));
        // The worker scans what it has created before it is done.
        await Eventually.HoldsAsync(async () => (await Client.RunAsync("worker", "--list", "--json")).Json.All(line => line["tasks"]!.AsArray().Count == 0), Ct);
        // What was taken back is not among it.
        Assert.Single(journal.Of(_name));
        Assert.Equal(ExitCodes.Done, (await Client.RunAsync("delete", _name, "--yes", "--confirm", _name)).ExitCode);
    }

    [Fact]
    public async Task A_scan_is_shared_and_its_rows_come_here()
    {
        await StartWorkerAsync();
        await StartWorkerAsync();

        // One type of every Region, and one that knows none.
        string[] scan = ["scan", "--json", "--type", "AWS::EC2::VPC", "--type", "AWS::IAM::Role"];
        var shared = await Client.RunAsync(scan);
        using var alone = new Terminal(sandbox.Process);
        var whole = await alone.RunAsync(scan);

        Assert.True(shared.ExitCode == whole.ExitCode, $"{shared}");
        Assert.Equal(Seen(whole), Seen(shared));
        Assert.Equal(Verdicts(whole), Verdicts(shared));

        static IEnumerable<string> Seen(Ran ran) => ran.Json
            .Where(line => (string?)line["type"] == "scan_chunk" && line["verdict"] is not null)
            .Select(line => $"{line["region"]} {line["resource_type"]} {line["verdict"]}").Order(StringComparer.Ordinal);

        static IEnumerable<string> Verdicts(Ran ran)
        {
            var complete = ran.Json.Last(line => (string?)line["type"] == "scan_complete");
            return complete["verdicts"]!.AsObject().Select(verdict => $"{verdict.Key} {verdict.Value}").Order(StringComparer.Ordinal).Append($"{complete["regions"]} Regions");
        }
    }

    [Fact]
    public async Task Without_a_redis_it_says_what_to_do()
    {
        Client.Variables["POCKITECT_REDIS"] = "redis://user:hunter2@127.0.0.1:1";
        var away = await Client.RunAsync("scan");
        Client.Variables.Remove("POCKITECT_REDIS");
        var none = await Client.RunAsync("worker");

        Assert.Equal(ExitCodes.Failed, away.ExitCode);
        Assert.Contains("Can't use Redis at redis://127.0.0.1:1/0: connection refused or no response.", away.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", $"{away}", StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, none.ExitCode);
        Assert.Contains("POCKITECT_REDIS", none.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Deployed(Terminal terminal) => Directory
        .EnumerateFiles(terminal.Folder.Deployed, "*.yaml", SearchOption.AllDirectories)
        .Select(path => $"{Path.GetFileName(path)} {File.ReadAllText(path)}").Order(StringComparer.Ordinal);

    private Terminal Join()
    {
        var terminal = new Terminal(sandbox.Process);
        terminal.Variables["POCKITECT_REDIS"] = Address;
        return terminal;
    }

    private async Task<(Process Process, Terminal Terminal)> StartWorkerAsync()
    {
        var terminal = Join();
        var process = OwnProcess.Start(
            "pockitect", terminal.Home, ["worker", "--sandbox", "--json"], new Dictionary<string, string> { ["POCKITECT_REDIS"] = Address });
        _workers.Add((process, terminal));
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (line.Contains("\"ready\"", StringComparison.Ordinal)) return (process, terminal);
        }

        throw new InvalidOperationException($"The worker ended: {await process.StandardError.ReadToEndAsync(Ct)}");
    }
}
