using Pockitect.Core.Accounts;
using Pockitect.Core.Changes;
using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Guards;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Changes;

/// <summary>Plan, approve, start and follow, for every kind of change, with a real worker over an account in memory.</summary>
public sealed class ChangeServiceTests : IAsyncDisposable
{
    private static readonly Desired net = new("net", new Net { Range = "10.0" });
    private static readonly Desired box = new("box", new Box { Image = "one", Size = 1 });
    private static readonly ProjectIdentityChoice here = new("profile:dev", "111122223333");

    private readonly House _house = new();
    private readonly InProcessBus _bus = new();
    private readonly CancellationTokenSource _end = new();
    private readonly KeptLog<ChangeService> _log = new();
    private readonly List<string> _fetched = [];
    private readonly ChosenIdentities _chosen;
    private readonly CommandClient _client;
    private readonly ChangeService _changes;
    private readonly Task _working;

    public ChangeServiceTests()
    {
        _chosen = new ChosenIdentities(_house.Folder);
        var projects = new ProjectStore(_house.Folder, _house.Cloud);
        var deployed = new DeployedBlueprints(_house.Folder, _house.Cloud.Catalog, _house.History);
        var accounts = new ProjectAccounts(_chosen, here.Identity, here.Account, isSandbox: false);
        var guards = new AccountGuards(_house.Folder, _house.Cloud.AccountId);
        var planners = new Planners(_house.Reader, guards: guards, deployed: deployed);
        var planner = new ChangePlanner(_house.Reader, planners, _house.Records, guards, accounts, FetchAsync);
        _client = new CommandClient(_bus, projects, _house.Reader, _house.Folder, _house.Time, new KeptLog<CommandClient>());
        _changes = new ChangeService(planner, accounts, deployed, _house.Cloud, _house.Time, _log);
        _working = new Worker(_bus, _house.Handlers, _house.Cloud, _house.Time, new KeptLog<Worker>()).RunAsync(_end.Token);
        _house.Cloud.Desired = [net, box];
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _working;
        _end.Dispose();
        _house.Dispose();
    }

    [Fact]
    public async Task Deploy_remembers_the_identity_before_its_first_change_and_follows_to_the_end()
    {
        ProjectIdentityChoice? remembered = null;
        _house.Account.OnCall = _ =>
        {
            remembered ??= _chosen.Of("shop");
            return null;
        };
        List<Status> seen = [];
        var proposal = await ProposeAsync(new DeployRequest("shop"));

        var started = await _changes.StartAsync(
            proposal, proposal.Rule.Accept()!, (command, project) => _client.StartAsync(command, project, seen.Add, Ct));

        Assert.IsType<Completed>(await started.End);
        Assert.Equal(here, remembered);
        Assert.Equal(2, _house.Account.Living.Count);
        Assert.IsType<Accepted>(seen[0]);
        Assert.Contains(seen, status => status is Progress);
        Assert.Same(await started.End, seen[^1]);
    }

    [Fact]
    public async Task Plan_with_nothing_to_do_settles_what_is_known_and_starts_nothing()
    {
        await RunAsync(new DeployRequest("shop"));
        await _chosen.ForgetAsync("shop", Ct);

        Assert.True((await ProposeAsync(new DeployRequest("shop"))).IsUpToDate);
        Assert.Equal(here, _chosen.Of("shop"));

        await RunAsync(new ProjectDeleteRequest("shop"));
        await _chosen.RememberAsync("shop", here, Ct);
        var calls = _house.Account.Calls.Count;

        Assert.True((await ProposeAsync(new ProjectDeleteRequest("shop"))).IsUpToDate);
        Assert.Null(_chosen.Of("shop"));
        Assert.Equal(calls, _house.Account.Calls.Count);
    }

    [Fact]
    public async Task Delete_forgets_the_identity_only_where_everything_is_gone()
    {
        await RunAsync(new DeployRequest("shop"));
        Refuse("delete", "Net");

        Assert.IsType<Failed>(await RunAsync(new ProjectDeleteRequest("shop")));
        Assert.Equal(here, _chosen.Of("shop"));

        _house.Account.OnCall = _ => null;
        Assert.IsType<Completed>(await RunAsync(new ProjectDeleteRequest("shop")));
        Assert.Null(_chosen.Of("shop"));
        Assert.Empty(_house.Account.Living);
    }

    [Fact]
    public async Task Result_of_a_delete_is_returned_also_if_its_identity_can_not_be_forgotten()
    {
        await RunAsync(new DeployRequest("shop"));
        _house.Account.OnCall = _ =>
        {
            File.WriteAllText(_chosen.Path, "{ damaged");
            return null;
        };

        Assert.IsType<Completed>(await RunAsync(new ProjectDeleteRequest("shop")));
        Assert.Contains(_log.Lines, line => line.Contains("shop was deleted, but its identity is still remembered", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ChangeKind.Deploy)]
    [InlineData(ChangeKind.Delete)]
    [InlineData(ChangeKind.Start)]
    [InlineData(ChangeKind.Stop)]
    [InlineData(ChangeKind.Resume)]
    [InlineData(ChangeKind.Undo)]
    [InlineData(ChangeKind.Keep)]
    public async Task Project_in_another_account_is_refused_before_anything_is_read(ChangeKind kind)
    {
        await _chosen.RememberAsync("shop", new ProjectIdentityChoice("profile:other", "999988887777"), Ct);
        _house.Account.OnAsked = () => new Fault(FaultKind.Bug, "Asked", "Nothing may be asked.");

        var result = await _changes.PlanAsync(Request(kind), Ct);

        Assert.Null(result.Proposal);
        Assert.Equal(
            "shop is in account 999988887777, and you are signed in to 111122223333 as profile:dev. Nothing was changed.",
            result.Refusal?.Reason);
        Assert.Equal("profile:other", result.Refusal?.Elsewhere?.Identity);
    }

    [Theory]
    [InlineData(ChangeKind.Resume)]
    [InlineData(ChangeKind.Undo)]
    [InlineData(ChangeKind.Keep)]
    public async Task Recovery_without_an_unfinished_operation_is_refused(ChangeKind kind)
    {
        var result = await _changes.PlanAsync(Request(kind), Ct);

        Assert.Equal("No unfinished operation for shop.", result.Refusal?.Reason);
    }

    [Theory]
    [InlineData(ChangeKind.Resume, 2)]
    [InlineData(ChangeKind.Undo, 0)]
    [InlineData(ChangeKind.Keep, 1)]
    public async Task Recovery_settles_an_unfinished_deploy(ChangeKind kind, int living)
    {
        Refuse("create", "Box");
        Assert.IsType<Failed>(await RunAsync(new DeployRequest("shop")));
        _house.Account.OnCall = _ => null;

        Assert.IsType<Completed>(await RunAsync(Request(kind)));

        Assert.Equal(living, _house.Account.Living.Count);
        Assert.Null(_house.History.Unfinished("shop"));
    }

    [Fact]
    public async Task Delete_of_selected_resources_is_resumed_by_its_id_and_can_not_be_undone()
    {
        await RunAsync(new DeployRequest("shop"));
        Refuse("delete", "Box");
        var selection = new ResourceSelection("eu-west-1", [_house.Account.Living.Single(row => row.Spec is Box).Id]);
        var failed = Assert.IsType<Failed>(await RunAsync(new SelectionDeleteRequest(selection)));
        _house.Account.OnCall = _ => null;

        var undo = await _changes.PlanAsync(new UndoRequest(failed.OperationId!), Ct);
        Assert.Contains("can't be undone", undo.Refusal?.Reason, StringComparison.Ordinal);
        Assert.Contains(Operation.Selections, _fetched);

        Assert.IsType<Completed>(await RunAsync(new ResumeRequest(failed.OperationId!)));
        Assert.Single(_house.Account.Living);
        Assert.Empty(_house.History.Abandoned);
    }

    [Theory]
    [InlineData(ChangeKind.Stop)]
    [InlineData(ChangeKind.Start)]
    public async Task Power_needs_no_answer_and_switches_what_the_project_has(ChangeKind kind)
    {
        await RunAsync(new DeployRequest("shop"));
        if (kind is ChangeKind.Start) await RunAsync(Request(ChangeKind.Stop));

        Assert.IsType<Completed>(await RunAsync(Request(kind)));

        Assert.Equal(kind is ChangeKind.Start ? Phase.Ready : Phase.Stopped, _house.Account.Living.Single(row => row.Spec is Box).Phase);
    }

    [Fact]
    public async Task Forbidden_plan_is_never_sent()
    {
        var approval = (await ProposeAsync(new DeployRequest("shop"))).Rule.Accept()!;
        await new SettingsFile(_house.Folder).SetAsync(_house.Cloud.AccountId, "read_only", "true", Ct);
        var forbidden = await ProposeAsync(new DeployRequest("shop"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => _changes.StartAsync(forbidden, approval, SentAsync));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _changes.QueueAsync(forbidden, approval, _client, Ct));

        Assert.Equal(ApprovalNeed.Forbidden, forbidden.Rule.Need);
        Assert.Empty(_house.Account.Calls);
        Assert.Null(_chosen.Of("shop"));
    }

    [Fact]
    public async Task Plan_is_not_started_by_an_identity_of_another_account()
    {
        var proposal = await ProposeAsync(new DeployRequest("shop"));
        await _chosen.RememberAsync("shop", new ProjectIdentityChoice("profile:other", "999988887777"), Ct);

        var fault = await Assert.ThrowsAsync<FaultException>(() => _changes.StartAsync(proposal, proposal.Rule.Accept()!, SentAsync));

        Assert.StartsWith("shop is in account 999988887777", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_the_account_requires_travels_with_the_command()
    {
        await new SettingsFile(_house.Folder).SetAsync(_house.Cloud.AccountId, "production", "true", Ct);
        var proposal = await ProposeAsync(new DeployRequest("shop"));

        Assert.Null(proposal.Rule.Accept());
        Assert.Equal("shop", proposal.CommandFor(proposal.Rule.Accept("shop")!).Confirmation);
        Assert.IsType<Completed>(await RunAsync(new DeployRequest("shop")));
    }

    [Fact]
    public async Task Name_that_no_project_can_have_is_refused()
    {
        var result = await _changes.PlanAsync(new PowerRequest("../shop", On: true), Ct);

        Assert.Contains("needs 2 to 40", result.Refusal?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_is_explained_with_what_to_do() => Assert.Equal(
        "You may not. Your identity isn't allowed to do this. Get the permission named above, then run the same command again.",
        _changes.Explain(new FaultException(new Fault(FaultKind.Denied, "AccessDenied", "You may not."))));

    private static ChangeRequest Request(ChangeKind kind) => kind switch
    {
        ChangeKind.Deploy => new DeployRequest("shop"),
        ChangeKind.Delete => new ProjectDeleteRequest("shop"),
        ChangeKind.Start => new PowerRequest("shop", On: true),
        ChangeKind.Stop => new PowerRequest("shop", On: false),
        ChangeKind.Resume => new ResumeRequest("shop"),
        ChangeKind.Undo => new UndoRequest("shop"),
        _ => new KeepRequest("shop"),
    };

    private async Task<ChangeProposal> ProposeAsync(ChangeRequest request)
    {
        // Two operations of one moment would have no order.
        _house.Time.AdvanceTo(_house.Time.GetUtcNow().AddSeconds(1));
        var result = await _changes.PlanAsync(request, Ct);
        Assert.Null(result.Refusal);
        return result.Proposal!;
    }

    private async Task<Status> RunAsync(ChangeRequest request)
    {
        var proposal = await ProposeAsync(request);
        var approval = proposal.Rule.Accept(proposal.Rule.Name)!;
        var started = await _changes.StartAsync(
            proposal, approval, (command, project) => _client.StartAsync(command, project, _ => { }, Ct));
        return await started.End;
    }

    /// <summary>Lets every call of this kind fail.</summary>
    private void Refuse(string verb, string type) => _house.Account.OnCall = call =>
        call.Verb == verb && call.Type == type && !call.HasHappened ? new Fault(FaultKind.Invalid, "Cut", "Not this one.") : null;

    private static Task<StartedCommand> SentAsync(Command command, string? project) => throw new NotSupportedException("It was sent.");

    private Task FetchAsync(string place, CancellationToken ct)
    {
        _fetched.Add(place);
        return Task.CompletedTask;
    }
}
