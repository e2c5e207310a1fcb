using Amazon.EC2.Model;
using Pockitect.Aws.Rds;
using Pockitect.Aws.Tests.Preflight;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Deleting;

/// <summary>A removal that is asked for twice: AWS says that nothing is there, or that it is in the wrong state. Both mean that it is done.</summary>
public sealed class RepeatedRemovalTests(TrialSandbox sandbox) : IClassFixture<TrialSandbox>
{
    private const string Region = "eu-west-1";
    private const string Everything = $$"""
        project: {name: {{Trial.Slug}}, region: {{Region}}}
        network:
          nat_gateway: single
          subnets: [{name: front}, {name: back, access: private}]
          security_groups: [{name: web, inbound: [{port: 80, cidr: 0.0.0.0/0}]}]
        compute: {instances: [{name: a, elastic_ip: true, subnet: front, volumes: [{name: more, size_gb: 10}]}]}
        data: {databases: [{name: db, engine: mysql}], buckets: [{name: files}]}

        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("drop_after")]
    [InlineData("fail_after")]
    public async Task A_delete_whose_every_answer_is_lost_once_ends_well(string kind)
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);
        var empty = await sandbox.Server.InventoryAsync(Ct);
        await DeployAsync(trial);
        string[] removals =
        [
            "TerminateInstances", "DeleteVolume", "DetachVolume", "DisassociateAddress", "ReleaseAddress", "DeleteNatGateway", "DeleteDBInstance", "DeleteDBSubnetGroup",
            "DeleteBucket", "DeleteSecurityGroup", "RevokeSecurityGroupIngress", "DisassociateRouteTable", "DeleteRoute", "DeleteRouteTable", "DetachInternetGateway",
            "DeleteInternetGateway", "DeleteSubnet", "DeleteVpc",
        ];
        foreach (var action in removals) await trial.FaultAsync(new { action, kind, times = 1 });

        var (_, last, changing) = await trial.DeleteAsync(new TerminateOptions(FinalSnapshots: false));

        Assert.True(last is Completed, $"{last}");
        Assert.Equal(empty, await sandbox.Server.InventoryAsync(Ct));
        Assert.Contains("ec2:DeleteVpc", changing);
    }

    [Fact]
    public async Task A_delete_of_what_somebody_else_is_deleting_ends_well()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);
        var empty = await sandbox.Server.InventoryAsync(Ct);
        await DeployAsync(trial);
        // From here on, removals take their time.
        await trial.SetAsync(new { clock = "fast" });
        var ec2 = trial.Aws.Ec2(Region);
        var owned = new Filter("tag:pockitect:project", [Trial.Slug]);
        var instance = (await ec2.DescribeInstancesAsync(new DescribeInstancesRequest { Filters = [owned] }, Ct)).Reservations[0].Instances[0].InstanceId;
        var gateway = (await ec2.DescribeNatGatewaysAsync(new DescribeNatGatewaysRequest { Filter = [owned] }, Ct)).NatGateways[0].NatGatewayId;
        var (databases, place) = (new DBInstanceType(trial.Aws), new Place("123456789012", Region));
        var database = await databases.ListAsync(place, Ct).FirstAsync(Ct);
        await ec2.TerminateInstancesAsync(new TerminateInstancesRequest { InstanceIds = [instance] }, Ct);
        await ec2.DeleteNatGatewayAsync(new DeleteNatGatewayRequest { NatGatewayId = gateway }, Ct);
        await databases.DeleteAsync(place, database.Id, new Deletion(), Ct);

        var (_, last, _) = await trial.DeleteAsync();

        Assert.True(last is Completed, $"{last}");
        Assert.Equal(empty, await sandbox.Server.InventoryAsync(Ct));
    }

    private static async Task DeployAsync(Trial trial)
    {
        var (last, _) = await trial.DeployAsync(Everything, approved: true);
        Assert.True(last is Completed, $"{last}");
    }
}
