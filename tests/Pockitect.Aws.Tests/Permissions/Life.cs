using System.Reflection;

namespace Pockitect.Aws.Tests.Permissions;

/// <summary>Tests of a resource type that also have a life in which each of the type's IAM actions is used.</summary>
internal interface IHasLife
{
    static abstract Life Life { get; }
}

/// <summary>
/// One small project through all its versions, from nothing to nothing. All lives together use every action of the full policy, and
/// each as little as it can, so that what an action's absence does is quickly seen.
/// </summary>
/// <param name="Name">What it is the life of.</param>
/// <param name="Versions">The resources of each version of its blueprint, as YAML; braces stand for what the account has.</param>
internal sealed record Life(string Name, params string[] Versions)
{
    public const string Region = "eu-west-1";

    private const string Net = "  net: {type: 'AWS::EC2::VPC', properties: {CidrBlock: 10.0.0.0/16}}\n";

    private const string Front = Net + "  front: {type: 'AWS::EC2::Subnet', properties: {Vpc: net, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}}\n";

    private const string Trust =
        """'{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'""";

    private const string OtherTrust =
        """'{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ssm.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'""";

    private const string Reading =
        """'{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'""";

    private const string Careful =
        """'{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObjectTorrent", "Resource": "arn:aws:s3:::life-of-a-bucket-4711/*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}'""";

    private const string Image = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    /// <summary>It is stopped and started again.</summary>
    public bool HasPower { get; init; }

    /// <summary>Every Region is looked at, and not only its own.</summary>
    public bool LooksEverywhere { get; init; }

    /// <summary>Others put files into its buckets before it ends.</summary>
    public bool HasFiles { get; init; }

    /// <summary>Others attach its network interface to its instance before it ends.</summary>
    public bool IsAttached { get; init; }

    /// <summary>Its last version is taken back before it ends.</summary>
    public bool IsTakenBack { get; init; }

    public static IReadOnlyList<Life> All { get; } =
    [
        new("a look everywhere") { LooksEverywhere = true },
        new(
            "VPC and subnet",
            Vpc("EnableDnsHostnames: true, Tags: {a: b}"),
            Vpc("EnableDnsHostnames: false, AmazonProvidedIpv6CidrBlock: true, Tags: {c: d}"),
            Vpc("AmazonProvidedIpv6CidrBlock: true", "MapPublicIpOnLaunch: true, Ipv6CidrBlock: '{ipv6-0}'"),
            Vpc("AmazonProvidedIpv6CidrBlock: true", "Ipv6CidrBlock: '{ipv6-1}'"),
            Vpc("AmazonProvidedIpv6CidrBlock: true"),
            Net + "  other: {type: 'AWS::EC2::VPC', properties: {CidrBlock: 10.1.0.0/16, AmazonProvidedIpv6CidrBlock: true}}\n",
            Net + "  other: {type: 'AWS::EC2::VPC', properties: {CidrBlock: 10.1.0.0/16, AmazonProvidedIpv6CidrBlock: false}}\n"),
        new("internet gateway", Gateway("net"), Gateway("other")),
        new(
            "route tables",
            Routes("{DestinationCidrBlock: 0.0.0.0/0, Gateway: door}, {DestinationCidrBlock: 192.168.0.0/16, Gateway: door}", "front", ""),
            Routes("{DestinationCidrBlock: 0.0.0.0/0, NatGateway: nat}", "", "front"),
            Routes("{DestinationCidrBlock: 0.0.0.0/0, NatGateway: nat}", "", "")),
        new(
            "security groups",
            Groups("{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8, Description: one}"),
            Groups("{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8, Description: two}"),
            Groups("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8}")),
        new(
            "key pair",
            "  key: {type: 'AWS::EC2::KeyPair', properties: {KeyType: ed25519, Tags: {a: b}}}\n",
            "  key: {type: 'AWS::EC2::KeyPair', properties: {KeyType: ed25519, Tags: {c: d}}}\n"),
        new(
            "role and instance profile",
            Role(Trust, "one", "AmazonSSMManagedInstanceCore", "read", "a", "role"),
            Role(OtherTrust, "two", "CloudWatchAgentServerPolicy", "write", "b", "second, PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess'")),
        new("instance", Instance(""), Instance("IamInstanceProfile: one, Monitoring: true, MetadataOptions: {HttpTokens: required}, "), Instance("IamInstanceProfile: two, Monitoring: false, InstanceType: t3.small, ", 20))
        {
            HasPower = true,
        },
        new("instance with a role", Instance("IamInstanceProfile: one, ")),
        new(
            "address",
            Front + Door + Machine + "  address: {type: 'AWS::EC2::EIP', properties: {Domain: vpc, Instance: machine, Tags: {a: b}}}\n",
            Front + Door + Machine + "  address: {type: 'AWS::EC2::EIP', properties: {Domain: vpc, Instance: machine, Tags: {c: d}}}\n"),
        new(
            "disks",
            Front + Machine + Disk("ZoneOf: front, Size: 10, VolumeType: gp3, Encrypted: true, KmsKeyId: '{key}'", "/dev/sdf") + Copy + Unencrypted,
            Front + Machine + Disk("ZoneOf: front, Size: 20, VolumeType: gp3, Encrypted: true, KmsKeyId: '{key}'", "/dev/sdg") + Copy + Unencrypted),
        new("database", Database("BackupRetentionPeriod: 1", "one", "a"), Database("BackupRetentionPeriod: 2", "two", "b")) { HasPower = true },
        new("bucket", Bucket("Suspended", "a"), Bucket("Enabled", "b")) { HasFiles = true },
        new(
            "what is taken back",
            Bare("", "", ""),
            Bare(", PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess'", $", PolicyDocument: {Careful}", ", IamInstanceProfile: one"))
        {
            IsTakenBack = true,
        },
        new("interface and endpoint", Ways("one", "a", "true"), Ways("two", "b", "false")) { IsAttached = true },
        new("parameter", Parameter("1", "a"), Parameter("2", "b")),
        .. typeof(Life).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IHasLife)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (Life)typeof(Life).GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!), // Of returns one.
    ];

    private static Life Of<T>()
        where T : IHasLife => T.Life;

    /// <summary>A whole blueprint of one version.</summary>
    public string Blueprint(int version) => $"project: {{name: life, id: a1b2c3d4e5, region: {Region}}}\nresources:\n{Versions[version]}";

    private const string Door = "  door: {type: 'AWS::EC2::InternetGateway', properties: {Vpc: net}}\n";

    private const string Machine = $"  machine: {{type: 'AWS::EC2::Instance', properties: {{ImageId: '{Image}', InstanceType: t3.micro, Subnet: front}}}}\n";

    private const string Copy = "  copy: {type: 'AWS::EC2::Volume', properties: {AvailabilityZone: eu-west-1a, SnapshotId: '{snapshot}'}}\n";

    private const string Unencrypted = "  plain: {type: 'AWS::EC2::Volume', properties: {AvailabilityZone: eu-west-1a, Size: 1, VolumeType: gp3, Encrypted: false}}\n";

    private static string Ways(string words, string tag, string dns) =>
        $"{Front}{Machine}  nic: {{type: 'AWS::EC2::NetworkInterface', properties: {{Subnet: front, Description: {words}, Tags: {{{tag}: x}}}}}}\n"
        + $"  way: {{type: 'AWS::EC2::VPCEndpoint', properties: {{Vpc: net, ServiceName: com.amazonaws.eu-west-1.ssm, VpcEndpointType: Interface, SubnetIds: [front], PrivateDnsEnabled: {dns}, Tags: {{{tag}: x}}}}}}\n";

    private static string Vpc(string vpc, string subnet = "MapPublicIpOnLaunch: false") =>
        $"  net: {{type: 'AWS::EC2::VPC', properties: {{CidrBlock: 10.0.0.0/16, {vpc}}}}}\n"
        + $"  front: {{type: 'AWS::EC2::Subnet', properties: {{Vpc: net, CidrBlock: 10.0.1.0/24, {subnet}}}}}\n";

    private static string Gateway(string vpc) =>
        $"{Net}  other: {{type: 'AWS::EC2::VPC', properties: {{CidrBlock: 10.1.0.0/16}}}}\n"
        + $"  door: {{type: 'AWS::EC2::InternetGateway', properties: {{Vpc: {vpc}, Tags: {{in: {vpc}}}}}}}\n";

    private static string Routes(string routes, string ofFirst, string ofSecond) =>
        Front + Door
        + "  nat: {type: 'AWS::EC2::NatGateway', properties: {Subnet: front, ConnectivityType: private}}\n"
        + $"  first: {{type: 'AWS::EC2::RouteTable', properties: {{Vpc: net, Routes: [{routes}], Subnets: [{ofFirst}]}}}}\n"
        + $"  second: {{type: 'AWS::EC2::RouteTable', properties: {{Vpc: net, Subnets: [{ofSecond}]}}}}\n";

    private static string Groups(string rule) =>
        $"{Net}  group: {{type: 'AWS::EC2::SecurityGroup', properties: {{Vpc: net, GroupDescription: test, SecurityGroupIngress: [{rule}], SecurityGroupEgress: [{rule}]}}}}\n";

    private static string Role(string trust, string words, string managed, string inline, string tag, string ofProfile) =>
        $"  role: {{type: 'AWS::IAM::Role', properties: {{AssumeRolePolicyDocument: {trust}, Description: {words}, "
        + $"ManagedPolicyArns: ['arn:aws:iam::aws:policy/{managed}'], Policies: [{{PolicyName: {inline}, PolicyDocument: {Reading}}}], Tags: {{{tag}: x}}"
        + $"{(ofProfile.Contains(',', StringComparison.Ordinal) ? ofProfile[ofProfile.IndexOf(',', StringComparison.Ordinal)..] : "")}}}}}\n"
        + $"  second: {{type: 'AWS::IAM::Role', properties: {{AssumeRolePolicyDocument: {Trust}}}}}\n"
        + $"  profile: {{type: 'AWS::IAM::InstanceProfile', properties: {{Role: {ofProfile.Split(',')[0]}, Tags: {{{tag}: x}}}}}}\n";

    private static string Instance(string settings, int disk = 10) =>
        $"{Front}  role: {{type: 'AWS::IAM::Role', properties: {{AssumeRolePolicyDocument: {Trust}}}}}\n"
        + "  one: {type: 'AWS::IAM::InstanceProfile', properties: {Role: role}}\n"
        + "  two: {type: 'AWS::IAM::InstanceProfile', properties: {Role: role}}\n"
        + $"  machine: {{type: 'AWS::EC2::Instance', properties: {{ImageId: '{Image}', {(settings.Contains("InstanceType", StringComparison.Ordinal) ? "" : "InstanceType: t3.micro, ")}"
        + $"{settings}Subnet: front, SourceDestCheck: false, RootVolume: {{VolumeSize: {disk}, VolumeType: gp3}}}}}}\n";

    private static string Disk(string settings, string device) =>
        $"  disk: {{type: 'AWS::EC2::Volume', properties: {{{settings}, Attachment: {{Instance: machine, Device: {device}}}}}}}\n";

    private static string Database(string settings, string words, string tag) =>
        $"{Front}  back: {{type: 'AWS::EC2::Subnet', properties: {{Vpc: net, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}}}}\n"
        + "  third: {type: 'AWS::EC2::Subnet', properties: {Vpc: net, CidrBlock: 10.0.3.0/24, AvailabilityZone: eu-west-1c}}\n"
        + $"  places: {{type: 'AWS::RDS::DBSubnetGroup', properties: {{DBSubnetGroupDescription: {words}, SubnetIds: [front, back{(words == "two" ? ", third" : "")}], Tags: {{{tag}: x}}}}}}\n"
        + $"  orders: {{type: 'AWS::RDS::DBInstance', properties: {{Engine: postgres, EngineVersion: '16', DBInstanceClass: db.t4g.micro, AllocatedStorage: 20, "
        + $"MasterUsername: keeper, StorageEncrypted: true, KmsKeyId: '{{key}}', DBSubnetGroup: places, {settings}, Tags: {{{tag}: x}}}}}}\n";

    private static string Bucket(string versioning, string tag) =>
        $$"""
          files:
            type: AWS::S3::Bucket
            properties:
              BucketName: life-of-a-bucket-4711
              PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: {{(tag == "a" ? "true" : "false")}}}
              BucketEncryption: {SSEAlgorithm: 'aws:kms', BucketKeyEnabled: true}
              VersioningConfiguration: {Status: {{versioning}}}
              LifecycleConfiguration: {Rules: [{Id: age, Status: Enabled, ExpirationInDays: 9}]}
              CorsConfiguration: {CorsRules: [{AllowedMethods: [GET], AllowedOrigins: ['https://example.com']}]}
              OwnershipControls: {ObjectOwnership: BucketOwnerPreferred}
              PolicyDocument: {{Careful}}
              Tags: { {{tag}}: x }

        """;

    /// <summary>What can be given something that it had none of, and that an undo takes away again.</summary>
    private static string Bare(string ofRole, string ofBucket, string ofMachine) =>
        $"{Front}  role: {{type: 'AWS::IAM::Role', properties: {{AssumeRolePolicyDocument: {Trust}{ofRole}}}}}\n"
        + "  one: {type: 'AWS::IAM::InstanceProfile', properties: {Role: role}}\n"
        + $"  files: {{type: 'AWS::S3::Bucket', properties: {{BucketName: life-of-a-bucket-4711{ofBucket}}}}}\n"
        + $"  machine: {{type: 'AWS::EC2::Instance', properties: {{ImageId: '{Image}', InstanceType: t3.micro, Subnet: front{ofMachine}}}}}\n";

    private static string Parameter(string value, string tag) =>
        $"  size: {{type: 'AWS::SSM::Parameter', properties: {{Name: /life/size, Type: String, Value: '{value}', Tags: {{{tag}: x}}}}}}\n";
}
