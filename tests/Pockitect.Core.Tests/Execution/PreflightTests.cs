using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class PreflightTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0", Names = true });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" });
    private static readonly Finding Taken = new(Severity.Error, "net", "Its range is taken.", "Another net has it.", "Choose another.");

    private readonly House _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_error_stops_the_deploy_before_any_change()
    {
        _house.Cloud.Desired = [Net];
        _house.Cloud.Findings = [Taken];

        var last = await _house.HandleAsync("shop", new Deploy("any"), CancellationToken.None);

        Assert.Equal("net: Its range is taken. Another net has it. Choose another.", Assert.IsType<Failed>(last).Reason);
        Assert.Empty(_house.Account.Calls);
    }

    [Fact]
    public async Task What_is_found_is_no_part_of_what_a_person_approves()
    {
        var before = await _house.PlanAsync(Net);
        _house.Cloud.Findings = [Taken with { Severity = Severity.Finding }];
        var after = await _house.PlanAsync(Net);

        Assert.Equal(before.Fingerprint, after.Fingerprint);
        Assert.Single(after.Findings);
        Assert.Empty(after.Refusals);
        Assert.Contains("house:LookAround", after.Actions);
    }

    [Fact]
    public async Task A_plan_that_changes_nothing_is_not_looked_at()
    {
        await _house.DeployAsync(Net);
        _house.Cloud.Findings = [Taken];
        _house.Cloud.Estimates.Clear();

        var plan = await _house.PlanAsync(Net);

        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.Findings);
        Assert.Empty(_house.Cloud.Estimates);
    }

    [Fact]
    public async Task The_estimate_is_the_longest_chain_and_unknown_as_long_as_one_step_is()
    {
        var plan = await _house.PlanAsync(Net, Part, Part with { LogicalId = "other" });
        var durations = new Durations(_house.Folder);
        durations.Learn(plan.Steps.Single(step => step.LogicalId == "net"), TimeSpan.FromSeconds(10));
        Assert.Null(durations.Longest(plan.Steps));

        durations.Learn(plan.Steps.Single(step => step.LogicalId == "part"), TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(30), durations.Longest(plan.Steps));
    }
}
