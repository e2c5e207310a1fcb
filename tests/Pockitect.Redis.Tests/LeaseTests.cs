using System.Collections.Concurrent;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Testing;

namespace Pockitect.Redis.Tests;

/// <summary>A project has one writer among all computers, whatever becomes of the wires between them.</summary>
public sealed class LeaseTests(RedisFixture redis, ITestOutputHelper output)
{
    private static readonly Operation Deploy = new("20260101-000000000-abcdef", OperationKind.Deploy, "shop", "abcdef123456");

    private readonly string _prefix = $"t{Guid.NewGuid():N}:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_has_it_and_the_other_is_told_who()
    {
        await using var one = await RedisFixture.JoinAsync(redis.Server, _prefix);
        await using var other = await RedisFixture.JoinAsync(redis.Server, _prefix);

        var (lease, _) = await one.Work.Projects.TryTakeAsync("shop", "deploy", "r1", Ct);
        var (none, holder) = await other.Work.Projects.TryTakeAsync("shop", "delete", "r2", Ct);
        await using (var elsewhere = (await other.Work.Projects.TryTakeAsync("office", "delete", "r2", Ct)).Lease) Assert.NotNull(elsewhere);
        await lease!.DisposeAsync();
        var (second, _) = await other.Work.Projects.TryTakeAsync("shop", "delete", "r2", Ct);

        Assert.Null(none);
        Assert.Contains("(deploy, since ", holder, StringComparison.Ordinal);
        Assert.NotNull(second);
        await second.DisposeAsync();
    }

    [Fact]
    public async Task What_a_dead_holder_had_is_free_soon_and_it_can_write_no_more()
    {
        await using var wire = new Wire(redis.Server.Port);
        await using var dead = await JoinOverAsync(wire);
        await using var other = await RedisFixture.JoinAsync(redis.Server, _prefix);
        var (lease, _) = await dead.Work.Projects.TryTakeAsync("shop", "deploy", "r1", Ct);
        await lease!.AppendAsync(Deploy, "one");

        wire.Cut();
        var began = TimeProvider.System.GetTimestamp();
        var next = await Eventually.GetAsync(async () => (await other.Work.Projects.TryTakeAsync("shop", "deploy", "r2", Ct)).Lease, Ct);
        var took = TimeProvider.System.GetElapsedTime(began);
        Assert.Throws<FaultException>(lease.Demand);
        await next.AppendAsync(Deploy, "two");
        wire.Mend();

        await Assert.ThrowsAsync<TakenOverException>(() => lease.AppendAsync(Deploy, "three"));
        await Assert.ThrowsAsync<TakenOverException>(() => lease.EnsureAsync(Ct));
        Assert.Throws<TakenOverException>(lease.Demand);
        Assert.InRange(took, TimeSpan.Zero, RedisFixture.Quick.Lease * 2);
        using var folder = new TemporaryFolder();
        await other.Work.Projects.FetchAsync("shop", folder.Data, Ct);
        Assert.Equal(["one", "two"], File.ReadLines(Path.Combine(folder.Data.Journal, "shop", $"{Deploy.Id}.jsonl")));
        await next.DisposeAsync();
        await lease.DisposeAsync();
    }

    [Fact]
    public async Task A_lease_that_ran_out_and_that_nobody_took_is_still_held()
    {
        await using var wire = new Wire(redis.Server.Port);
        await using var holder = await JoinOverAsync(wire);
        var (lease, _) = await holder.Work.Projects.TryTakeAsync("shop", "deploy", "r1", Ct);

        wire.Cut();
        await RealTime.PassAsync(RedisFixture.Quick.Lease * 1.3, Ct);
        Assert.Throws<FaultException>(lease!.Demand);
        wire.Mend();
        await lease.EnsureAsync(Ct);

        lease.Demand();
        await lease.DisposeAsync();
    }

    [Fact]
    public async Task No_schedule_of_two_writers_and_one_that_sleeps_mixes_what_they_do()
    {
        // bench/redis asks for more.
        var count = int.Parse(Environment.GetEnvironmentVariable("POCKITECT_SCHEDULES") ?? "8", System.Globalization.CultureInfo.InvariantCulture);

        var (wrong, taken) = await Schedules.RunAsync(redis.Server, _prefix, count, atOnce: 12, seed: 1, Ct);

        Assert.Equal([], wrong);
        output.WriteLine($"{count} schedules; in {taken} of them the sleeper lost the project to another; 0 mixed.");
        // Where nobody is ever followed by another in the middle of his work, this would show nothing.
        Assert.InRange(taken, count / 4, count);
    }

    [Fact]
    public void What_only_one_disk_has_keeps_its_place_among_what_all_have()
    {
        Assert.Equal(["a", "b", "x", "c", "d"], RedisProjects.Merge(["a", "b", "x"], ["a", "b", "c", "d"]));
        Assert.Equal(["a", "b", "c"], RedisProjects.Merge(["a"], ["a", "b", "c"]));
        Assert.Equal(["a", "b"], RedisProjects.Merge([], ["a", "b"]));
        Assert.Equal(["a", "b", "x"], RedisProjects.Merge(["a", "b", "x"], ["a", "b"]));
    }

    private async Task<Computer> JoinOverAsync(Wire wire)
    {
        var connection = await RedisConnection.OpenAsync(RedisOptions.Parse(wire.Address) with { Prefix = _prefix }, TimeProvider.System, Ct);
        return new Computer(connection, new RedisWork(
            connection, "111122223333", new Core.Tests.Fakes.FakeCloud().Catalog, WorkerProfile.OfThisProcess("1.0"),
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, RedisFixture.Quick));
    }
}

/// <summary>Random schedules: each has a project, two writers that want it, one whose wire is cut or who falls asleep, and a log of what was done.</summary>
internal static class Schedules
{
    private static readonly Timing Brisk = RedisFixture.Quick with { Lease = TimeSpan.FromMilliseconds(600), Margin = TimeSpan.FromMilliseconds(150) };

    /// <summary>Runs so many.</summary>
    /// <returns>What went wrong, a line each; and how often a writer lost the project in the middle of its work.</returns>
    public static async Task<(IReadOnlyList<string> Wrong, int Taken)> RunAsync(RedisServer server, string prefix, int count, int atOnce, int seed, CancellationToken ct)
    {
        var wrong = new ConcurrentBag<string>();
        var taken = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = ct }, async (number, token) =>
        {
            var log = await OneAsync(server, prefix, $"p{number}", new Random((seed * 100_000) + number), token);
            // Who was followed by another may not come back: its right is gone.
            var turns = log.Where((line, index) => index == 0 || log[index - 1] != line).ToList();
            if (turns.Count != turns.Distinct().Count()) wrong.Add($"schedule {number}: {string.Join(' ', log)}");
            if (log.Contains("a") && log.Count(line => line == "a") < 8) Interlocked.Increment(ref taken);
            if (log.Count == 0) wrong.Add($"schedule {number}: nobody did anything");
        });
        return ([.. wrong], taken);
    }

    private static async Task<IReadOnlyList<string>> OneAsync(RedisServer server, string prefix, string project, Random random, CancellationToken ct)
    {
        var log = new ConcurrentQueue<string>();
        await using var wire = new Wire(server.Port);
        var redis = await RedisConnection.OpenAsync(RedisOptions.Parse(wire.Address) with { Prefix = prefix }, TimeProvider.System, ct);
        var other = await RedisConnection.OpenAsync(RedisOptions.Parse(server.Address) with { Prefix = prefix }, TimeProvider.System, ct);
        await using var closing = redis;
        await using var closingOther = other;
        var keys = new Keys(prefix, "1");
        var zombie = new RedisProjects(redis, keys, Brisk, WorkerProfile.OfThisProcess("1"));
        var fresh = new RedisProjects(other, keys, Brisk, WorkerProfile.OfThisProcess("1"));
        // Decided beforehand: the two use no random number at the same time.
        var naps = Enumerable.Range(0, 24).Select(_ => TimeSpan.FromMilliseconds(random.Next(4) == 0 ? random.Next(1200) : random.Next(60))).ToArray();
        var (cutAt, cutFor, sleepsAt, sleepsFor) = (random.Next(400), random.Next(300, 1800), random.Next(8), random.Next(1500));

        var writers = Task.WhenAll(
            WriteAsync(zombie, "a", project, 8, step => step == sleepsAt ? TimeSpan.FromMilliseconds(sleepsFor) : naps[step], log, ct),
            LaterAsync("b", 8),
            LaterAsync("c", 16));
        await RealTime.PassAsync(cutAt, ct);
        wire.Cut();
        await RealTime.PassAsync(cutFor, ct);
        wire.Mend();
        await writers;
        return [.. log];

        // The one that is cut off has the project first.
        async Task LaterAsync(string name, int nap)
        {
            await RealTime.PassAsync(60, ct);
            await WriteAsync(fresh, name, project, 8, step => naps[nap + step] / 4, log, ct);
        }
    }

    private static async Task WriteAsync(
        RedisProjects projects, string name, string project, int changes, Func<int, TimeSpan> nap, ConcurrentQueue<string> log, CancellationToken ct)
    {
        // The other writers may have it for a while.
        var lease = await Eventually.GetAsync(async () => (await projects.TryTakeAsync(project, name, null, ct)).Lease, ct, TimeSpan.FromMinutes(2));
        try
        {
            var operation = new Operation($"op-{name}", OperationKind.Deploy, project, "1");
            for (var step = 0; step < changes; step++)
            {
                await RealTime.PassAsync(nap(step), ct);
                await lease.AppendAsync(operation, $"{name}{step}");
                await RealTime.PassAsync(nap(step) / 2, ct);
                // As a step does it: wait until it is sure, and ask once more right before the send.
                await lease.EnsureAsync(ct);
                lease.Demand();
                log.Enqueue(name);
            }
        }
        catch (Exception e) when (e is TakenOverException or FaultException)
        {
            // It stops, as it has to.
        }
        finally
        {
            await lease.DisposeAsync();
        }
    }
}

internal sealed class TemporaryFolder : IDisposable
{
    public Core.Files.DataFolder Data { get; } = new(Directory.CreateTempSubdirectory("pockitect-").FullName);

    public void Dispose() => Directory.Delete(Data.Root, recursive: true);
}
