using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>A delete of selected resources is an operation like any other: it is locked, journaled, resumed and kept.</summary>
public sealed class SelectionDeleteTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" });
    private static readonly Desired Box = new("box", new Box { Part = Ref.To<Part>("part"), Image = "one" });

    private readonly House _house = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Delete_has_its_journal_where_no_project_can_have_one()
    {
        await _house.DeployAsync(Net, Part, Box);

        Assert.IsType<Completed>(await DeleteAsync("box-"));

        var record = Assert.Single(_house.History.Selections);
        Assert.Equal((OperationOutcome.Completed, OperationKind.Terminate, ""), (record.Outcome, record.Operation.Kind, record.Operation.Project));
        Assert.DoesNotContain(Operation.Selections, _house.History.Slugs);
        Assert.False(Core.Files.ProjectNames.IsValid(Operation.Selections));
        Assert.Empty(_house.History.Of("no-project"));
        Assert.Equal(2, _house.Account.Living.Count);
    }

    [Theory]
    [InlineData("deploy")]
    [InlineData("stop")]
    public async Task Delete_is_refused_while_a_project_that_it_touches_is_changed(string doing)
    {
        await _house.DeployAsync(Net, Part, Box);
        var (held, _) = await ProjectLock.TryTakeAsync(_house.Folder, "shop", doing, _house.Time);

        var refused = Assert.IsType<Failed>(await DeleteAsync("net-"));

        Assert.StartsWith("shop is locked by process ", refused.Reason, StringComparison.Ordinal);
        Assert.Contains(doing, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(3, _house.Account.Living.Count);
        Assert.Empty(_house.History.Selections);
        held!.Dispose();
        Assert.IsType<Completed>(await DeleteAsync("net-"));
        Assert.Empty(_house.Account.Living);
    }

    [Fact]
    public async Task Project_that_a_delete_touches_can_not_be_changed_meanwhile()
    {
        await _house.DeployAsync(Net, Part, Box);
        List<bool> held = [];
        _house.Account.OnCall = call =>
        {
            if (call.Verb == "delete") held.Add(ProjectLock.IsHeld(_house.Folder, "shop"));
            return null;
        };

        Assert.IsType<Completed>(await DeleteAsync("net-"));

        Assert.All(held, Assert.True);
        Assert.NotEmpty(held);
        Assert.False(ProjectLock.IsHeld(_house.Folder, "shop"));
    }

    [Fact]
    public async Task Locks_of_several_projects_are_taken_in_one_order_and_all_given_back()
    {
        await _house.DeployAsync(Net, Part, Box);
        foreach (var (id, project) in _house.Account.Living.Zip(["zoo", "any", "mid"], (row, project) => (row.Id, project)))
            Change(id, row => row with { Tags = new Dictionary<string, string>(row.Tags) { [OwnershipTags.Project] = project } });
        // The last of them in the order is held: the others must be free again afterward.
        var (held, _) = await ProjectLock.TryTakeAsync(_house.Folder, "zoo", "deploy", _house.Time);

        var refused = Assert.IsType<Failed>(await DeleteAsync("net-"));

        Assert.StartsWith("zoo is locked by process", refused.Reason, StringComparison.Ordinal);
        Assert.False(ProjectLock.IsHeld(_house.Folder, "any"));
        Assert.False(ProjectLock.IsHeld(_house.Folder, "mid"));
        held!.Dispose();
    }

    [Fact]
    public async Task Tag_that_is_no_name_locks_nothing_and_stops_nothing()
    {
        await _house.DeployAsync(Net);
        var net = _house.Account.Living.Single();
        Change(net.Id, row => row with { Tags = new Dictionary<string, string>(row.Tags) { [OwnershipTags.Project] = "../../outside" } });

        Assert.IsType<Completed>(await DeleteAsync("net-"));

        Assert.Empty(_house.Account.Living);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(_house.Folder.Root)!, "outside*"));
    }

    [Fact]
    public async Task Interrupted_delete_is_listed_once_resumed_and_then_forgotten()
    {
        var record = await InterruptAsync();
        Assert.Equal(record.Operation.Id, Assert.Single(_house.History.Abandoned).Operation.Id);
        Assert.StartsWith("the delete of selected resources (", OperationText.Of(record), StringComparison.Ordinal);

        _house.Account.OnCall = _ => null;
        var plan = await _house.Recovery.PlanResumeAsync(record, Ct);
        var ending = await _house.HandleAsync(null, new Resume(plan.Fingerprint) { OperationId = record.Operation.Id }, Ct);

        Assert.IsType<Completed>(ending);
        Assert.Empty(_house.Account.Living);
        Assert.Empty(_house.History.Abandoned);
        Assert.IsType<Failed>(await _house.HandleAsync(null, new Resume(plan.Fingerprint) { OperationId = record.Operation.Id }, Ct));
    }

    [Fact]
    public async Task Interrupted_delete_is_kept_and_then_forgotten()
    {
        var record = await InterruptAsync();

        Assert.IsType<Completed>(await _house.HandleAsync(null, new Keep { OperationId = record.Operation.Id }, Ct));

        Assert.Equal(OperationOutcome.Kept, Assert.Single(_house.History.Selections).Outcome);
        Assert.Empty(_house.History.Abandoned);
        Assert.NotEmpty(_house.Account.Living);
    }

    [Fact]
    public async Task Resume_holds_to_the_plan_that_was_approved()
    {
        var record = await InterruptAsync();

        Assert.IsType<Failed>(await _house.HandleAsync(null, new Resume("0123456789abcdef") { OperationId = record.Operation.Id }, Ct));

        Assert.NotEmpty(_house.Account.Living);
    }

    [Fact]
    public async Task Running_delete_is_not_called_abandoned_and_can_not_be_kept()
    {
        var record = await InterruptAsync();
        var (held, _) = await ProjectLock.TryTakeAsync(_house.Folder, Operation.LockOf(record.Operation), "delete", _house.Time);

        Assert.Empty(_house.History.Abandoned);
        var refused = await _house.HandleAsync(null, new Keep { OperationId = record.Operation.Id }, Ct);
        Assert.Contains("is locked by", Assert.IsType<Failed>(refused).Reason, StringComparison.Ordinal);
        held!.Dispose();
    }

    [Fact]
    public async Task Journal_of_an_earlier_version_is_resumed_where_it_is_and_is_no_project_s()
    {
        var record = await InterruptAsync();
        var older = Directory.CreateDirectory(Path.Combine(_house.Folder.Journal, "no-project"));
        var path = Path.Combine(older.FullName, record.Operation.Id + ".jsonl");
        File.Move(Path.Combine(_house.Folder.Journal, Operation.Selections, record.Operation.Id + ".jsonl"), path);

        Assert.Null(_house.History.Unfinished("no-project"));
        Assert.Single(_house.History.Abandoned);
        Assert.IsType<Completed>(await _house.HandleAsync(null, new Keep { OperationId = record.Operation.Id }, Ct));

        Assert.IsType<Ended>(Journal.Read(path)[^1]);
        Assert.Empty(_house.History.Abandoned);
    }

    private async Task<OperationRecord> InterruptAsync()
    {
        await _house.DeployAsync(Net, Part, Box);
        _house.Account.OnCall = call => call is { Verb: "delete", Type: "Part" } ? new Fault(FaultKind.Denied, "Denied", "No.") : null;
        Assert.IsType<Failed>(await DeleteAsync("net-"));
        return Assert.Single(_house.History.Selections);
    }

    private async Task<Status> DeleteAsync(string id)
    {
        var selection = new ResourceSelection("eu-west-1", [_house.Account.Living.Single(row => row.Id.StartsWith(id, StringComparison.Ordinal)).Id]);
        var plan = await _house.Planners.Delete.PlanAsync(selection, new TerminateOptions(), Ct);
        return await _house.HandleAsync(null, new Terminate(plan.Fingerprint, selection, new TerminateOptions()), Ct);
    }

    private void Change(string id, Func<Observed, Observed> change) => _house.Account.Change("outside", _house.Cloud.Catalog[_house.Account.Read(id)!.Type], id, change); // It is there.
}
