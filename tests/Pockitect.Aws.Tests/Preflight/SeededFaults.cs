using System.Xml.Linq;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.S3.Model;
using Amazon.SimpleSystemsManagement.Model;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Tests.Preflight;

/// <summary>One thing that makes a deploy fail.</summary>
/// <param name="Yaml">What follows the project's own lines in its blueprint.</param>
/// <param name="SeedAsync">Puts it into the account.</param>
/// <param name="LogicalId">The resource that the finding is about; null where the plan is refused before there is one.</param>
/// <param name="Says">What the finding says, as parts of its text.</param>
internal sealed record SeededFault(string Yaml, Func<Trial, Task> SeedAsync, string? LogicalId, params string[] Says)
{
    public string Region { get; init; } = "eu-west-1";

    public string Text => $"project: {{name: {Trial.Slug}, region: {Region}}}\n{Yaml}";
}

/// <summary>The corpus: what preflight must see, with what it must say of it.</summary>
internal static class SeededFaults
{
    private const string Region = "eu-west-1";
    private const string User = "arn:aws:iam::123456789012:user/deployer";
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private const string Arm = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
    private const string Intel = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    private const string Server = "compute: {instances: [{name: server, type: t3.micro}]}\n";
    private const string TwoRules = "network: {security_groups: [{name: inside, inbound: [{port: 80, cidr: 0.0.0.0/0}, {port: 443, cidr: 0.0.0.0/0}]}]}\n";
    private const string Private = "network: {access: private, nat_gateway: single}\n";
    private const string Database = "data: {databases: [{name: db, engine: postgres, class: db.t4g.micro}]}\n";
    private const string Files = "data: {buckets: [{name: files, bucket_name: shop-files-4711}]}\n";
    private const string Identity = "security: {roles: [{name: app, role_name: app-role}]}\n";
    private const string SecondVpc = "{type: AWS::EC2::VPC, properties: {CidrBlock: 10.9.0.0/16}}";

    public static IReadOnlyDictionary<string, SeededFault> All { get; } = new Dictionary<string, SeededFault>
    {
        ["VPCs used up"] = new(Server, trial => trial.QuotaAsync("L-F678F1CE", 1), "vpc", "VPCs in the Region", "L-F678F1CE"),
        ["Internet gateways used up"] = new(Server, trial => trial.QuotaAsync("L-A4707A72", 1), "internet-gateway", "internet gateways"),
        ["Elastic addresses used up"] = new(
            "compute: {instances: [{name: server, type: t3.micro, elastic_ip: true}]}", trial => trial.QuotaAsync("L-0263D0A3", 0), "server-address", "elastic IP"),
        ["NAT gateways of a zone used up"] = new(Private, trial => trial.QuotaAsync("L-FE5A380F", 0), "nat", "NAT gateways in one Availability Zone"),
        ["vCPUs too few for one"] = new(Server, trial => trial.QuotaAsync("L-1216C47A", 1), "server", "vCPUs", "Standard"),
        ["vCPUs in use already"] = new(Server, async trial =>
        {
            await RunAsync(trial, "m5.large");
            await trial.QuotaAsync("L-1216C47A", 3);
        }, "server", "vCPUs", "2 are in use"),
        ["vCPUs of graphics machines never asked for"] = new("compute: {instances: [{name: server, type: g4dn.xlarge}]}", Nothing, "server", "vCPUs", "G and VT"),
        ["A root disk that can't be unencrypted"] = new(
            "compute: {instances: [{name: server, type: t3.micro, root_volume: {encrypted: false}}]}",
            trial => trial.Aws.Ec2(Region).EnableEbsEncryptionByDefaultAsync(new EnableEbsEncryptionByDefaultRequest(), CancellationToken.None), "server", "can't be unencrypted", Region),
        ["Security groups used up"] = new(TwoRules, trial => trial.QuotaAsync("L-E79EC296", 1), "inside", "security groups in the Region"),
        ["Rules of a group too many"] = new(TwoRules, trial => trial.QuotaAsync("L-0EA8095F", 1), "inside", "rules of one security group"),
        ["Groups of an interface too many"] = new(
            """
            network: {security_groups: [{name: one, inbound: []}, {name: two, inbound: []}]}
            compute: {instances: [{name: server, type: t3.micro, security_groups: [one, two]}]}
            """, trial => trial.QuotaAsync("L-2AFB9258", 1), "server", "security groups of one network interface"),
        ["Subnets of a new VPC too many"] = new("network: {availability_zones: 2}", trial => trial.QuotaAsync("L-407747CB", 1), "public-a", "subnets in one VPC"),
        ["Subnets of an old VPC too many"] = new(
            """
            network: {vpc: default}
            resources: {extra: {type: "AWS::EC2::Subnet", properties: {Vpc: {default: true}, CidrBlock: 172.31.128.0/24}}}
            """, trial => trial.QuotaAsync("L-407747CB", 3), "extra", "subnets in one VPC", "3 now"),
        ["Route tables of a VPC too many"] = new(Server, trial => trial.QuotaAsync("L-589F43AA", 1), "public-routes", "route tables in one VPC"),
        ["Routes of a table too many"] = new(Server, trial => trial.QuotaAsync("L-93826ACB", 0), "public-routes", "routes in one route table"),
        ["Databases used up"] = new(Database, trial => trial.QuotaAsync("L-7B6409FD", 0), "db", "DB instances"),
        ["Buckets used up"] = new(Files, trial => trial.QuotaAsync("L-DC2B2D3D", 0), "files", "buckets in the account"),

        ["A zone without the type"] = new(
            "network: {subnets: [{name: front, zone: a}]}\ncompute: {instances: [{name: server, type: a1.medium}]}", Nothing, "server", "a1.medium is not offered in eu-west-1a", "eu-west-1b, eu-west-1c"),
        ["A Region without the type"] = new("compute: {instances: [{name: server, type: c8gb.large}]}", Nothing, "server", "eu-west-1 has no c8gb.large", "none of the Region's"),
        ["A type that nobody has"] = new("compute: {instances: [{name: server, type: t3.gigantic}]}", Nothing, "server", "eu-west-1 has no t3.gigantic", "does not know"),

        ["An image that is not there"] = new("compute: {instances: [{name: server, image: ami-0123456789abcdef0}]}", Nothing, "server", "Image ami-0123456789abcdef0 doesn't exist"),
        ["An image of another Region"] = new("compute: {instances: [{name: server, image: ami-0230bd60aa48260c6}]}", Nothing, "server", "Image ami-0230bd60aa48260c6 doesn't exist"),
        ["A parameter that names no image"] = new(Of("resolve:ssm:/aws/service/no-such-linux/x86_64", "t3.micro"), Nothing, "server", "Image resolve:ssm:/aws/service/no-such-linux"),
        ["An ARM image on an Intel machine"] = new(Of(Arm, "t3.micro"), Nothing, "server", "does not run on t3.micro", "arm64"),
        ["An Intel image on an ARM machine"] = new(Of(Intel, "t4g.micro"), Nothing, "server", "does not run on t4g.micro", "x86_64"),
        ["A root volume smaller than the image"] = new(
            "compute: {instances: [{name: server, image: windows-2022, type: t3.large, root_volume: {size_gb: 20}}]}", Nothing, "server", "too small", "30 GiB or more"),

        ["A subnet outside of its VPC"] = new(
            $"resources: {{lab: {SecondVpc}, lab-a: {{type: \"AWS::EC2::Subnet\", properties: {{Vpc: lab, CidrBlock: 10.10.0.0/24}}}}}}", Nothing, "lab-a", "outside its VPC", "10.9.0.0/16"),
        ["A subnet outside of a VPC that is there"] = new(
            """
            network: {vpc: default}
            resources: {extra: {type: "AWS::EC2::Subnet", properties: {Vpc: {default: true}, CidrBlock: 10.10.0.0/24}}}
            """, Nothing, "extra", "outside its VPC", "172.31.0.0/16"),
        ["Two new subnets on top of each other"] = new(
            $$$"""
            resources:
              lab: {{{SecondVpc}}}
              lab-a: {type: "AWS::EC2::Subnet", properties: {Vpc: lab, CidrBlock: 10.9.0.0/24}}
              lab-b: {type: "AWS::EC2::Subnet", properties: {Vpc: lab, CidrBlock: 10.9.0.128/25} }
            """, Nothing, "lab-a", "overlaps", "lab-b (10.9.0.128/25)"),
        ["A subnet on top of one that is there"] = new(
            """
            network: {vpc: default}
            resources: {extra: {type: "AWS::EC2::Subnet", properties: {Vpc: {default: true}, CidrBlock: 172.31.0.0/24}}}
            """, Nothing, "extra", "overlaps", "subnet-"),
        ["A private address outside of its subnet"] = new(
            $$$"""
            network: {subnets: [{name: front, cidr: 10.0.1.0/24}]}
            resources: {server: {type: "AWS::EC2::Instance", properties: {ImageId: "{{{Intel}}}", InstanceType: t3.micro, Subnet: front, PrivateIpAddress: 10.0.2.9} } }
            """, Nothing, "server", "10.0.2.9 is outside", "10.0.1.0/24"),

        ["Somebody else's bucket"] = new(Files, trial => trial.SetAsync(new { others_buckets = new Dictionary<string, string> { ["shop-files-4711"] = "us-west-2" } }), "files", "taken", "Another account", "us-west-2"),
        ["Another project's bucket"] = new(Files, trial => BucketAsync(trial, Region, "wiki"), "files", "taken", "Project 'wiki'"),
        ["A bucket that others made"] = new(Files, trial => BucketAsync(trial, Region, null), "files", "taken", "Pockitect did not create"),
        ["A bucket in another Region"] = new(Files, trial => BucketAsync(trial, "us-west-2", null), "files", "taken", "This account has", "us-west-2"),
        ["Another project's role"] = new(Identity, trial => IamAsync(trial, "CreateRole", new QueryParameters().Set("RoleName", "app-role").Set("AssumeRolePolicyDocument", Trust)
            .Tags("Tags.member", Tags("wiki"))), "app", "'app-role' is taken", "Project 'wiki'", "created on"),
        ["An instance profile that others made"] = new(
            "resources: {door: {type: \"AWS::IAM::InstanceProfile\", properties: {InstanceProfileName: front-door}}}",
            trial => ProfileAsync(trial, "front-door"), "door", "'front-door' is taken", "Pockitect did not create"),
        ["A key pair that others made"] = new(
            "security: {key_pairs: [{name: key, key_name: main}]}", trial => trial.Aws.Ec2(Region).CreateKeyPairAsync(new CreateKeyPairRequest { KeyName = "main" }, Ct), "key", "'main' is taken", "Pockitect did not create"),
        ["A database of the name"] = new(
            "resources: {store: {type: \"AWS::RDS::DBInstance\", properties: {DBInstanceIdentifier: Main, Engine: mysql, DBInstanceClass: db.t3.micro, AllocatedStorage: 20, MasterUsername: keeper}}}",
            DatabaseAsync, "store", "'main' is taken", "Project 'wiki'"),
        ["A DB subnet group of the name"] = new(
            """
            network: {availability_zones: 2}
            resources: {places: {type: "AWS::RDS::DBSubnetGroup", properties: {DBSubnetGroupName: main, DBSubnetGroupDescription: x, SubnetIds: [public-a, public-b]}}}
            """, SubnetGroupAsync, "places", "'main' is taken", "Pockitect did not create"),
        ["A parameter of the name"] = new(
            "resources: {size: {type: \"AWS::SSM::Parameter\", properties: {Name: /shop/size, Type: String, Value: \"1\"}}}",
            trial => trial.Aws.Ssm(Region).PutParameterAsync(new PutParameterRequest { Name = "/shop/size", Type = "String", Value = "2" }, Ct), "size", "'/shop/size' is taken", "Pockitect did not create"),
        ["A security group of the name"] = new(
            """
            network: {vpc: default}
            resources: {wall: {type: "AWS::EC2::SecurityGroup", properties: {GroupName: default, Vpc: {default: true}}}}
            """, Nothing, "wall", "'default' is taken", "security group in vpc-"),

        ["An engine version that is not there"] = new("data: {databases: [{name: db, engine: postgres, version: \"9.6\", class: db.t4g.micro}]}", Nothing, "db", "postgres 9.6 doesn't exist", "17.4"),
        ["A database class that is not there"] = new("data: {databases: [{name: db, engine: postgres, class: db.x9.large}]}", Nothing, "db", "does not offer db.x9.large"),
        ["A database class without the engine"] = new(Database, trial => OfferAsync(trial, "Engines", new[] { "mysql" }), "db", "does not offer db.t4g.micro for postgres"),
        ["A database class in one zone only"] = new(
            "data: {databases: [{name: db, engine: postgres, class: db.t4g.micro, multi_az: true}]}", trial => OfferAsync(trial, "MultiAZCapable", false), "db", "in two Availability Zones", "one zone only"),
        ["A database class without the storage"] = new(Database, trial => OfferAsync(trial, "StorageTypes", new[] { "gp2" }), "db", "with storage of type gp3", "storage gp2"),
        ["A database class without encryption"] = new(Database, trial => OfferAsync(trial, "SupportsStorageEncryption", false), "db", "with encrypted storage"),
        ["A database class without IAM"] = new(
            "data: {databases: [{name: db, engine: postgres, class: db.t4g.micro, iam_authentication: true}]}",
            trial => OfferAsync(trial, "SupportsIAMDatabaseAuthentication", false), "db", "with IAM authentication"),
        ["A database larger than its storage"] = new(
            "data: {databases: [{name: db, engine: postgres, class: db.t4g.micro, storage_gb: 100}]}", trial => OfferAsync(trial, "MaxStorageSize", 50), "db", "with 100 GiB"),
        ["A database class not in its zones"] = new(Database, trial => OfferAsync(trial, "Zones", new[] { "eu-west-1c" }), "db", "in eu-west-1a, eu-west-1b"),

        ["No permission for VPCs"] = new(Server, trial => DeniedAsync(trial, User, "ec2", "CreateVpc"), "vpc", "You have no permission for ec2:CreateVpc"),
        ["No permission for instances"] = new(Server, trial => DeniedAsync(trial, User, "ec2", "RunInstances"), "server", "You have no permission for ec2:RunInstances"),
        ["No permission for tags"] = new(Server, trial => DeniedAsync(trial, User, "ec2", "CreateTags"), "vpc", "You have no permission for ec2:CreateTags"),
        ["No permission for buckets"] = new(Files, trial => DeniedAsync(trial, User, "s3", "CreateBucket"), "files", "You have no permission for s3:CreateBucket"),
        ["An organisation that forbids databases"] = new(Database, trial => DeniedAsync(trial, User, "rds", "CreateDBInstance", "deny_scp"), "db", "You have no permission for rds:CreateDBInstance"),
        ["A role without permission for roles"] = new(Identity, async trial =>
        {
            await IamAsync(trial, "CreateRole", new QueryParameters().Set("RoleName", "deployer").Set("Path", "/teams/").Set("AssumeRolePolicyDocument", Trust));
            await DeniedAsync(trial, "arn:aws:sts::123456789012:assumed-role/deployer/ann", "iam", "CreateRole");
        }, "app", "You have no permission for iam:CreateRole"),
        ["Credentials that have expired"] = new(Server, trial =>
        {
            trial.Credentials = new LapsingCredentials(TimeProvider.System.GetUtcNow().AddMinutes(-1));
            return Task.CompletedTask;
        }, "", "Your credentials have expired"),

        ["A policy that is not there"] = new("security: {roles: [{name: app, managed_policies: [NoSuchPolicy]}]}", Nothing, "app", "Policy arn:aws:iam::aws:policy/NoSuchPolicy doesn't exist"),
        ["A boundary that is not there"] = new(
            "security: {roles: [{name: app, permissions_boundary: \"arn:aws:iam::123456789012:policy/none\"}]}", Nothing, "app", "Policy arn:aws:iam::123456789012:policy/none doesn't exist"),

        ["A key pair that is not there"] = new(
            "compute: {instances: [{name: server, key_pair: mine}]}\nsecurity: {key_pairs: [{name: mine, existing: true, key_name: lost}]}", Nothing, "server", "KeyPair 'lost' doesn't exist"),
        ["An instance profile that is not there"] = new(WithProfile("lost"), Nothing, "server", "InstanceProfile 'lost' doesn't exist"),
        ["An instance profile without a role"] = new(WithProfile("empty"), trial => ProfileAsync(trial, "empty"), "server", "'empty' has no role"),
        ["A role that is not there"] = new("resources: {door: {type: \"AWS::IAM::InstanceProfile\", properties: {Role: {id: lost}}}}", Nothing, "door", "Role 'lost' doesn't exist"),
        ["A VPC that is not there"] = new(
            "network: {vpc: existing, vpc_id: vpc-0123456789abcdef0, subnets: [{name: front, id: subnet-0123456789abcdef0}], security_groups: [{name: inside, inbound: []}]}",
            Nothing, "inside", "Vpc 'vpc-0123456789abcdef0' doesn't exist"),
        ["A subnet that is not there"] = new(
            "network: {vpc: default, subnets: [{name: front, id: subnet-0123456789abcdef0}]}\ncompute: {instances: [{name: server}]}", Nothing, "server", "Subnet 'subnet-0123456789abcdef0' doesn't exist"),

        ["A key of KMS that is not there"] = new(Encrypted("arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"), Nothing, "disk", "Key arn:aws:kms"),
        ["A key of another Region"] = new(Encrypted("arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"), Nothing, "disk", "cannot be used in eu-west-1", "us-east-1"),

        ["A zone that is not there"] = new(
            $"resources: {{lab: {SecondVpc}, lab-a: {{type: \"AWS::EC2::Subnet\", properties: {{Vpc: lab, CidrBlock: 10.9.0.0/24, AvailabilityZone: eu-west-1z}}}}}}",
            Nothing, "lab-a", "Availability Zone eu-west-1z doesn't exist", "eu-west-1a"),
        ["A volume's zone that is not there"] = new(
            "resources: {disk: {type: \"AWS::EC2::Volume\", properties: {AvailabilityZone: us-east-1a, Size: 8}}}", Nothing, "disk", "Availability Zone us-east-1a doesn't exist"),
        ["A snapshot that is not there"] = new(
            "resources: {disk: {type: \"AWS::EC2::Volume\", properties: {AvailabilityZone: eu-west-1a, Size: 8, SnapshotId: snap-0123456789abcdef0}}}", Nothing, "disk", "Snapshot snap-0123456789abcdef0 doesn't exist"),
        ["A Region that is not enabled"] = new(Server, Nothing, null, "has not enabled the Region af-south-1") { Region = "af-south-1" },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task Nothing(Trial trial) => Task.CompletedTask;

    private static string Of(string image, string type) => $$$"""
        network: {subnets: [{name: front}]}
        resources: {server: {type: "AWS::EC2::Instance", properties: {ImageId: "{{{image}}}", InstanceType: {{{type}}}, Subnet: front} } }
        """;

    private static string WithProfile(string name) => $$$"""
        network: {subnets: [{name: front}]}
        resources: {server: {type: "AWS::EC2::Instance", properties: {ImageId: "{{{Intel}}}", InstanceType: t3.micro, Subnet: front, IamInstanceProfile: {id: {{{name}}} } } } }
        """;

    private static string Encrypted(string key) =>
        $"resources: {{disk: {{type: \"AWS::EC2::Volume\", properties: {{AvailabilityZone: eu-west-1a, Size: 8, Encrypted: true, KmsKeyId: \"{key}\"}}}}}}";

    private static Dictionary<string, string> Tags(string? project) =>
        project is null ? [] : new() { ["pockitect:project"] = project, ["pockitect:project-id"] = "0123456789ab", ["pockitect:resource"] = "main" };

    private static async Task RunAsync(Trial trial, string type)
    {
        var image = await trial.Aws.Ssm(Region).GetParameterAsync(new GetParameterRequest { Name = Intel["resolve:ssm:".Length..] }, Ct);
        await trial.Aws.Ec2(Region).RunInstancesAsync(new RunInstancesRequest { ImageId = image.Parameter.Value, InstanceType = type, MinCount = 1, MaxCount = 1 }, Ct);
    }

    private static async Task BucketAsync(Trial trial, string region, string? project)
    {
        var s3 = trial.Aws.S3(region);
        await s3.PutBucketAsync(new PutBucketRequest
        {
            BucketName = "shop-files-4711",
            UseClientRegion = false,
            PutBucketConfiguration = new PutBucketConfiguration { LocationConstraint = new Amazon.S3.BucketLocationConstraint(region) },
        }, Ct);
        if (project is null) return;
        await s3.PutBucketTaggingAsync(new PutBucketTaggingRequest
        {
            BucketName = "shop-files-4711",
            TagSet = [.. Tags(project).Select(tag => new Amazon.S3.Model.Tag { Key = tag.Key, Value = tag.Value })],
        }, Ct);
    }

    private static Task<XElement> IamAsync(Trial trial, string action, QueryParameters parameters) => trial.Aws.Iam().CallAsync(action, parameters, Ct);

    private static Task<XElement> ProfileAsync(Trial trial, string name) =>
        IamAsync(trial, "CreateInstanceProfile", new QueryParameters().Set("InstanceProfileName", name));

    private static Task<XElement> DatabaseAsync(Trial trial) => trial.Aws.Rds(Region).CallAsync(
        "CreateDBInstance",
        new QueryParameters().Set("DBInstanceIdentifier", "main").Set("Engine", "mysql").Set("DBInstanceClass", "db.t3.micro").Set("AllocatedStorage", 20)
            .Set("MasterUsername", "keeper").Set("ManageMasterUserPassword", true).Tags("Tags.Tag", Tags("wiki")),
        Ct);

    private static async Task SubnetGroupAsync(Trial trial)
    {
        var subnets = await trial.Aws.Ec2(Region).DescribeSubnetsAsync(new DescribeSubnetsRequest(), Ct);
        await trial.Aws.Rds(Region).CallAsync(
            "CreateDBSubnetGroup",
            new QueryParameters().Set("DBSubnetGroupName", "main").Set("DBSubnetGroupDescription", "x")
                .List("SubnetIds.SubnetIdentifier", subnets.Subnets.Select(subnet => subnet.SubnetId)),
            Ct);
    }

    private static Task OfferAsync(Trial trial, string about, object answer) => trial.SetAsync(new
    {
        db_offerings = new Dictionary<string, Dictionary<string, object>> { ["db.t4g.micro"] = new() { [about] = answer } },
    });

    private static Task DeniedAsync(Trial trial, string arn, string service, string action, string kind = "deny")
    {
        trial.Arn = arn;
        return trial.DenyAsync(service, action, kind);
    }
}

/// <summary>Credentials that end at a time and that nothing renews.</summary>
internal sealed class LapsingCredentials : AWSCredentials
{
    public LapsingCredentials(DateTimeOffset end) => Expiration = end.UtcDateTime;

    public override ImmutableCredentials GetCredentials() => new("AKIASANDBOXSANDBOX00", "sandbox", "session");
}
