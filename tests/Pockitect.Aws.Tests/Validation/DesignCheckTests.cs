using System.Text;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.Rds;
using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Tests.Validation;

public sealed class DesignCheckTests : IDisposable
{
    private const string Project = "project: {name: shop, region: eu-west-1}\n";
    private const string Trust = """'{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'""";

    private readonly AwsClients _aws = new(AwsAccount.None, new AwsClientOptions { RequestLimits = false });

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("security: {key_pairs: [{name: l, key_name: ../../x}]}", "security.key_pairs[0].key_name", "a file name")]
    [InlineData("security: {key_pairs: [{name: l, key_name: 'a/b'}]}", "security.key_pairs[0].key_name", "a file name")]
    [InlineData("security: {key_pairs: [{name: l, key_name: nul}]}", "security.key_pairs[0].key_name", "a file name")]
    [InlineData("security: {key_pairs: [{name: l, key_name: schlüssel}]}", "security.key_pairs[0].key_name", "ASCII")]
    [InlineData("security: {key_pairs: [{name: a, key_name: same}, {name: b, key_name: same}]}", "security.key_pairs[1].key_name", "Names must be unique")]
    [InlineData("security: {key_pairs: [{name: a, key_name: same}, {name: b, key_name: Same}]}", "security.key_pairs[1].key_name", "only in case")]
    [InlineData("security: {roles: [{name: r, description: 'a — b'}]}", "security.roles[0].description", "allows only characters")]
    [InlineData("security: {roles: [{name: r, role_name: WebRole}, {name: s, role_name: webrole}]}", "security.roles[1].role_name", "only in case")]
    [InlineData("security: {roles: [{name: r, policies: {'read uploads': '{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}'}}]}", "security.roles[0].policies[\"read uploads\"]", "needs a policy name")]
    [InlineData("compute: {instances: [{name: a, volumes: [{name: b, size_gb: 1, device: /dev/nvme1}]}]}", "compute.instances[0].volumes[0].device", "device name")]
    public void What_a_section_makes_is_held_to_its_types_own_rules(string section, string path, string words)
    {
        var problem = Assert.Single(Errors(section));

        Assert.Equal((path, 2), (problem.Path, problem.Line));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tags: {owner: platform}, owner: ann", "owner")]
    [InlineData("tags: {name: shop}", "name")]
    [InlineData("tags: {DESCRIPTION: x}, description: y", "DESCRIPTION")]
    [InlineData("tags: {Stage: x, stage: y}", "stage")]
    public void Tags_of_a_role_differ_in_more_than_case(string settings, string key)
    {
        var problem = Assert.Single(Problems($"project: {{name: shop, region: eu-west-1, {settings}}}\nsecurity: {{roles: [{{name: r}}]}}\n"));

        Assert.Equal(BlueprintPath.Join("project.tags", key), problem.Path);
        Assert.Contains("role 'r' can't have both", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_differ_in_case_are_fine_where_no_role_is() =>
        Assert.Empty(Problems("project: {name: shop, region: eu-west-1, owner: ann, tags: {owner: platform, name: shop}}\ncompute: {instances: [{name: web}]}\n"));

    [Theory]
    [InlineData("g: {type: 'AWS::EC2::SecurityGroup', properties: {Vpc: vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8}, {IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8, Description: other}]}}", "SecurityGroupIngress[1]", "duplicate rules")]
    [InlineData("g: {type: 'AWS::EC2::SecurityGroup', properties: {Vpc: vpc, SecurityGroupEgress: [{IpProtocol: '50', CidrIp: 10.0.0.0/8}, {IpProtocol: '50', FromPort: 1, ToPort: 2, CidrIp: 10.0.0.0/8}]}}", "SecurityGroupEgress[1]", "duplicate rules")]
    [InlineData("g: {type: 'AWS::EC2::SecurityGroup', properties: {Vpc: vpc, GroupName: sg-mine}}", "GroupName", "must not start with sg-")]
    [InlineData("g: {type: 'AWS::EC2::SecurityGroup', properties: {Vpc: vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 010.0.0.0/8}]}}", "SecurityGroupIngress[0].CidrIp", "use 10.0.0.0/8")]
    [InlineData("g: {type: 'AWS::EC2::SecurityGroup', properties: {Vpc: vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIpv6: '2001:DB8::/32'}]}}", "SecurityGroupIngress[0].CidrIpv6", "use AWS's spelling 2001:db8::/32")]
    [InlineData("r: {type: 'AWS::IAM::Role', properties: {AssumeRolePolicyDocument: '{\"Statement\":[]}'}}", "AssumeRolePolicyDocument", "empty 'Statement'")]
    [InlineData("r: {type: 'AWS::IAM::Role', properties: {AssumeRolePolicyDocument: " + Trust + ", ManagedPolicyArns: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/A']}}", "ManagedPolicyArns[1]", "twice")]
    [InlineData("b: {type: 'AWS::S3::Bucket', properties: {PolicyDocument: '{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::b\"}}'}}", "PolicyDocument", "'Principal' is missing")]
    [InlineData("p: {type: 'AWS::SSM::Parameter', properties: {Name: /aws/x, Type: String, Value: x}}", "Name", "not starting with aws or ssm")]
    public void What_stands_under_resources_is_held_to_the_same_rules(string resource, string property, string words)
    {
        var problem = Assert.Single(Errors($"resources: {{{resource}}}"));

        Assert.EndsWith($".properties.{property}", problem.Path, StringComparison.Ordinal);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_security_group_under_resources_that_lets_strangers_in_is_a_finding()
    {
        var problem = Assert.Single(Problems($"{Project}resources: {{g: {{type: 'AWS::EC2::SecurityGroup', properties: {{Vpc: vpc, SecurityGroupIngress: [{{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}}]}}}}}}\n"));

        Assert.Equal(Severity.Finding, problem.Severity);
        Assert.Contains("SSH is open to the whole Internet", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-west-9", "Unknown Region 'eu-west-9'. Did you mean eu-west-1?")]
    [InlineData("us-gov-west-1", "in the partition aws-us-gov, which Pockitect doesn't support")]
    [InlineData("cn-north-1", "in the partition aws-cn")]
    [InlineData("xx-nowhere-1", "Unknown Region 'xx-nowhere-1'.")]
    public void A_Region_that_is_not_is_told_with_the_one_that_was_meant(string region, string words)
    {
        var problem = Assert.Single(Problems($"project: {{name: shop, region: {region}}}\n"));

        Assert.Equal((Severity.Error, "project.region", 1), (problem.Severity, problem.Path, problem.Line));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_thing_twice_in_a_list_is_once()
    {
        const string Text = Project
            + "network: {security_groups: [{name: web}]}\n"
            + "compute: {instances: [{name: w, role: r, security_groups: [web, web]}]}\n"
            + "data: {databases: [{name: d, engine: mysql, allow_from: [web, web], security_groups: [web, web]}]}\n"
            + "security: {roles: [{name: r, managed_policies: [AmazonSSMManagedInstanceCore, 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']}]}\n";
        var cloud = Cloud();

        var design = BlueprintDesigner.Design(cloud.Check(BlueprintReader.Read(Text, cloud.Catalog)).Blueprint!, ["eu-west-1a", "eu-west-1b"]);

        Assert.Single(design.Resources.Select(resource => resource.Spec).OfType<Role>().Single().ManagedPolicyArns!);
        Assert.Single(design.Resources.Select(resource => resource.Spec).OfType<Instance>().Single().SecurityGroupIds!);
        Assert.Equal(2, design.Resources.Select(resource => resource.Spec).OfType<DBInstance>().Single().VPCSecurityGroups!.Count);
        Assert.Single(((SecurityGroup)design.Resources.Single(resource => resource.LogicalId == "d-access").Spec).SecurityGroupIngress!);
    }

    [Fact]
    public void An_empty_text_is_as_if_it_were_left_out()
    {
        var cloud = Cloud();
        const string Text = Project
            + "network: {security_groups: [{name: web, description: ''}], environment: ''}\n"
            + "compute: {instances: [{name: a, role: r, image: '', user_data: '', key_pair: ''}]}\n"
            + "security: {roles: [{name: r, description: '', role_name: '', permissions_boundary: ''}]}\n";

        var reading = cloud.Check(BlueprintReader.Read(Text, cloud.Catalog));

        Assert.Empty(reading.Problems);
        var resources = BlueprintDesigner.Design(reading.Blueprint!, ["eu-west-1a"]).Resources;
        Assert.Equal("shop web", ((SecurityGroup)resources.Single(resource => resource.LogicalId == "web").Spec).GroupDescription);
        Assert.Null(resources.Select(resource => resource.Spec).OfType<Role>().Single().Description);
    }

    private IEnumerable<BlueprintProblem> Errors(string section) => Problems(Project + section + "\n").Where(problem => problem.Severity is Severity.Error);

    private IReadOnlyList<BlueprintProblem> Problems(string text)
    {
        var cloud = Cloud();
        return cloud.Check(BlueprintReader.Read(Encoding.UTF8.GetBytes(text), cloud.Catalog)).Problems;
    }

    private AwsCloud Cloud() => new(_aws, "keys", TimeProvider.System);
}
