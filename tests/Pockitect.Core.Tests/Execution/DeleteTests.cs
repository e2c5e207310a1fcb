using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class DeleteTests : IDisposable
{
    private readonly House _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_protected_resource_blocks_until_the_protection_is_lifted()
    {
        await _house.DeployAsync(new Desired("box", new Box { Protected = true }));

        var blocked = await _house.PlanDeleteAsync();
        var lifted = await _house.RunAsync(await _house.PlanDeleteAsync(new TerminateOptions(LiftProtection: true)), OperationKind.Terminate);

        Assert.Contains("protected", Assert.Single(blocked.Blockers), StringComparison.Ordinal);
        Assert.True(lifted.Succeeded);
        Assert.Empty(_house.Account.Living);
    }

    [Fact]
    public async Task Deletion_is_blocked_by_what_preflight_finds_and_changes_nothing()
    {
        await _house.DeployAsync(new Desired("store", new Store { Name = "s" }));
        _house.Cloud.Findings =
        [
            new Finding(Severity.Error, "store", "It is not empty.", "Stores go empty.", "Use --empty-buckets."),
            new Finding(Severity.Finding, "", "Could not check doors.", "No.", "Look."),
        ];
        var before = _house.Account.Calls.Count;

        var plan = await _house.PlanDeleteAsync();

        Assert.Equal("store: It is not empty. Stores go empty. Use --empty-buckets.", Assert.Single(plan.Blockers));
        Assert.Equal("Could not check doors.", Assert.Single(plan.Findings).What);
        Assert.Equal(before, _house.Account.Calls.Count);
    }

    [Fact]
    public async Task Deletion_needs_to_see_only_types_that_the_project_had()
    {
        await _house.DeployAsync(new Desired("net", new Net { Range = "10.0" }));
        _house.Cloud.Hidden = typeof(Store);
        var had = House.Project with { Types = new HashSet<string> { "Fake::House::Net" } };

        var plan = await _house.Planners.Delete.PlanAsync(had, new TerminateOptions(), TestContext.Current.CancellationToken);
        var unknown = await _house.PlanDeleteAsync();
        _house.Cloud.Hidden = typeof(Net);
        var related = await _house.Planners.Delete.PlanAsync(had, new TerminateOptions(), TestContext.Current.CancellationToken);

        Assert.Empty(plan.Blockers);
        Assert.Contains("Fake::House::Store", Assert.Single(plan.Findings).What, StringComparison.Ordinal);
        Assert.NotEmpty(unknown.Blockers);
        Assert.NotEmpty(related.Blockers);
    }

    [Fact]
    public async Task Deletion_leaves_alone_what_was_kept_of_the_project()
    {
        await _house.DeployAsync(new Desired("net", new Net { Range = "10.0" }));
        var net = _house.Account.Living.Single();
        _house.Account.Add(net with { Type = "Fake::House::Store", Id = "store-final", Spec = new Store { Name = "store-final" }, IsKept = true });

        var deleted = await _house.RunAsync(await _house.PlanDeleteAsync(), OperationKind.Terminate);

        Assert.True(deleted.Succeeded);
        Assert.Equal("store-final", Assert.Single(_house.Account.Living).Id);
    }

    [Fact]
    public async Task What_is_stopped_and_protected_runs_only_to_lose_its_protection()
    {
        await _house.DeployAsync(new Desired("vault", new Vault { Protected = true }));
        await _house.RunAsync(await _house.PlanPowerAsync(on: false), OperationKind.PowerOff);

        var deleted = await _house.RunAsync(await _house.PlanDeleteAsync(new TerminateOptions(LiftProtection: true)), OperationKind.Terminate);

        Assert.True(deleted.Succeeded);
        Assert.Equal(["start Vault", "update Vault", "delete Vault"], _house.Account.Calls.Skip(2));
    }

    [Fact]
    public async Task What_is_stopped_and_not_protected_is_deleted_as_it_is()
    {
        await _house.DeployAsync(new Desired("vault", new Vault()));
        await _house.RunAsync(await _house.PlanPowerAsync(on: false), OperationKind.PowerOff);

        await _house.RunAsync(await _house.PlanDeleteAsync(new TerminateOptions(LiftProtection: true)), OperationKind.Terminate);

        Assert.Equal(["delete Vault"], _house.Account.Calls.Skip(2));
    }

    [Fact]
    public async Task What_a_stranger_stands_on_blocks_and_the_stranger_stays()
    {
        await _house.DeployAsync(new Desired("net", new Net { Range = "10.0" }));
        var part = _house.Cloud.Catalog[typeof(Part)];
        await part.CreateAsync(
            _house.Cloud.PlaceOf(part, "eu-west-1"),
            new Part { Net = Ref.Existing<Net>(_house.Account.Living[0].Id) },
            new Creation("t", new Dictionary<string, string> { [OwnershipTags.Resource] = "stranger" }, "u"),
            TestContext.Current.CancellationToken);

        var plan = await _house.PlanDeleteAsync();

        Assert.Contains("stranger", Assert.Single(plan.Blockers), StringComparison.Ordinal);
        Assert.Equal(2, _house.Account.Living.Count);
    }

    [Fact]
    public async Task What_came_with_something_else_is_neither_deleted_nor_in_the_way()
    {
        Desired[] desired = [new Desired("net", new Net { Range = "10.0" })];
        await _house.DeployAsync(desired);
        var (net, part) = (_house.Account.Living[0], _house.Cloud.Catalog[typeof(Part)]);
        var disk = await part.CreateAsync(
            net.Place,
            new Part { Net = Ref.Existing<Net>(net.Id) },
            new Creation("t", net.Tags, "u"),
            TestContext.Current.CancellationToken);
        _house.Account.Change("lock", part, disk, now => now with { Locked = "It came with the net." });

        var again = await _house.PlanAsync(desired);
        var delete = await _house.PlanDeleteAsync();

        Assert.Empty(again.Steps);
        Assert.Empty(delete.Blockers);
        Assert.Equal(["net"], delete.Changes.Select(change => change.LogicalId));
    }

    [Fact]
    public async Task A_project_that_cannot_be_seen_whole_is_not_called_deleted()
    {
        await _house.DeployAsync(new Desired("net", new Net { Range = "10.0" }), new Desired("box", new Box()));
        _house.Cloud.Hidden = typeof(Store);

        var plan = await _house.PlanDeleteAsync();

        Assert.Contains("Fake::House::Store", Assert.Single(plan.Blockers), StringComparison.Ordinal);
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public async Task A_selection_takes_along_what_uses_it_and_nothing_else()
    {
        await _house.DeployAsync(
            new Desired("net", new Net { Range = "10.0" }),
            new Desired("part", new Part { Net = Ref.To<Net>("net") }),
            new Desired("box", new Box { Part = Ref.To<Part>("part") }),
            new Desired("store", new Store { Name = "kept" }));
        var part = _house.Account.Living.Single(resource => resource.Spec is Part);

        var plan = await _house.Planners.Delete.PlanAsync(
            new ResourceSelection("eu-west-1", [part.Id]), new TerminateOptions(), TestContext.Current.CancellationToken);
        await _house.RunAsync(plan, OperationKind.Terminate);

        Assert.Equal(["box", "part"], plan.Changes.Select(change => change.LogicalId).Order());
        Assert.Equal(2, _house.Account.Living.Count);
    }

    [Fact]
    public async Task Stop_and_start_touch_what_has_power_only()
    {
        await _house.DeployAsync(new Desired("net", new Net { Range = "10.0" }), new Desired("box", new Box()));

        await _house.RunAsync(await _house.PlanPowerAsync(on: false), OperationKind.PowerOff);
        var stopped = _house.Account.Living.ToDictionary(resource => resource.Spec.GetType().Name, resource => resource.Phase);
        await _house.RunAsync(await _house.PlanPowerAsync(on: true), OperationKind.PowerOn);

        Assert.Equal((Phase.Ready, Phase.Stopped), (stopped["Net"], stopped["Box"]));
        Assert.All(_house.Account.Living, resource => Assert.Equal(Phase.Ready, resource.Phase));
    }
}
