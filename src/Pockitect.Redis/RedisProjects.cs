using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>Leases, journals and deployed blueprints of projects, for all computers that share a Redis.</summary>
internal sealed partial class RedisProjects(RedisConnection redis, Keys keys, Timing timing, WorkerProfile profile) : SharedProjects
{
    private const int LongestJournal = 100_000;
    private const int MaxJournal = 256 * 1024 * 1024;

    /// <exception cref="FaultException">Redis was unreachable for too long.</exception>
    public override async Task<(ProjectLease? Lease, string? Holder)> TryTakeAsync(
        string project, string doing, string? request, CancellationToken ct)
    {
        var holder = string.Create(CultureInfo.InvariantCulture, $"{profile.Id}|{doing}|{redis.Time.GetUtcNow():HH:mm:ss}|{request}");
        while (true)
        {
            var asked = redis.Time.GetTimestamp();
            var answer = (RedisResult[])(await AskAsync(
                db => db.ScriptEvaluateAsync(
                    Scripts.Take,
                    [keys.Lease(project), keys.Fence(project), keys.Tokens(project)],
                    [
                        holder,
                        Milliseconds(timing.Lease),
                        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)),
                        RedisBus.Seconds(timing.Journals),
                    ]),
                ct))!; // The script returns a list.
            var lease = (string?)answer[1] ?? "";
            if ((int)answer[0] == 1) return (new RedisLease(redis, keys, timing, project, lease, asked), null);
            // The previous worker holds the lease for the same command: it expires, or that worker finishes its step.
            if (request is null || lease.Split('|') is not [_, _, _, _, var other] || other != request) return (null, Words(lease));
            await Task.Delay(TimeSpan.FromMilliseconds(500), redis.Time, ct);
        }
    }

    public override async Task FetchAsync(string project, DataFolder folder, CancellationToken ct)
    {
        foreach (var operation in await AskAsync(db => db.SortedSetRangeByRankAsync(keys.Journals(project)), ct))
        {
            if (!OperationId().IsMatch(operation.ToString())) continue;
            var entries = await AskAsync(
                db => db.StreamRangeAsync(keys.Journal(project, operation.ToString()), "-", "+", LongestJournal), ct);
            await MergeAsync(
                Path.Combine(folder.JournalOf(project), $"{operation}.jsonl"),
                [
                    .. entries.Select(entry => entry["l"].ToString())
                        .Where(line => line.Length > 0 && !line.Contains('\n', StringComparison.Ordinal)),
                ],
                ct);
        }

        foreach (var blueprint in await AskAsync(db => db.HashGetAllAsync(keys.Deployed(project)), ct))
        {
            var path = Path.Combine(folder.DeployedOf(project), $"{blueprint.Name}.yaml");
            if (!OperationId().IsMatch(blueprint.Name.ToString()) || File.Exists(path)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // Created above.
            await AtomicFile.WriteAsync(path, blueprint.Value.ToString(), ct);
        }
    }

    /// <summary>
    /// Merges both journals in order. A worker that died may have written a line that it could not send, and others have continued since.
    /// </summary>
    internal static IReadOnlyList<string> Merge(IReadOnlyList<string> here, IReadOnlyList<string> shared)
    {
        var known = shared.ToHashSet(StringComparer.Ordinal);
        var merged = new List<string>();
        var next = 0;
        foreach (var line in here)
        {
            if (!known.Contains(line))
            {
                merged.Add(line);
                continue;
            }

            for (; next < shared.Count && shared[next] != line; next++) merged.Add(shared[next]);
            if (next < shared.Count) merged.Add(shared[next++]);
        }

        merged.AddRange(shared.Skip(next));
        return merged;
    }

    private static async Task MergeAsync(string path, IReadOnlyList<string> shared, CancellationToken ct)
    {
        var text = await DataFile.ReadTextAsync(path, ct, MaxJournal) ?? "";
        string[] here = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (shared.All(here.Contains)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A journal's path has a folder.
        await AtomicFile.WriteAsync(path, string.Concat(Merge(here, shared).Select(line => line + "\n")), ct);
    }

    private async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask, CancellationToken ct)
    {
        var began = redis.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask(redis.Database);
            }
            catch (Exception e) when (RedisConnection.IsAway(e))
            {
                if (redis.Time.GetElapsedTime(began) > timing.Patience) throw redis.Away("Nothing was changed.", e);
                await Task.Delay(TimeSpan.FromMilliseconds(300), redis.Time, ct);
            }
        }
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private static string Words(string lease) => lease.Split('|') is [_, var worker, var doing, var since, _]
        ? $"worker {worker} ({doing}, since {since} UTC)"
        : "another worker";

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z-]{0,79}\z")]
    private static partial Regex OperationId();
}
