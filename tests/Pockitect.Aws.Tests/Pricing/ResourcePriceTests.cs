using System.Reflection;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Pricing;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Aws.Ssm;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Pricing;

public sealed class ResourcePriceTests : IDisposable
{
    private const string AmazonLinux = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    private const string Windows = "resolve:ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base";

    private readonly AwsClients _aws = new(AwsAccount.Sandbox(new Uri("http://localhost")));

    private static Instance Server => new()
    {
        ImageId = AmazonLinux,
        InstanceType = "t3.micro",
        AssociatePublicIpAddress = false,
        RootVolume = new RootVolume { VolumeSize = 20, VolumeType = "gp3" },
    };

    private static DBInstance Database => new()
    {
        Engine = "postgres",
        DBInstanceClass = "db.t4g.micro",
        AllocatedStorage = 20,
        StorageType = "gp3",
        MasterUsername = "ada",
        PubliclyAccessible = false,
    };

    public void Dispose() => _aws.Dispose();

    [Fact]
    public void Every_type_says_what_it_costs_or_that_it_is_free() => Assert.All(
        AwsCatalog.Create(_aws, "keys").Types,
        type => Assert.NotNull(type.GetType().GetMethod(
            "PriceOf", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly, [type.SpecType, typeof(Standing), typeof(Prices)])));

    [Fact]
    public void An_instance_costs_its_hours_and_its_disk()
    {
        // 730 × 0.0114, 20 × 0.088
        var price = PriceOf(Server);

        Assert.Equal(8.32m + 1.76m, price.Usd);
        Assert.Equal(["data transfer"], price.Unknowns);
    }

    [Fact]
    public void A_stopped_instance_costs_its_disk_alone()
    {
        var price = PriceOf(Server with { AssociatePublicIpAddress = true }, Standing.New with { Phase = Phase.Stopped });

        Assert.Equal((1.76m, 0), (price.Usd, price.Unknowns.Count()));
    }

    [Fact]
    public void A_public_address_costs_wherever_it_comes_from_and_once()
    {
        var subnet = Ref.To<Subnet>("public");
        var known = Standing.New with { Find = _ => new Subnet { Vpc = Ref.To<Vpc>("vpc"), CidrBlock = "10.0.0.0/24", MapPublicIpOnLaunch = true } };
        var plain = PriceOf(Server).Usd;

        Assert.Equal(plain + 3.65m, PriceOf(Server with { AssociatePublicIpAddress = true }).Usd);
        Assert.Equal(plain + 3.65m, PriceOf(Server with { AssociatePublicIpAddress = null, Subnet = subnet }, known).Usd);
        Assert.Equal(plain, PriceOf(Server with { AssociatePublicIpAddress = true }, Standing.New with { Users = [new Eip()] }).Usd);
        Assert.Contains("a public address, if its subnet assigns one", PriceOf(Server with { AssociatePublicIpAddress = null, Subnet = subnet }).Unknowns);
        Assert.Equal(3.65m, PriceOf(new Eip()).Usd);
    }

    [Fact]
    public void Windows_has_its_own_price_and_an_image_of_somebody_s_none_until_AWS_tells_its_system()
    {
        var image = Server with { ImageId = "ami-0123456789abcdef0" };
        Standing Of(string platform) => Standing.New with { Outputs = new Dictionary<string, string> { ["PlatformDetails"] = platform } };

        Assert.Equal(15.04m + 1.76m, PriceOf(Server with { ImageId = Windows }).Usd);
        Assert.Contains("t3.micro with the system of ami-0123456789abcdef0", PriceOf(image).Unknowns);
        Assert.Equal(PriceOf(Server).Usd, PriceOf(image, Of("Linux/UNIX")).Usd);
        Assert.Equal(1.76m, PriceOf(image, Of("Red Hat Enterprise Linux")).Usd);
    }

    [Fact]
    public void A_disk_that_a_list_shows_beside_its_instance_is_in_the_instance_s_price()
    {
        var listed = Server with { RootVolume = null };

        Assert.Equal(PriceOf(Server).Usd, PriceOf(listed, Standing.New with { Parts = [new Volume { Size = 20, VolumeType = "gp3", Iops = 3000, Throughput = 125 }] }).Usd);
        Assert.Contains("its root volume (size from the image)", PriceOf(listed).Unknowns);
    }

    [Theory]
    [InlineData("gp3", 100, 4000, 225, 8.8 + 5.5 + 4.4)]
    [InlineData("gp2", 100, 300, null, 11)]
    [InlineData("io1", 100, 1000, null, 13.8 + 72)]
    [InlineData("st1", 500, null, null, 25)]
    public void A_disk_costs_its_size_and_the_speed_above_what_is_free(string type, int size, int? iops, int? throughput, double usd) =>
        Assert.Equal((decimal)usd, PriceOf(new Volume { Size = size, VolumeType = type, Iops = iops, Throughput = throughput }).Usd);

    [Fact]
    public void A_database_costs_its_hours_its_disk_and_its_secret_and_twice_the_first_two_in_two_zones()
    {
        // 730 × 0.016, 20 × 0.115, 0.40
        Assert.Equal(11.68m + 2.3m + 0.4m, PriceOf(Database, region: "us-east-1").Usd);
        Assert.Equal(2 * (11.68m + 2.3m) + 0.4m, PriceOf(Database with { MultiAZ = true }, region: "us-east-1").Usd);
        Assert.Equal(2.7m, PriceOf(Database, Standing.New with { Phase = Phase.Stopped }, "us-east-1").Usd);
    }

    [Fact]
    public void What_costs_by_use_says_so_and_what_is_free_is_free()
    {
        Assert.Equal((0m, false), (PriceOf(new Bucket()).Usd, PriceOf(new Bucket()).IsFree));
        Assert.Equal(35.04m, PriceOf(new NatGateway()).Usd);
        Assert.Contains("data processing", PriceOf(new NatGateway()).Unknowns);
        Assert.True(PriceOf(new Parameter { Type = "String", Value = "1" }).IsFree);
        Assert.Equal(0.05m, PriceOf(new Parameter { Type = "String", Value = "1", Tier = "Advanced" }).Usd);
        Assert.True(PriceOf(new Vpc { CidrBlock = "10.0.0.0/16" }).IsFree);
    }

    private MonthlyPrice PriceOf(Spec spec, Standing? standing = null, string region = "eu-west-1") =>
        AwsCatalog.Create(_aws, "keys").Of(spec).PriceOf(spec, standing ?? Standing.New, new Prices(region, ListedPrices.Find));
}
