using Pockitect.Core.Blueprints;

namespace Pockitect.Cli.Tests;

/// <summary>Random blueprints that AWS takes: every reference is to something that is there, every range fits.</summary>
internal sealed class RandomProject(Random random)
{
    private static readonly string[] Regions = ["eu-west-1", "us-east-1", "eu-central-1"];

    public Blueprint Next(string name)
    {
        var groups = Names("fw", 1, 3);
        var keys = Names("key", 0, 2);
        var roles = Names("role", 0, 2);
        var access = Any(SubnetAccess.Public, SubnetAccess.Public, SubnetAccess.Private, SubnetAccess.Isolated);
        var network = random.Next(5) == 0
            ? new NetworkSection { Vpc = VpcChoice.Default }
            : new NetworkSection
            {
                Cidr = Any("10.0.0.0/16", "10.20.0.0/20", "172.16.0.0/18"),
                DnsHostnames = Coin(),
                AvailabilityZones = random.Next(1, 4),
                Access = access,
                NatGateway = Any(NatChoice.None, NatChoice.Single, NatChoice.PerZone),
            };
        var isReached = network.Vpc is VpcChoice.Default || access is SubnetAccess.Public;
        return new Blueprint
        {
            Project = new ProjectSection
            {
                Name = name,
                Region = Any(Regions),
                Description = Maybe("What it is for: \"all\", and more"),
                Owner = Maybe("ada@example.com"),
                Tags = Coin() ? new Dictionary<string, string> { ["stage"] = "test", ["cost center"] = "42" } : [],
            },
            Network = network with { SecurityGroups = [.. groups.Select(group => Group(group, groups))] },
            Compute = new ComputeSection { Instances = [.. Names("box", 0, 3).Select(box => Instance(box, groups, keys, roles, isReached))] },
            Data = new DataSection
            {
                Databases = [.. Names("db", 0, 1).Select(db => Database(db, groups))],
                Buckets = [.. Names("files", 0, 2).Select(Bucket)],
            },
            Security = new SecuritySection { KeyPairs = [.. keys.Select(KeyPair)], Roles = [.. roles.Select(role => Role(role, name))] },
        };
    }

    private SecurityGroupEntry Group(string name, List<string> groups) => new()
    {
        Name = name,
        Description = Maybe($"Guards {name}"),
        Inbound =
        [
            .. Ports(3).Select(port => new RuleEntry { Port = port, Cidr = Any("0.0.0.0/0", "203.0.113.0/24", "2001:db8::/48"), Description = Maybe("Why not") }),
            // Each may name each, and so all of them each other.
            .. Ports(2).Select(port => new RuleEntry { Port = 10_000 + port, ToPort = 10_010 + port, SecurityGroup = Any([.. groups]) }),
            .. Coin() ? [new RuleEntry { Protocol = RuleProtocol.Icmp, Port = 8, Cidr = "10.0.0.0/8" }] : Array.Empty<RuleEntry>(),
        ],
        Outbound = Any<IReadOnlyList<RuleEntry>?>(null, [], [new RuleEntry { Port = 443, Cidr = "0.0.0.0/0" }, new RuleEntry { Protocol = RuleProtocol.All, SecurityGroup = groups[0] }]),
    };

    private InstanceEntry Instance(string name, List<string> groups, List<string> keys, List<string> roles, bool isReached) => new()
    {
        Name = name,
        Type = Any("t3.micro", "t3.small", "m5.large"),
        Image = Any("amazon-linux-2023", "ubuntu-24.04", "debian-12"),
        Count = random.Next(1, 3),
        SecurityGroups = Coin() ? null : [.. groups.Where(_ => Coin()).DefaultIfEmpty(groups[0])],
        KeyPair = keys.Count > 0 && Coin() ? Any([.. keys]) : null,
        Role = roles.Count > 0 && Coin() ? Any([.. roles]) : null,
        UserData = Maybe("#!/bin/sh\necho \"it's: a #test\" > motd\n\n\tlast: line\n"),
        PublicIp = isReached && Coin() ? true : null,
        ElasticIp = isReached && Coin(),
        RootVolume = new RootVolumeEntry { SizeGb = Coin() ? 20 : null, Type = Any("gp3", "gp2"), Encrypted = Coin() },
        Volumes = [.. Names("disk", 0, 2).Select(disk => new VolumeEntry { Name = disk, SizeGb = random.Next(10, 50), Type = Any("gp3", "gp2"), Encrypted = Coin() })],
        Monitoring = Coin(),
        TerminationProtection = Coin(),
        RequireImdsv2 = Coin(),
        Tags = Coin() ? new Dictionary<string, string> { ["Name"] = $"my {name}", ["tier"] = name } : [],
    };

    private DatabaseEntry Database(string name, List<string> groups) => new()
    {
        Name = name,
        Engine = Any(DatabaseEngine.Postgres, DatabaseEngine.Mysql, DatabaseEngine.Mariadb),
        StorageGb = random.Next(20, 60),
        MaxStorageGb = Coin() ? 100 : null,
        StorageType = Any("gp3", "gp2"),
        Encrypted = Coin(),
        Database = Maybe("orders"),
        MultiAz = Coin(),
        BackupDays = random.Next(0, 9),
        DeletionProtection = Coin(),
        AutoMinorVersionUpgrade = Coin(),
        IamAuthentication = Coin(),
        AllowFrom = [Any([.. groups])],
    };

    private BucketEntry Bucket(string name) => new()
    {
        Name = name,
        Versioning = Coin(),
        BlockPublicAccess = Coin(),
        Lifecycle = Coin() ? [new LifecycleEntry { Name = "age", Prefix = "logs/", ExpireDays = 400, MoveDays = Coin() ? 60 : null, AbortUploadsDays = 7 }] : [],
        Cors = Coin() ? [new CorsEntry { Origins = ["https://example.com"], Methods = ["GET"], MaxAgeSeconds = Coin() ? 60 : null }] : [],
    };

    private KeyPairEntry KeyPair(string name) => new() { Name = name, Kind = random.Next(10) == 0 ? KeyKind.Rsa : KeyKind.Ed25519 };

    private RoleEntry Role(string name, string project) => new()
    {
        Name = name,
        RoleName = Maybe($"{project}-own-{name}"),
        Description = Maybe("May read"),
        ManagedPolicies = Coin() ? ["AmazonSSMManagedInstanceCore"] : [],
        Policies = Coin()
            ? new Dictionary<string, string> { ["read"] = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" }
            : [],
        MaxSessionHours = random.Next(1, 5),
    };

    private List<string> Names(string kind, int least, int most) => [.. Enumerable.Range(1, random.Next(least, most + 1)).Select(number => $"{kind}-{number}")];

    private IEnumerable<int> Ports(int most) => Enumerable.Range(0, random.Next(most + 1)).Select(index => 80 + (index * 100) + random.Next(50));

    private T Any<T>(params T[] values) => values[random.Next(values.Length)];

    private T? Maybe<T>(T value)
        where T : class => Coin() ? value : null;

    private bool Coin() => random.Next(2) == 0;
}
