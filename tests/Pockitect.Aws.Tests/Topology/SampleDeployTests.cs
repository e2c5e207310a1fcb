using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Topology;

public sealed class SampleDeployTests
{
    [Theory]
    [InlineData("web-server")]
    [InlineData("static-site-bucket")]
    [InlineData("web-server-with-database")]
    [InlineData("docker-host")]
    [InlineData("private-worker")]
    [InlineData("windows-server")]
    [InlineData("high-availability")]
    public Task A_sample_deploys_needs_no_change_afterwards_and_leaves_nothing_behind(string name) => LiveAsync(name);

    [Fact]
    public Task A_project_stands_on_another_ones_network() => LiveAsync("shared-network", "app-in-shared-network");

    [Fact]
    public async Task A_deploy_whose_sign_in_ends_waits_goes_on_and_makes_nothing_twice()
    {
        await using var account = await Deployments.StartAsync();
        var before = await account.InventoryAsync();
        var blueprint = Read(account.Cloud, "web-server");
        foreach (var action in (string[])["CreateSecurityGroup", "AuthorizeSecurityGroupIngress"])
            await account.FaultAsync(new { kind = "fail_before", service = "ec2", action, times = 3, error = new { code = "ExpiredToken", message = "The token has expired.", status = 400 } });

        // Whatever was made twice would be in the way of the plan that changes nothing.
        await account.DeployAsync(blueprint);
        await account.TerminateAsync(blueprint);

        Assert.True(account.Waits.Count(words => words.StartsWith("you to sign in again", StringComparison.Ordinal)) >= 6);
        Assert.Equal(before, await account.InventoryAsync());
    }

    private static async Task LiveAsync(params string[] names)
    {
        await using var account = await Deployments.StartAsync();
        var before = await account.InventoryAsync();
        var blueprints = names.Select(name => Read(account.Cloud, name)).ToList();

        foreach (var blueprint in blueprints) await account.DeployAsync(blueprint);
        foreach (var blueprint in Enumerable.Reverse(blueprints)) await account.TerminateAsync(blueprint);

        Assert.Equal(before, await account.InventoryAsync());
    }

    private static Blueprint Read(AwsCloud cloud, string name) =>
        cloud.Check(BlueprintReader.Read(File.ReadAllText(Repository.At($"samples/{name}.yaml")), cloud.Catalog)).Blueprint!; // SampleTests see to that.
}
