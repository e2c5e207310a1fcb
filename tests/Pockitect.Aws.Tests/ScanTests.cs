using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests;

/// <summary>Scans of a sandbox of its own, because what they do to Regions would disturb other tests.</summary>
public sealed class ScanTests : IAsyncLifetime
{
    private SandboxProcess sandbox = null!; // InitializeAsync runs first.
    private AwsClients aws = null!; // The same.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxProcess.StartAsync(Ct);
        aws = new AwsClients(AwsAccount.Sandbox(sandbox.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        aws.Dispose();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Everything_in_all_seventeen_regions_is_found()
    {
        await PythonAsync("sandbox/seed.py");
        var cloud = Cloud(aws);

        var chunks = await cloud.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct);

        var enabled = (await cloud.RegionsAsync(Ct)).Where(region => region.IsEnabled).Select(region => region.Name).ToHashSet();
        Assert.Equal(17, enabled.Count);
        Assert.All(chunks.Where(chunk => enabled.Contains(chunk.Place.Region)), chunk => Assert.True(chunk.Verdict is null or Verdict.Complete, $"{chunk}"));
        Assert.Equal(
            (cloud.Catalog.Types.Count(type => !type.IsGlobal) * 17) + cloud.Catalog.Types.Count(type => type.IsGlobal),
            chunks.Count(chunk => chunk.Verdict is Verdict.Complete));

        var seen = chunks.SelectMany(chunk => chunk.Resources).Where(row => row.Type != "AWS::SSM::Parameter").Select(Line).Order();
        var census = await CensusAsync();
        Assert.Equal(16, census.Select(line => line.Split(' ')[1]).Distinct().Count());
        Assert.Equal(census, seen);
    }

    [Fact]
    public async Task A_region_that_swallows_calls_and_one_that_denies_them_leave_the_others_complete()
    {
        await FaultAsync(new JsonObject { ["kind"] = "blackhole", ["region"] = "ap-northeast-3", ["delay_ms"] = 0 });
        await FaultAsync(new JsonObject { ["kind"] = "deny", ["service"] = "ec2", ["region"] = "eu-west-3" });
        await FaultAsync(new JsonObject { ["kind"] = "deny_scp", ["service"] = "ec2", ["region"] = "sa-east-1" });
        using var impatient = new AwsClients(aws.Account, new AwsClientOptions { RequestTimeout = TimeSpan.FromSeconds(2) });
        var request = new ScanRequest(
            ["ap-northeast-3", "eu-west-3", "sa-east-1", "eu-west-1", "us-east-1"], ["AWS::EC2::VPC", "AWS::EC2::SecurityGroup"]);

        var chunks = await Cloud(impatient).ScanAsync(request, Ct).Where(chunk => chunk.Verdict is not null).ToListAsync(Ct);

        Assert.Equal(10, chunks.Count);
        Assert.All(chunks, chunk => Assert.Equal(Expected(chunk.Place.Region), chunk.Verdict));
        // Somebody else has answered before the dead one was given up: nobody waited for it.
        Assert.NotEqual("ap-northeast-3", chunks[0].Place.Region);
        Assert.All(chunks.Where(chunk => chunk.Verdict is not Verdict.Complete), chunk => Assert.NotNull(chunk.Reason));
    }

    [Fact]
    public async Task A_region_that_is_not_enabled_is_not_called()
    {
        var chunks = await Cloud(aws).ScanAsync(new ScanRequest(Types: ["AWS::EC2::VPC"]), Ct).ToListAsync(Ct);
        var log = await sandbox.RequestsAsync(since: 0, Ct);

        Assert.Equal(Verdict.NotOptedIn, Assert.Single(chunks, chunk => chunk.Place.Region == "af-south-1").Verdict);
        Assert.NotEmpty(log);
        Assert.DoesNotContain(log, entry => entry.ToJsonString().Contains("af-south-1", StringComparison.Ordinal));
    }

    private static Verdict Expected(string region) => region switch
    {
        "ap-northeast-3" => Verdict.Unreachable,
        "eu-west-3" => Verdict.Denied,
        "sa-east-1" => Verdict.DeniedByOrganisation,
        _ => Verdict.Complete,
    };

    private static AwsCloud Cloud(AwsClients aws) => new(aws, Path.GetTempPath(), TimeProvider.System);

    /// <summary>Where, what, which, and all its tags.</summary>
    private static string Line(Observed row) => Line(row.Place.Region, row.Type, row.Id, row.Tags);

    private static string Line(string region, string type, string id, IEnumerable<KeyValuePair<string, string>> tags) =>
        $"{region} {type} {id} {string.Join(", ", tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))}";

    /// <summary>What boto3 reads from the same server.</summary>
    private async Task<IReadOnlyList<string>> CensusAsync() =>
    [
        .. (from region in JsonNode.Parse(await PythonAsync("sandbox/census.py"))!.AsObject()
            from type in region.Value!.AsObject()
            from row in type.Value!.AsObject()
            select Line(region.Key, type.Key, row.Key, row.Value.Deserialize<Dictionary<string, string>>()!)).Order(),
    ];

    private async Task<string> PythonAsync(string script)
    {
        var python = Environment.GetEnvironmentVariable("POCKITECT_PYTHON") is { Length: > 0 } named ? named : "python3";
        var start = new ProcessStartInfo(python, [Repository.At(script), "--endpoint", $"{sandbox.Endpoint}"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
        var said = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, said);
        return said;
    }

    private async Task FaultAsync(JsonObject fault) => (await sandbox.Control.PostAsJsonAsync("faults", fault, Ct)).EnsureSuccessStatusCode();
}
