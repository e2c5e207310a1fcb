using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>AWS shows a change only minutes after it was made, and refuses to make it again.</summary>
public sealed class StaleReadTests : IDisposable
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(150);
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" });

    private readonly House _house = new();
    private readonly Dictionary<string, Observed> _before = [];
    private DateTimeOffset _changedAt;
    private int _updates;

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("22", "22,80", "InvalidPermission.Duplicate")]
    [InlineData("22,80", "22", "InvalidPermission.NotFound")]
    [InlineData("22", "80", "InvalidPermission.Duplicate")]
    public async Task Reads_that_lag_after_a_change_or_a_removal_are_waited_for(string before, string after, string refusal)
    {
        await _house.DeployAsync(Net, Wall(before));
        LagBehind(new Fault(refusal.EndsWith("NotFound", StringComparison.Ordinal) ? FaultKind.NotFound : FaultKind.Invalid, refusal, "Done before.") { MeansRepeated = true });
        var began = _house.Time.GetUtcNow();

        var result = await _house.DeployAsync(Net, Wall(after));

        Assert.True(result.Succeeded, string.Join("\n", result.Outcomes));
        Assert.True(_house.Time.GetUtcNow() - began >= Lag);
        // The change, and few repetitions of it.
        Assert.InRange(_updates, 1, 4);
        Assert.Contains(_house.Reports, report => report.Phase == "waiting" && report.Detail!.StartsWith("until AWS shows Rules, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tags_that_reads_do_not_show_yet_are_waited_for()
    {
        await _house.DeployAsync(Net);
        LagBehind(null);

        var result = await _house.DeployAsync(Net with { Spec = Net.Spec with { Tags = new Dictionary<string, string> { ["team"] = "one" } } });

        Assert.True(result.Succeeded, string.Join("\n", result.Outcomes));
        Assert.InRange(_updates, 1, 4);
    }

    [Fact]
    public async Task A_change_that_needs_a_stop_stops_once_though_reads_lag()
    {
        Desired Box(int size) => new("box", new Box { Part = Ref.To<Part>("part"), Image = "one", Size = size });
        await _house.DeployAsync(Net, Part, Box(1));
        LagBehind(null);

        var result = await _house.DeployAsync(Net, Part, Box(2));

        Assert.True(result.Succeeded, string.Join("\n", result.Outcomes));
        Assert.Single(_house.Account.Calls, "stop Box");
        Assert.Equal(Phase.Ready, _house.Account.Living.Single(resource => resource.Spec is Box).Phase);
    }

    [Fact]
    public async Task A_resumed_change_that_was_made_before_is_waited_for()
    {
        await _house.DeployAsync(Net, Wall("22"));
        LagBehind(new Fault(FaultKind.Invalid, "InvalidPermission.Duplicate", "Done before.") { MeansRepeated = true });
        var plan = await _house.PlanAsync(Net, Wall("22,80"));
        var operation = new Operation("op", OperationKind.Deploy, "shop", "abcdef123456");
        var isDown = true;
        _house.Account.OnAsked = () => isDown && _updates > 0 ? new Fault(FaultKind.Unreachable, "NoAnswer", "Nothing gets through.") : null;
        Assert.False((await _house.Executor.RunAsync(plan, operation, new TerminateOptions(), _house.Reports.Add, CancellationToken.None)).Succeeded);
        isDown = false;
        _changedAt = _house.Time.GetUtcNow();

        var result = await _house.Executor.RunAsync(plan, operation, new TerminateOptions(), _house.Reports.Add, CancellationToken.None);

        Assert.True(result.Succeeded, string.Join("\n", result.Outcomes));
    }

    [Fact]
    public async Task A_setting_that_AWS_never_shows_is_an_error_after_the_lag_and_not_before()
    {
        await _house.DeployAsync(Net, Wall("22"));
        LagBehind(null);
        _house.Account.Shown = living => living.Spec is Wall ? _before.GetValueOrDefault(living.Id, living) : living;
        var began = _house.Time.GetUtcNow();

        var result = await _house.DeployAsync(Net, Wall("22,80"));

        var fault = Assert.IsType<StepOutcome.FailedBecause>(result.Outcomes["update wall"]).Fault;
        Assert.Equal("NotTaken", fault.Code);
        Assert.InRange(_house.Time.GetUtcNow() - began, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7));
        Assert.InRange(_updates, 1, 5);
    }

    [Fact]
    public async Task A_refusal_of_a_change_that_was_never_made_is_not_waited_for()
    {
        await _house.DeployAsync(Net, Wall("22"));
        _house.Account.OnCall = call => call.Verb == "update" ? new Fault(FaultKind.Invalid, "InvalidPermission.Duplicate", "The rule is there twice.") { MeansRepeated = true } : null;
        var began = _house.Time.GetUtcNow();

        var result = await _house.DeployAsync(Net, Wall("22,80"));

        Assert.Equal("InvalidPermission.Duplicate", Assert.IsType<StepOutcome.FailedBecause>(result.Outcomes["update wall"]).Fault.Code);
        Assert.InRange(_house.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static Desired Wall(string ports) =>
        new("wall", new Wall { Net = Ref.To<Net>("net"), Rules = [.. ports.Split(',').Select(port => new WallRule { Port = int.Parse(port) })] });

    /// <param name="refusal">What AWS answers to a repeated change; null where it accepts one.</param>
    private void LagBehind(Fault? refusal)
    {
        _house.Account.OnCall = call =>
        {
            if (call.Verb is not ("update" or "tag")) return null;
            if (call.HasHappened) return null;
            _updates++;
            if (_before.ContainsKey(call.Resource)) return refusal;
            _before[call.Resource] = _house.Account.Read(call.Resource)!;
            _changedAt = _house.Time.GetUtcNow();
            return null;
        };
        _house.Account.Shown = living => _before.TryGetValue(living.Id, out var old) && _house.Time.GetUtcNow() < _changedAt + Lag
            ? living with { Spec = old.Spec, Tags = old.Tags }
            : living;
    }
}
