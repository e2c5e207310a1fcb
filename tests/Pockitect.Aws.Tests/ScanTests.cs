using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests;

/// <summary>Scans of a sandbox of its own, because what they do to Regions would disturb other tests.</summary>
public sealed class ScanTests : IAsyncLifetime
{
    // What the sandbox calls them, and the names of the types that see them.
    private static readonly Dictionary<string, string> types = new()
    {
        ["Vpc"] = "AWS::EC2::VPC",
        ["Subnet"] = "AWS::EC2::Subnet",
        ["InternetGateway"] = "AWS::EC2::InternetGateway",
        ["EIP"] = "AWS::EC2::EIP",
        ["NatGateway"] = "AWS::EC2::NatGateway",
        ["RouteTable"] = "AWS::EC2::RouteTable",
        ["SecurityGroup"] = "AWS::EC2::SecurityGroup",
        ["KeyPair"] = "AWS::EC2::KeyPair",
        ["Instance"] = "AWS::EC2::Instance",
        ["Volume"] = "AWS::EC2::Volume",
        ["Role"] = "AWS::IAM::Role",
        ["InstanceProfile"] = "AWS::IAM::InstanceProfile",
        ["DBSubnetGroup"] = "AWS::RDS::DBSubnetGroup",
        ["DBInstance"] = "AWS::RDS::DBInstance",
        ["Bucket"] = "AWS::S3::Bucket",
    };

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
        await SeedAsync();
        var cloud = Cloud(aws);

        var chunks = await cloud.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct);

        var enabled = (await cloud.RegionsAsync(Ct)).Where(region => region.IsEnabled).Select(region => region.Name).ToHashSet();
        Assert.Equal(17, enabled.Count);
        Assert.All(chunks.Where(chunk => enabled.Contains(chunk.Place.Region)), chunk => Assert.True(chunk.Verdict is null or Verdict.Complete, $"{chunk}"));
        Assert.Equal(
            (cloud.Catalog.Types.Count(type => !type.IsGlobal) * 17) + cloud.Catalog.Types.Count(type => type.IsGlobal),
            chunks.Count(chunk => chunk.Verdict is Verdict.Complete));

        var rows = chunks.SelectMany(chunk => chunk.Resources).ToLookup(IdentityOf);
        var there = await ThereAsync();
        Assert.Equal(types.Values.Order(), there.Select(one => one.Type).Distinct().Order());
        Assert.DoesNotContain(there, one => !rows.Contains(one));
        Assert.All(there, one => Assert.Equal([true], rows[one].Select(row => row.Tags.ContainsKey(OwnershipTags.Project))));
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
        // The dead one answers last, because nobody waited for it.
        Assert.Equal(["ap-northeast-3"], chunks.TakeLast(2).Select(chunk => chunk.Place.Region).Distinct());
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

    // AWS knows key pairs by two names, and the sandbox tells the other one.
    private static (string Region, string Type, string Id) IdentityOf(Observed row) =>
        (row.Place.Region, row.Type, row.Outputs.GetValueOrDefault("KeyPairId", row.Id));

    private async Task SeedAsync()
    {
        var python = Environment.GetEnvironmentVariable("POCKITECT_PYTHON") is { Length: > 0 } named ? named : "python3";
        var start = new ProcessStartInfo(python, [Repository.At("sandbox/seed.py"), "--endpoint", $"{sandbox.Endpoint}"]) { RedirectStandardOutput = true };
        using var seed = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
        var said = await seed.StandardOutput.ReadToEndAsync(Ct);
        await seed.WaitForExitAsync(Ct);
        Assert.True(seed.ExitCode == 0, said);
    }

    private async Task FaultAsync(JsonObject fault) => (await sandbox.Control.PostAsJsonAsync("faults", fault, Ct)).EnsureSuccessStatusCode();

    /// <summary>What the sandbox itself says that it holds.</summary>
    private async Task<HashSet<(string Region, string Type, string Id)>> ThereAsync()
    {
        var places = await sandbox.Control.GetFromJsonAsync<JsonObject>("inventory", Ct);
        return
        [
            .. from place in places!
               from kind in place.Value!.AsObject()
               where types.ContainsKey(kind.Key)
               from row in kind.Value!.AsArray()
               select (place.Key == "global" ? Place.GlobalRegion : place.Key, types[kind.Key], row!["id"]!.GetValue<string>()),
        ];
    }
}
