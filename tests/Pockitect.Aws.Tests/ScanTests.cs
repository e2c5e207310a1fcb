using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.S3;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests;

/// <summary>Scans of a sandbox of its own, because what they do to Regions would disturb other tests.</summary>
public sealed class ScanTests : IAsyncLifetime
{
    // Kinds that the sandbox tells of itself, by the names of the types that see them.
    private static readonly Dictionary<string, string> types = new()
    {
        ["Vpc"] = "AWS::EC2::VPC",
        ["Subnet"] = "AWS::EC2::Subnet",
        ["InternetGateway"] = "AWS::EC2::InternetGateway",
        ["EIP"] = "AWS::EC2::EIP",
        ["SecurityGroup"] = "AWS::EC2::SecurityGroup",
        ["Volume"] = "AWS::EC2::Volume",
        ["Role"] = "AWS::IAM::Role",
        ["Bucket"] = "AWS::S3::Bucket",
    };

    private readonly SandboxFixture sandbox = new();
    private readonly HttpClient control = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => sandbox.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await control.DeleteAsync(new Uri(sandbox.Endpoint, "/_sandbox/faults"), CancellationToken.None);
        control.Dispose();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Everything_in_all_seventeen_regions_is_found()
    {
        var cloud = Cloud(sandbox.Clients);
        var enabled = (await cloud.RegionsAsync(Ct)).Where(region => region.IsEnabled).Select(region => region.Name).ToList();
        await Parallel.ForEachAsync(enabled, Ct, async (region, ct) => await SeedAsync(cloud, new Place(cloud.AccountId, region), ct));
        await MakeAsync<Role>(cloud, new Place(cloud.AccountId, Place.GlobalRegion), new() { AssumeRolePolicyDocument = Trust });

        var chunks = await cloud.ScanAsync(new ScanRequest(), Ct).ToListAsync(Ct);

        Assert.Equal(17, enabled.Count);
        Assert.All(chunks.Where(chunk => enabled.Contains(chunk.Place.Region)), chunk => Assert.True(chunk.Verdict is null or Verdict.Complete, $"{chunk}"));
        Assert.Equal(
            (cloud.Catalog.Types.Count(type => !type.IsGlobal) * 17) + cloud.Catalog.Types.Count(type => type.IsGlobal),
            chunks.Count(chunk => chunk.Verdict is Verdict.Complete));
        var found = chunks.SelectMany(chunk => chunk.Resources).Select(row => (row.Type, row.Id)).ToHashSet();
        var there = await ThereAsync();
        Assert.Equal((17 * 7) + 1, there.Count);
        Assert.Empty(there.Except(found));
        Assert.All(
            chunks.SelectMany(chunk => chunk.Resources).Where(row => there.Contains((row.Type, row.Id))),
            row => Assert.Equal("seed", row.Tags[OwnershipTags.Project]));
    }

    [Fact]
    public async Task A_region_that_swallows_calls_and_one_that_denies_them_leave_the_others_complete()
    {
        await FaultAsync(new JsonObject { ["kind"] = "blackhole", ["region"] = "ap-northeast-3", ["delay_ms"] = 0 });
        await FaultAsync(new JsonObject { ["kind"] = "deny", ["service"] = "ec2", ["region"] = "eu-west-3" });
        await FaultAsync(new JsonObject { ["kind"] = "deny_scp", ["service"] = "ec2", ["region"] = "sa-east-1" });
        using var impatient = new AwsClients(sandbox.Clients.Account, new AwsClientOptions { RequestTimeout = TimeSpan.FromSeconds(2) });
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
        var chunks = await Cloud(sandbox.Clients).ScanAsync(new ScanRequest(Types: ["AWS::EC2::VPC"]), Ct).ToListAsync(Ct);
        var log = await control.GetFromJsonAsync<JsonNode>(new Uri(sandbox.Endpoint, "/_sandbox/requests"), Ct);

        Assert.Equal(Verdict.NotOptedIn, Assert.Single(chunks, chunk => chunk.Place.Region == "af-south-1").Verdict);
        Assert.DoesNotContain("af-south-1", log?.ToJsonString() ?? "af-south-1", StringComparison.Ordinal);
    }

    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private static Verdict Expected(string region) => region switch
    {
        "ap-northeast-3" => Verdict.Unreachable,
        "eu-west-3" => Verdict.Denied,
        "sa-east-1" => Verdict.DeniedByOrganisation,
        _ => Verdict.Complete,
    };

    private static AwsCloud Cloud(AwsClients aws) => new(aws, Path.GetTempPath(), TimeProvider.System);

    private static async Task SeedAsync(AwsCloud cloud, Place place, CancellationToken ct)
    {
        var vpc = Ref.Existing<Vpc>(await MakeAsync<Vpc>(cloud, place, new() { CidrBlock = "10.0.0.0/16" }));
        await MakeAsync<Subnet>(cloud, place, new() { Vpc = vpc, CidrBlock = "10.0.0.0/24" });
        await MakeAsync<SecurityGroup>(cloud, place, new() { Vpc = vpc, GroupDescription = "Of a test" });
        await MakeAsync<InternetGateway>(cloud, place, new());
        await MakeAsync<Eip>(cloud, place, new());
        await MakeAsync<Volume>(cloud, place, new() { AvailabilityZone = $"{place.Region}a", Size = 1, VolumeType = "gp3" });
        await MakeAsync<Bucket>(cloud, place, new());
        ct.ThrowIfCancellationRequested();
    }

    private static Task<string> MakeAsync<T>(AwsCloud cloud, Place place, T spec)
        where T : Spec
    {
        var name = $"seed-{Guid.NewGuid():N}";
        var how = new Creation(name, new Dictionary<string, string> { [OwnershipTags.Project] = "seed" }, name);
        return cloud.Catalog[typeof(T)].CreateAsync(place, spec, how, Ct);
    }

    private async Task FaultAsync(JsonObject fault) =>
        (await control.PostAsJsonAsync(new Uri(sandbox.Endpoint, "/_sandbox/faults"), fault, Ct)).EnsureSuccessStatusCode();

    /// <summary>What the sandbox itself says that it holds.</summary>
    private async Task<HashSet<(string Type, string Id)>> ThereAsync()
    {
        var places = await control.GetFromJsonAsync<JsonObject>(new Uri(sandbox.Endpoint, "/_sandbox/inventory"), Ct);
        return
        [
            .. from place in places!
               from kind in place.Value!.AsObject()
               where types.ContainsKey(kind.Key)
               from row in kind.Value!.AsArray()
               select (types[kind.Key], row!["id"]!.GetValue<string>()),
        ];
    }
}
