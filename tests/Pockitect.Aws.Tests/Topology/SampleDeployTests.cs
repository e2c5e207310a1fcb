using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>Samples in a sandbox of their own: with the quotas of a fresh account, of which other tests use up some.</summary>
public sealed class SampleDeployTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private SandboxProcess? server;
    private AwsClients? clients;
    private int operations;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await SandboxProcess.StartAsync(Ct);
        clients = new AwsClients(AwsAccount.Sandbox(server.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        clients?.Dispose();
        if (server is not null) await server.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("web-server")]
    [InlineData("static-site-bucket")]
    [InlineData("web-server-with-database")]
    [InlineData("docker-host")]
    [InlineData("private-worker")]
    [InlineData("windows-server")]
    [InlineData("high-availability")]
    public Task A_sample_deploys_needs_no_change_afterwards_and_leaves_nothing_behind(string name) => LiveAsync(name);

    [Fact]
    public Task A_project_stands_on_another_ones_network() => LiveAsync("shared-network", "app-in-shared-network");

    private async Task LiveAsync(params string[] names)
    {
        var cloud = new AwsCloud(clients!, folder.Path, TimeProvider.System); // Set before the test begins, as the next.
        var before = await server!.InventoryAsync(Ct);
        var data = new DataFolder(folder.Path);
        var engine = new Engine(cloud, AccountInventory.Open(data, cloud.Catalog, cloud.AccountId));
        var executor = new Executor(cloud, data, new Durations(data), TimeProvider.System);
        var projects = names.Select(name => Read(cloud, name)).ToList();

        foreach (var blueprint in projects)
        {
            await RunAsync(executor, await engine.PlanDeployAsync(blueprint, Ct), OperationKind.Deploy, blueprint, new TerminateOptions());
            var again = await engine.PlanDeployAsync(blueprint, Ct);
            Assert.Empty(again.Blockers);
            Assert.Empty(again.Changes.SelectMany(change => change.Differences.Select(difference => $"{change.LogicalId} {difference}")));
            Assert.True(again.IsEmpty);
        }

        foreach (var blueprint in Enumerable.Reverse(projects))
        {
            var options = new TerminateOptions { FinalSnapshots = false, LiftProtection = true };
            var project = new ProjectIdentity(blueprint.Project.Name, blueprint.Project.Id!, [blueprint.Project.Region]); // Given by Read.
            await RunAsync(executor, await engine.PlanTerminateAsync(project, options, Ct), OperationKind.Terminate, blueprint, options);
        }

        Assert.Equal(before, await server.InventoryAsync(Ct));
    }

    private static Blueprint Read(AwsCloud cloud, string name)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", $"{name}.yaml"));
        var blueprint = cloud.Check(BlueprintReader.Read(text, cloud.Catalog)).Blueprint!; // SampleTests see to that.
        return blueprint with { Project = blueprint.Project with { Id = $"{name.Replace("-", "", StringComparison.Ordinal)[..8]}" } };
    }

    private async Task RunAsync(Executor executor, Plan plan, OperationKind kind, Blueprint blueprint, TerminateOptions options)
    {
        Assert.Empty(plan.Blockers);
        var operation = new Operation($"op-{++operations}", kind, blueprint.Project.Name, blueprint.Project.Id!); // Given by Read.
        var result = await executor.RunAsync(plan, operation, options, _ => { }, Ct);
        Assert.Empty(result.Outcomes.Where(outcome => outcome.Value is StepOutcome.FailedBecause).Select(outcome => $"{outcome}"));
        Assert.True(result.Succeeded);
    }
}
