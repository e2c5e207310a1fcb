using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Testing;

namespace Pockitect.Bench;

/// <summary>One deploy of the largest sample: its time beside that of the calls it cannot do without waiting for, and its calls beside the fewest.</summary>
/// <param name="Wall">How long carrying out the plan took, without planning.</param>
internal sealed record DeployRun(string Sample, Plan Plan, TimeSpan Planning, int PlanningCalls, TimeSpan Wall, IReadOnlyList<RecordedCall> Calls)
{
    public CriticalPath Path { get; } = CriticalPath.Of(Plan, step => CallRecorder.Busy(Calls.Where(call => call.StepId == step.Id)));
}

/// <summary>Deploys the largest sample into fresh sandboxes whose every answer takes 50 ms longer.</summary>
internal static class DeployBench
{
    private const int LatencyMs = 50;
    private const int Runs = 5;

    public static async Task RunAsync(TextWriter output, CancellationToken ct)
    {
        // Compiles what will be measured, and is not measured.
        await DeployAsync(latencyMs: 0, ct);
        var runs = new List<DeployRun>();
        for (var run = 0; run < Runs; run++) runs.Add(await DeployAsync(LatencyMs, ct));
        DeployReport.Write(output, runs, LatencyMs);
    }

    private static async Task<DeployRun> DeployAsync(int latencyMs, CancellationToken ct)
    {
        await using var sandbox = await SandboxProcess.StartAsync(ct);
        var recorder = new CallRecorder();
        using var aws = new AwsClients(AwsAccount.Sandbox(sandbox.Endpoint), new AwsClientOptions { Observer = recorder.See });
        var data = new DataFolder(Path.Combine(sandbox.DataFolder, "home"));
        var cloud = new AwsCloud(aws, data.Keys, TimeProvider.System);
        var scanner = new AccountScanner(cloud, AccountInventory.Open(data, cloud.Catalog, cloud.AccountId), TimeProvider.System);
        var planners = new Planners(new ProjectReader(scanner));
        var executor = new Executor(cloud, data, new Durations(data), TimeProvider.System);

        var (sample, blueprint) = await LargestAsync(cloud, ct);
        using var answer = await sandbox.Control.PatchAsJsonAsync("settings", new { latency_ms = latencyMs }, ct);
        answer.EnsureSuccessStatusCode();

        recorder.Clear();
        var began = Stopwatch.GetTimestamp();
        var plan = await planners.Deploy.PlanAsync(blueprint, ct);
        var planning = Stopwatch.GetElapsedTime(began);
        if (plan.Blockers.Count > 0) throw new InvalidOperationException(string.Join('\n', plan.Blockers));
        var planningCalls = recorder.Calls.Count;

        recorder.Clear();
        var before = (await sandbox.RequestsAsync(0, ct)).Count;
        var operation = new Operation("bench", OperationKind.Deploy, blueprint.Project.Name, blueprint.Project.Id!); // Given by LargestAsync.
        began = Stopwatch.GetTimestamp();
        var result = await executor.RunAsync(plan, operation, new TerminateOptions(), recorder.Hear, ct);
        var wall = Stopwatch.GetElapsedTime(began);

        if (!result.Succeeded) throw new InvalidOperationException($"{sample} was not deployed: {string.Join(", ", result.Outcomes)}");
        Check(recorder.Calls, (await sandbox.RequestsAsync(before, ct)).Count);
        return new DeployRun(sample, plan, planning, planningCalls, wall, recorder.Calls);
    }

    /// <summary>The sample with the most resources, of those that need nothing an empty account does not have.</summary>
    private static async Task<(string Name, Blueprint Blueprint)> LargestAsync(AwsCloud cloud, CancellationToken ct)
    {
        var samples = new List<(string Name, Blueprint Blueprint, int Resources)>();
        foreach (var file in Directory.EnumerateFiles(Repository.At("samples"), "*.yaml").Order(StringComparer.Ordinal))
        {
            if (cloud.Check(BlueprintReader.Read(await File.ReadAllTextAsync(file, ct), cloud.Catalog)).Blueprint is not { } blueprint) continue;
            var design = await cloud.DesignAsync(blueprint, ct);
            samples.Add((Path.GetFileNameWithoutExtension(file), blueprint, design.Resources.Count));
        }

        // 'everything' names a snapshot and a prefix list of an account that is nobody's.
        var largest = samples.Where(sample => sample.Name != "everything").MaxBy(sample => sample.Resources);
        return (largest.Name, largest.Blueprint with { Project = largest.Blueprint.Project with { Id = "0123456789ab" } });
    }

    /// <summary>The figures mean something only if every call is known, and whose it was.</summary>
    private static void Check(IReadOnlyList<RecordedCall> calls, int logged)
    {
        if (calls.Count != logged)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The sandbox logged {logged} requests, and {calls.Count} were seen being made."));
        if (calls.FirstOrDefault(call => call.StepId is null) is { } stray)
            throw new InvalidOperationException($"{stray.Action} was called by no step.");
    }
}
