using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Guards;

/// <summary>The worker's side of the guard rails: whoever sends a command, by whatever way, is held by them.</summary>
public sealed class GuardRailTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });
    private static readonly Desired Box = new("box", new Box { Image = "one", Size = 1 });
    private static readonly Desired Store = new("store", new Store { Name = "s" });

    private readonly House _house = new();

    public GuardRailTests() => _house.Cloud.Prices["eu-west-1 house box 1"] = 0.01m;

    public static TheoryData<string, string> Forbidding { get; } = new(
        from rail in (string[])["read_only: true", "locked_regions: [eu-west-1]", "allowed_regions: [eu-central-1]", "production: true", "typed_confirmation: true", "price_ceiling: much"]
        from command in (string[])["deploy", "delete", "delete by id", "stop", "start", "resume", "undo"]
        select (rail, command));

    public void Dispose() => _house.Dispose();

    [Theory]
    [MemberData(nameof(Forbidding))]
    public async Task A_forbidden_command_changes_nothing(string rail, string command)
    {
        await PrepareAsync(command);
        await File.WriteAllTextAsync(new SettingsFile(_house.Folder).Path, $"accounts:\n  '{_house.Cloud.AccountId}': {{{rail}}}\n", TestContext.Current.CancellationToken);
        var before = _house.Account.Calls.Count;

        var last = await SendAsync(command, confirmation: null);

        var failed = Assert.IsType<Failed>(last);
        Assert.NotEmpty(failed.Reason);
        Assert.Equal(before, _house.Account.Calls.Count);
    }

    [Theory]
    [InlineData("deploy", "shop")]
    [InlineData("delete", "shop")]
    [InlineData("delete by id", "box")]
    [InlineData("stop", "shop")]
    [InlineData("start", "shop")]
    [InlineData("resume", "shop")]
    [InlineData("undo", "shop")]
    public async Task Production_goes_on_with_the_right_name_and_with_no_other(string command, string name)
    {
        await PrepareAsync(command);
        await SetAsync("production", "true");
        var before = _house.Account.Calls.Count;

        Assert.IsType<Failed>(await SendAsync(command, "another"));
        Assert.Equal(before, _house.Account.Calls.Count);
        Assert.IsType<Completed>(await SendAsync(command, name));
        Assert.True(_house.Account.Calls.Count > before);
    }

    [Fact]
    public async Task What_would_cost_more_than_the_ceiling_is_refused_by_deploy_and_start_and_may_always_be_made_cheaper()
    {
        await SetAsync("price_ceiling", "5");
        _house.Cloud.Desired = [Net, Box];
        Assert.Contains("ceiling", Assert.IsType<Failed>(await SendAsync("deploy", null)).Reason, StringComparison.Ordinal);
        Assert.Empty(_house.Account.Calls);

        await SetAsync("price_ceiling", "8");
        Assert.IsType<Completed>(await SendAsync("deploy", null));
        await SetAsync("price_ceiling", "5");
        Assert.IsType<Completed>(await SendAsync("stop", null));
        var before = _house.Account.Calls.Count;
        Assert.Contains("ceiling", Assert.IsType<Failed>(await SendAsync("start", null)).Reason, StringComparison.Ordinal);
        Assert.Equal(before, _house.Account.Calls.Count);
        Assert.IsType<Completed>(await SendAsync("delete", null));
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("undo")]
    public async Task A_way_on_is_held_by_the_ceiling_when_it_makes_the_project_dearer(string command)
    {
        await DeployAsync(Net, Box, Store);
        // Its end is a box that was deleted: undo makes it again; resume of what made it dearer makes the rest.
        if (command == "undo") await CutAsync("delete", "Store", "delete");
        else
        {
            _house.Cloud.Desired = [Net, Box, new Desired("second", new Box { Image = "one", Size = 1 })];
            await CutAsync("create", "Box", "deploy");
        }

        await SetAsync("price_ceiling", "1");
        var before = _house.Account.Calls.Count;

        Assert.Contains("ceiling", Assert.IsType<Failed>(await SendAsync(command, null)).Reason, StringComparison.Ordinal);
        Assert.Equal(before, _house.Account.Calls.Count);
    }

    [Fact]
    public async Task Under_a_ceiling_a_price_that_nobody_knows_is_told_and_holds_nothing_up()
    {
        await SetAsync("price_ceiling", "100");
        var guards = new AccountGuards(_house.Folder, _house.Cloud.AccountId);

        var held = guards.Hold(await _house.PlanAsync(Net, Store));

        Assert.Empty(held.Refusals);
        Assert.Contains("store: Store", Assert.Single(held.Warnings).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_changes_nothing_is_refused_nothing()
    {
        await DeployAsync(Net, Box);
        await SetAsync("read_only", "true");

        Assert.IsType<Completed>(await SendAsync("deploy", null));
    }

    [Fact]
    public async Task What_was_forbidden_while_a_worker_ran_is_heeded()
    {
        await DeployAsync(Net);
        await SetAsync("read_only", "true");
        _house.Cloud.Desired = [Net, Box];
        Assert.IsType<Failed>(await SendAsync("deploy", null));

        await SetAsync("read_only", "false");

        Assert.IsType<Completed>(await SendAsync("deploy", null));
    }

    /// <summary>Brings the account to where the command has something to do.</summary>
    private async Task PrepareAsync(string command)
    {
        switch (command)
        {
            case "deploy":
                _house.Cloud.Desired = [Net, Box];
                break;
            case "start":
                await DeployAsync(Net, Box);
                Assert.IsType<Completed>(await SendAsync("stop", null));
                break;
            case "resume" or "undo":
                _house.Cloud.Desired = [Net, Box];
                await CutAsync("create", "Box", "deploy");
                break;
            default:
                await DeployAsync(Net, Box);
                break;
        }
    }

    private async Task DeployAsync(params Desired[] desired)
    {
        _house.Cloud.Desired = desired;
        Assert.IsType<Completed>(await SendAsync("deploy", null));
    }

    /// <summary>Lets a command fail at one change.</summary>
    private async Task CutAsync(string verb, string type, string command)
    {
        _house.Account.OnCall = call => call.Verb == verb && call.Type == type && !call.HasHappened ? new Fault(FaultKind.Invalid, "Cut", "Not this one.") : null;
        Assert.IsType<Failed>(await SendAsync(command, null));
        _house.Account.OnCall = _ => null;
    }

    private Task SetAsync(string key, string value) => new SettingsFile(_house.Folder).SetAsync(_house.Cloud.AccountId, key, value, CancellationToken.None);

    /// <summary>Sends a command with whatever plan there is approved, as one who never looked at the guard rails would.</summary>
    private async Task<Status> SendAsync(string command, string? confirmation)
    {
        var ct = CancellationToken.None;
        var planners = _house.Planners;
        // Two operations of one moment would have no order.
        _house.Time.AdvanceTo(_house.Time.GetUtcNow().AddSeconds(1));
        switch (command)
        {
            case "deploy":
                var plan = await planners.Deploy.PlanAsync(House.Blueprint, ct);
                return await _house.HandleAsync("shop", new Deploy(plan.Fingerprint) { Confirmation = confirmation }, Nobody, ct);
            case "delete":
                plan = await planners.Delete.PlanAsync(House.Project, new TerminateOptions(), ct);
                return await _house.HandleAsync(
                    "shop", new Terminate(plan.Fingerprint, null, new TerminateOptions()) { Confirmation = confirmation }, Nobody, ct);
            case "delete by id":
                var selection = new ResourceSelection("eu-west-1", [_house.Account.Living.Single(row => row.Spec is Box).Id]);
                plan = await planners.Delete.PlanAsync(selection, new TerminateOptions(), ct);
                return await _house.HandleAsync(
                    null, new Terminate(plan.Fingerprint, selection, new TerminateOptions()) { Confirmation = confirmation }, Nobody, ct);
            case "resume":
                plan = await _house.Recovery.PlanResumeAsync(_house.History.Unfinished("shop")!, ct);
                return await _house.HandleAsync("shop", new Resume(plan.Fingerprint) { Confirmation = confirmation }, Nobody, ct);
            case "undo":
                plan = await _house.Recovery.PlanUndoAsync(_house.History.Unfinished("shop")!, ct);
                return await _house.HandleAsync("shop", new Undo(plan.Fingerprint) { Confirmation = confirmation }, Nobody, ct);
            default:
                return await _house.HandleAsync("shop", new Power(command == "start") { Confirmation = confirmation }, Nobody, ct);
        }
    }

    private static Task Nobody(Status status) => Task.CompletedTask;
}
