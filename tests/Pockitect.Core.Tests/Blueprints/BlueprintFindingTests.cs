using System.Text;
using Pockitect.Core.Faults;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class BlueprintFindingTests
{
    private const string Project = "project: {name: shop, region: eu-west-1}\n";

    [Theory]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 22, cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0].cidr", "SSH")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 3389, cidr: '::/0'}]}]}", "network.security_groups[0].inbound[0].cidr", "RDP")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 3000, to_port: 6000, cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0].cidr", "MySQL, RDP, PostgreSQL")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{protocol: all, cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0]", "Every port")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0]", "Every port")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 22, cidr: '0::/0'}]}]}", "network.security_groups[0].inbound[0].cidr", "SSH is open to the whole Internet")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 22, cidr: '0:0:0:0:0:0:0:0/0'}]}]}", "network.security_groups[0].inbound[0].cidr", "SSH")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 22, cidr: '2000::/3'}]}]}", "network.security_groups[0].inbound[0].cidr", "whole Internet")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 22, cidr: 0.0.0.0/2}]}]}", "network.security_groups[0].inbound[0].cidr", "a large part of the Internet")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 161, protocol: udp, cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0].cidr", "SNMP")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 380, to_port: 400, protocol: udp, cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0].cidr", "LDAP")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 11211, protocol: udp, cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0].cidr", "Memcached")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{protocol: udp, cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0]", "Every port")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 0, to_port: 65535, cidr: 0.0.0.0/0}]}]}", "network.security_groups[0].inbound[0]", "Every port")]
    [InlineData("network: {security_groups: [{name: a, inbound: [{port: 22, cidr: 0.0.0.0/0}, {port: 22, cidr: 203.0.113.0/24}]}]}", "network.security_groups[0].inbound[0].cidr", "SSH")]
    [InlineData("compute: {instances: [{name: a, user_data: yum install -y httpd}]}", "compute.instances[0].user_data", "#!/bin/bash")]
    [InlineData("network: {access: private, nat_gateway: none}", "network.nat_gateway", "NAT")]
    [InlineData("compute: {instances: [{name: a, root_volume: {encrypted: false}}]}", "compute.instances[0].root_volume.encrypted", "not encrypted")]
    [InlineData("compute: {instances: [{name: a, volumes: [{name: b, size_gb: 1, encrypted: false}]}]}", "compute.instances[0].volumes[0].encrypted", "not encrypted")]
    [InlineData("compute: {instances: [{name: a, require_imdsv2: false}]}", "compute.instances[0].require_imdsv2", "IMDSv1")]
    [InlineData("data: {databases: [{name: a, engine: mysql, public: true}]}", "data.databases[0].public", "public address")]
    [InlineData("data: {databases: [{name: a, engine: mysql, encrypted: false}]}", "data.databases[0].encrypted", "not encrypted")]
    [InlineData("data: {databases: [{name: a, engine: mysql, backup_days: 0}]}", "data.databases[0].backup_days", "backups")]
    [InlineData("data: {buckets: [{name: a, block_public_access: false}]}", "data.buckets[0].block_public_access", "public")]
    [InlineData("data: {buckets: [{name: a, lifecycle: [{name: b, expire_old_versions_days: 3}]}]}", "data.buckets[0].lifecycle[0].expire_old_versions_days", "versioning")]
    [InlineData("security: {roles: [{name: a, managed_policies: [AdministratorAccess]}]}", "security.roles[0].managed_policies[0]", "whole account")]
    [InlineData("security: {roles: [{name: a, policies: {b: '{\"Statement\": {\"Effect\": \"Allow\", \"Action\": [\"*\"], \"Resource\": \"*\"}}'}}]}", "security.roles[0].policies.b", "whole account")]
    public void A_person_is_told_of_it_and_may_deploy_all_the_same(string section, string path, string words)
    {
        var problem = Assert.Single(Samples.Problems(Encoding.UTF8.GetBytes(Project + section)));

        Assert.Equal((Severity.Finding, path, 2), (problem.Severity, problem.Path, problem.Line));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_production_database_ought_to_have_a_standby()
    {
        var problem = Assert.Single(Samples.Problems("project: {name: shop-prod, region: eu-west-1}\ndata: {databases: [{name: a, engine: mysql}]}"u8));

        Assert.Equal((Severity.Finding, "data.databases[0]"), (problem.Severity, problem.Path));
    }

    [Theory]
    [InlineData("0.0.0.0/1", "128.0.0.0/1")]
    [InlineData("'::/1'", "'8000::/1'")]
    [InlineData("0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/2")]
    public void Ranges_that_cover_the_world_together_are_each_told(params string[] ranges)
    {
        var rules = string.Join(", ", ranges.Select(range => $"{{port: 22, cidr: {range}}}"));

        var problems = Samples.Problems(Encoding.UTF8.GetBytes($"{Project}network: {{security_groups: [{{name: a, inbound: [{rules}]}}]}}"));

        Assert.All(problems, problem => Assert.Contains("SSH is open to the whole Internet", problem.Message, StringComparison.Ordinal));
        Assert.NotEmpty(problems);
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("172.16.0.0/12")]
    [InlineData("100.64.0.0/10")]
    [InlineData("203.0.113.0/24")]
    [InlineData("'fc00::/7'")]
    [InlineData("'2001:db8::/32'")]
    public void A_network_of_ones_own_is_no_finding(string range) =>
        Assert.Empty(Samples.Problems(Encoding.UTF8.GetBytes($"{Project}network: {{security_groups: [{{name: a, inbound: [{{port: 22, cidr: {range}}}]}}]}}")));

    [Fact]
    public void A_port_that_the_world_may_use_is_no_finding() =>
        Assert.Empty(Samples.Problems(Encoding.UTF8.GetBytes(Project + "network: {security_groups: [{name: a, inbound: [{port: 443, cidr: 0.0.0.0/0}]}]}")));
}
