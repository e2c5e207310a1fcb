using System.Collections.Concurrent;
using System.Threading.Channels;
using Pockitect.Testing;

namespace Pockitect.Crash;

/// <summary>Disturbs a deploy at many points, each in an account of its own, and compares what one more command makes of it with a deploy that nothing disturbed.</summary>
/// <param name="keep">Where the data folder of each point that went wrong is kept.</param>
internal sealed class Matrix(Undisturbed undisturbed, string keep)
{
    // SIGKILL, as the shell counts.
    private const int Killed = 128 + 9;

    // Most of what follows has as many changing calls.
    private const int LatestDeath = 10;

    /// <summary>Every k-th of these, so that there are about so many; always the same ones.</summary>
    public static IReadOnlyList<Point> Sample(IReadOnlyList<Point> points, int count, int seed)
    {
        var every = Math.Max(1, points.Count / count);
        return [.. points.Skip(seed % every).Where((_, index) => index % every == 0).Take(count)];
    }

    /// <summary>The same points, at each of which the command that follows dies as well: early and late in it, at every moment of a call.</summary>
    public static IReadOnlyList<Point> Again(IEnumerable<Point> points)
    {
        var moments = Enum.GetValues<Moment>();
        return [.. points.Select((point, index) => point with { Again = new Death(moments[index % moments.Length], 1 + (index * 3 % LatestDeath)) })];
    }

    /// <summary>Goes through the points, side by side in as many sandboxes as are given.</summary>
    public async Task<IReadOnlyList<Outcome>> RunAsync(
        IReadOnlyList<SandboxProcess> sandboxes, IReadOnlyList<Point> points, Action<Outcome> tell, CancellationToken ct)
    {
        var queue = new ConcurrentQueue<Point>(points);
        var outcomes = Channel.CreateUnbounded<Outcome>();
        var work = Task.WhenAll(sandboxes.Select(async sandbox =>
        {
            while (queue.TryDequeue(out var point)) outcomes.Writer.TryWrite(await TryAsync(sandbox, point, ct));
        }));
        _ = work.ContinueWith(ended => outcomes.Writer.Complete(ended.Exception), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        var all = new List<Outcome>();
        await foreach (var outcome in outcomes.Reader.ReadAllAsync(ct))
        {
            tell(outcome);
            all.Add(outcome);
        }

        return all;
    }

    private async Task<Outcome> TryAsync(SandboxProcess sandbox, Point point, CancellationToken ct)
    {
        var scene = await Scene.SetAsync(sandbox, undisturbed.Sample, ct);
        var said = new List<string>();
        var outcome = point.Kind is Kind.Kill ? await KillAsync(scene, point, said, ct) : await DisturbAsync(scene, point, said, ct);
        if (outcome.IsFine) scene.Forget();
        else Keep(scene, outcome, said);
        return outcome;
    }

    private async Task<Outcome> KillAsync(Scene scene, Point point, List<string> said, CancellationToken ct)
    {
        var victim = await scene.RunVictimAsync([$"{point.Moment}", $"{point.Call}"], "deploy", ct);
        said.Add(victim.Text);
        await scene.ClearFaultsAsync(ct);
        var trouble = victim.ExitCode == Killed ? null : $"The deploy was to be killed, and ended with {victim.ExitCode}.";
        return await FollowAsync(scene, point, trouble, said, ct);
    }

    private async Task<Outcome> DisturbAsync(Scene scene, Point point, List<string> said, CancellationToken ct)
    {
        await scene.AddFaultAsync(point.Fault!, ct); // Every kind but the kill has one.
        var deploy = await scene.RunAsync("deploy", ct);
        said.Add(deploy.Text);
        var trouble = await scene.WasHitAsync(ct) ? null : "The fault hit nothing.";
        await scene.ClearFaultsAsync(ct);
        return deploy.ExitCode == 0
            ? Outcome.Of(point, undisturbed.After, await Picture.TakeAsync(scene, undisturbed.Region, ct), 0, trouble)
            : await FollowAsync(scene, point, trouble, said, ct);
    }

    private async Task<Outcome> FollowAsync(Scene scene, Point point, string? trouble, List<string> said, CancellationToken ct)
    {
        var first = point.Again is { } again ? await DieAgainAsync(scene, point.Then, again, said, ct) : null;
        if (first is { ExitCode: not (0 or Killed) }) trouble ??= $"`{point.Then}` was to be killed, and ended with {first.ExitCode}.";
        // What had ended before it could be killed has nothing left to do.
        var ran = first is { ExitCode: 0 } ? first : await scene.RunAsync(point.Then, ct);
        said.Add(ran.Text);
        // What the program says where it has to ask and nobody is there.
        var asked = ran.Text.Contains("This needs an answer", StringComparison.Ordinal);
        if (ran.ExitCode != 0) trouble ??= $"`{point.Then}` ended with {ran.ExitCode}.";
        var desired = point.Then == "undo" ? undisturbed.Before : undisturbed.After;
        var has = await Picture.TakeAsync(scene, undisturbed.Region, ct);
        return Outcome.Of(point, desired, has, asked ? 1 : 0, trouble) with { WasFollowed = true, WasKilledAgain = first is { ExitCode: Killed } };
    }

    private static async Task<Ran> DieAgainAsync(Scene scene, string command, Death death, List<string> said, CancellationToken ct)
    {
        var victim = await scene.RunVictimAsync([$"{death.Moment}", $"{CallName.OfAny(death.Change)}"], command, ct);
        said.Add(victim.Text);
        await scene.ClearFaultsAsync(ct);
        return victim;
    }

    private void Keep(Scene scene, Outcome outcome, IEnumerable<string> said)
    {
        var folder = Path.Combine(Directory.CreateDirectory(keep).FullName, $"{outcome.Point}".Replace(", ", "-").Replace(' ', '-').Replace(':', '-'));
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        scene.MoveTo(folder);
        File.WriteAllLines(Path.Combine(folder, "outcome.txt"), [.. outcome.Lines(), "", .. said]);
    }
}
