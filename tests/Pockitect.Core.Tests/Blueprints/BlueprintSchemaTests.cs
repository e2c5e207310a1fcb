using NJsonSchema;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class BlueprintSchemaTests
{
    private const string Project = "project: {name: shop, region: eu-west-1}\n";

    public static TheoryData<string> Files => Samples.Files("valid", ".yaml");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_valid_file_satisfies_the_schema(string file) => Assert.Empty(await CheckAsync(Samples.Text("valid", file)));

    [Theory]
    [InlineData("network: {cidr: 10.0.0.0/16}\n")]
    [InlineData("project: {name: shop}\n")]
    [InlineData("project: {name: Shop, region: eu-west-1}\n")]
    [InlineData("project: {name: shop, region: eu-west-1, colour: red}\n")]
    [InlineData(Project + "network: {availability_zones: 4}\n")]
    [InlineData(Project + "network: {nat_gateway: per-zone}\n")]
    [InlineData(Project + "network: {cidr: ten}\n")]
    [InlineData(Project + "compute: {instances: {name: web}}\n")]
    [InlineData(Project + "compute: {instances: [{type: t3.micro}]}\n")]
    [InlineData(Project + "compute: {instances: [{name: web, count: \"2\"}]}\n")]
    [InlineData(Project + "compute: {instances: [{name: web, monitoring: yes}]}\n")]
    [InlineData(Project + "compute: {instances: [{name: web, root_volume: {type: gp9}}]}\n")]
    [InlineData(Project + "data: {buckets: [{name: a, cors: [{origins: [], methods: [GET]}]}]}\n")]
    [InlineData(Project + "resources: {a: {type: 'AWS::EC2::Nothing'}}\n")]
    [InlineData(Project + "resources: {a: {type: 'AWS::EC2::VPC'}}\n")]
    [InlineData(Project + "resources: {a: {type: 'AWS::EC2::VPC', properties: {CidrBlock: 10.0.0.0/16, Colour: red}}}\n")]
    [InlineData(Project + "resources: {a: {type: 'AWS::EC2::Subnet', properties: {Vpc: {default: false}}}}\n")]
    [InlineData(Project + "resources: {a: {type: 'AWS::EC2::Subnet', properties: {Vpc: {id: a, tags: {b: c}}}}}\n")]
    [InlineData(Project + "resources: {a: {type: 'AWS::EC2::Subnet', properties: {Vpc: a, Routes: [{Destination: a, Weight: 101}]}}}\n")]
    public async Task A_broken_file_does_not(string text)
    {
        Assert.NotEmpty(await CheckAsync(text));
        Assert.NotEmpty(BlueprintReader.Read(text, Samples.Catalog).Problems);
    }

    [Fact]
    public void It_says_what_each_setting_is_and_what_it_is_by_default()
    {
        var schema = BlueprintSchema.Generate(Samples.Catalog);

        var type = schema["definitions"]![typeof(InstanceEntry).FullName!]!["properties"]!["type"]!;
        Assert.Equal("The instance type, such as t3.micro.", (string?)type["description"]);
        Assert.Equal("t3.micro", (string?)type["default"]);
        var cidr = schema["definitions"]![typeof(SampleVpc).FullName!]!["properties"]!["CidrBlock"]!;
        Assert.Equal("The range of addresses.", (string?)cidr["description"]);
    }

    private static async Task<ICollection<NJsonSchema.Validation.ValidationError>> CheckAsync(string text)
    {
        var schema = await JsonSchema.FromJsonAsync(BlueprintSchema.Generate(Samples.Catalog).ToJsonString(), TestContext.Current.CancellationToken);
        return schema.Validate(YamlText.Parse(text).Root!.ToJson()!.ToJsonString());
    }
}
