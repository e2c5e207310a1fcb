using System.Text.Json.Nodes;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Tests.Clients;

/// <summary>The generic clients against something that understands the protocols for itself.</summary>
public sealed class MotoTests(MotoServer moto)
{
    private static readonly Dictionary<string, string> tags = new() { ["pockitect:project"] = "shop", ["pockitect:resource"] = "db" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_lives_its_life_through_the_query_client()
    {
        using var aws = Clients();
        var rds = aws.Rds("eu-central-1");
        var named = new QueryParameters().Set("DBInstanceIdentifier", "shop-db");

        var created = await rds.CallAsync("CreateDBInstance", new QueryParameters()
            .Set("DBInstanceIdentifier", "shop-db").Set("DBInstanceClass", "db.t4g.micro").Set("Engine", "postgres").Set("AllocatedStorage", 20)
            .Set("MasterUsername", "admin1").Set("ManageMasterUserPassword", true).Tags("Tags.Tag", tags), Ct);
        Assert.Equal("shop-db", created.Element("DBInstance")?.Element("DBInstanceIdentifier")?.Value);
        Assert.Contains(":eu-central-1:", created.Element("DBInstance")?.Element("DBInstanceArn")?.Value, StringComparison.Ordinal);

        var again = await Assert.ThrowsAnyAsync<Exception>(() => rds.CallAsync("CreateDBInstance", new QueryParameters()
            .Set("DBInstanceIdentifier", "shop-db").Set("DBInstanceClass", "db.t4g.micro").Set("Engine", "postgres").Set("AllocatedStorage", 20)
            .Set("MasterUsername", "admin1").Set("ManageMasterUserPassword", true), Ct));
        Assert.Equal(FaultKind.AlreadyExists, AwsFaults.Explain(again).Kind);

        var listed = await rds.PagesAsync("DescribeDBInstances", new QueryParameters(), Ct).SelectMany(page => page.Descendants("DBInstance")).ToListAsync(Ct);
        Assert.Equal(
            tags.OrderBy(tag => tag.Key),
            Assert.Single(listed).Descendants("Tag").Select(tag => KeyValuePair.Create(tag.Element("Key")!.Value, tag.Element("Value")!.Value)).OrderBy(tag => tag.Key));

        await rds.CallAsync("DeleteDBInstance", new QueryParameters().Set("DBInstanceIdentifier", "shop-db").Set("SkipFinalSnapshot", true), Ct);
        var gone = await Assert.ThrowsAnyAsync<Exception>(() => rds.CallAsync("DescribeDBInstances", named, Ct));
        Assert.Equal(FaultKind.NotFound, AwsFaults.Explain(gone).Kind);
    }

    [Fact]
    public async Task A_role_lives_its_life_through_the_query_client()
    {
        using var aws = Clients();
        var iam = aws.Iam();
        const string trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

        await iam.CallAsync("CreateRole", new QueryParameters().Set("RoleName", "shop-web").Set("AssumeRolePolicyDocument", trust).Tags("Tags.member", tags), Ct);
        var read = await iam.CallAsync("GetRole", new QueryParameters().Set("RoleName", "shop-web"), Ct);
        Assert.Equal(trust, Uri.UnescapeDataString(read.Element("Role")!.Element("AssumeRolePolicyDocument")!.Value));

        var again = await Assert.ThrowsAnyAsync<Exception>(() => iam.CallAsync("CreateRole", new QueryParameters().Set("RoleName", "shop-web").Set("AssumeRolePolicyDocument", trust), Ct));
        Assert.Equal(FaultKind.AlreadyExists, AwsFaults.Explain(again).Kind);

        var names = await iam.PagesAsync("ListRoles", new QueryParameters().Set("MaxItems", 1), Ct).SelectMany(page => page.Descendants("RoleName")).Select(name => name.Value).ToListAsync(Ct);
        Assert.Contains("shop-web", names);

        await iam.CallAsync("DeleteRole", new QueryParameters().Set("RoleName", "shop-web"), Ct);
        var gone = await Assert.ThrowsAnyAsync<Exception>(() => iam.CallAsync("GetRole", new QueryParameters().Set("RoleName", "shop-web"), Ct));
        Assert.Equal(FaultKind.NotFound, AwsFaults.Explain(gone).Kind);
    }

    [Fact]
    public async Task The_JSON_client_speaks_to_secrets_and_tags()
    {
        using var aws = Clients();
        var secrets = aws.SecretsManager("eu-west-3");

        var made = await secrets.CallAsync("CreateSecret", new JsonObject { ["Name"] = "shop", ["SecretString"] = "x", ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "pockitect:project", ["Value"] = "shop" }) }, Ct);
        var found = await aws.Tagging("eu-west-3").CallAsync("GetResources", new JsonObject { ["ResourceTypeFilters"] = new JsonArray("secretsmanager") }, Ct);
        var missing = await Assert.ThrowsAnyAsync<Exception>(() => secrets.CallAsync("DescribeSecret", new JsonObject { ["SecretId"] = "other" }, Ct));

        Assert.Equal(made["ARN"]!.GetValue<string>(), found["ResourceTagMappingList"]![0]!["ResourceARN"]!.GetValue<string>());
        Assert.Equal(FaultKind.NotFound, AwsFaults.Explain(missing).Kind);
    }

    [Fact]
    public async Task The_SDKs_own_clients_work_in_the_same_pipeline()
    {
        using var aws = Clients();

        var vpc = await aws.Ec2("eu-north-1").CreateVpcAsync(new Amazon.EC2.Model.CreateVpcRequest { CidrBlock = "10.9.0.0/16" }, Ct);
        var here = await aws.Ec2("eu-north-1").DescribeVpcsAsync(new Amazon.EC2.Model.DescribeVpcsRequest { VpcIds = [vpc.Vpc.VpcId] }, Ct);
        var elsewhere = await Assert.ThrowsAnyAsync<Exception>(() => aws.Ec2("eu-west-1").DescribeVpcsAsync(new Amazon.EC2.Model.DescribeVpcsRequest { VpcIds = [vpc.Vpc.VpcId] }, Ct));
        await aws.S3("eu-north-1").PutBucketAsync(new Amazon.S3.Model.PutBucketRequest { BucketName = "shop-files", UseClientRegion = false, PutBucketConfiguration = new() { LocationConstraint = "eu-north-1" } }, Ct);
        var identity = await aws.Sts("eu-north-1").GetCallerIdentityAsync(new Amazon.SecurityToken.Model.GetCallerIdentityRequest(), Ct);
        var image = await aws.Ssm("eu-north-1").GetParameterAsync(new Amazon.SimpleSystemsManagement.Model.GetParameterRequest { Name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" }, Ct);
        var regions = await aws.RegionsAsync(Ct);

        Assert.Single(here.Vpcs);
        Assert.Equal(FaultKind.NotFound, AwsFaults.Explain(elsewhere).Kind);
        Assert.Equal("123456789012", identity.Account);
        Assert.StartsWith("ami-", image.Parameter.Value, StringComparison.Ordinal);
        Assert.Contains(regions, region => region.Name == "eu-north-1" && region.OptedIn);
        Assert.DoesNotContain(regions, region => region.Name.StartsWith("us-gov", StringComparison.Ordinal) || region.Name.StartsWith("cn-", StringComparison.Ordinal));
    }

    private AwsClients Clients() => new(AwsAccount.Sandbox(moto.Endpoint));
}
