using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.S3;
using Pockitect.Aws.Ssm;
using Pockitect.Aws.Tests.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests;

/// <summary>Settings that had no value, got one, and are taken away again as an undo does it.</summary>
public sealed class TakingBackTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    [Fact]
    public async Task What_a_bucket_had_not_is_gone()
    {
        var bare = new Bucket { BucketName = $"bare-{Guid.NewGuid():N}" };
        var more = bare with
        {
            PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration { BlockPublicAcls = false, BlockPublicPolicy = false, IgnorePublicAcls = false, RestrictPublicBuckets = false },
            LifecycleConfiguration = new LifecycleConfiguration { Rules = [new LifecycleRule { Id = "old", Status = "Enabled", ExpirationInDays = 30 }] },
            CorsConfiguration = new CorsConfiguration { CorsRules = [new CorsRule { AllowedMethods = ["GET"], AllowedOrigins = ["*"] }] },
            PolicyDocument = $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::{{bare.BucketName}}/*"}]}""",
        };

        await AssertTakenBackAsync(new BucketType(Aws), bare, more, nameof(Bucket.PolicyDocument));
    }

    [Fact]
    public async Task The_key_of_a_bucket_goes_and_its_kind_of_encryption_stays()
    {
        var bare = new Bucket { BucketEncryption = new BucketEncryption { SSEAlgorithm = "aws:kms" } };
        var more = new Bucket { BucketEncryption = new BucketEncryption { SSEAlgorithm = "aws:kms", KMSMasterKeyID = $"arn:aws:kms:{Place.Region}:{Place.AccountId}:key/00000000-0000-0000-0000-000000000000" } };

        await AssertTakenBackAsync(new BucketType(Aws), bare, more, nameof(Bucket.BucketEncryption));
    }

    [Fact]
    public async Task The_encryption_and_the_ownership_of_a_bucket_go_back_to_what_AWS_gives()
    {
        var type = new BucketType(Aws);
        var before = await CreateAsync(type, new Bucket());
        var more = new Bucket { BucketEncryption = new BucketEncryption { SSEAlgorithm = "aws:kms" }, OwnershipControls = new OwnershipControls { ObjectOwnership = "ObjectWriter" } };
        var after = await UpdateAsync(type, before.Id, more);

        await type.UpdateAsync(Place, before.Id, after.Spec, new Bucket { Exactly = type.Removable }, Ct);

        var bucket = Assert.IsType<Bucket>((await ReadAsync(type, before.Id)).Spec);
        Assert.True(bucket.BucketEncryption?.SSEAlgorithm is null or "AES256");
        Assert.NotEqual("ObjectWriter", bucket.OwnershipControls?.ObjectOwnership);
        Assert.Subset(Changes.ToHashSet(), new HashSet<string> { "DeleteBucketEncryption", "DeleteBucketOwnershipControls" });
    }

    [Fact]
    public async Task What_a_parameter_had_not_is_gone()
    {
        var bare = new Parameter { Type = "String", Value = "25" };

        await AssertTakenBackAsync(
            new ParameterType(Aws), bare, bare with { Description = "Rows a page", AllowedPattern = "^[0-9]+$" }, nameof(Parameter.AllowedPattern), nameof(Parameter.Description));
    }

    [Fact]
    public async Task An_address_leads_nowhere_again()
    {
        var vpc = await VpcAsync();
        await GatewayAsync(vpc);
        var instance = await InstanceAsync(await SubnetAsync(vpc));

        await AssertTakenBackAsync(new EipType(Aws), new Eip(), new Eip { Instance = Ref.Existing<Instance>(instance.Id) }, nameof(Eip.Instance));
    }

    [Fact]
    public async Task A_gateway_belongs_to_no_vpc_again() =>
        await AssertTakenBackAsync(new InternetGatewayType(Aws), new InternetGateway(), new InternetGateway { Vpc = await VpcAsync() }, nameof(InternetGateway.Vpc));

    [Fact]
    public async Task A_subnet_has_no_ipv6_range_again()
    {
        var vpc = await CreateAsync(new VpcType(Aws), new Vpc { CidrBlock = "10.20.0.0/16", AmazonProvidedIpv6CidrBlock = true });
        var bare = new Subnet { Vpc = Ref.Existing<Vpc>(vpc.Id), CidrBlock = "10.20.1.0/24" };
        var range = vpc.Outputs["Ipv6CidrBlock"].Replace("::/56", "::/64", StringComparison.Ordinal);

        await AssertTakenBackAsync(
            new SubnetType(Aws), bare, bare with { Ipv6CidrBlock = range, AssignIpv6AddressOnCreation = true }, nameof(Subnet.Ipv6CidrBlock));
    }

    [Fact]
    public async Task A_volume_is_no_instances_disk_again()
    {
        var vpc = await VpcAsync();
        var instance = await InstanceAsync(await SubnetAsync(vpc));
        var bare = new Volume { AvailabilityZone = instance.Outputs["AvailabilityZone"], Size = 1, VolumeType = "gp3" };
        var more = bare with
        {
            ZoneOf = ((Instance)instance.Spec).Subnet,
            Attachment = new VolumeAttachment { Instance = Ref.Existing<Instance>(instance.Id), Device = "/dev/sdf" },
        };

        await AssertTakenBackAsync(new VolumeType(Aws), bare, more, nameof(Volume.Attachment), nameof(Volume.ZoneOf));
    }

    [Fact]
    public async Task A_rule_is_not_described_again()
    {
        var rule = new IngressRule { IpProtocol = "tcp", FromPort = 443, ToPort = 443, CidrIp = "0.0.0.0/0" };
        var bare = new SecurityGroup { Vpc = await VpcAsync(), GroupDescription = "front", SecurityGroupIngress = [rule] };

        await AssertTakenBackAsync(
            new SecurityGroupType(Aws), bare, bare with { SecurityGroupIngress = [rule with { Description = "to the shop" }] }, nameof(SecurityGroup.SecurityGroupIngress));
    }

    private async Task<Observed> InstanceAsync(Ref<Subnet> subnet)
    {
        var type = new InstanceType(Aws);
        var id = (await CreateAsync(type, new Instance { ImageId = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", InstanceType = "t3.micro", Subnet = subnet })).Id;
        for (var reads = 0; reads < 10; reads++)
        {
            if (await ReadAsync(type, id) is { Phase: Phase.Ready } running) return running;
        }

        throw new InvalidOperationException($"{id} does not run.");
    }
}

/// <summary>The same for what knows no Regions, and for instances, which need some of it.</summary>
public sealed class TakingBackIdentitiesTests : LifeTest
{
    private const string Trust = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""";

    public TakingBackIdentitiesTests(SandboxFixture sandbox)
        : base(sandbox) => Place = Place with { Region = Place.GlobalRegion };

    [Fact]
    public async Task A_role_has_no_description_and_no_boundary_again()
    {
        var bare = new Role { AssumeRolePolicyDocument = Trust };

        await AssertTakenBackAsync(
            new RoleType(Aws),
            bare,
            bare with { Description = "Of the shop", PermissionsBoundary = "arn:aws:iam::aws:policy/ReadOnlyAccess" },
            nameof(Role.Description),
            nameof(Role.PermissionsBoundary));
    }

    [Fact]
    public async Task A_profile_hands_out_no_role_again()
    {
        var role = await CreateAsync(new RoleType(Aws), new Role { AssumeRolePolicyDocument = Trust });

        await AssertTakenBackAsync(
            new InstanceProfileType(Aws), new InstanceProfile(), new InstanceProfile { Role = Ref.Existing<Role>(role.Id) }, nameof(InstanceProfile.Role));
    }
}
