using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>Operations have an order of their own: what the clock does between them does not matter.</summary>
public sealed class OperationOrderTests : IDisposable
{
    private static readonly Desired[] desired = [new("net", new Net { Range = "10.0" }), new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" })];

    private readonly House _house = new();

    public static TheoryData<int> Hours => [-8760, -24, -1, 0, 1];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _house.Dispose();

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task Completed_delete_settles_an_earlier_deploy_whatever_the_clock_says(int hours)
    {
        _house.Account.OnCall = call => call.Type == "Part" ? new Fault(FaultKind.Denied, "Denied", "No.") : null;
        Assert.IsType<Failed>(await DeployAsync());
        Assert.NotNull(_house.History.Unfinished("shop"));
        _house.Account.OnCall = _ => null;
        _house.Time.SetTo(_house.Time.GetUtcNow().AddHours(hours));

        var delete = await _house.PlanDeleteAsync();
        Assert.IsType<Completed>(
            await _house.HandleAsync("shop", new Terminate(delete.Fingerprint, null, new TerminateOptions()), Tell, Ct));

        Assert.Null(_house.History.Unfinished("shop"));
        Assert.Equal(OperationKind.Terminate, _house.History.Of("shop").First().Operation.Kind);
        Assert.Equal("not deployed", _house.Statuses.Of("shop").State);
    }

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task Deploy_after_a_delete_is_the_one_that_is_deployed_whatever_the_clock_says(int hours)
    {
        Assert.IsType<Completed>(await DeployAsync());
        var delete = await _house.PlanDeleteAsync();
        Assert.IsType<Completed>(
            await _house.HandleAsync("shop", new Terminate(delete.Fingerprint, null, new TerminateOptions()), Tell, Ct));
        _house.Time.SetTo(_house.Time.GetUtcNow().AddHours(hours));

        Assert.IsType<Completed>(await DeployAsync());

        var status = _house.Statuses.Of("shop");
        Assert.Equal(("running", OperationKind.Deploy), (status.State, status.LastOperation?.Kind));
        Assert.NotNull(status.ComparedAt);
    }

    [Fact]
    public void Ids_of_one_project_always_grow()
    {
        var now = _house.Time.GetUtcNow();
        var last = "";
        foreach (var at in (DateTimeOffset[])[now, now, now.AddYears(-3), now.AddHours(1), now, now.AddTicks(1)])
        {
            var id = _house.History.NextId("shop", at);
            using (var journal = Journal.Open(_house.Folder, new Operation(id, OperationKind.Deploy, "shop", "abcdef123456"))) journal.Append(new Ended(at, OperationOutcome.Completed));
            Assert.True(string.CompareOrdinal(id, last) > 0, $"{id} does not sort behind {last}");
            last = id;
        }
    }

    [Fact]
    public async Task Doubt_is_not_waited_for_until_a_clock_that_was_set_back_is_there_again()
    {
        _house.Account.OnCall = call => call is { Type: "Part", HasHappened: false } ? new Fault(FaultKind.Denied, "Denied", "No.") : null;
        Assert.IsType<Failed>(await DeployAsync());
        var path = Directory.EnumerateFiles(Path.Combine(_house.Folder.Journal, "shop"), "*.jsonl").Single();
        // It died right after it announced the call.
        var lines = await File.ReadAllLinesAsync(path, Ct);
        await File.WriteAllLinesAsync(path, lines.Where(line => !line.Contains("\"failed\"", StringComparison.Ordinal) && !line.Contains("\"ended\"", StringComparison.Ordinal)), Ct);
        _house.Account.OnCall = _ => null;
        _house.Time.SetTo(_house.Time.GetUtcNow().AddDays(-1));
        var began = _house.Time.GetUtcNow();

        await _house.PlanDeleteAsync();
        await _house.Planners.Delete.PlanAsync(House.Project, new TerminateOptions(), Ct, _house.History.Unfinished("shop"));

        Assert.InRange(_house.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static Task Tell(Status status) => Task.CompletedTask;

    private async Task<Status> DeployAsync()
    {
        var plan = await _house.PlanAsync(desired);
        return await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), Tell, Ct);
    }
}
