using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Aws;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Redis;

namespace Pockitect.Bench;

/// <summary>How long a command takes to a worker and its end back, how many go through, and what a scan gains from more workers.</summary>
internal static class BusBench
{
    private const int OneByOne = 500;
    private const int Together = 5000;
    private const int Scans = 5;

    // As from a Region on the other side of the earth; with less, the sandbox's own work is what is measured.
    private const int LatencyMs = 500;

    public static async Task RunAsync(TextWriter output, CancellationToken ct)
    {
        await using var team = await Team.FormAsync(ct);
        await output.WriteLineAsync("| bus | median | 99 % | commands a second, all sent at once |");
        await output.WriteLineAsync("|---|---|---|---|");
        var local = new InProcessBus();
        await MeasureAsync("in process", local, local, output, ct);
        await using (var client = await OpenAsync(team, ct))
        await using (var worker = await OpenAsync(team, ct)) await MeasureAsync("Redis", client.Bus, worker.Bus, output, ct);

        await output.WriteLineAsync();
        await output.WriteLineAsync($"A scan of all Regions, in a sandbox that answers every request {LatencyMs} ms later:");
        await output.WriteLineAsync();
        await output.WriteLineAsync("| workers | Regions | median |");
        await output.WriteLineAsync("|---|---|---|");
        foreach (var count in (int[])[1, 2, 4]) await ScanAsync(team, count, output, ct);
        Machine.Write(output);
    }

    private static async Task<RedisWork> OpenAsync(Team team, CancellationToken ct)
    {
        var redis = await RedisConnection.OpenAsync(RedisOptions.Parse(team.Redis.Address), TimeProvider.System, ct);
        using var aws = new Aws.Clients.AwsClients(Aws.Credentials.AwsAccount.None);
        var catalog = new AwsCloud(aws, Path.GetTempPath(), TimeProvider.System).Catalog;
        return new RedisWork(redis, "bench", catalog, WorkerProfile.OfThisProcess("bench", atOnce: 64), NullLogger<RedisWork>.Instance, ownsConnection: true);
    }

    private static async Task MeasureAsync(string name, IBus client, IBus worker, TextWriter output, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var working = WorkAsync(worker, enough.Token);
        using var heard = client.Subscribe();
        var ends = heard.ReadAllAsync(ct).Where(status => status.Data is Completed).GetAsyncEnumerator(ct);
        var took = new List<TimeSpan>();
        for (var count = 0; count < OneByOne + 50; count++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await client.SendAsync(Command(), ct);
            await ends.MoveNextAsync();
            // The first ones meet code that is not compiled yet.
            if (count >= 50) took.Add(TimeProvider.System.GetElapsedTime(began));
        }

        var all = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => client.SendAsync(Command(), ct)));
        for (var count = 0; count < Together; count++) await ends.MoveNextAsync();
        var seconds = TimeProvider.System.GetElapsedTime(all).TotalSeconds;
        took.Sort();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {took[took.Count / 2].TotalMilliseconds:0.000} ms | {took[took.Count * 99 / 100].TotalMilliseconds:0.000} ms | {Together / seconds:0} |"));
        await enough.CancelAsync();
        await working;
    }

    private static Envelope Command() => Envelope.Command(new Keep(), "shop", TimeProvider.System.GetUtcNow());

    private static async Task WorkAsync(IBus bus, CancellationToken ct)
    {
        try
        {
            await foreach (var delivery in bus.CommandsAsync(ct))
            {
                _ = Task.Run(
                    async () =>
                    {
                        using var hands = delivery;
                        await delivery.EndAsync(delivery.Command.Answer(new Completed("done"), TimeProvider.System.GetUtcNow()));
                    },
                    CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Enough was measured.
        }
    }

    private static async Task ScanAsync(Team team, int workers, TextWriter output, CancellationToken ct)
    {
        team.Prefix = $"scan{workers}";
        for (var count = 0; count < workers; count++) await team.StartWorkerAsync(ct);
        var client = await team.JoinAsync(ct);
        // Every process has its first look behind it.
        for (var count = 0; count < workers; count++) await client.Commands.RunAsync(new ScanAllRegions(new ScanRequest()), null, _ => { }, ct);
        using (var slow = await team.Sandbox.Control.PatchAsJsonAsync("settings", new { latency_ms = LatencyMs }, ct)) slow.EnsureSuccessStatusCode();
        var took = new List<TimeSpan>();
        var regions = 0;
        for (var count = 0; count < Scans; count++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var last = await client.Commands.RunAsync(new ScanAllRegions(new ScanRequest()), null, status => regions = status is ScanComplete complete ? complete.Regions : regions, ct);
            if (last is not Completed) throw new InvalidOperationException($"The scan ended with {last}.");
            took.Add(TimeProvider.System.GetElapsedTime(began));
        }

        using (var quick = await team.Sandbox.Control.PatchAsJsonAsync("settings", new { latency_ms = 0 }, ct)) quick.EnsureSuccessStatusCode();
        took.Sort();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {workers} | {regions} | {took[Scans / 2].TotalSeconds:0.0} s |"));
        await team.PartAsync();
    }
}
