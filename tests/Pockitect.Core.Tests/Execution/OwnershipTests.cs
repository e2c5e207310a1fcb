using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>Resources belong to a project by its id, and never by its name.</summary>
public sealed class OwnershipTests : IDisposable
{
    private const string Other = "0123456789ab";

    private readonly House _house = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ProjectStore Projects => new(_house.Folder, _house.Cloud);

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_blueprint_without_an_id_takes_over_no_project_of_its_name()
    {
        Add("shop", Other);
        Write("shop", id: null);

        var plan = await PlanAsync();

        var refusal = Assert.Single(plan.Refusals);
        Assert.Contains(Other, refusal, StringComparison.Ordinal);
        Assert.Contains("pockitect recover shop", refusal, StringComparison.Ordinal);
        Assert.Empty(plan.Changes);
    }

    [Fact]
    public async Task Deploy_of_a_write_protected_blueprint_goes_on_and_says_where_its_id_is()
    {
        Write("shop", id: null);
        File.SetAttributes(_house.Folder.BlueprintOf("shop"), FileAttributes.ReadOnly);
        _house.Cloud.Desired = [Net("10.0")];

        var ending = await _house.HandleAsync("shop", new Deploy((await PlanAsync(Net("10.0"))).Fingerprint), Ignore, Ct);
        var again = await PlanAsync(Net("10.0"));

        Assert.Contains("is not in shop.yaml", Assert.IsType<Completed>(ending).Summary, StringComparison.Ordinal);
        Assert.Null(Projects.Load("shop").Project.Id);
        Assert.True(again.IsEmpty);
        Assert.Equal(_house.History.Of("shop").First().Operation.ProjectId, again.ProjectId);
        Assert.False(_house.Statuses.Of("shop").IsEdited);
    }

    [Theory]
    [InlineData("project: {name: shop, region: eu-west-1, description: new}\n")]
    [InlineData("project: {name: shop, id: 0123456789ab, region: eu-west-1}\n")]
    public async Task Status_of_a_blueprint_with_other_settings_or_another_id_is_edited(string text)
    {
        await DeployAsync(Net("10.0"));
        await File.WriteAllTextAsync(_house.Folder.BlueprintOf("shop"), text, Ct);

        Assert.True(_house.Statuses.Of("shop").IsEdited);
    }

    [Fact]
    public async Task A_deploy_of_such_a_blueprint_changes_nothing_and_writes_no_id()
    {
        Add("shop", Other);
        Write("shop", id: null);

        var ending = await _house.HandleAsync("shop", new Deploy((await PlanAsync()).Fingerprint), Ignore, Ct);

        Assert.Contains(Other, Assert.IsType<Failed>(ending).Reason, StringComparison.Ordinal);
        Assert.Null(Projects.Load("shop").Project.Id);
        Assert.Empty(_house.Account.Calls);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("stop")]
    [InlineData("start")]
    [InlineData("status")]
    public async Task No_command_touches_a_project_that_only_has_the_same_name(string command)
    {
        Add("shop", Other);
        Write("shop", id: null);

        var fault = (await Assert.ThrowsAsync<FaultException>(() => CommandAsync(command))).Fault;

        Assert.Contains(Other, fault.Message, StringComparison.Ordinal);
        Assert.Empty(_house.Account.Calls);
    }

    [Fact]
    public async Task Drift_compares_with_no_project_that_only_has_the_same_name()
    {
        Add("shop", Other);
        Write("shop", id: null);

        var assumed = new DeployedBlueprints(_house.Folder, _house.Cloud.Catalog, _house.History).Assumed(Projects.Load("shop"));

        var drift = await _house.Planners.Drift.RunAsync(assumed, Ct);

        Assert.Contains(Other, Assert.Single(drift.Blockers), StringComparison.Ordinal);
        Assert.Empty(drift.Resources);
    }

    [Fact]
    public async Task Status_of_such_a_blueprint_is_not_deployed()
    {
        Add("shop", Other);
        Write("shop", id: null);
        await _house.Scanner.ScanAsync(new(), Ct);

        var status = _house.Statuses.Of("shop");

        Assert.Equal(("not deployed", 0), (status.State, status.Resources.Count));
    }

    [Fact]
    public async Task A_new_id_does_not_take_a_name_that_another_project_has()
    {
        Add("shop", Other);

        Assert.Contains(Other, Assert.Single((await PlanAsync()).Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_with_resources_of_its_own_goes_on_beside_another_of_its_name()
    {
        await _house.DeployAsync(Net("10.0"));
        Add("shop", Other);

        var plan = await _house.PlanAsync(Net("10.0"));

        Assert.Empty(plan.Refusals);
        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public async Task A_copy_that_kept_the_id_does_not_take_over_the_original()
    {
        await _house.DeployAsync(Net("10.0"));
        Write("copy", "abcdef123456");
        _house.Cloud.Desired = [Net("10.1")];

        var plan = await _house.Planners.Deploy.PlanAsync(Projects.Load("copy"), Ct);
        var refusal = Assert.Single(plan.Refusals);
        var deleted = await Assert.ThrowsAsync<FaultException>(() => Projects.FindAsync("copy", _house.Reader, Ct));
        var terminate = await _house.Planners.Delete.PlanAsync(House.Project with { Slug = "copy" }, new TerminateOptions(), Ct);
        var power = await _house.Planners.Power.PlanAsync(House.Project with { Slug = "copy" }, on: false, only: null, Ct);

        Assert.Contains("'shop'", refusal, StringComparison.Ordinal);
        Assert.Equal(refusal, deleted.Fault.Message);
        Assert.Equal([refusal], terminate.Blockers);
        Assert.Equal([refusal], power.Blockers);
        Assert.Equal("not deployed", _house.Statuses.Of("copy").State);
    }

    [Fact]
    public async Task A_name_under_several_ids_names_all_of_them()
    {
        Add("shop", Other);
        Add("shop", "ba9876543210");
        Write("shop", id: null);

        var refusal = Assert.Single((await PlanAsync()).Refusals);

        Assert.Contains(Other, refusal, StringComparison.Ordinal);
        Assert.Contains("ba9876543210", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_lost_its_id_stays_the_project_that_was_deployed_from_here()
    {
        await DeployAsync(Net("10.0"));
        Write("shop", id: null);

        var plan = await PlanAsync(Net("10.0"));
        var identity = await Projects.FindAsync("shop", _house.Reader, Ct);
        await DeployAsync(Net("10.0"));

        Assert.True(plan.IsEmpty);
        Assert.Contains("abcdef123456", Assert.Single(plan.Findings).What, StringComparison.Ordinal);
        Assert.Equal("abcdef123456", identity.Id);
        Assert.Equal("abcdef123456", Projects.Load("shop").Project.Id);
    }

    [Fact]
    public async Task A_first_deploy_that_was_cut_short_resumes_with_a_file_that_lost_its_id()
    {
        _house.Account.OnCall = call => call.Type == "Part" ? new Fault(FaultKind.Quota, "Limit", "No more.") : null;
        await DeployAsync(Net("10.0"), new Desired("part", new Part { Net = Ref.To<Net>("net") }));
        _house.Account.OnCall = _ => null;
        Write("shop", id: null);

        var record = _house.History.Unfinished("shop")!;
        var plan = await _house.Recovery.PlanResumeAsync(record, Ct);
        var ending = await _house.HandleAsync("shop", new Resume(plan.Fingerprint), Ignore, Ct);

        Assert.IsType<Completed>(ending);
        Assert.All(_house.Account.Living, row => Assert.Equal("abcdef123456", row.Tags[OwnershipTags.ProjectId]));
        Assert.Equal(2, _house.Account.Living.Count);
    }

    [Fact]
    public async Task A_journal_that_came_from_other_computers_proves_no_ownership()
    {
        await DeployAsync(Net("10.0"));
        var shared = new DeployedBlueprints(_house.Folder, _house.Cloud.Catalog, _house.History, isShared: true);

        Assert.Null(shared.KnownId("shop", _house.Cloud.AccountId));
        Assert.Equal("abcdef123456", new DeployedBlueprints(_house.Folder, _house.Cloud.Catalog, _house.History).KnownId("shop", _house.Cloud.AccountId));
    }

    [Fact]
    public async Task ID_of_a_project_that_was_deleted_here_is_lent_to_no_other()
    {
        await DeployAsync(Net("10.0"));
        var deleted = await _house.HandleAsync(
            "shop", new Terminate((await _house.PlanDeleteAsync()).Fingerprint, null, new TerminateOptions()), Ignore, Ct);
        Assert.True(deleted is Completed, $"{deleted}");
        Add("shop", Other);
        Write("shop", id: null);

        Assert.Contains(Other, Assert.Single((await PlanAsync()).Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_owns_nothing_by_its_name()
    {
        Add("shop", Other);
        await File.WriteAllTextAsync(_house.Folder.BlueprintOf("shop"), "project: {name: shop, region: [", Ct);

        var fault = (await Assert.ThrowsAsync<FaultException>(() => Projects.FindAsync("shop", _house.Reader, Ct))).Fault;

        Assert.Contains("pockitect validate shop", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_without_a_file_is_found_by_its_name_alone()
    {
        Add("shop", Other);
        File.Delete(_house.Folder.BlueprintOf("shop"));

        Assert.Equal(Other, (await Projects.FindAsync("shop", _house.Reader, Ct)).Id);
    }

    private static Desired Net(string range) => new("net", new Net { Range = range });

    private static Task Ignore(Status status) => Task.CompletedTask;

    private Task<Plan> PlanAsync(params Desired[] desired)
    {
        _house.Cloud.Desired = desired;
        return _house.Planners.Deploy.PlanAsync(Projects.Load("shop"), Ct);
    }

    private async Task DeployAsync(params Desired[] desired)
    {
        var plan = await PlanAsync(desired);
        await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), Ignore, Ct);
    }

    private async Task CommandAsync(string command)
    {
        switch (command)
        {
            case "delete": await _house.HandleAsync("shop", new Terminate("", null, new TerminateOptions()), Ignore, Ct); break;
            case "stop": await _house.HandleAsync("shop", new Power(false), Ignore, Ct); break;
            case "start": await _house.HandleAsync("shop", new Power(true), Ignore, Ct); break;
            default: await _house.HandleAsync("shop", new ProjectUpdated(), Ignore, Ct); break;
        }
    }

    private void Write(string name, string? id) => File.WriteAllText(
        _house.Folder.BlueprintOf(name), $"project: {{name: {name}{(id is null ? "" : $", id: {id}")}, region: eu-west-1}}\n");

    private void Add(string project, string id) => _house.Account.Add(new Observed
    {
        Type = "Fake::House::Net",
        Id = $"net-{id}",
        Place = new Place(_house.Cloud.AccountId, "eu-west-1"),
        Spec = new Net { Range = id },
        Tags = new Dictionary<string, string>
        {
            [OwnershipTags.Project] = project,
            [OwnershipTags.ProjectId] = id,
            [OwnershipTags.Resource] = "net",
            [OwnershipTags.Operation] = "op-other",
        },
        Phase = Phase.Ready,
        CreatedAt = DateTimeOffset.UnixEpoch,
    });
}
