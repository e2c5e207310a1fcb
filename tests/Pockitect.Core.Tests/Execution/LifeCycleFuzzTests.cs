using System.Collections.Concurrent;
using System.Globalization;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>
/// Random wishes, one after the other, in an account where others have things too, with calls that fail, answers that get
/// lost, and a process that dies at any call, also while it repairs what it left when it died before.
/// <c>POCKITECT_FUZZ_CASES</c> says how many.
/// </summary>
public sealed class LifeCycleFuzzTests
{
    private static int Cases => int.Parse(Environment.GetEnvironmentVariable("POCKITECT_FUZZ_CASES") ?? "150", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Whatever_happens_it_is_finished_or_undone_and_nobody_elses_is_touched()
    {
        var failed = new ConcurrentBag<string>();
        var tally = new Tally();
        await Parallel.ForEachAsync(Enumerable.Range(0, Cases), TestContext.Current.CancellationToken, async (seed, _) =>
        {
            try
            {
                using var one = new Case(seed, tally);
                await one.RunAsync();
            }
            // Every case is run, and all that fail are told with what it takes to run each alone.
            catch (Exception e)
            {
                failed.Add($"seed {seed}: {e}");
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{Cases} cases: {tally}");
        Assert.True(failed.IsEmpty, $"{failed.Count} of {Cases} failed:\n{string.Join("\n", failed.Take(3))}");
        // Faults that never came would make this a test of fair weather.
        Assert.True(tally.Crashes > Cases && tally.Faults > Cases && tally.Resumed > 0 && tally.Undone > 0, tally.ToString());
    }

    private sealed class Tally
    {
        public int Crashes, Faults, Resumed, Undone, Deployed;

        public override string ToString() =>
            $"{Deployed} deploys, {Crashes} crashes, {Faults} faults, {Resumed} resumed, {Undone} undone";
    }

    private sealed class Case(int seed, Tally tally) : IDisposable
    {
        private readonly Random _random = new(seed);
        private House _house = new();
        private Dictionary<string, Observed> _foreign = [];

        public async Task RunAsync()
        {
            AddForeign();
            var world = new RandomWorld(_random);
            for (var turn = 0; turn < 4; turn++) await TurnAsync(world.Next());
            await DeleteAsync();
        }

        public void Dispose() => _house.Dispose();

        private async Task TurnAsync(Desired[] desired)
        {
            var before = _house.Account.Living;
            _house.Cloud.Desired = desired;
            Interlocked.Increment(ref tally.Deployed);
            _house.Time.AdvanceTo(_house.Time.GetUtcNow().AddSeconds(1));
            var ended = await DisturbedAsync(house => DeployAsync(house));

            if (ended is not Completed && _random.Next(3) == 0)
            {
                for (var tries = 0; _house.History.Unfinished("shop") is not null; tries++)
                {
                    Assert.True(tries < 20, "It is still not undone.");
                    await DisturbedAsync(UndoAsync, hard: tries < 5);
                }

                Interlocked.Increment(ref tally.Undone);
                AssertAsBefore(before);
            }
            else
            {
                for (var tries = 0; ended is not Completed; tries++)
                {
                    Assert.True(tries < 20, $"It is still not finished: {ended}");
                    // To deploy again is to resume; so is to resume.
                    var again = _random.Next(3) == 0 || _house.History.Unfinished("shop") is null;
                    ended = await DisturbedAsync(again ? DeployAsync : ResumeAsync, hard: tries < 5);
                    Interlocked.Increment(ref tally.Resumed);
                }

                await AssertReachedAsync(desired);
            }

            AssertForeignUntouched();
        }

        private async Task AssertReachedAsync(Desired[] desired)
        {
            Assert.Null(_house.History.Unfinished("shop"));
            Assert.Equal(
                string.Join(" ", desired.Select(resource => resource.LogicalId).Order()), string.Join(" ", Ours(_house.Account.Living).Select(LogicalId).Order()));
            Assert.All(Ours(_house.Account.Living), resource => Assert.Equal(Phase.Ready, resource.Phase));
            var again = await _house.PlanAsync(desired);
            Assert.True(again.IsEmpty, string.Join("\n", again.Steps.Select(step => step.Id)));
        }

        /// <summary>Each has the settings that it had, and refers to what it referred to, whatever ids AWS gave.</summary>
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

        private async Task DeleteAsync()
        {
            Status? ended = null;
            for (var tries = 0; ended is not Completed; tries++)
            {
                Assert.True(tries < 20, $"It is still not deleted: {ended}");
                ended = await DisturbedAsync(TerminateAsync, hard: tries < 5);
            }

            Assert.Empty(Ours(_house.Account.Living));
            AssertForeignUntouched();
        }

        /// <summary>Runs a command in bad weather; when the process died in it, what the next start finds takes its place.</summary>
        private async Task<Status?> DisturbedAsync(Func<House, Task<Status>> command, bool hard = true)
        {
            House? next = null;
            using var dying = new CancellationTokenSource();
            var house = _house;
            var countdown = hard && _random.Next(2) == 0 ? _random.Next(1, 25) : int.MaxValue;
            var weather = new Random(_random.Next());
            house.Account.OnCall = call =>
            {
                if (next is not null) return Dead;
                if (--countdown == 0)
                {
                    Interlocked.Increment(ref tally.Crashes);
                    next = house.Fork();
                    dying.Cancel();
                    return Dead;
                }

                if (weather.Next(14) != 0) return null;
                Interlocked.Increment(ref tally.Faults);
                return call.HasHappened ? new Fault(FaultKind.Ambiguous, "Lost", "The answer was lost.")
                    : hard && weather.Next(6) == 0 ? new Fault(FaultKind.Quota, "LimitExceeded", "No more of these.")
                    : new Fault(weather.Next(2) == 0 ? FaultKind.Throttled : FaultKind.Unreachable, "Passing", "For once.");
            };
            var ended = await command(house);
            house.Account.OnCall = _ => null;
            if (next is null) return ended;
            _house = next;
            house.Dispose();
            return null;
        }

        private static readonly Fault Dead = new(FaultKind.Invalid, "Dead", "The process is dead.");

        private async Task<Status> DeployAsync(House house)
        {
            var plan = await house.Engine.PlanDeployAsync(House.Blueprint, CancellationToken.None, house.History.Unfinished("shop"));
            Assert.Empty(plan.Blockers);
            return await house.Operations.DeployAsync("shop", new Deploy(plan.Fingerprint), Nobody, CancellationToken.None);
        }

        private async Task<Status> ResumeAsync(House house)
        {
            var plan = await house.Recovery.PlanResumeAsync(house.History.Unfinished("shop")!, CancellationToken.None);
            Assert.Empty(plan.Blockers);
            return await house.Operations.ResumeAsync("shop", new Resume(plan.Fingerprint), Nobody, CancellationToken.None);
        }

        private async Task<Status> UndoAsync(House house)
        {
            var plan = await house.Recovery.PlanUndoAsync(house.History.Unfinished("shop")!, CancellationToken.None);
            Assert.Empty(plan.Blockers);
            return await house.Operations.UndoAsync("shop", new Undo(plan.Fingerprint), Nobody, CancellationToken.None);
        }

        private async Task<Status> TerminateAsync(House house)
        {
            var options = new TerminateOptions(LiftProtection: true);
            var plan = await house.PlanDeleteAsync(options);
            Assert.Empty(plan.Blockers);
            return await house.Operations.TerminateAsync("shop", new Terminate(plan.Fingerprint, null, options), Nobody, CancellationToken.None);
        }

        private static Task Nobody(Status status) => Task.CompletedTask;

        /// <summary>Things that others have: by hand, or by another project.</summary>
        private void AddForeign()
        {
            foreach (var number in Enumerable.Range(0, _random.Next(4)))
            {
                var tags = _random.Next(2) == 0
                    ? new Dictionary<string, string> { ["Name"] = "net-0" }
                    : new Dictionary<string, string>
                    {
                        [OwnershipTags.Project] = "another",
                        [OwnershipTags.ProjectId] = "another",
                        [OwnershipTags.Resource] = "net-0",
                    };
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
}
