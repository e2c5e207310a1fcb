using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class RecoveryTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" });

    private readonly House _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_an_update_had_stopped_is_started_again_by_resume()
    {
        await DeployAsync(_house, Net, Part, Box(size: 1));
        using var next = await DieAsync("update", "Box", house => DeployAsync(house, Net, Part, Box(size: 2)));
        Assert.Equal(Phase.Stopped, next.Account.Living.Single(resource => resource.Spec is Box).Phase);

        await ResumeAsync(next);

        var box = next.Account.Living.Single(resource => resource.Spec is Box);
        Assert.Equal((Phase.Ready, 2), (box.Phase, ((Box)box.Spec).Size));
    }

    [Theory]
    [InlineData("Box", Phase.Ready)]
    [InlineData("Vault", Phase.Stopped)]
    public async Task What_a_resume_was_about_to_switch_back_is_switched_back_by_the_next(string type, Phase before)
    {
        Desired[] Desired(int size) => type == "Box" ? [Net, Part, Box(size)] : [Vault(size)];
        await DeployAsync(_house, Desired(1));
        if (before is Phase.Stopped) await PowerAsync(_house, on: false);
        var (away, back) = before is Phase.Ready ? ("stop", "start") : ("start", "stop");
        using var cut = await DieAsync(away, type, house => DeployAsync(house, Desired(2)));
        // The change itself is done, and its journal says so.
        using var again = await DieAsync(back, type, CarryOnAsync, of: cut, beforeIt: true);

        await ResumeAsync(again);

        Assert.Equal(before, again.Account.Living.Single(resource => resource.Type.EndsWith(type, StringComparison.Ordinal)).Phase);
    }

    [Fact]
    public async Task What_an_update_had_stopped_is_as_it_was_after_undo()
    {
        await DeployAsync(_house, Net, Part, Box(size: 1));
        using var next = await DieAsync("update", "Box", house => DeployAsync(house, Net, Part, Box(size: 2)));

        await UndoAsync(next);

        var box = next.Account.Living.Single(resource => resource.Spec is Box);
        Assert.Equal((Phase.Ready, 1), (box.Phase, ((Box)box.Spec).Size));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("update")]
    [InlineData("stop")]
    public async Task What_an_update_had_started_is_stopped_again_by_resume_and_by_undo(string diesAfter)
    {
        await DeployAsync(_house, Vault(size: 1));
        await PowerAsync(_house, on: false);
        using var resumed = await DieAsync(diesAfter, "Vault", house => DeployAsync(house, Vault(size: 2)));
        using var undone = resumed.Fork();

        await ResumeAsync(resumed);
        await UndoAsync(undone);

        Assert.Equal((Phase.Stopped, 2), StateOf(resumed));
        Assert.Equal((Phase.Stopped, 1), StateOf(undone));
        static (Phase, int?) StateOf(House house) => house.Account.Living.Select(vault => (vault.Phase, ((Vault)vault.Spec).Size)).Single();
    }

    [Fact]
    public async Task What_is_on_its_way_while_the_plan_is_shown_is_stopped_again_all_the_same()
    {
        await DeployAsync(_house, Vault(size: 1));
        await PowerAsync(_house, on: false);
        using var next = await DieAsync("update", "Vault", house => DeployAsync(house, Vault(size: 2)));
        var vault = next.Account.Living.Single();
        next.Account.Change("modify", next.Cloud.Catalog[vault.Type], vault.Id, now => now with { Phase = Phase.Pending });
        var plan = await next.Recovery.PlanResumeAsync(next.History.Unfinished("shop")!, CancellationToken.None);
        next.Account.Change("settle", next.Cloud.Catalog[vault.Type], vault.Id, now => now with { Phase = Phase.Ready });

        Assert.IsType<Completed>(await next.HandleAsync("shop", new Resume(plan.Fingerprint), Nobody, CancellationToken.None));

        Assert.Equal(Phase.Stopped, next.Account.Living.Single().Phase);
    }

    [Fact]
    public async Task A_delete_that_had_started_what_it_unprotects_is_finished_or_taken_back()
    {
        await DeployAsync(_house, Vault(size: 1, isProtected: true));
        await PowerAsync(_house, on: false);
        using var half = await DieAsync("update", "Vault", house => TerminateAsync(house, new TerminateOptions(LiftProtection: true)));
        using var other = half.Fork();

        await ResumeAsync(half);
        await UndoAsync(other);

        Assert.Empty(half.Account.Living);
        var vault = Assert.Single(other.Account.Living);
        Assert.Equal((Phase.Stopped, true), (vault.Phase, ((Vault)vault.Spec).Protected));
    }

    [Fact]
    public async Task Undo_of_a_delete_creates_only_what_a_create_takes_and_says_that_the_data_is_gone()
    {
        await DeployAsync(_house, Net, Vault(size: 1));
        _house.Account.OnCall = call => call is { Verb: "delete", Type: "Net", HasHappened: false } ? new Fault(FaultKind.Denied, "Denied", "You may not.") : null;
        await TerminateAsync(_house);
        _house.Account.OnCall = _ => null;
        var record = _house.History.Unfinished("shop")!;

        var plan = await _house.Recovery.PlanUndoAsync(record, CancellationToken.None);
        await UndoAsync(_house);

        var lost = Assert.Single(plan.Findings, finding => finding.LogicalId == "vault");
        Assert.Equal("Its data doesn't come back.", lost.What);
        Assert.Contains($"'vault-final-{record.Operation.Id}'", lost.Remedy);
        Assert.Equal(100, Assert.Single(_house.Account.Living.Select(resource => resource.Spec).OfType<Vault>()).Speed);
    }

    [Fact]
    public async Task Undo_of_a_delete_that_kept_no_snapshot_names_none()
    {
        await DeployAsync(_house, Net, Vault(size: 1));
        _house.Account.OnCall = call => call is { Verb: "delete", Type: "Net", HasHappened: false } ? new Fault(FaultKind.Denied, "Denied", "You may not.") : null;
        await TerminateAsync(_house, new TerminateOptions(FinalSnapshots: false));
        _house.Account.OnCall = _ => null;

        var plan = await _house.Recovery.PlanUndoAsync(_house.History.Unfinished("shop")!, CancellationToken.None);

        Assert.DoesNotContain("snapshot", Assert.Single(plan.Findings, finding => finding.LogicalId == "vault").Remedy);
    }

    [Fact]
    public async Task Undo_lifts_the_protection_of_what_it_removes_and_of_nothing_else()
    {
        await DeployAsync(_house, Net, Part, Box(size: 1, isProtected: true));
        _house.Account.OnCall = call => call is { Verb: "create", Type: "Store", HasHappened: false } ? new Fault(FaultKind.Quota, "Limit", "No more.") : null;
        await DeployAsync(_house, Net, Part, Box(size: 1, isProtected: true), Box(size: 1, isProtected: true, name: "second"), new Desired("store", new Store { Name = "s" }));
        _house.Account.OnCall = _ => null;

        await UndoAsync(_house);

        var box = Assert.Single(_house.Account.Living, resource => resource.Spec is Box);
        Assert.Equal(("box", true), (box.Tags[OwnershipTags.Resource], ((Box)box.Spec).Protected));
    }

    [Fact]
    public async Task What_had_no_value_has_none_after_undo_and_lets_go_of_what_goes()
    {
        var wall = new Desired("wall", new Wall { Net = Ref.To<Net>("net"), Rules = [] });
        var bare = new Box { Part = Ref.To<Part>("part"), Image = "one", Disk = new BoxDisk { Size = 1 } };
        await DeployAsync(_house, Net, Part, new Desired("box", bare));
        var more = bare with { Walls = [Ref.To<Wall>("wall")], Size = 2, Disk = new BoxDisk { Size = 1 } };
        using var next = await DieAsync("update", "Box", house => DeployAsync(house, Net, Part, wall, new Desired("box", more)));
        Assert.Equal(2, BoxOf(next).Size);

        await UndoAsync(next);

        Assert.Equal((null, null), (BoxOf(next).Walls, BoxOf(next).Size));
        Assert.Equal(["box", "net", "part"], next.Account.Living.Select(resource => resource.Tags[OwnershipTags.Resource]).Order());
        static Box BoxOf(House house) => (Box)house.Account.Living.Single(resource => resource.Spec is Box).Spec;
    }

    [Fact]
    public async Task What_cannot_be_taken_away_again_is_said_by_name()
    {
        await DeployAsync(_house, new Desired("vault", new Vault()));
        using var next = await DieAsync("update", "Vault", house => DeployAsync(house, Vault(size: 3, isProtected: true)));

        var plan = await next.Recovery.PlanUndoAsync(next.History.Unfinished("shop")!, CancellationToken.None);
        await UndoAsync(next);

        Assert.Equal(("vault", "Its Size stays 3."), plan.Findings.Select(finding => (finding.LogicalId, finding.What)).Single());
        Assert.Equal(new Vault { Size = 3, Speed = 100 }, Assert.Single(next.Account.Living).Spec);
    }

    [Fact]
    public async Task Undo_waits_for_what_was_on_its_way_when_the_process_died()
    {
        using var next = await DieAsync("create", "Store", house => DeployAsync(house, Net, new Desired("store", new Store { Name = "s" })), afterCreate: true);
        // Its name keeps it from being made twice, which is no reason to leave it behind.
        var shown = next.Time.GetUtcNow().AddSeconds(6);
        next.Account.IsListed = resource => resource.Spec is not Store || next.Time.GetUtcNow() >= shown;

        await UndoAsync(next);

        Assert.Empty(next.Account.Living);
    }

    [Fact]
    public async Task Delete_waits_for_what_was_on_its_way_when_the_process_died()
    {
        using var next = await DieAsync("create", "Store", house => DeployAsync(house, Net, new Desired("store", new Store { Name = "s" })), afterCreate: true);
        var shown = next.Time.GetUtcNow().AddSeconds(6);
        next.Account.IsListed = resource => resource.Spec is not Store || next.Time.GetUtcNow() >= shown;

        var plan = await next.Planners.Delete.PlanAsync(
            House.Project, new TerminateOptions(EmptyBuckets: true), CancellationToken.None, next.History.Unfinished("shop"));

        Assert.Equal(["net", "store"], plan.Changes.Select(change => change.LogicalId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keep_ends_it_and_changes_nothing()
    {
        using var next = await DieAsync("create", "Part", house => DeployAsync(house, Net, Part));
        var calls = next.Account.Calls.Count;

        Assert.IsType<Completed>(await next.HandleAsync("shop", new Keep(), Nobody, CancellationToken.None));

        Assert.Null(next.History.Unfinished("shop"));
        Assert.Equal(calls, next.Account.Calls.Count);
        Assert.IsType<Failed>(await next.HandleAsync("shop", new Keep(), Nobody, CancellationToken.None));
    }

    [Fact]
    public async Task A_delete_that_was_cut_short_is_finished_or_taken_back()
    {
        await DeployAsync(_house, Net, Part, Box(size: 1));
        using var half = await DieAsync("delete", "Part", TerminateAsync);
        Assert.Equal(OperationKind.Terminate, half.History.Unfinished("shop")?.Operation.Kind);
        using var other = half.Fork();

        await ResumeAsync(half);
        await UndoAsync(other);

        Assert.Empty(half.Account.Living);
        Assert.Equal(["box", "net", "part"], other.Account.Living.Select(resource => resource.Tags[OwnershipTags.Resource]).Order());
        Assert.True((await other.PlanAsync(Net, Part, Box(size: 1))).IsEmpty);
    }

    [Fact]
    public async Task A_start_that_was_cut_short_is_finished_with_exactly_what_the_stop_had_stopped()
    {
        await DeployAsync(_house, Net, Part, Box(size: 1), Box(size: 1, name: "second"), Box(size: 1, name: "third"));
        var third = _house.Account.Living.Single(resource => resource.Tags[OwnershipTags.Resource] == "third");
        _house.Account.Change("stop", _house.Cloud.Catalog[third.Type], third.Id, now => now with { Phase = Phase.Stopped });
        await PowerAsync(_house, on: false);
        using var next = await DieAsync("start", "Box", house => PowerAsync(house, on: true));

        await ResumeAsync(next);

        Assert.Equal(
            ["box Ready", "second Ready", "third Stopped"],
            next.Account.Living.Where(resource => resource.Spec is Box).Select(resource => $"{resource.Tags[OwnershipTags.Resource]} {resource.Phase}").Order());
    }

    [Fact]
    public async Task A_stop_is_taken_back_by_undo()
    {
        await DeployAsync(_house, Net, Part, Box(size: 1), Box(size: 1, name: "second"));
        using var next = await DieAsync("stop", "Box", house => PowerAsync(house, on: false));

        await UndoAsync(next);

        Assert.All(next.Account.Living, resource => Assert.Equal(Phase.Ready, resource.Phase));
    }

    [Fact]
    public async Task A_finished_change_of_power_does_not_hide_a_deploy_that_was_cut_short()
    {
        using var next = await DieAsync("create", "Store", house => DeployAsync(house, Net, Part, Box(size: 1), new Desired("store", new Store { Name = "s" })));
        await PowerAsync(next, on: false);

        Assert.Equal(OperationKind.Deploy, next.History.Unfinished("shop")?.Operation.Kind);
    }

    [Fact]
    public async Task An_approved_way_on_is_carried_out_or_nothing_is()
    {
        using var next = await DieAsync("create", "Part", house => DeployAsync(house, Net, Part));
        var calls = next.Account.Calls.Count;

        Assert.IsType<Failed>(await next.HandleAsync("shop", new Resume("another plan"), Nobody, CancellationToken.None));
        Assert.IsType<Failed>(await next.HandleAsync("shop", new Undo("another plan"), Nobody, CancellationToken.None));

        Assert.Equal(calls, next.Account.Calls.Count);
    }

    [Fact]
    public async Task The_journal_tells_how_far_it_came()
    {
        using var next = await DieAsync("create", "Box", house => DeployAsync(house, Net, Part, Box(size: 1)));

        var record = next.History.Unfinished("shop")!;

        Assert.Equal((3, 2, 1, null), (record.ResourcesPlanned, record.ResourcesMade, record.StepsInDoubt, record.Outcome));
        Assert.Equal(["eu-west-1"], record.Regions);
        Assert.Single(next.History.Abandoned);
    }

    /// <summary>Runs it until the first such change has happened, and gives what the next start finds.</summary>
    /// <param name="afterCreate">A create has happened too; else it stays undone.</param>
    /// <param name="beforeIt">The change has not happened yet, whatever it is.</param>
    private async Task<House> DieAsync(
        string verb, string type, Func<House, Task<Status>> run, bool afterCreate = false, House? of = null, bool beforeIt = false)
    {
        House? next = null;
        var house = of ?? _house;
        house.Time.AdvanceTo(house.Time.GetUtcNow().AddSeconds(1));
        house.Account.OnCall = call =>
        {
            // Before a create, so that it stays in doubt and undone; after all else.
            if (next is null && call.Verb == verb && call.Type == type && call.HasHappened == (!beforeIt && (verb != "create" || afterCreate))) next = house.Fork();
            return next is null ? null : new Fault(FaultKind.Invalid, "Dead", "The process is dead.");
        };
        await run(house);
        return next ?? throw new InvalidOperationException($"No {verb} of {type} came.");
    }

    private static Desired Box(int size, bool? isProtected = null, string name = "box") => new(
        name, new Box { Part = Ref.To<Part>("part"), Image = "one", Size = size, Protected = isProtected });

    private static Desired Vault(int size, bool? isProtected = null) => new("vault", new Vault { Size = size, Protected = isProtected });

    private static async Task<Status> DeployAsync(House house, params Desired[] desired)
    {
        // Two operations of one moment would have no order.
        house.Time.AdvanceTo(house.Time.GetUtcNow().AddSeconds(1));
        var plan = await house.PlanAsync(desired);
        return await house.HandleAsync("shop", new Deploy(plan.Fingerprint), Nobody, CancellationToken.None);
    }

    private static Task<Status> TerminateAsync(House house) => TerminateAsync(house, new TerminateOptions());

    private static async Task<Status> TerminateAsync(House house, TerminateOptions options)
    {
        house.Time.AdvanceTo(house.Time.GetUtcNow().AddSeconds(1));
        var plan = await house.PlanDeleteAsync(options);
        return await house.HandleAsync("shop", new Terminate(plan.Fingerprint, null, options), Nobody, CancellationToken.None);
    }

    private static Task<Status> PowerAsync(House house, bool on)
    {
        house.Time.AdvanceTo(house.Time.GetUtcNow().AddSeconds(1));
        return house.HandleAsync("shop", new Power(on), Nobody, CancellationToken.None);
    }

    private static async Task<Status> CarryOnAsync(House house)
    {
        var plan = await house.Recovery.PlanResumeAsync(house.History.Unfinished("shop")!, CancellationToken.None);
        return await house.HandleAsync("shop", new Resume(plan.Fingerprint), Nobody, CancellationToken.None);
    }

    private static async Task ResumeAsync(House house)
    {
        Assert.IsType<Completed>(await CarryOnAsync(house));
        Assert.Null(house.History.Unfinished("shop"));
    }

    private static async Task UndoAsync(House house)
    {
        house.Time.AdvanceTo(house.Time.GetUtcNow().AddSeconds(1));
        var plan = await house.Recovery.PlanUndoAsync(house.History.Unfinished("shop")!, CancellationToken.None);
        Assert.IsType<Completed>(await house.HandleAsync("shop", new Undo(plan.Fingerprint), Nobody, CancellationToken.None));
        Assert.Null(house.History.Unfinished("shop"));
    }

    private static Task Nobody(Status status) => Task.CompletedTask;
}
