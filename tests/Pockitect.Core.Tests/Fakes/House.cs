using Pockitect.Core.Blueprints;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Tests.Fakes;

/// <summary>The engine over a fake cloud, with a data folder of its own and a clock that runs as fast as it is waited for.</summary>
public sealed class House : IDisposable
{
    private int _operations;

    public House()
    {
        Folder = new DataFolder(Directory.CreateTempSubdirectory("pockitect-").FullName);
        Engine = new Engine(Cloud, AccountInventory.Open(Folder, Cloud.Catalog, Cloud.AccountId));
        Executor = new Executor(Cloud, Folder, new Durations(Folder), Time);
    }

    public FakeCloud Cloud { get; } = new();

    public FakeAccount Account => Cloud.Account;

    public DataFolder Folder { get; }

    public InstantTime Time { get; } = new();

    public Engine Engine { get; }

    public Executor Executor { get; }

    public List<StepReport> Reports { get; } = [];

    public static Blueprint Blueprint { get; } = new()
    {
        Project = new ProjectSection { Name = "shop", Id = "abcdef123456", Region = "here-1" },
    };

    public static ProjectIdentity Project { get; } = new("shop", "abcdef123456", ["here-1"]);

    public Task<Plan> PlanAsync(params Desired[] wanted)
    {
        Cloud.Wanted = wanted;
        return Engine.PlanDeployAsync(Blueprint, CancellationToken.None);
    }

    public async Task<OperationResult> RunAsync(Plan plan, OperationKind kind = OperationKind.Deploy, CancellationToken? stop = null)
    {
        Assert.Empty(plan.Blockers);
        var operation = new Operation($"op-{++_operations}", kind, "shop", "abcdef123456");
        return await Executor.RunAsync(plan, operation, new TerminateOptions(), Reports.Add, stop ?? CancellationToken.None);
    }

    public async Task<OperationResult> DeployAsync(params Desired[] wanted) => await RunAsync(await PlanAsync(wanted));

    public Task<Plan> PlanDeleteAsync(TerminateOptions? options = null) =>
        Engine.PlanTerminateAsync(Project, options ?? new TerminateOptions(), CancellationToken.None);

    public void Dispose() => Directory.Delete(Folder.Root, recursive: true);
}
