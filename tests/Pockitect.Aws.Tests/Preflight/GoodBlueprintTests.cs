using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Import;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Testing;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Tests.Preflight;

/// <summary>Preflight stops nothing that could be deployed: samples, fixtures and older files, in many places, sizes and engines.</summary>
public sealed class GoodBlueprintTests(TrialSandbox sandbox) : IClassFixture<TrialSandbox>
{
    private const int Rounds = 8;

    private static readonly string[] Regions = ["eu-west-1", "us-west-2", "eu-central-1", "us-east-1", "ap-southeast-1", "eu-west-2"];
    private static readonly string[] Machines = ["t3.small", "t4g.small", "m6i.large", "c6g.large", "r5.large", "m5.xlarge", "t2.micro"];
    private static readonly string[] Images = ["amazon-linux-2023", "ubuntu-24.04", "debian-12", "ubuntu-22.04"];
    private static readonly string[] Classes = ["db.t3.micro", "db.t4g.medium", "db.m6g.large", "db.r6i.xlarge"];
    private static readonly (DatabaseEngine Engine, string? Version)[] Engines =
    [
        (DatabaseEngine.Postgres, "16"), (DatabaseEngine.Mysql, "8.0"), (DatabaseEngine.Mariadb, "11.4"), (DatabaseEngine.Postgres, "17.4"),
        (DatabaseEngine.Mysql, null), (DatabaseEngine.Mariadb, "10.11"), (DatabaseEngine.Postgres, null),
    ];

    private static readonly (string Type, int Gb, int? Iops)[] Disks = [("gp3", 20, null), ("gp2", 50, null), ("io1", 100, 1000), ("gp3", 400, 12000)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_good_blueprint_of_two_hundred_is_stopped()
    {
        (await sandbox.Server.Control.PostAsync("reset", null, Ct)).EnsureSuccessStatusCode();
        using var aws = new AwsClients(AwsAccount.Sandbox(sandbox.Server.Endpoint));
        var cloud = new AwsCloud(aws, Path.GetTempPath(), TimeProvider.System);
        // One of the older files names a key pair that is there.
        foreach (var region in Regions) await aws.Ec2(region).CreateKeyPairAsync(new Sdk.CreateKeyPairRequest { KeyName = "my-existing-keypair" }, Ct);
        var before = (await sandbox.Server.RequestsAsync(0, Ct)).Count;

        var good = Candidates(cloud).Select(blueprint => Checked(cloud, blueprint)).OfType<Blueprint>().ToList();
        var stopped = new List<string>();
        foreach (var blueprint in good)
        {
            var plan = await PlanAsync(cloud, blueprint);
            var findings = await cloud.PreflightAsync(plan, estimate: null, Ct);
            stopped.AddRange(findings.Where(finding => finding.Severity is Severity.Error).Select(finding => $"{blueprint.Project.Name} in {blueprint.Project.Region}: {finding}"));
        }

        Assert.True(good.Count >= 200, $"Only {good.Count} are good.");
        Assert.Empty(stopped);
        Assert.DoesNotContain(await sandbox.Server.RequestsAsync(before, Ct), request => request["mutating"]!.GetValue<bool>());
    }

    private static IEnumerable<Blueprint> Candidates(AwsCloud cloud)
    {
        List<Blueprint> bases = [.. FromYaml(cloud), .. FromOlderFiles()];
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (index, blueprint) in bases.Index()) yield return round == 0 ? blueprint : Changed(blueprint, (round * bases.Count) + index + round);
        }
    }

    private static IEnumerable<Blueprint> FromYaml(AwsCloud cloud)
    {
        // The others stand on what somebody else has made.
        string[] files = ["docker-host", "high-availability", "private-worker", "shared-network", "static-site-bucket", "web-server", "web-server-with-database", "windows-server"];
        string[] paths = [.. files.Select(file => $"samples/{file}.yaml"), "tests/fixtures/valid/minimal.yaml", "tests/fixtures/valid/web.yaml", "tests/fixtures/valid/private-only.yaml"];
        return paths.Select(path => BlueprintReader.Read(File.ReadAllText(Repository.At(path)), cloud.Catalog).Blueprint).OfType<Blueprint>();
    }

    private static IEnumerable<Blueprint> FromOlderFiles() => Directory.GetFiles(Repository.At("tests/fixtures/mvp-blueprints"), "*.json").Order(StringComparer.Ordinal)
        .Select(path => LegacyImport.Read(File.ReadAllText(path)).Blueprint)
        .OfType<Blueprint>();

    private static Blueprint Changed(Blueprint blueprint, int number) => blueprint with
    {
        Project = blueprint.Project with { Region = Regions[number % Regions.Length] },
        Network = blueprint.Network is { Vpc: VpcChoice.New, Subnets.Count: 0 } network ? network with { AvailabilityZones = 1 + (number % 3) } : blueprint.Network,
        Compute = blueprint.Compute with
        {
            Instances =
            [
                .. blueprint.Compute.Instances.Select(instance => instance.Image.StartsWith("windows", StringComparison.Ordinal)
                    ? instance
                    : instance with { Type = Machines[number % Machines.Length], Image = Images[number % Images.Length] }),
            ],
        },
        Data = blueprint.Data with
        {
            Databases =
            [
                .. blueprint.Data.Databases.Select(database =>
                {
                    var (engine, version) = Engines[number % Engines.Length];
                    var (type, gb, iops) = Disks[number % Disks.Length];
                    return database with
                    {
                        Engine = engine, Version = version, Class = Classes[number % Classes.Length], StorageType = type, StorageGb = gb, MaxStorageGb = null,
                        Iops = iops, MultiAz = number % 2 == 0,
                    };
                }),
            ],
        },
    };

    /// <summary>The blueprint as it is read from its text, or null where validation has something against it.</summary>
    private static Blueprint? Checked(AwsCloud cloud, Blueprint blueprint) =>
        cloud.Check(BlueprintReader.Read(BlueprintWriter.Write(blueprint, cloud.Catalog), cloud.Catalog)).Blueprint;

    /// <summary>As the engine plans in an empty account, without its look at everything in between.</summary>
    private static async Task<Plan> PlanAsync(AwsCloud cloud, Blueprint blueprint)
    {
        var region = blueprint.Project.Region;
        var design = await cloud.DesignAsync(blueprint, Ct);
        Assert.Empty(design.Problems);
        var type = cloud.Catalog[typeof(Vpc)];
        var vpcs = await type.ListAsync(cloud.PlaceOf(type, region), Ct).ToListAsync(Ct);
        var (desired, problems) = ReferenceResolver.Resolve(cloud.Catalog, design.Resources, vpcs, region);
        Assert.Empty(problems);
        return new DeployPlanner(cloud.Catalog).Plan(desired, [], resource => cloud.PlaceOf(cloud.Catalog.Of(resource.Spec), region));
    }
}
