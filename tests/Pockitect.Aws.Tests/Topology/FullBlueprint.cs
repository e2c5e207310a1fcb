using Pockitect.Aws.Ec2;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>Blueprints that together use every key there is, one for each place that a VPC comes from.</summary>
internal static class FullBlueprint
{
    public static Blueprint New { get; } = new()
    {
        Project = new ProjectSection
        {
            Name = "shop",
            Id = "a1b2c3d4e5",
            Region = "eu-west-1",
            Description = "Sells things",
            Owner = "Ann",
            Tags = new Dictionary<string, string> { ["Stage"] = "test" },
        },
        Network = new NetworkSection
        {
            Vpc = VpcChoice.New,
            Cidr = "10.0.0.0/16",
            DnsHostnames = true,
            NatGateway = NatChoice.Single,
            Subnets =
            [
                new SubnetEntry { Name = "front", Access = SubnetAccess.Public, Cidr = "10.0.20.0/24", Zone = "b" },
                new SubnetEntry { Name = "front-twin", Access = SubnetAccess.Public, Zone = "b" },
                new SubnetEntry { Name = "front-2", Access = SubnetAccess.Public, Zone = "a" },
                new SubnetEntry { Name = "back", Access = SubnetAccess.Private },
                new SubnetEntry { Name = "back-2", Access = SubnetAccess.Private, Zone = "c" },
                new SubnetEntry { Name = "vault", Access = SubnetAccess.Isolated, Zone = "a" },
            ],
            SecurityGroups = Groups,
        },
        Compute = new ComputeSection { Instances = [Machine] },
        Data = new DataSection { Databases = [Database with { Subnets = ["front", "front-2"] }, Database with { Name = "log", AllowFrom = null, Subnets = null, Public = false }], Buckets = [Bucket] },
        Security = Security,
        Resources = new Dictionary<string, Spec>
        {
            ["extra"] = new Vpc { CidrBlock = "10.9.0.0/16", EnableDnsSupport = true, Tags = new Dictionary<string, string> { ["Extra"] = "yes" } },
        },
    };

    /// <summary>No subnets are listed.</summary>
    public static Blueprint Unlisted { get; } = Designs.Shop with
    {
        Network = new NetworkSection { AvailabilityZones = 2 },
        Compute = new ComputeSection { Instances = [new InstanceEntry { Name = "worker", Count = 3 }] },
    };

    public static Blueprint UnlistedPrivate { get; } = Unlisted with
    {
        Network = new NetworkSection { AvailabilityZones = 2, Access = SubnetAccess.Private, NatGateway = NatChoice.PerZone },
    };

    public static Blueprint Default { get; } = New with
    {
        Network = new NetworkSection { Vpc = VpcChoice.Default, SecurityGroups = Groups },
        Compute = new ComputeSection { Instances = [Machine with { Subnet = null }] },
        Data = new DataSection { Databases = [Database with { Subnets = null }] },
    };

    public static Blueprint Existing { get; } = New with
    {
        Network = new NetworkSection
        {
            Vpc = VpcChoice.Existing,
            VpcId = "vpc-0123456789abcdef0",
            Subnets =
            [
                new SubnetEntry { Name = "front", Id = "subnet-0123456789abcdef0" },
                new SubnetEntry { Name = "front-twin", Tags = new Dictionary<string, string> { ["Tier"] = "front" } },
            ],
            SecurityGroups = Groups,
        },
        Data = new DataSection { Databases = [Database] },
    };

    public static Blueprint ExistingByTags { get; } = Existing with
    {
        Network = Existing.Network with { VpcId = null, VpcTags = new Dictionary<string, string> { ["Stage"] = "shared" } },
    };

    public static Blueprint Environment { get; } = Existing with
    {
        Network = new NetworkSection
        {
            Vpc = VpcChoice.Environment,
            Environment = "shared",
            SecurityGroups = Groups,
            Subnets = [new SubnetEntry { Name = "front" }, new SubnetEntry { Name = "front-twin" }],
        },
    };

    public static IReadOnlyList<Blueprint> All { get; } = [New, Unlisted, UnlistedPrivate, Default, Existing, ExistingByTags, Environment];

    private static IReadOnlyList<SecurityGroupEntry> Groups =>
    [
        new SecurityGroupEntry
        {
            Name = "web", Description = "Web traffic",
            Inbound =
            [
                new RuleEntry { Port = 443, Cidr = "0.0.0.0/0", Description = "HTTPS" },
                new RuleEntry { Port = 443, Cidr = "2001:db8::/32" },
                new RuleEntry { Port = 8000, ToPort = 8010, Protocol = RuleProtocol.Tcp, SecurityGroup = "admin" },
                new RuleEntry { Port = 8, ToPort = 0, Protocol = RuleProtocol.Icmp, PrefixList = "pl-0123456789abcdef0" },
            ],
            Outbound =
            [
                new RuleEntry { Port = 53, ToPort = 54, Protocol = RuleProtocol.Udp, Cidr = "10.0.0.0/8", Description = "DNS" },
                new RuleEntry { Protocol = RuleProtocol.Icmpv6, Cidr = "::/0" },
                new RuleEntry { Port = 5432, SecurityGroup = "admin" },
                new RuleEntry { Port = 443, PrefixList = "pl-0123456789abcdef0" },
            ],
        },
        new SecurityGroupEntry { Name = "admin", Inbound = [new RuleEntry { Protocol = RuleProtocol.All, SecurityGroup = "web" }] },
    ];

    private static InstanceEntry Machine => new()
    {
        Name = "app",
        Type = "m5.large",
        Image = "ubuntu-24.04",
        Count = 2,
        Subnet = "front",
        SecurityGroups = ["web", "admin"],
        KeyPair = "key",
        Role = "runner",
        UserData = "#!/bin/sh\necho hello",
        PublicIp = true,
        ElasticIp = true,
        RootVolume = new RootVolumeEntry { SizeGb = 20, Type = "gp3", Iops = 4000, Throughput = 200, Encrypted = true, DeleteWithInstance = true },
        Volumes =
        [
            new VolumeEntry
            {
                Name = "disk", SizeGb = 100, Type = "gp3", Iops = 5000, Throughput = 250, Encrypted = true, Device = "/dev/sdh",
                Snapshot = "snap-0123456789abcdef0",
            },
            new VolumeEntry { Name = "scratch", SizeGb = 10 },
        ],
        Monitoring = true,
        TerminationProtection = true,
        RequireImdsv2 = true,
        Tags = new Dictionary<string, string> { ["Tier"] = "app" },
    };

    private static DatabaseEntry Database => new()
    {
        Name = "db",
        Engine = DatabaseEngine.Postgres,
        Version = "16",
        Class = "db.t4g.small",
        StorageGb = 400,
        MaxStorageGb = 800,
        StorageType = "gp3",
        Iops = 12000,
        Encrypted = true,
        Username = "shopkeeper",
        Database = "orders",
        Port = 5433,
        MultiAz = true,
        Public = true,
        BackupDays = 14,
        BackupWindow = "03:00-04:00",
        MaintenanceWindow = "sun:05:00-sun:06:00",
        DeletionProtection = true,
        AutoMinorVersionUpgrade = true,
        IamAuthentication = true,
        ExtendedSupport = false,
        AllowFrom = ["admin"],
        SecurityGroups = ["web"],
        Subnets = ["front", "front-twin"],
        Tags = new Dictionary<string, string> { ["Tier"] = "data" },
    };

    private static BucketEntry Bucket => new()
    {
        Name = "files",
        BucketName = "shop-files-4711",
        Versioning = true,
        BlockPublicAccess = true,
        Policy = """{"Version":"2012-10-17","Statement":[]}""",
        KmsKey = "alias/shop",
        Lifecycle =
        [
            new LifecycleEntry
            {
                Name = "age", Prefix = "logs/", ExpireDays = 400, ExpireOldVersionsDays = 30, AbortUploadsDays = 7, MoveDays = 60, MoveTo = "GLACIER",
            },
        ],
        Cors =
        [
            new CorsEntry
            {
                Origins = ["https://example.com"], Methods = ["GET", "PUT"], Headers = ["Content-Type"], ExposeHeaders = ["ETag"], MaxAgeSeconds = 600,
            },
        ],
        Tags = new Dictionary<string, string> { ["Tier"] = "files" },
    };

    private static SecuritySection Security => new()
    {
        KeyPairs =
        [
            new KeyPairEntry { Name = "key", Kind = KeyKind.Ed25519, KeyName = "shop-key", Existing = true },
            new KeyPairEntry { Name = "made", KeyName = "shop-made" },
            new KeyPairEntry { Name = "own", PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJvYg" },
        ],
        Roles =
        [
            new RoleEntry
            {
                Name = "runner", RoleName = "shop-runner", Description = "What the shop may do", ManagedPolicies = ["AmazonSSMManagedInstanceCore"],
                Policies = new Dictionary<string, string> { ["read"] = """{"Version":"2012-10-17","Statement":[]}""" }, MaxSessionHours = 2,
                PermissionsBoundary = "arn:aws:iam::123456789012:policy/limit",
            },
            new RoleEntry { Name = "runner-twin" },
        ],
    };
}
