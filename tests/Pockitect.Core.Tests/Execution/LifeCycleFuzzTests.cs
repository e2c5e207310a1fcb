using System.Collections.Concurrent;
using System.Globalization;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>
/// Random blueprints, one after the other, in an account where others have resources too, with calls that fail, answers that get lost, and a process
/// that dies at any call, also while it repairs what an earlier death left. <c>POCKITECT_FUZZ_CASES</c> sets their number.
/// </summary>
public sealed class LifeCycleFuzzTests
{
    private static int Cases => int.Parse(Environment.GetEnvironmentVariable("POCKITECT_FUZZ_CASES") ?? "60", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Deploys_are_finished_or_undone_whatever_happens_and_nothing_of_others_is_touched()
    {
        var failed = new ConcurrentDictionary<int, string>();
        var tally = new LifeCycleTally();
        await Parallel.ForEachAsync(Enumerable.Range(0, Cases), TestContext.Current.CancellationToken, async (seed, _) =>
        {
            if (await ErrorOfAsync(LifeCycleCase.Random(seed), tally) is { } error) failed[seed] = error;
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{Cases} cases: {tally}");
        if (!failed.IsEmpty) Assert.Fail($"{failed.Count} of {Cases} failed, with the seeds {string.Join(", ", failed.Keys.Order())}.\n{await ReproduceAsync(failed.MinBy(entry => entry.Key))}");
        // Without disturbances this test would show nothing.
        Assert.True(tally.Crashes > Cases && tally.Faults > Cases && tally.Resumed > 0 && tally.Undone > 0, tally.ToString());
    }

    [Fact]
    public void Cases_are_the_same_after_they_were_written_and_read()
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var written = LifeCycleCase.Random(seed).ToJson();

            Assert.Equal(written, LifeCycleCase.Parse(written).ToJson());
        }
    }

    [Fact]
    public async Task Shrinker_leaves_only_what_a_failure_needs_and_writes_its_test()
    {
        // As if a lost answer broke every deploy of a wall.
        static bool Fails(LifeCycleCase life) => life.Turns.Any(turn => turn.Disturbances.Count > 0 && turn.Desired.Any(resource => resource.Spec is Wall));
        var whole = Enumerable.Range(0, 50).Select(LifeCycleCase.Random).First(Fails);

        var (smallest, error) = await LifeCycleShrinker.ShrinkAsync(whole, "whole", life => Task.FromResult(Fails(life) ? "small" : null));

        Assert.Equal("small", error);
        var turn = Assert.Single(smallest.Turns);
        Assert.Single(turn.Disturbances);
        // A wall stands on a net, and cannot be without it.
        Assert.Equal(["Net", "Wall"], turn.Desired.Select(resource => resource.Spec.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Empty(smallest.Foreign);
        Assert.Empty(smallest.Deletion);
        var test = LifeCycleShrinker.TestOf(smallest, "Seed_7");
        Assert.StartsWith("    [Fact]\n    public Task Seed_7() => LifeCycleRun.RunAsync(LifeCycleCase.Parse(\"\"\"\n        {\n", test, StringComparison.Ordinal);
        await LifeCycleRun.RunAsync(LifeCycleCase.Parse(smallest.ToJson()));
    }

    private static async Task<string> ReproduceAsync(KeyValuePair<int, string> failed)
    {
        var (smallest, error) = await LifeCycleShrinker.ShrinkAsync(LifeCycleCase.Random(failed.Key), failed.Value, life => ErrorOfAsync(life, new LifeCycleTally()));
        return $"The smallest case that was found for seed {failed.Key} fails with:\n{error}\n\nThis test reproduces it:\n\n{LifeCycleShrinker.TestOf(smallest, $"Seed_{failed.Key}")}";
    }

    /// <summary>How a case fails, or null: a failure is a result here, because every case runs and a smaller one is looked for.</summary>
    private static async Task<string?> ErrorOfAsync(LifeCycleCase life, LifeCycleTally tally)
    {
        try
        {
            await LifeCycleRun.RunAsync(life, tally);
            return null;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }
}
