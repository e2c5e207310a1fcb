using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>What happened in the cases that ran.</summary>
internal sealed class LifeCycleTally
{
    public int Crashes, Faults, Resumed, Undone, Deployed;

    public override string ToString() =>
        $"{Deployed} deploys, {Crashes} crashes, {Faults} faults, {Resumed} resumed, {Undone} undone";
}

/// <summary>Runs one case: after each turn the account is as desired or as before, nothing of others is touched, and at the end nothing is left.</summary>
internal sealed class LifeCycleRun : IDisposable
{
    /// <summary>So many tries finish or undo whatever was interrupted; the first five may be interrupted again.</summary>
    public const int MaxTries = 20;

    private const int InterruptedTries = 5;

    private static readonly Fault Dead = new(FaultKind.Invalid, "Dead", "The process is dead.");

    private readonly LifeCycleTally _tally;
    private House _house = new();
    private Dictionary<string, Observed> _foreign = [];
    private IReadOnlyList<Disturbance> _disturbances = [];
    private int _commands;

    private LifeCycleRun(LifeCycleTally tally) => _tally = tally;

    /// <summary>Runs the case.</summary>
    /// <exception cref="Exception">The promise does not hold; the message says where.</exception>
    public static async Task RunAsync(LifeCycleCase life, LifeCycleTally? tally = null)
    {
        using var run = new LifeCycleRun(tally ?? new LifeCycleTally());
        run.AddForeign(life.Foreign);
        foreach (var turn in life.Turns) await run.TurnAsync(turn);
        run.Expect(life.Deletion);
        await run.DeleteAsync();
    }

    public void Dispose() => _house.Dispose();

    private void Expect(IReadOnlyList<Disturbance> disturbances) => (_disturbances, _commands) = (disturbances, 0);

    private async Task TurnAsync(Turn turn)
    {
        Expect(turn.Disturbances);
        var before = _house.Account.Living;
        _house.Cloud.Desired = turn.Desired;
        Interlocked.Increment(ref _tally.Deployed);
        _house.Time.AdvanceTo(_house.Time.GetUtcNow().AddSeconds(1));
        var ended = await DisturbedAsync(DeployAsync);

        if (ended is not Completed && turn.Undoes)
        {
            for (var tries = 0; _house.History.Unfinished("shop") is not null; tries++)
            {
                Assert.True(tries < MaxTries, "The deploy is still not undone.");
                await DisturbedAsync(UndoAsync, hard: tries < InterruptedTries);
            }

            Interlocked.Increment(ref _tally.Undone);
            AssertAsBefore(before);
        }
        else
        {
            for (var tries = 0; ended is not Completed; tries++)
            {
                Assert.True(tries < MaxTries, $"The deploy is still not finished: {ended}");
                // A second deploy finishes the first one too.
                var again = turn.Redeploys.Contains(tries) || _house.History.Unfinished("shop") is null;
                ended = await DisturbedAsync(again ? DeployAsync : ResumeAsync, hard: tries < InterruptedTries);
                Interlocked.Increment(ref _tally.Resumed);
            }

            await AssertReachedAsync(turn.Desired);
        }

        AssertForeignUntouched();
    }

    private async Task DeleteAsync()
    {
        Status? ended = null;
        for (var tries = 0; ended is not Completed; tries++)
        {
            Assert.True(tries < MaxTries, $"The project is still not deleted: {ended}");
            ended = await DisturbedAsync(TerminateAsync, hard: tries < InterruptedTries);
        }

        Assert.Empty(Ours(_house.Account.Living));
        AssertForeignUntouched();
    }

    /// <summary>Runs a command with its disturbances; if the process dies in it, what the next start finds replaces the house.</summary>
    /// <param name="hard">Crashes and used-up quotas are among them.</param>
    private async Task<Status?> DisturbedAsync(Func<House, Task<Status>> command, bool hard = true)
    {
        House? next = null;
        var house = _house;
        var number = _commands++;
        var troubles = _disturbances.Where(each => each.Command == number && (hard || each.Trouble is not (Trouble.Crash or Trouble.Quota)))
            .ToDictionary(each => each.Call, each => each.Trouble);
        var calls = 0;
        house.Account.OnCall = call =>
        {
            if (next is not null) return Dead;
            if (!troubles.TryGetValue(calls++, out var trouble)) return null;
            if (trouble is Trouble.Crash)
            {
                Interlocked.Increment(ref _tally.Crashes);
                next = house.Fork();
                return Dead;
            }

            Interlocked.Increment(ref _tally.Faults);
            return FaultOf(call, trouble);
        };
        var ended = await command(house);
        house.Account.OnCall = _ => null;
        if (next is null) return ended;
        _house = next;
        house.Dispose();
        return null;
    }

    private static Fault FaultOf(Call call, Trouble trouble) => (call.HasHappened, trouble) switch
    {
        (true, _) => new Fault(FaultKind.Ambiguous, "Lost", "The answer was lost."),
        (false, Trouble.Quota) => new Fault(FaultKind.Quota, "LimitExceeded", "No more of these."),
        (false, Trouble.Throttled) => new Fault(FaultKind.Throttled, "Passing", "For once."),
        (false, _) => new Fault(FaultKind.Unreachable, "Passing", "For once."),
    };

    private static async Task<Status> DeployAsync(House house)
    {
        var plan = await house.Planners.Deploy.PlanAsync(House.Blueprint, CancellationToken.None, house.History.Unfinished("shop"));
        Assert.Empty(plan.Blockers);
        return await house.HandleAsync("shop", new Deploy(plan.Fingerprint), Nobody, CancellationToken.None);
    }

    private static async Task<Status> ResumeAsync(House house)
    {
        var plan = await house.Recovery.PlanResumeAsync(house.History.Unfinished("shop")!, CancellationToken.None);
        Assert.Empty(plan.Blockers);
        return await house.HandleAsync("shop", new Resume(plan.Fingerprint), Nobody, CancellationToken.None);
    }

    private static async Task<Status> UndoAsync(House house)
    {
        var plan = await house.Recovery.PlanUndoAsync(house.History.Unfinished("shop")!, CancellationToken.None);
        Assert.Empty(plan.Blockers);
        return await house.HandleAsync("shop", new Undo(plan.Fingerprint), Nobody, CancellationToken.None);
    }

    private static async Task<Status> TerminateAsync(House house)
    {
        var options = new TerminateOptions(LiftProtection: true);
        var plan = await house.PlanDeleteAsync(options);
        Assert.Empty(plan.Blockers);
        return await house.HandleAsync("shop", new Terminate(plan.Fingerprint, null, options), Nobody, CancellationToken.None);
    }

    private static Task Nobody(Status status) => Task.CompletedTask;

    private async Task AssertReachedAsync(IReadOnlyList<Desired> desired)
    {
        Assert.Null(_house.History.Unfinished("shop"));
        Assert.Equal(
            string.Join(" ", desired.Select(resource => resource.LogicalId).Order()), string.Join(" ", Ours(_house.Account.Living).Select(LogicalId).Order()));
        Assert.All(Ours(_house.Account.Living), resource => Assert.Equal(Phase.Ready, resource.Phase));
        var again = await _house.PlanAsync([.. desired]);
        Assert.True(again.IsEmpty, string.Join("\n", again.Steps.Select(step => step.Id)));
    }

    /// <summary>Each has the settings that it had, and refers to what it referred to, whatever IDs AWS gave.</summary>
    private void AssertAsBefore(IReadOnlyList<Observed> before)
    {
        var now = Ours(_house.Account.Living).ToDictionary(LogicalId);
        Assert.Equal(string.Join(" ", Ours(before).Select(LogicalId).Order()), string.Join(" ", now.Keys.Order()));
        foreach (var resource in Ours(before))
        {
            var other = now[LogicalId(resource)];
            var (was, has) = (ByName(resource, before), ByName(other, _house.Account.Living));
            // Both ways: what it had, and nothing that it did not have.
            List<PropertyChange> differences = [.. SpecDiff.Compare(was, has), .. SpecDiff.Compare(has, was)];
            Assert.True(differences.Count == 0, $"{LogicalId(resource)}: {string.Join(", ", differences)}");
            Assert.Equal(resource.Phase, other.Phase);
            Assert.Equal(Own(resource), Own(other));
        }
    }

    private static Spec ByName(Observed resource, IReadOnlyList<Observed> all) => SpecTree.Map(resource.Spec, (target, _) =>
        target is RefTarget.Existing { Id: var id } && all.FirstOrDefault(other => other.Id == id) is { } known ? new RefTarget.Existing(LogicalId(known)) : target);

    private static string Own(Observed resource) =>
        string.Join(", ", resource.Tags.Where(tag => !OwnershipTags.IsReserved(tag.Key)).OrderBy(tag => tag.Key).Select(tag => $"{tag.Key}={tag.Value}"));

    /// <summary>Resources of others: made by hand, or by another project.</summary>
    private void AddForeign(IReadOnlyList<bool> areOfProject)
    {
        foreach (var (number, isOfProject) in areOfProject.Index())
        {
            var tags = isOfProject
                ? new Dictionary<string, string>
                {
                    [OwnershipTags.Project] = "another",
                    [OwnershipTags.ProjectId] = "another",
                    [OwnershipTags.Resource] = "net-0",
                }
                : new Dictionary<string, string> { ["Name"] = "net-0" };
            Add($"theirs-{number}", "Net", new Net { Range = $"theirs/{number}" }, tags);
            Add($"their-part-{number}", "Part", new Part { Net = Ref.Existing<Net>($"theirs-{number}") }, tags);
        }

        _foreign = _house.Account.Living.ToDictionary(resource => resource.Id);

        void Add(string id, string type, Spec spec, Dictionary<string, string> tags) => _house.Account.Add(new Observed
        {
            Type = $"Fake::House::{type}",
            Id = id,
            Place = new Place("111122223333", "eu-west-1"),
            Spec = spec,
            Tags = tags,
            Phase = Phase.Ready,
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
    }

    private void AssertForeignUntouched() => Assert.All(
        _foreign, entry => Assert.Same(entry.Value, _house.Account.Read(entry.Key)));

    private static IEnumerable<Observed> Ours(IReadOnlyList<Observed> living) =>
        living.Where(resource => resource.Tags.GetValueOrDefault(OwnershipTags.ProjectId) == "abcdef123456");

    private static string LogicalId(Observed resource) => resource.Tags.GetValueOrDefault(OwnershipTags.Resource) ?? resource.Id;
}
