using Pockitect.Aws.Ec2;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Topology;

public sealed class DataTopologyTests
{
    [Fact]
    public void A_database_in_a_new_VPC_gets_isolated_subnets_in_two_zones_and_a_firewall_of_its_own()
    {
        var resources = Database(new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Postgres }).Resources();

        Assert.Equal([Ref.To<Subnet>("data-a"), Ref.To<Subnet>("data-b")], resources.Find<DBSubnetGroup>("db-subnets").SubnetIds);
        Assert.Equal("eu-west-1b", resources.Find<Subnet>("data-b").AvailabilityZone);
        Assert.Equal([Ref.To<Subnet>("data-a"), Ref.To<Subnet>("data-b")], resources.Find<RouteTable>("isolated-routes").Subnets);
        var rule = Assert.Single(resources.Find<SecurityGroup>("db-access").SecurityGroupIngress!);
        Assert.Equal(("tcp", 5432, 5432, Ref.To<SecurityGroup>("web")), (rule.IpProtocol, rule.FromPort, rule.ToPort, rule.SourceSecurityGroup));
        var database = resources.Find<DBInstance>("db");
        Assert.Equal(5432, database.Port);
        Assert.Equal([Ref.To<SecurityGroup>("db-access")], database.VPCSecurityGroups);
        Assert.Equal(Ref.To<DBSubnetGroup>("db-subnets"), database.DBSubnetGroup);
    }

    [Theory]
    [InlineData(DatabaseEngine.Mysql, null, 3306)]
    [InlineData(DatabaseEngine.Mariadb, null, 3306)]
    [InlineData(DatabaseEngine.Postgres, 5433, 5433)]
    public void The_firewall_of_a_database_opens_the_port_that_it_listens_on(DatabaseEngine engine, int? port, int expected)
    {
        var resources = Database(new DatabaseEntry { Name = "db", Engine = engine, Port = port }).Resources();

        Assert.Equal(expected, resources.Find<DBInstance>("db").Port);
        Assert.Equal(expected, Assert.Single(resources.Find<SecurityGroup>("db-access").SecurityGroupIngress!).FromPort);
    }

    [Fact]
    public void Nobody_connects_to_a_database_that_allows_nobody() => Assert.Empty(
        Database(new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Mysql, AllowFrom = [] }).Resources().Find<SecurityGroup>("db-access").SecurityGroupIngress!);

    [Fact]
    public void In_the_default_VPC_a_database_has_the_subnets_that_RDS_gives_it()
    {
        var resources = (Database(new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Mysql, Public = true }) with
        {
            Network = new NetworkSection { Vpc = VpcChoice.Default },
        }).Resources();

        Assert.Empty(resources.Ids<DBSubnetGroup>());
        Assert.Null(resources.Find<DBInstance>("db").DBSubnetGroup);
        Assert.Empty(resources.Find<SecurityGroup>("db-access").SecurityGroupIngress!);
    }

    [Fact]
    public void In_a_VPC_that_others_made_a_database_has_to_name_its_subnets()
    {
        var blueprint = Database(new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Mysql }) with
        {
            Network = new NetworkSection { Vpc = VpcChoice.Environment, Environment = "shared", Subnets = [new SubnetEntry { Name = "front" }] },
        };

        Assert.Equal("data.databases[0].subnets", blueprint.Problem().Path);
    }

    [Theory]
    [InlineData("b", "all in eu-west-1b")]
    [InlineData(null, "at least two subnets")]
    public void A_database_in_one_zone_is_a_problem(string? zone, string message)
    {
        var blueprint = Database(new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Mysql, Subnets = zone is null ? ["x"] : ["x", "y"] }) with
        {
            Network = new NetworkSection { Subnets = [new SubnetEntry { Name = "x", Zone = zone }, new SubnetEntry { Name = "y", Zone = zone }] },
        };

        Assert.Contains(message, blueprint.Problem().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Region_with_one_zone_has_no_place_for_a_database() => Assert.Equal(
        "data.databases[0]", Database(new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Mysql }).Problem(["eu-west-1a"]).Path);

    [Fact]
    public void A_public_database_in_subnets_that_are_not_is_a_problem() => Assert.Equal(
        "data.databases[0].public", Database(new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Mysql, Public = true }).Problem().Path);

    [Fact]
    public void Storage_that_is_not_to_grow_says_so() =>
        Assert.Equal(30, Database(new DatabaseEntry { Name = "db", Engine = DatabaseEngine.Mysql, StorageGb = 30 }).Resources().Find<DBInstance>("db").MaxAllocatedStorage);

    [Fact]
    public void A_bucket_is_private_and_encrypted_and_says_what_it_is_not()
    {
        var bucket = (Designs.Shop with { Data = new DataSection { Buckets = [new BucketEntry { Name = "files" }] } }).Resources().Find<Bucket>("files");

        Assert.Equal(
            new PublicAccessBlockConfiguration { BlockPublicAcls = true, BlockPublicPolicy = true, IgnorePublicAcls = true, RestrictPublicBuckets = true },
            bucket.PublicAccessBlockConfiguration);
        Assert.Equal("AES256", bucket.BucketEncryption?.SSEAlgorithm);
        Assert.Equal("Suspended", bucket.VersioningConfiguration?.Status);
        Assert.Empty(bucket.LifecycleConfiguration!.Rules);
        Assert.Empty(bucket.CorsConfiguration!.CorsRules);
    }

    private static Blueprint Database(DatabaseEntry entry) => Designs.Shop with
    {
        Network = new NetworkSection { SecurityGroups = [new SecurityGroupEntry { Name = "web" }] },
        Data = new DataSection { Databases = [entry] },
    };
}
