using Pockitect.Core.Blueprints;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

public sealed class DriftTests : IDisposable
{
    private static readonly Blueprint Deployed = With(
        new Box { Part = Ref.To<Part>("part"), Size = 1, Tags = new Dictionary<string, string> { ["Owner"] = "ada" } });

    private readonly House _house = new();
    private int _operations;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DeployedBlueprints Store => new(_house.Folder, _house.Cloud.Catalog, _house.History);

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_is_as_it_was_deployed_is_no_drift()
    {
        await DeployAsync(Deployed);

        Assert.Empty((await DriftAsync()).Resources);
    }

    [Fact]
    public async Task A_setting_a_tag_and_a_deletion_from_outside_are_told_apart()
    {
        await DeployAsync(Deployed);
        Outside("box", box => box with { Spec = (Box)box.Spec with { Size = 3 }, Tags = new Dictionary<string, string>(box.Tags) { ["Owner"] = "bob", ["CostCenter"] = "42" } });
        _house.Account.Delete(_house.Cloud.Catalog[typeof(Store)], Living("store").Id);

        var drift = (await DriftAsync()).Resources;

        Assert.Equal(
            ["box Changed Size 1 → 3", "box Changed Tags.Owner ada → bob", "store Deleted"],
            drift.SelectMany(Lines).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_carries_the_tags_and_was_in_no_deploy_is_drift()
    {
        await DeployAsync(Deployed);
        var net = _house.Cloud.Catalog[typeof(Net)];
        var tags = new Dictionary<string, string>(Living("net").Tags) { [OwnershipTags.Resource] = "guest" };
        await net.CreateAsync(Living("net").Place, new Net { Range = "10.9" }, new Creation("t", tags, "u"), Ct);

        var guest = Assert.Single((await DriftAsync()).Resources);

        Assert.Equal(("guest", DriftKind.Added), (guest.LogicalId, guest.Kind));
    }

    [Fact]
    public async Task A_resource_that_no_deploy_has_created_is_not_said_to_be_deleted()
    {
        _house.Account.OnCall = call => call is { Verb: "create", Type: "Part" } ? new Fault(FaultKind.Denied, "No", "No.") : null;
        await RunAsync(Deployed);

        var drift = await _house.Planners.Drift.RunAsync(Store.Assumed(Deployed), Ct);

        Assert.Equal(["box NeverCreated", "part NeverCreated"], drift.Resources.SelectMany(Lines).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_resource_is_said_to_be_deleted_where_no_deploy_is_known()
    {
        var drift = await _house.Planners.Drift.RunAsync(Store.Assumed(Deployed), Ct);

        Assert.All(drift.Resources, resource => Assert.Equal(DriftKind.Deleted, resource.Kind));
    }

    [Fact]
    public async Task A_plan_marks_what_was_changed_outside_and_not_what_was_edited()
    {
        await DeployAsync(Deployed);
        Outside("box", box => box with { Spec = (Box)box.Spec with { Size = 3 } });
        _house.Account.Delete(_house.Cloud.Catalog[typeof(Store)], Living("store").Id);
        var edited = With(new Box { Part = Ref.To<Part>("part"), Size = 2, Protected = true, Tags = new Dictionary<string, string> { ["Owner"] = "bob" } });

        var plan = await _house.Planners.Deploy.PlanAsync(edited, Ct);

        var box = plan.Changes.Single(change => change.LogicalId == "box");
        Assert.Equal(["Protected", "Size", "Tags.Owner"], box.Differences.Select(difference => difference.Path).Order());
        Assert.Equal([KeyValuePair.Create("Size", (string?)"1")], box.ChangedOutside);
        var store = plan.Changes.Single(change => change.LogicalId == "store");
        Assert.Equal((ChangeAction.Create, true, "was deleted outside Pockitect"), (store.Action, store.IsFromOutside, store.Reason));
        // Marks are for people: what is approved and what is carried out are the same plan with and without them.
        Assert.Equal((await _house.Planners.Deploy.PlanAsync(edited, Ct)).Fingerprint, plan.Fingerprint);
    }

    [Fact]
    public async Task What_a_deploy_changed_that_did_not_end_well_is_nobodys()
    {
        await DeployAsync(Deployed);
        _house.Account.OnCall = call => call is { Verb: "create", Resource: "late" } ? new Fault(FaultKind.Denied, "No", "No.") : null;
        await RunAsync(With(new Box { Part = Ref.To<Part>("part"), Size = 3 }, late: true));
        Outside("part", part => part with { Spec = (Part)part.Spec with { Open = true } });

        var drift = await DriftAsync();

        Assert.Equal(["part Changed Open false → true"], drift.Resources.SelectMany(Lines));
        Assert.Contains("box", Store.Latest("shop")!.TouchedSince);
    }

    [Fact]
    public async Task Stopping_and_starting_is_no_drift()
    {
        await DeployAsync(Deployed);
        var project = new ProjectIdentity("shop", "abcdef123456", ["eu-west-1"]);
        await RunAsync(await _house.Planners.Power.PlanAsync(project, on: false, only: null, Ct), OperationKind.PowerOff);

        Assert.Empty((await DriftAsync()).Resources);
        Assert.Empty(Store.Latest("shop")!.TouchedSince);
    }

    [Fact]
    public async Task After_a_delete_nothing_is_deployed()
    {
        await DeployAsync(Deployed);
        var project = new ProjectIdentity("shop", "abcdef123456", ["eu-west-1"]);
        await RunAsync(await _house.Planners.Delete.PlanAsync(project, new TerminateOptions(), Ct), OperationKind.Terminate);

        Assert.Null(Store.Latest("shop"));
    }

    [Fact]
    public async Task Only_what_changed_is_kept_anew_and_the_newest_counts()
    {
        await DeployAsync(Deployed);
        await DeployAsync(Deployed);
        var other = With(new Box { Part = Ref.To<Part>("part"), Size = 2 });
        await DeployAsync(other);

        Assert.Equal(2, Directory.GetFiles(Path.Combine(_house.Folder.Deployed, "shop"), "*.yaml").Length);
        Assert.Equal(2, ((Box)Store.Latest("shop")!.Blueprint.Resources["box"]).Size);
    }

    [Fact]
    public async Task What_could_not_be_looked_at_is_not_called_unchanged()
    {
        await DeployAsync(Deployed);
        _house.Cloud.Hidden = typeof(Box);

        var drift = await DriftAsync();

        Assert.Contains("Fake::House::Box", Assert.Single(drift.Blockers), StringComparison.Ordinal);
        Assert.Empty(drift.Resources);
    }

    private static Blueprint With(Box box, bool late = false)
    {
        var resources = new Dictionary<string, Spec>
        {
            ["net"] = new Net { Range = "10.0" },
            ["part"] = new Part { Net = Ref.To<Net>("net"), Open = false },
            ["box"] = box,
            ["store"] = new Store { Name = "kept" },
        };
        if (late) resources["late"] = new Box { Part = Ref.To<Part>("part") };
        return new Blueprint
        {
            Project = new ProjectSection { Name = "shop", Id = "abcdef123456", Region = "eu-west-1" },
            Resources = resources,
        };
    }

    private static IEnumerable<string> Lines(DriftedResource resource) => resource.Differences.Count == 0
        ? [$"{resource.LogicalId} {resource.Kind}"]
        : resource.Differences.Select(difference => $"{resource.LogicalId} {resource.Kind} {difference.Path} {difference.New} → {difference.Old}");

    private async Task DeployAsync(Blueprint blueprint)
    {
        var operation = await RunAsync(blueprint);
        await Store.KeepAsync(operation, blueprint, Ct);
    }

    private async Task<Operation> RunAsync(Blueprint blueprint) => await RunAsync(
        await _house.Planners.Deploy.PlanAsync(blueprint, Ct), OperationKind.Deploy);

    private async Task<Operation> RunAsync(Plan plan, OperationKind kind)
    {
        var operation = new Operation($"20260101-00000{++_operations}", kind, "shop", "abcdef123456");
        await _house.Executor.RunAsync(plan, operation, new TerminateOptions(), _ => { }, Ct);
        return operation;
    }

    // Deployed in every test that asks.
    private Task<Drift> DriftAsync() => _house.Planners.Drift.RunAsync(Store.Latest("shop")!, Ct);

    private Observed Living(string logicalId) => _house.Account.Living.Single(resource => resource.Tags[OwnershipTags.Resource] == logicalId);

    private void Outside(string logicalId, Func<Observed, Observed> change)
    {
        var living = Living(logicalId);
        _house.Account.Change("update", _house.Cloud.Catalog[living.Type], living.Id, change);
    }
}
