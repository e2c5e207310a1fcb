using System.Text.Json.Nodes;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Journals;

namespace Pockitect.Bench;

/// <summary>
/// Deploys a network, a server with an address and a bucket, again and again, each time with the worker killed at a random line of its
/// journal; another worker has to finish it, with exactly the resources of an undisturbed deploy.
/// </summary>
internal static class KillBench
{
    private const string Site = """
        project: {name: site, region: eu-west-1}
        compute:
          instances: [{name: server, elastic_ip: true}]
        data:
          buckets: [{name: files}]
        """;

    public static async Task<int> RunAsync(int times, int seed, TextWriter output, CancellationToken ct)
    {
        await using var team = await Team.FormAsync(ct);
        var random = new Random(seed);
        var (desired, lines) = await DeployAsync(team, null, ct);
        var (finished, orphans, duplicates, missing, tooLate) = (0, 0, 0, 0, 0);
        var trouble = new List<string>();
        for (var attempt = 1; attempt <= times; attempt++)
        {
            team.Prefix = $"kill{attempt}";
            var line = random.Next(1, lines);
            var (has, seen) = await DeployAsync(team, line, ct);
            if (seen < 0) trouble.Add($"line {line}: {has[0]}");
            else finished++;
            if (seen == 0) tooLate++;
            if (seen < 0) continue;
            var surplus = Without(has, desired);
            orphans += surplus.Count(row => row.EndsWith("nobody's", StringComparison.Ordinal));
            duplicates += surplus.Count(row => !row.EndsWith("nobody's", StringComparison.Ordinal));
            missing += Without(desired, has).Count;
        }

        await output.WriteLineAsync("| workers killed | finished by another | ended before the kill | orphans | duplicates | missing |");
        await output.WriteLineAsync("|---|---|---|---|---|---|");
        await output.WriteLineAsync($"| {times} | {finished - tooLate} | {tooLate} | {orphans} | {duplicates} | {missing} |");
        foreach (var words in trouble) await output.WriteLineAsync($"- {words}");
        return trouble.Count + orphans + duplicates + missing == 0 ? 0 : 1;
    }

    /// <returns>What there is then; and how many lines the journal had when the worker was killed: 0 when it had ended before, -1 when it went wrong.</returns>
    private static async Task<(IReadOnlyList<string> Rows, int Lines)> DeployAsync(Team team, int? killAt, CancellationToken ct)
    {
        using (var reset = await team.Sandbox.Control.PostAsync(new Uri("reset", UriKind.Relative), null, ct)) reset.EnsureSuccessStatusCode();
        try
        {
            var worker = await team.StartWorkerAsync(ct);
            var client = await team.JoinAsync(ct);
            await File.WriteAllTextAsync(client.Folder.BlueprintOf("site"), Site, ct);
            var plan = await client.Planners.Deploy.PlanAsync(client.Projects.Load("site"), ct);
            var deploying = client.Commands.RunAsync(new Deploy(plan.Fingerprint), "site", _ => { }, ct);
            var lines = 0;
            if (killAt is { } line)
            {
                while (!deploying.IsCompleted && (lines = LinesOf(worker)) < line) await Task.Delay(2, ct);
                if (deploying.IsCompleted) lines = 0;
                await team.KillAsync(worker);
                await team.StartWorkerAsync(ct);
            }

            var last = await deploying.WaitAsync(TimeSpan.FromMinutes(2), ct);
            if (last is Failed failed) return ([failed.Reason], -1);
            return (Rows(JsonNode.Parse(await team.Sandbox.InventoryAsync(ct))!.AsObject()), killAt is null ? LinesOf(worker) : lines); // It writes an object.
        }
        finally
        {
            await team.PartAsync();
        }
    }

    private static int LinesOf(Team.Member worker) => Journal.Of(worker.Folder, "site").Sum(path =>
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Count(letter => letter == '\n');
    });

    private static List<string> Rows(JsonObject inventory) =>
    [
        .. from place in inventory
           from kind in place.Value!.AsObject() // The sandbox writes objects of lists of objects.
           from row in kind.Value!.AsArray()
           select $"{place.Key} {kind.Key} {(string?)row!["tags"]?["pockitect:resource"] ?? "nobody's"}",
    ];

    private static List<string> Without(IReadOnlyList<string> these, IReadOnlyList<string> those)
    {
        var left = those.ToList();
        return [.. these.Where(row => !left.Remove(row))];
    }
}
