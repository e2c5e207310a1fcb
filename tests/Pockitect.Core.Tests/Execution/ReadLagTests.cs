using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>AWS created a resource moments ago, and its reads and lists do not show it yet.</summary>
public sealed class ReadLagTests : IDisposable
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(6);
    private static readonly Desired DesiredNet = new("net", new Net { Range = "10.0" });
    private static readonly Desired DesiredStore = new("store", new Store { Name = "s" });

    private readonly House _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(DeathPoint.BeforeAnswer)]
    [InlineData(DeathPoint.AfterJournal)]
    public async Task Resume_plans_the_same_while_lists_catch_up(DeathPoint point)
    {
        using var next = await DieAsync(point);
        HideStore(next);

        var plan = await next.Recovery.PlanResumeAsync(next.History.Unfinished("shop")!, CancellationToken.None);
        var status = await next.HandleAsync("shop", new Resume(plan.Fingerprint), CancellationToken.None);

        Assert.IsType<Completed>(status);
        Assert.DoesNotContain(plan.Changes, change => change.LogicalId == "store" && change.Action is ChangeAction.Create);
        Assert.Equal(["net", "store"], LogicalIds(next));
    }

    [Fact]
    public async Task Resume_plans_the_same_while_reads_catch_up_with_an_update()
    {
        static Desired Wall(int port) => new("wall", new Wall { Net = Ref.To<Net>("net"), Rules = [new WallRule { Port = port }] });
        await DeployAsync(DesiredNet, Wall(22));
        var before = _house.Account.Living.Single(resource => resource.Spec is Wall);
        House? next = null;
        _house.Account.OnCall = call =>
        {
            if (call is { Verb: "update", HasHappened: true }) next ??= _house.Fork();
            return null;
        };
        await DeployAsync(DesiredNet, Wall(80));
        using var died = next ?? throw new InvalidOperationException("Nothing was updated.");
        var shown = died.Time.GetUtcNow() + Lag;
        died.Account.Shown = resource => resource.Id == before.Id && died.Time.GetUtcNow() < shown ? before : resource;
        died.Account.ListsSummaries = true;

        var plan = await died.Recovery.PlanResumeAsync(died.History.Unfinished("shop")!, CancellationToken.None);

        Assert.Empty(plan.Steps);
        Assert.True(died.Time.GetUtcNow() >= shown);
    }

    [Fact]
    public async Task Undo_removes_a_created_resource_that_lists_do_not_show_yet()
    {
        using var next = await DieAsync(DeathPoint.AfterJournal);
        HideStore(next);

        var plan = await next.Recovery.PlanUndoAsync(next.History.Unfinished("shop")!, CancellationToken.None);
        await next.HandleAsync("shop", new Undo(plan.Fingerprint), CancellationToken.None);

        Assert.Empty(next.Account.Living);
    }

    [Fact]
    public async Task Delete_includes_a_created_resource_that_lists_do_not_show_yet()
    {
        using var next = await DieAsync(DeathPoint.AfterJournal);
        HideStore(next);

        var plan = await next.Planners.Delete.PlanAsync(
            House.Project, new TerminateOptions(EmptyBuckets: true), CancellationToken.None, next.History.Unfinished("shop"));

        Assert.Equal(["net", "store"], plan.Changes.Select(change => change.LogicalId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Resume_does_not_wait_for_a_resource_that_was_created_long_ago()
    {
        using var next = await DieAsync(DeathPoint.AfterJournal);
        next.Account.IsListed = resource => resource.Spec is not Store;
        next.Time.AdvanceTo(next.Time.GetUtcNow().AddMinutes(1));
        var began = next.Time.GetUtcNow();

        await next.Recovery.PlanResumeAsync(next.History.Unfinished("shop")!, CancellationToken.None);

        Assert.Equal(began, next.Time.GetUtcNow());
    }

    [Fact]
    public async Task Resume_adopts_a_resource_that_AWS_refuses_to_create_twice_and_does_not_show_yet()
    {
        using var next = await DieAsync(DeathPoint.BeforeAnswer);
        HideStore(next);
        // The plan does not wait long enough.
        next.Cloud.Lag = TimeSpan.FromSeconds(1);
        var plan = await next.Recovery.PlanResumeAsync(next.History.Unfinished("shop")!, CancellationToken.None);
        next.Cloud.Lag = TimeSpan.FromSeconds(10);

        var record = next.History.Unfinished("shop")!;
        var result = await next.Executor.RunAsync(
            plan, record.Operation, record.Options, next.Reports.Add, CancellationToken.None);

        Assert.True(result.Succeeded, string.Join("\n", result.Outcomes));
        Assert.Contains(next.Reports, report => report.Detail == "AWS has it already; waiting until AWS shows it");
        Assert.Equal(["net", "store"], LogicalIds(next));
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_waits_for_the_resource_that_AWS_refuses_to_create_twice()
    {
        var isLost = true;
        _house.Account.OnCall = call =>
        {
            if (call is not { Verb: "create", Type: "Store", HasHappened: true } || !isLost) return null;
            isLost = false;
            HideStore(_house);
            return new Fault(FaultKind.Ambiguous, "Timeout", "No answer came.");
        };

        var result = await _house.DeployAsync(DesiredNet, DesiredStore);

        Assert.True(result.Succeeded, string.Join("\n", result.Outcomes));
        Assert.Equal(["net", "store"], LogicalIds(_house));
    }

    [Fact]
    public async Task A_name_that_was_taken_before_the_first_attempt_is_refused_without_a_wait()
    {
        var plan = await _house.PlanAsync(DesiredNet, DesiredStore);
        _house.Account.Add(new Observed
        {
            Type = _house.Cloud.Catalog[typeof(Store)].Name,
            Id = "s",
            Place = new Place("111122223333", "eu-west-1"),
            Spec = DesiredStore.Spec,
            Phase = Phase.Ready,
            Tags = new Dictionary<string, string>(),
        });
        _house.Account.IsFound = resource => resource.Spec is not Store;
        var began = _house.Time.GetUtcNow();

        var result = await _house.RunAsync(plan);

        Assert.Equal(FaultKind.AlreadyExists, Assert.IsType<StepOutcome.FailedBecause>(result.Outcomes["create store"]).Fault.Kind);
        Assert.InRange(_house.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_plan_waits_for_settings_that_AWS_cannot_read_everywhere_yet()
    {
        await _house.DeployAsync(DesiredNet, DesiredStore);
        _house.Account.ListsSummaries = true;
        var known = _house.Time.GetUtcNow() + Lag;
        _house.Account.OnRead = resource => resource.Spec is Store && _house.Time.GetUtcNow() < known
            ? new Fault(FaultKind.NotYetConsistent, "NoSuchBucket", "Not known everywhere yet.") { Waiting = "it to be known", Budget = TimeSpan.FromMinutes(2) }
            : null;

        var plan = await _house.PlanAsync(DesiredNet, DesiredStore);

        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public async Task A_plan_fails_if_AWS_never_knows_a_resource_everywhere()
    {
        await _house.DeployAsync(DesiredNet, DesiredStore);
        _house.Account.ListsSummaries = true;
        _house.Account.OnRead = resource => resource.Spec is Store
            ? new Fault(FaultKind.NotYetConsistent, "NoSuchBucket", "Not known everywhere yet.") { Budget = TimeSpan.FromMinutes(2) }
            : null;

        await Assert.ThrowsAsync<FaultException>(() => _house.PlanAsync(DesiredNet, DesiredStore));
    }

    /// <summary>Where the process dies in the creation of the store.</summary>
    public enum DeathPoint
    {
        BeforeAnswer,
        AfterJournal,
    }

    /// <summary>Deploys until the process dies, and returns what the next start finds.</summary>
    private async Task<House> DieAsync(DeathPoint point)
    {
        House? next = null;
        _house.Account.OnCall = call =>
        {
            if (point is DeathPoint.BeforeAnswer && call is { Verb: "create", Type: "Store", HasHappened: true }) next ??= _house.Fork();
            return null;
        };
        _house.Account.OnRead = resource =>
        {
            if (point is DeathPoint.AfterJournal && resource.Spec is Store) next ??= _house.Fork();
            return null;
        };
        await DeployAsync(DesiredNet, DesiredStore);
        return next ?? throw new InvalidOperationException("The store was never created.");
    }

    /// <summary>Deploys under an ID that sorts by time, unlike those of <see cref="House.RunAsync"/>.</summary>
    private async Task DeployAsync(params Desired[] desired)
    {
        var plan = await _house.PlanAsync(desired);
        await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), CancellationToken.None);
    }

    private static void HideStore(House house)
    {
        var shown = house.Time.GetUtcNow() + Lag;
        bool IsShown(Observed resource) => resource.Spec is not Store || house.Time.GetUtcNow() >= shown;
        house.Account.IsListed = IsShown;
        house.Account.IsFound = IsShown;
    }

    private static IEnumerable<string> LogicalIds(House house) =>
        house.Account.Living.Select(resource => resource.Tags[OwnershipTags.Resource]).Order(StringComparer.Ordinal);
}
