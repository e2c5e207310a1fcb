using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;

namespace Pockitect.Core.Tests.Blueprints;

/// <summary>What mends a problem mends it, and brings no other.</summary>
public sealed class BlueprintFixTests
{
    [Theory]
    [InlineData("data: {buckets: [{name: b, block_public_access: false}]}")]
    [InlineData("data: {buckets: [{name: b, lifecycle: [{name: l, expire_old_versions_days: 3}]}]}")]
    [InlineData("data: {databases: [{name: d, engine: postgres, public: true}]}")]
    [InlineData("data: {databases: [{name: d, engine: postgres, encrypted: false}]}")]
    [InlineData("data: {databases: [{name: d, engine: postgres, backup_days: 0}]}")]
    [InlineData("data: {databases: [{name: d, engine: postgres, username: admin}]}")]
    [InlineData("data: {databases: [{name: d, engine: postgres, storage_gb: 100, max_storage_gb: 101}]}")]
    [InlineData("compute: {instances: [{name: i, require_imdsv2: false}]}")]
    [InlineData("compute: {instances: [{name: i, root_volume: {encrypted: false}}]}")]
    [InlineData("compute: {instances: [{name: i, volumes: [{name: v, size_gb: 8, encrypted: false}]}]}")]
    [InlineData("compute: {instances: [{name: i, count: 3}]}")]
    [InlineData("compute: {instances: [{name: i, elastic_ip: true}]}\nnetwork: {access: isolated}")]
    [InlineData("compute: {instances: [{name: i, image: windows-2022, key_pair: k}]}\nsecurity: {key_pairs: [{name: k}]}")]
    [InlineData("network: {access: private, nat_gateway: none}")]
    [InlineData("network: {vpc: default, cidr: 10.1.0.0/16}")]
    [InlineData("network: {security_groups: [{name: g, inbound: [{port: 22, cidr: 0.0.0.0/0}]}]}")]
    [InlineData("network: {security_groups: [{name: g, inbound: [{protocol: all, cidr: \"::/0\"}]}]}")]
    public void A_fix_leaves_no_problem_behind(string sections)
    {
        var text = $"project: {{name: shop, region: eu-west-1}} # kept\n{sections}\n";
        var problem = Assert.Single(Problems(text));

        var mended = problem.Fix!.Apply(text, problem.Fix!.Asks is null ? null : "203.0.113.7/32");

        Assert.Empty(Problems(mended).Select(other => other.Message));
        Assert.Contains("# kept", mended, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_production_gets_both_that_it_lacks()
    {
        const string text = "project: {name: shop-prod, region: eu-west-1}\ndata: {databases: [{name: d, engine: postgres}]}\n";

        Assert.Empty(Problems(Assert.Single(Problems(text)).Fix!.Apply(text, null)));
    }

    private static IReadOnlyList<BlueprintProblem> Problems(string text) => Samples.Problems(System.Text.Encoding.UTF8.GetBytes(text));
}
