using System.Collections.Concurrent;
using Pockitect.Aws;
using Pockitect.Core.Commands.Bus;

namespace Pockitect.Bench;

/// <summary>
/// Three workers, two clients and one Redis, and commands that each give a parameter its next value, while workers are killed, Redis is
/// killed, and connections are cut at random. AWS counts the versions of a parameter: one more for each command, or the run has failed.
/// </summary>
internal static class DisturbanceBench
{
    private const int Projects = 10;

    public static async Task<int> RunAsync(int commands, int seed, TextWriter output, CancellationToken ct)
    {
        await using var team = await Team.FormAsync(ct);
        for (var count = 0; count < 3; count++) await team.StartWorkerAsync(ct);
        AccountSession[] clients = [await team.JoinAsync(ct), await team.JoinAsync(ct)];
        var heard = clients.Select(_ => new ConcurrentDictionary<string, Status>(StringComparer.Ordinal)).ToArray();
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var listeners = Task.WhenAll(clients.Select((client, index) => ListenAsync(client.Commands.Subscribe(), heard[index], listening.Token)));
        using var calm = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var disturbances = DisturbAsync(team, new Random(seed), calm.Token);

        var sent = new ConcurrentBag<(string Request, Status Last)>();
        await Task.WhenAll(Enumerable.Range(0, Projects).Select(project => GiveAsync(clients[project % 2], $"shop-{project:00}", commands / Projects, sent, ct)));
        await calm.CancelAsync();
        var told = await disturbances;
        // The other client may hear the last of it a moment later.
        for (var wait = 0; wait < 100 && heard.Any(each => sent.Any(one => !each.ContainsKey(one.Request))); wait++) await Task.Delay(100, ct);
        await listening.CancelAsync();
        await listeners;

        var requests = await team.Sandbox.RequestsAsync(0, ct);
        var versions = await VersionsAsync(clients[0], ct);
        var wrong = versions.Count(version => version != commands / Projects);
        var unheard = heard.Sum(each => sent.Count(one => !each.ContainsKey(one.Request)));
        var failed = sent.Where(one => one.Last is not Completed).ToList();
        var puts = requests.Count(request => (string?)request["action"] == "PutParameter");
        await output.WriteLineAsync($"| commands | disturbances | changing calls that came | parameters with another version than commands | ends not completed | ends that a client did not hear |");
        await output.WriteLineAsync("|---|---|---|---|---|---|");
        await output.WriteLineAsync($"| {sent.Count} | {told} | {puts} | {wrong} of {Projects} | {failed.Count} | {unheard} |");
        foreach (var (request, last) in failed) await output.WriteLineAsync($"- {request}: {(last as Failed)?.Reason}");
        return wrong + unheard + failed.Count == 0 && versions.Count == Projects ? 0 : 1;
    }

    private static async Task GiveAsync(AccountSession client, string project, int count, ConcurrentBag<(string, Status)> sent, CancellationToken ct)
    {
        for (var value = 1; value <= count; value++)
        {
            var path = client.Folder.BlueprintOf(project);
            var id = File.Exists(path) ? client.Projects.Load(project).Project.Id : null;
            await File.WriteAllTextAsync(path, $$"""
                project:
                  name: {{project}}
                  region: eu-west-1
                {{(id is null ? "" : $"  id: {id}")}}
                network: {vpc: default}
                resources:
                  value: {type: "AWS::SSM::Parameter", properties: {Name: /{{project}}/value, Type: String, Value: "{{value}}"} }

                """, ct);
            var plan = await client.Planners.Deploy.PlanAsync(client.Projects.Load(project), ct);
            if (plan.Refusals.Count > 0) throw new InvalidOperationException(string.Join('\n', plan.Refusals));
            var request = await client.Commands.PrepareAsync(new Deploy(plan.Fingerprint), project, ct);
            sent.Add((request.RequestId, await EndAsync(client, request, ct)));
        }
    }

    private static async Task<Status> EndAsync(AccountSession client, Envelope request, CancellationToken ct)
    {
        using var listening = client.Commands.Subscribe();
        await client.Commands.SendAsync(request);
        var last = await listening.ReadAllAsync(ct).FirstAsync(status => status.RequestId == request.RequestId && status.Data is Status { IsLast: true }, ct);
        return (Status)last.Data;
    }

    private static async Task ListenAsync(IStatusSubscription subscription, ConcurrentDictionary<string, Status> heard, CancellationToken ct)
    {
        using (subscription)
        {
            try
            {
                await foreach (var status in subscription.ReadAllAsync(ct))
                {
                    if (status.Data is Status { IsLast: true } last) heard[status.RequestId] = last;
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // All were heard, or will not be.
            }
        }
    }

    private static async Task<string> DisturbAsync(Team team, Random random, CancellationToken calm)
    {
        var (kills, restarts, cuts) = (0, 0, 0);
        while (!calm.IsCancellationRequested)
        {
            await Task.Delay(random.Next(500, 2500), CancellationToken.None);
            switch (random.Next(5))
            {
                case 0 or 1:
                    await team.KillAsync(team.Workers[random.Next(team.Workers.Count)]);
                    await team.StartWorkerAsync(CancellationToken.None);
                    kills++;
                    break;
                case 2:
                    await team.Redis.KillAsync();
                    await Task.Delay(random.Next(1500), CancellationToken.None);
                    await team.Redis.RunAsync(CancellationToken.None);
                    restarts++;
                    break;
                default:
                    await team.Redis.CutAsync();
                    cuts++;
                    break;
            }
        }

        return $"{kills} workers killed, Redis killed {restarts} times, all connections cut {cuts} times";
    }

    private static async Task<IReadOnlyList<int>> VersionsAsync(AccountSession client, CancellationToken ct)
    {
        using var aws = new Aws.Clients.AwsClients(client.Account);
        var history = new List<int>();
        for (var project = 0; project < Projects; project++)
        {
            var answer = await aws.Ssm("eu-west-1").GetParameterAsync(new Amazon.SimpleSystemsManagement.Model.GetParameterRequest { Name = $"/shop-{project:00}/value" }, ct);
            history.Add((int)(answer.Parameter.Version ?? 0));
        }

        return history;
    }
}
