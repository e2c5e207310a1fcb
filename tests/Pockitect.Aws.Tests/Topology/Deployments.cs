using System.Collections.Concurrent;
using System.Net.Http.Json;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>Blueprints in a sandbox of their own: with the quotas of a fresh account, of which other tests use up some.</summary>
internal sealed class Deployments : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly SandboxProcess _server;
    private readonly AwsClients _clients;
    private readonly ProjectReader _reader;
    private readonly Planners _planners;
    private readonly Executor _executor;
    private int _operations;

    private Deployments(SandboxProcess server)
    {
        _server = server;
        _clients = new AwsClients(AwsAccount.Sandbox(server.Endpoint));
        Cloud = new AwsCloud(_clients, _folder.Path, TimeProvider.System);
        var data = _data = new DataFolder(_folder.Path);
        _reader = new ProjectReader(new AccountScanner(
            Cloud, AccountInventory.Open(data, Cloud.Catalog, Cloud.AccountId), TimeProvider.System));
        _planners = new Planners(_reader);
        _executor = new Executor(Cloud, data, new Durations(data), TimeProvider.System);
    }

    public AwsCloud Cloud { get; }

    /// <summary>What steps said that they waited for.</summary>
    public ConcurrentQueue<string> Waits { get; } = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Deployments> StartAsync() => new(await SandboxProcess.StartAsync(Ct));

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What exists that a fresh account would not have.</summary>
    public Task<string> InventoryAsync() => _server.InventoryAsync(Ct);

    /// <summary>Lets the sandbox answer some calls with a fault.</summary>
    public async Task FaultAsync(object fault)
    {
        using var answer = await _server.Control.PostAsJsonAsync("faults", fault, Ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Deploys a blueprint, and checks that it would change nothing to do so once more.</summary>
    /// <returns>What became of each resource.</returns>
    public async Task<IReadOnlyList<PlannedChange>> DeployAsync(Blueprint blueprint)
    {
        var plan = await _planners.Deploy.PlanAsync(WithId(blueprint), Ct);
        await RunAsync(plan, OperationKind.Deploy, blueprint, new TerminateOptions());

        var again = await _planners.Deploy.PlanAsync(WithId(blueprint), Ct);
        Assert.Empty(again.Refusals);
        Assert.Empty(again.Changes.SelectMany(change => change.Differences.Select(difference => $"{change.LogicalId} {difference}")));
        Assert.True(again.IsEmpty);
        return plan.Changes;
    }

    /// <summary>Deploys a blueprint of which not everything can be made, takes all of it back, and tells what the project has then.</summary>
    /// <returns>What it had before, what it had in between, and what it has after.</returns>
    public async Task<(IReadOnlyList<Observed> Before, IReadOnlyList<Observed> Between, IReadOnlyList<Observed> After)> FailAndUndoAsync(Blueprint blueprint)
    {
        var project = new ProjectIdentity(blueprint.Project.Name, IdOf(blueprint), [blueprint.Project.Region]);
        var before = await _reader.ReadAsync(project, Ct);
        var plan = await _planners.Deploy.PlanAsync(WithId(blueprint), Ct);
        Assert.Empty(plan.Refusals);
        var operation = new Operation($"op-{++_operations}", OperationKind.Deploy, project.Slug, project.Id);
        var failed = await _executor.RunAsync(plan, operation, new TerminateOptions(), Note, Ct);
        Assert.False(failed.Succeeded);
        var between = await _reader.ReadAsync(project, Ct);

        var record = OperationRecord.Fold(Journal.Read(Journal.Of(_data, project.Slug).Single(path => path.Contains(operation.Id, StringComparison.Ordinal))));
        var undo = await _planners.Undo.PlanAsync(record!, [], [], Ct); // It was begun.
        Assert.Empty(undo.Findings);
        await RunAsync(undo, OperationKind.Undo, blueprint, new TerminateOptions { FinalSnapshots = false, LiftProtection = true });
        return (before, between, await _reader.ReadAsync(project, Ct));
    }

    public async Task TerminateAsync(Blueprint blueprint)
    {
        var options = new TerminateOptions { FinalSnapshots = false, LiftProtection = true };
        var project = new ProjectIdentity(blueprint.Project.Name, IdOf(blueprint), [blueprint.Project.Region]);
        await RunAsync(await _planners.Delete.PlanAsync(project, options, Ct), OperationKind.Terminate, blueprint, options);
    }

    public async Task StopAsync(Blueprint blueprint)
    {
        var project = new ProjectIdentity(blueprint.Project.Name, IdOf(blueprint), [blueprint.Project.Region]);
        await RunAsync(
            await _planners.Power.PlanAsync(project, on: false, only: null, Ct), OperationKind.PowerOff, blueprint, new TerminateOptions());
    }

    private static string IdOf(Blueprint blueprint) => blueprint.Project.Name.Replace("-", "", StringComparison.Ordinal).PadRight(8, '0');

    private static Blueprint WithId(Blueprint blueprint) => blueprint with { Project = blueprint.Project with { Id = IdOf(blueprint) } };

    private async Task RunAsync(Plan plan, OperationKind kind, Blueprint blueprint, TerminateOptions options)
    {
        Assert.Empty(plan.Refusals);
        var operation = new Operation($"op-{++_operations}", kind, blueprint.Project.Name, IdOf(blueprint));
        var result = await _executor.RunAsync(plan, operation, options, Note, Ct);
        Assert.Empty(result.Outcomes.Where(outcome => outcome.Value is StepOutcome.FailedBecause).Select(outcome => $"{outcome}"));
        Assert.True(result.Succeeded);
    }

    private void Note(StepReport report)
    {
        if (report is { Phase: "waiting", Detail: { } words }) Waits.Enqueue(words);
    }
}
