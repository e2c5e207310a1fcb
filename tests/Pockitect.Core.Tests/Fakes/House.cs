using Pockitect.Core.Blueprints;
using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Tests.Fakes;

/// <summary>The engine over a fake cloud, with a data folder of its own and a clock that runs as fast as it is waited for.</summary>
public sealed class House : IDisposable
{
    private readonly ProjectRecords _records;
    private int _operations;

    public House()
    {
        Folder = new DataFolder(Directory.CreateTempSubdirectory("pockitect-").FullName);
        _records = new ProjectRecords(Folder, Cloud);
        var deployed = _records.Deployed;
        Scanner = new AccountScanner(Cloud, AccountInventory.Open(Folder, Cloud.Catalog, Cloud.AccountId), Time);
        Reader = new ProjectReader(Scanner, deployed);
        Planners = new Planners(Reader, deployed: deployed);
        Executor = new Executor(Cloud, Folder, _records.Durations, Time);
        Recovery = new Recovery(Planners, _records, Cloud.Catalog);
        Statuses = new StatusProjector(_records, Scanner.Inventory, Cloud, Time);
        Handlers = HandlersWith(null);
        File.WriteAllText(Folder.BlueprintOf("shop"), "project: {name: shop, id: abcdef123456, region: eu-west-1}\n");
    }

    public FakeCloud Cloud { get; } = new();

    public FakeAccount Account => Cloud.Account;

    public DataFolder Folder { get; }

    public InstantTime Time { get; } = new();

    public ProjectRecords Records => _records;

    public AccountScanner Scanner { get; }

    public ProjectReader Reader { get; }

    public Planners Planners { get; }

    public Executor Executor { get; }

    public OperationHistory History => _records.History;

    public Recovery Recovery { get; }

    public StatusProjector Statuses { get; }

    /// <summary>What executes the commands of this process.</summary>
    public CommandHandlers Handlers { get; }

    public List<StepReport> Reports { get; } = [];

    public static Blueprint Blueprint { get; } = new()
    {
        Project = new ProjectSection { Name = "shop", Id = "abcdef123456", Region = "eu-west-1" },
    };

    public static ProjectIdentity Project { get; } = new("shop", "abcdef123456", ["eu-west-1"]);

    /// <summary>The same handlers, of a computer that shares its projects with others.</summary>
    public CommandHandlers HandlersWith(SharedProjects? shared) => new(_records, Reader, Planners, Statuses, Executor, Time, shared);

    /// <summary>Executes a command as a worker does, and ignores its progress.</summary>
    /// <param name="project">The project; null for a command without a project.</param>
    public Task<Status> HandleAsync(string? project, Command command, CancellationToken ct) => HandleAsync(
        project, command, _ => Task.CompletedTask, ct);

    /// <summary>Executes a command as a worker does.</summary>
    /// <param name="project">The project; null for a command without a project.</param>
    public Task<Status> HandleAsync(string? project, Command command, Func<Status, Task> tell, CancellationToken ct) =>
        Handlers.HandleAsync(command, new CommandContext(project, tell), ct);

    public Task<Plan> PlanAsync(params Desired[] desired)
    {
        Cloud.Desired = desired;
        return Planners.Deploy.PlanAsync(Blueprint, CancellationToken.None);
    }

    public async Task<OperationResult> RunAsync(Plan plan, OperationKind kind = OperationKind.Deploy, CancellationToken? stop = null)
    {
        Assert.Empty(plan.Blockers);
        var operation = new Operation($"op-{++_operations}", kind, "shop", "abcdef123456");
        return await Executor.RunAsync(plan, operation, new TerminateOptions(), Reports.Add, stop ?? CancellationToken.None);
    }

    public async Task<OperationResult> DeployAsync(params Desired[] desired) => await RunAsync(await PlanAsync(desired));

    public Task<Plan> PlanDeleteAsync(TerminateOptions? options = null) =>
        Planners.Delete.PlanAsync(Project, options ?? new TerminateOptions(), CancellationToken.None);

    public Task<Plan> PlanPowerAsync(bool on) => Planners.Power.PlanAsync(Project, on, only: null, CancellationToken.None);

    /// <summary>What the next start would find if this process died now: the same account, the same files.</summary>
    public House Fork()
    {
        var next = new House();
        next.Cloud.Desired = Cloud.Desired;
        next.Time.AdvanceTo(Time.GetUtcNow().AddSeconds(1));
        Account.CopyTo(next.Account);
        foreach (var path in Directory.EnumerateFiles(Folder.Journal, "*.jsonl", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(next.Folder.Root, Path.GetRelativePath(Folder.Root, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(copy);
            from.CopyTo(to);
        }

        return next;
    }

    public void Dispose() => Directory.Delete(Folder.Root, recursive: true);
}
