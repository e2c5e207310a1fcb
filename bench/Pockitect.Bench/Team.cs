using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Aws;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Files;
using Pockitect.Redis;
using Pockitect.Testing;

namespace Pockitect.Bench;

/// <summary>A sandbox, a Redis, workers in processes of their own, and clients in this one; each with a data folder of its own.</summary>
internal sealed class Team : IAsyncDisposable
{
    private readonly List<DirectoryInfo> _homes = [];
    private readonly List<Member> _workers = [];
    private readonly List<AccountSession> _clients = [];

    private Team(SandboxProcess sandbox, RedisServer redis)
    {
        Sandbox = sandbox;
        Redis = redis;
    }

    public SandboxProcess Sandbox { get; }

    public RedisServer Redis { get; }

    public IReadOnlyList<Member> Workers => _workers;

    /// <summary>Keys of one attempt, so that the next finds none of them.</summary>
    public string Prefix { get; set; } = "bench";

    private string Address => $"{Redis.Address}?prefix={Prefix}&dead=4";

    public static async Task<Team> FormAsync(CancellationToken ct) => new(await SandboxProcess.StartAsync(ct), await RedisServer.StartAsync(ct));

    public async Task<Member> StartWorkerAsync(CancellationToken ct)
    {
        var home = MakeHome();
        var process = OwnProcess.Start("pockitect", home, ["worker", "--sandbox", "--json"], new Dictionary<string, string> { [RedisOptions.Variable] = Address });
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (!line.Contains("\"ready\"", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var member = new Member(process, new DataFolder(home).ForSandbox());
            _workers.Add(member);
            return member;
        }

        throw new InvalidOperationException($"A worker did not start: {await process.StandardError.ReadToEndAsync(ct)}");
    }

    public async Task KillAsync(Member worker)
    {
        _workers.Remove(worker);
        worker.Process.Kill();
        await worker.Process.WaitForExitAsync();
        worker.Process.Dispose();
    }

    public async Task<AccountSession> JoinAsync(CancellationToken ct)
    {
        var folder = new DataFolder(MakeHome()).ForSandbox();
        var redis = await RedisConnection.OpenAsync(RedisOptions.Parse(Address), TimeProvider.System, ct);
        var options = new AccountSessionOptions
        {
            Account = AwsAccount.Sandbox(Sandbox.Endpoint),
            Folder = folder,
            Logs = NullLoggerFactory.Instance,
            Share = cloud => new RedisWork(
                redis,
                $"sandbox-{cloud.AccountId}",
                cloud.Catalog,
                WorkerProfile.OfThisProcess("bench"),
                NullLogger<RedisWork>.Instance,
                ownsConnection: true),
        };
        var client = await AccountSession.OpenAsync(options, ct);
        _clients.Add(client);
        return client;
    }

    /// <summary>Sends everybody home, and forgets what they had.</summary>
    public async Task PartAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        foreach (var worker in _workers.ToList()) await KillAsync(worker);
        foreach (var home in _homes) home.Delete(recursive: true);
        _clients.Clear();
        _homes.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await PartAsync();
        await Redis.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private string MakeHome()
    {
        var home = Directory.CreateTempSubdirectory("pockitect-team-");
        _homes.Add(home);
        var server = Directory.CreateDirectory(Path.Combine(new DataFolder(home.FullName).ForSandbox().Root, "server"));
        File.Copy(Path.Combine(Sandbox.DataFolder, "sandbox.json"), Path.Combine(server.FullName, "sandbox.json"));
        return home.FullName;
    }

    /// <summary>A worker.</summary>
    internal sealed record Member(Process Process, DataFolder Folder);
}
