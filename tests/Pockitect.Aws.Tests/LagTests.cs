using Amazon.EC2.Model;
using Pockitect.Aws.Tests.Preflight;
using Pockitect.Core.Commands.Bus;

namespace Pockitect.Aws.Tests;

/// <summary>AWS lags behind itself: deploys, updates and deletes wait, and end well.</summary>
public sealed class LagTests(TrialSandbox sandbox) : IClassFixture<TrialSandbox>
{
    private const string Region = "eu-west-1";
    private const double Lag = 1.5;
    private const string Head = $"project: {{name: {Trial.Slug}, region: {Region}}}\n";
    private const string Groups = Head + """
        network:
          security_groups:
            - name: web
              inbound: [{port: 80, cidr: 0.0.0.0/0, description: visitors}, {port: 22, cidr: 10.0.0.0/8}]
            - name: store
              inbound: [{port: 5432, security_group: web}]
              outbound: [{port: 443, cidr: 0.0.0.0/0}]

        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_of_security_groups_that_lag_hold_up_no_deploy_no_update_and_no_delete()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        var empty = await sandbox.Server.InventoryAsync(Ct);
        await DeployAsync(trial, Groups);

        trial.Rewrite(text => text
            .Replace("{port: 22, cidr: 10.0.0.0/8}", "{port: 8080, cidr: 10.0.0.0/8}", StringComparison.Ordinal)
            .Replace("description: visitors", "description: everyone", StringComparison.Ordinal)
            .Replace("{port: 5432, security_group: web}", "{port: 3306, security_group: web}", StringComparison.Ordinal));
        await DeployAsync(trial, "");
        Assert.Equal(["web 80 everyone", "web 8080"], await RulesAsync(trial, "web"));
        Assert.Equal(["store 3306"], await RulesAsync(trial, "store"));
        Assert.True((await trial.PlanAsync("")).IsEmpty);

        var (_, last, _) = await trial.DeleteAsync();

        Assert.True(last is Completed, $"{last}");
        Assert.Equal(empty, await sandbox.Server.InventoryAsync(Ct));
    }

    [Fact]
    public async Task A_security_group_that_is_removed_and_still_shown_is_deleted_again_without_an_error()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);
        var empty = await sandbox.Server.InventoryAsync(Ct);
        await DeployAsync(trial, Groups);
        await trial.SetAsync(new { lag_seconds = 4 });
        var ec2 = trial.Aws.Ec2(Region);
        await ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = (await GroupAsync(trial, "store")).GroupId }, Ct);

        var (plan, last, changing) = await trial.DeleteAsync();

        Assert.Contains(plan.Changes, change => change.LogicalId == "store");
        Assert.True(last is Completed, $"{last}");
        Assert.Contains("ec2:DeleteSecurityGroup", changing);
        Assert.Equal(empty, await sandbox.Server.InventoryAsync(Ct));
    }

    [Fact]
    public async Task A_bucket_that_is_not_known_everywhere_yet_is_waited_for()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        var empty = await sandbox.Server.InventoryAsync(Ct);
        const string policy = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-files-4712/*"}]}
            """;
        await DeployAsync(trial, Head + $$"""
            data:
              buckets:
                - name: files
                  bucket_name: shop-files-4712
                  versioning: true
                  block_public_access: false
                  tags: {team: web}
                  policy: '{{policy}}'

            """);

        var requests = await sandbox.Server.RequestsAsync(0, Ct);
        Assert.Contains(requests, request => (string?)request["service"] == "s3" && (string?)request["code"] == "NoSuchBucket");
        Assert.Single(requests, request => (string?)request["action"] == "CreateBucket");
        Assert.True((await trial.PlanAsync("")).IsEmpty);

        var (_, last, _) = await trial.DeleteAsync();
        Assert.True(last is Completed, $"{last}");
        Assert.Equal(empty, await sandbox.Server.InventoryAsync(Ct));
    }

    private static async Task DeployAsync(Trial trial, string yaml)
    {
        var (last, _) = await trial.DeployAsync(yaml, approved: true);
        Assert.True(last is Completed, $"{last}");
    }

    private static async Task<SecurityGroup> GroupAsync(Trial trial, string name)
    {
        var found = await trial.Aws.Ec2(Region).DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { Filters = [new Filter("tag:pockitect:resource", [name])] }, Ct);
        return Assert.Single(found.SecurityGroups);
    }

    /// <summary>The rules of a group as AWS has them, after its reads have caught up.</summary>
    private static async Task<string[]> RulesAsync(Trial trial, string name)
    {
        await trial.SetAsync(new { lag_seconds = 0 });
        var group = await GroupAsync(trial, name);
        await trial.SetAsync(new { lag_seconds = Lag });
        return [.. group.IpPermissions.OrderBy(rule => rule.FromPort).Select(rule => $"{name} {rule.FromPort} {rule.Ipv4Ranges?.FirstOrDefault()?.Description}".TrimEnd())];
    }
}
