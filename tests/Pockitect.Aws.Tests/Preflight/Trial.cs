using System.Net.Http.Json;
using Amazon.Runtime;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Preflight;

/// <summary>A sandbox for one class of tests, which each of its tests begins with a fresh account.</summary>
public sealed class TrialSandbox : IAsyncLifetime
{
    internal SandboxProcess Server { get; private set; } = null!; // Set before any test runs.

    public async ValueTask InitializeAsync() => Server = await SandboxProcess.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>One blueprint against an account in which something was put beforehand.</summary>
internal sealed class Trial : IDisposable
{
    public const string Slug = "shop";

    private readonly TemporaryFolder _folder = new();
    private readonly SandboxProcess _server;
    private readonly Dictionary<string, AwsClients> _clients = [];
    private readonly AwsClients _root;

    private Trial(SandboxProcess server)
    {
        _server = server;
        _root = new AwsClients(AwsAccount.Sandbox(server.Endpoint));
    }

    /// <summary>The account's own identity, which may do everything.</summary>
    public AwsClients Aws => _root;

    /// <summary>Who deploys.</summary>
    public string Arn { get; set; } = "arn:aws:iam::123456789012:root";

    public AWSCredentials? Credentials { get; set; }

    /// <summary>Every call of the deploying identity.</summary>
    public List<AwsCall> Calls { get; } = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="server">The sandbox, which is emptied.</param>
    /// <param name="lag">For how many seconds AWS lags behind itself.</param>
    public static async Task<Trial> BeginAsync(SandboxProcess server, double lag = 0)
    {
        (await server.Control.PostAsync("reset", null, Ct)).EnsureSuccessStatusCode();
        var trial = new Trial(server);
        await trial.SetAsync(new { lag_seconds = lag });
        return trial;
    }

    public async Task SetAsync(object settings) => (await _server.Control.PatchAsJsonAsync("settings", settings, Ct)).EnsureSuccessStatusCode();

    public async Task FaultAsync(object rule) => (await _server.Control.PostAsJsonAsync("faults", rule, Ct)).EnsureSuccessStatusCode();

    public Task DenyAsync(string service, string action, string kind = "deny") => FaultAsync(new { service, action, kind });

    public Task QuotaAsync(string code, int value) => SetAsync(new { quotas = new Dictionary<string, int> { [code] = value } });

    public async Task<Plan> PlanAsync(string yaml)
    {
        var (cloud, data, reader) = Bench();
        return await new Planners(reader).Deploy.PlanAsync(Load(cloud, data, yaml), Ct);
    }

    /// <summary>What preflight alone finds in a plan; its calls are in <see cref="Calls"/>.</summary>
    public async Task<(Plan Plan, IReadOnlyList<Finding> Findings)> LookAsync(string yaml, TimeSpan? estimate = null)
    {
        var plan = await PlanAsync(yaml);
        lock (Calls) Calls.Clear();
        return (plan, await Bench().Cloud.PreflightAsync(plan, estimate, Ct));
    }

    /// <summary>Deploys as the worker does, with whatever plan there is approved.</summary>
    /// <returns>The last status, and the calls since then that could have changed something.</returns>
    public async Task<(Status Last, IReadOnlyList<string> Changing)> DeployAsync(string yaml, bool approved = false)
    {
        var (cloud, data, reader) = Bench();
        var blueprint = Load(cloud, data, yaml);
        var fingerprint = approved ? (await new Planners(reader).Deploy.PlanAsync(blueprint, Ct)).Fingerprint : "none";
        return await ChangingAsync(() => HandleAsync(cloud, data, reader, new Deploy(fingerprint), Slug));
    }

    /// <summary>What the last look saw of the account.</summary>
    public IReadOnlyList<Core.Resources.Observed> Inventory => Bench().Reader.Scanner.Inventory.Resources;

    /// <summary>Changes the project's file, as a person would.</summary>
    public void Rewrite(Func<string, string> change)
    {
        var path = new DataFolder(_folder.Path).BlueprintOf(Slug);
        File.WriteAllText(path, change(File.ReadAllText(path)));
    }

    /// <summary>Plans to delete the project, and does it as the worker does.</summary>
    public async Task<(Plan Plan, Status Last, IReadOnlyList<string> Changing)> DeleteAsync(TerminateOptions? options = null)
    {
        var (cloud, data, reader) = Bench();
        var how = options ?? new TerminateOptions();
        var plan = await new Planners(reader).Delete.PlanAsync(await new ProjectStore(data, cloud).FindAsync(Slug, reader, Ct), how, Ct);
        var (last, changing) = await ChangingAsync(() => HandleAsync(
            cloud, data, reader, new Terminate(plan.Fingerprint, null, how) { Confirmation = Slug }, Slug));
        return (plan, last, changing);
    }

    /// <summary>The same for some resources by their IDs.</summary>
    public async Task<(Plan Plan, Status Last, IReadOnlyList<string> Changing)> DeleteAsync(string region, params string[] ids)
    {
        var (cloud, data, reader) = Bench();
        var selection = new ResourceSelection(region, ids);
        var plan = await new Planners(reader).Delete.PlanAsync(selection, new TerminateOptions(), Ct);
        var command = new Terminate(plan.Fingerprint, selection, new TerminateOptions()) { Confirmation = "delete" };
        var (last, changing) = await ChangingAsync(() => HandleAsync(cloud, data, reader, command, project: null));
        return (plan, last, changing);
    }

    private async Task<(Status Last, IReadOnlyList<string> Changing)> ChangingAsync(Func<Task<Status>> work)
    {
        var before = (await _server.RequestsAsync(0, Ct)).Count;
        var last = await work();
        var changing = (await _server.RequestsAsync(0, Ct)).Skip(before)
            .Where(request => request["mutating"]!.GetValue<bool>()).Select(request => $"{request["service"]}:{request["action"]}");
        return (last, [.. changing]);
    }

    private static Task<Status> HandleAsync(AwsCloud cloud, DataFolder data, ProjectReader reader, Command command, string? project)
    {
        var records = new ProjectRecords(data, cloud);
        var statuses = new StatusProjector(records, reader.Scanner.Inventory, cloud, TimeProvider.System);
        var executor = new Executor(cloud, data, records.Durations, TimeProvider.System);
        return new CommandHandlers(records, reader, new Planners(reader), statuses, executor, TimeProvider.System)
            .HandleAsync(command, new CommandContext(project, _ => Task.CompletedTask), Ct);
    }

    public void Dispose()
    {
        foreach (var clients in _clients.Values) clients.Dispose();
        _root.Dispose();
        _folder.Dispose();
    }

    private (AwsCloud Cloud, DataFolder Data, ProjectReader Reader) Bench()
    {
        if (!_clients.TryGetValue(Arn, out var clients))
        {
            var root = AwsAccount.Sandbox(_server.Endpoint);
            var account = new AwsAccount
            {
                AccountId = root.AccountId,
                Arn = Arn,
                Name = "trial",
                Identity = root.Identity,
                Credentials = Credentials ?? root.Credentials,
                Endpoint = root.Endpoint,
            };
            _clients[Arn] = clients = new AwsClients(account, new AwsClientOptions { Observer = Watch });
        }

        var data = new DataFolder(_folder.Path);
        var cloud = new AwsCloud(clients, data.Keys, TimeProvider.System);
        var scanner = new AccountScanner(cloud, AccountInventory.Open(data, cloud.Catalog, cloud.AccountId), TimeProvider.System);
        return (cloud, data, new ProjectReader(scanner));
    }

    private void Watch(AwsCall call)
    {
        if (call.Phase is not AwsCallPhase.Sending) return;
        lock (Calls) Calls.Add(call);
    }

    private static Blueprint Load(AwsCloud cloud, DataFolder data, string yaml)
    {
        var path = data.BlueprintOf(Slug);
        // A project that has been deployed has its id in its file.
        if (!File.Exists(path)) File.WriteAllText(path, yaml);
        return new ProjectStore(data, cloud).Load(Slug);
    }
}
