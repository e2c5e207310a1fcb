using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Projection;

public sealed class StatusProjectorTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0", Names = true });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" });
    private static readonly Desired Box = new("box", new Box { Part = Ref.To<Part>("part"), Image = "one", Size = 1 });

    private readonly House _house = new();
    private readonly List<Status> _told = [];

    private string Path => _house.Folder.StatusOf("shop");

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task After_a_deploy_the_file_says_what_there_is_and_is_read_back_as_it_was_written()
    {
        await DeployAsync();

        var status = _house.Statuses.Of("shop");
        Assert.Equal(("running", "abcdef123456", 0, false), (status.State, status.ProjectId, status.Drifted, status.IsEdited));
        Assert.Equal(["box", "net", "part"], status.Resources.Select(resource => resource.Name));
        Assert.Equal(OperationOutcome.Completed, status.LastOperation?.Outcome);
        Assert.NotNull(status.ComparedAt);
        Assert.Equivalent(status, StatusFile.Read(Path), strict: true);
        Assert.Equivalent(status, Assert.Single(_told.OfType<ProjectStatusChanged>().Select(message => message.Status)), strict: true);
        Assert.Contains("state: running\n", await File.ReadAllTextAsync(Path, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_changed_outside_is_told_until_it_is_looked_at_again()
    {
        await DeployAsync();
        var (net, box) = (Living("Net"), Living("Box"));
        _house.Account.Change("outside", _house.Cloud.Catalog[net.Type], net.Id, now => now with { Spec = (Net)now.Spec with { Names = false } });
        _house.Account.Delete(_house.Cloud.Catalog[box.Type], box.Id);

        await RefreshAsync();

        var looked = _house.Statuses.Of("shop");
        Assert.Equal((DriftKind.Changed, "Names"), (Of(looked, "net").Drift, Assert.Single(Of(looked, "net").Changed)));
        Assert.Equal((DriftKind.Deleted, "deleted", null), (Of(looked, "box").Drift, Of(looked, "box").State, Of(looked, "box").Id));
        Assert.Equal(("2 changed outside", looked.ComparedAt), (looked.DriftWords, StatusFile.Read(Path)?.ComparedAt));

        // A scan compares nothing, and forgets nothing.
        await _house.HandleAsync(null, new ScanAllRegions(new ScanRequest()), Tell, Ct);
        Assert.Equal(2, _house.Statuses.Of("shop").Drifted);

        await DeployAsync();
        Assert.Equal(0, _house.Statuses.Of("shop").Drifted);
    }

    [Fact]
    public async Task A_state_keeps_its_time_as_long_as_it_lasts()
    {
        await DeployAsync();
        var since = Of(_house.Statuses.Of("shop"), "box").Since;
        Later();
        await RefreshAsync();
        Assert.Equal(since, Of(_house.Statuses.Of("shop"), "box").Since);

        Later();
        await _house.HandleAsync("shop", new Power(On: false), Tell, Ct);

        var stopped = _house.Statuses.Of("shop");
        Assert.Equal("stopped", stopped.State);
        Assert.NotEqual("ready", Of(stopped, "box").State);
        Assert.Equal("stopped", _told.OfType<ProjectStatusChanged>().Select(message => message.Status).Last().State);
        Assert.Equal(OperationKind.PowerOff, stopped.LastOperation?.Kind);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_costs_its_memory_and_nothing_else()
    {
        await DeployAsync();
        await File.WriteAllTextAsync(Path, "state: [", Ct);

        await RefreshAsync();

        Assert.Equal("running", StatusFile.Read(Path)?.State);
    }

    [Fact]
    public async Task An_edit_is_noted_without_asking_anybody_and_a_draft_gets_no_file()
    {
        await _house.HandleAsync("shop", new ProjectUpdated(LookAtAws: false), Tell, Ct);
        Assert.False(File.Exists(Path));

        await DeployAsync();
        _house.Account.OnAsked = () => new Fault(FaultKind.Bug, "Asked", "Nobody was to be asked.");
        await File.WriteAllTextAsync(_house.Folder.BlueprintOf("shop"), "project: {name: shop, id: abcdef123456, region: eu-west-1, description: new}\n", Ct);
        await _house.HandleAsync("shop", new ProjectUpdated(LookAtAws: false), Tell, Ct);

        Assert.True(StatusFile.Read(Path)?.IsEdited);
        Assert.True(_told.OfType<ProjectStatusChanged>().Select(message => message.Status).Last().IsEdited);
    }

    [Fact]
    public async Task What_is_wholly_gone_has_no_resources_and_without_a_blueprint_no_file()
    {
        await DeployAsync();
        Later();
        var plan = await _house.PlanDeleteAsync();
        await _house.HandleAsync("shop", new Terminate(plan.Fingerprint, null, new TerminateOptions()), Tell, Ct);

        var status = StatusFile.Read(Path);
        Assert.Equal(("not deployed", 0), (status?.State, status?.Resources.Count));

        File.Delete(_house.Folder.BlueprintOf("shop"));
        await _house.HandleAsync("shop", new ProjectUpdated(LookAtAws: false), Tell, Ct);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task What_could_not_be_looked_at_is_told_as_it_was_and_why()
    {
        await DeployAsync();
        _house.Cloud.Hidden = typeof(Box);

        await _house.HandleAsync(null, new ScanAllRegions(new ScanRequest()), Tell, Ct);

        var status = _house.Statuses.Of("shop");
        Assert.Equal("denied: You may not look.", Of(status, "box").Unseen);
        Assert.Equal("stale: could not read box (denied: You may not look.)", status.StaleWords(_house.Time));
    }

    [Fact]
    public void An_old_one_says_so()
    {
        var now = _house.Time.GetUtcNow();
        var status = new ProjectStatus("shop", "running", []);

        Assert.Null((status with { SeenAt = now.AddMinutes(-14) }).StaleWords(_house.Time));
        Assert.Equal("stale: last checked 20 min ago", (status with { SeenAt = now.AddMinutes(-20) }).StaleWords(_house.Time));
    }

    [Fact]
    public async Task A_tag_that_is_no_name_is_no_file_s_name()
    {
        await DeployAsync();
        foreach (var row in _house.Account.Living)
            _house.Account.Change("outside", _house.Cloud.Catalog[row.Type], row.Id, now => now with { Tags = now.Tags.Prepend(new(OwnershipTags.Project, "../outside")).DistinctBy(tag => tag.Key).ToDictionary() });
        await _house.Scanner.ScanAsync(new ScanRequest(), Ct);

        await _house.Statuses.WriteAsync("../outside", null, null, Ct);

        Assert.Null(_house.Statuses.Of("../outside").LastOperation);
        Assert.Empty(Directory.EnumerateFiles(_house.Folder.Root, "outside*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(OperationKind.Deploy, OperationOutcome.Failed, "failed")]
    [InlineData(OperationKind.Deploy, OperationOutcome.Cancelled, "partly deployed")]
    [InlineData(OperationKind.Deploy, null, "partly deployed")]
    [InlineData(OperationKind.Undo, OperationOutcome.Failed, "partly deployed")]
    [InlineData(OperationKind.Undo, null, "partly deployed")]
    [InlineData(OperationKind.Terminate, OperationOutcome.Failed, "partly deleted")]
    [InlineData(OperationKind.Terminate, OperationOutcome.Cancelled, "partly deleted")]
    [InlineData(OperationKind.Terminate, null, "partly deleted")]
    [InlineData(OperationKind.PowerOff, OperationOutcome.Failed, "running")]
    [InlineData(OperationKind.PowerOn, null, "running")]
    [InlineData(OperationKind.Deploy, OperationOutcome.Completed, "running")]
    [InlineData(OperationKind.Deploy, OperationOutcome.Kept, "running")]
    [InlineData(OperationKind.Deploy, OperationOutcome.Undone, "running")]
    public void State_of_a_project_follows_from_its_resources_and_its_unfinished_operation(OperationKind kind, OperationOutcome? outcome, string state)
    {
        var now = _house.Time.GetUtcNow();
        var operation = new OperationStatus("op", kind, outcome, now, null, outcome is null or OperationOutcome.Failed or OperationOutcome.Cancelled);
        var ready = new Observed { Type = "Fake::House::Box", Id = "box-1", Place = new Place("1", "eu-west-1"), Phase = Phase.Ready, Spec = Box.Spec, Tags = new Dictionary<string, string>() };

        Assert.Equal(state, ProjectStatus.StateOf([ready], operation));
        Assert.Equal("changing", ProjectStatus.StateOf([ready, ready with { Phase = Phase.Deleting }], operation));
        Assert.Equal("failed", ProjectStatus.StateOf([ready, ready with { Phase = Phase.Failed }], operation));
        Assert.Equal(kind is OperationKind.Deploy && outcome is OperationOutcome.Failed ? "failed" : "not deployed", ProjectStatus.StateOf([], operation));
        var stopped = state is not "running" ? state : operation.IsUnfinished ? "partly stopped" : "stopped";
        Assert.Equal(stopped, ProjectStatus.StateOf([ready, ready with { Phase = Phase.Stopped }], operation));
    }

    [Fact]
    public async Task Failed_deploy_is_failed_also_after_it_was_stopped_and_running_again_when_it_is_kept()
    {
        _house.Account.OnCall = call => call.Type == "Part" ? new Fault(FaultKind.Denied, "Denied", "No.") : null;
        var plan = await _house.PlanAsync(Net, Part, Box);
        Assert.IsType<Failed>(await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), Tell, Ct));
        Assert.Equal(("failed", "failed"), (_house.Statuses.Of("shop").State, StatusFile.Read(Path)?.State));

        await _house.HandleAsync("shop", new Power(On: false), Tell, Ct);
        Assert.Equal("failed", _house.Statuses.Of("shop").State);

        Assert.IsType<Completed>(await _house.HandleAsync("shop", new Keep(), Tell, Ct));
        Assert.Equal("running", _house.Statuses.Of("shop").State);
    }

    [Fact]
    public async Task Project_is_changing_while_somebody_is_at_work_on_it()
    {
        List<string> states = [];
        _house.Account.OnCall = call =>
        {
            if (call.Verb == "create") states.Add(_house.Statuses.Of("shop").State);
            return null;
        };

        await DeployAsync();

        Assert.Equal(["changing"], states.Distinct());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ResourceStatus Of(ProjectStatus status, string name) => status.Resources.Single(resource => resource.Name == name);

    private Observed Living(string type) => _house.Account.Living.Single(row => row.Type.EndsWith(type, StringComparison.Ordinal));

    private Task Tell(Status status)
    {
        _told.Add(status);
        return Task.CompletedTask;
    }

    // Two operations of one moment would have no order.
    private void Later() => _house.Time.AdvanceTo(_house.Time.GetUtcNow().AddMinutes(1));

    private Task<Status> RefreshAsync() => _house.HandleAsync("shop", new ProjectUpdated(), Tell, Ct);

    private async Task DeployAsync()
    {
        Later();
        var plan = await _house.PlanAsync(Net, Part, Box);
        Assert.IsType<Completed>(await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), Tell, Ct));
    }
}
