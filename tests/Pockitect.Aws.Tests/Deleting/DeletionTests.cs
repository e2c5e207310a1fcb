using System.Diagnostics;
using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using Pockitect.Aws.Tests.Preflight;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Planning;
using Pockitect.Testing;
using PutObjectRequest = Amazon.S3.Model.PutObjectRequest;

namespace Pockitect.Aws.Tests.Deleting;

/// <summary>Deletions look first: either all of it goes, or nothing is changed and what is in the way is named.</summary>
public sealed class DeletionTests(TrialSandbox sandbox) : IClassFixture<TrialSandbox>
{
    private const string Region = "eu-west-1";
    private const double Lag = 0.2;
    private const string Head = $"project: {{name: {Trial.Slug}, region: {Region}}}\n";
    private const string Network = Head + "network: {availability_zones: 2, security_groups: [{name: web}]}\ndata: {databases: [{name: db, engine: mysql}], buckets: [{name: files}]}\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_VPC_with_interfaces_and_endpoints_is_deleted_whole()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        var empty = await sandbox.Server.InventoryAsync(Ct);
        var made = await SeedAsync();

        var (plan, last, _) = await trial.DeleteAsync(Region, [made["Vpc"][0], .. made["EIP"]]);

        Assert.Empty(plan.Blockers);
        Assert.IsType<Completed>(last);
        Assert.Equal(empty, await sandbox.Server.InventoryAsync(Ct));
    }

    [Fact]
    public async Task A_project_with_interfaces_and_endpoints_of_others_is_not_touched_and_they_are_named()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        await DeployAsync(trial, Network);
        var vpc = await VpcAsync(trial);
        var made = await SeedAsync("--into", vpc, "--balancer");
        var before = await sandbox.Server.InventoryAsync(Ct);

        var (plan, last, changing) = await trial.DeleteAsync();

        Assert.IsType<Failed>(last);
        Assert.Empty(changing);
        Assert.Equal(before, await sandbox.Server.InventoryAsync(Ct));
        Assert.All(made["NetworkInterface"].Concat(made["VpcEndpoint"]), id => Assert.Contains(plan.Blockers, blocker => blocker.Contains(id, StringComparison.Ordinal)));
        Assert.Contains(plan.Blockers, blocker => blocker.Contains("'backup node 0'", StringComparison.Ordinal));
        Assert.Contains(plan.Blockers, blocker => blocker.Contains("load balancer app/shop-front", StringComparison.Ordinal) && blocker.Contains("Delete that load balancer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subnet_taken_out_of_a_blueprint_is_kept_while_somebody_uses_it()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        const string vpc = "resources: {net: {type: 'AWS::EC2::VPC', properties: {CidrBlock: 10.7.0.0/16}}";
        await DeployAsync(trial, $"{Head}{vpc}, inside: {{type: 'AWS::EC2::Subnet', properties: {{Vpc: net, CidrBlock: 10.7.1.0/24}}}}}}\n");
        var subnet = (await trial.Aws.Ec2(Region).DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = [new Filter("cidr-block", ["10.7.1.0/24"])] }, Ct)).Subnets[0].SubnetId;
        var foreign = (await trial.Aws.Ec2(Region).CreateNetworkInterfaceAsync(new CreateNetworkInterfaceRequest { SubnetId = subnet }, Ct)).NetworkInterface.NetworkInterfaceId;
        trial.Rewrite(text => text.Replace(", inside: {type: 'AWS::EC2::Subnet', properties: {Vpc: net, CidrBlock: 10.7.1.0/24}}", "", StringComparison.Ordinal));

        var (last, changing) = await trial.DeployAsync("", approved: true);

        Assert.Contains(foreign, Assert.Single(Assert.IsType<Failed>(last).Failures), StringComparison.Ordinal);
        Assert.Empty(changing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bucket_with_content_blocks_until_its_content_may_go(bool onlyOldVersions)
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        await DeployAsync(trial, Head + "compute: {instances: [{name: a}]}\ndata: {buckets: [{name: b, bucket_name: shop-files-4711, versioning: true}]}\n");
        var s3 = trial.Aws.S3(Region);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "shop-files-4711", Key = "x", ContentBody = "1" }, Ct);
        if (onlyOldVersions) await s3.DeleteObjectAsync(new Amazon.S3.Model.DeleteObjectRequest { BucketName = "shop-files-4711", Key = "x" }, Ct);

        var (plan, last, changing) = await trial.DeleteAsync();
        var (_, emptied, _) = await trial.DeleteAsync(new TerminateOptions(EmptyBuckets: true));

        Assert.IsType<Failed>(last);
        Assert.Empty(changing);
        var blocker = Assert.Single(plan.Blockers);
        Assert.Contains("b: The bucket shop-files-4711 is not empty.", blocker, StringComparison.Ordinal);
        Assert.Contains("--empty-buckets", blocker, StringComparison.Ordinal);
        Assert.IsType<Completed>(emptied);
    }

    [Fact]
    public async Task A_bucket_that_may_not_be_looked_into_is_a_warning()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        await DeployAsync(trial, Head + "data: {buckets: [{name: b}]}\n");
        await trial.DenyAsync("s3", "ListObjectVersions");

        var (plan, last, _) = await trial.DeleteAsync();

        Assert.Contains(plan.Findings, finding => finding.What.Contains("is empty", StringComparison.Ordinal) && finding.Remedy.Contains("s3:ListBucketVersions", StringComparison.Ordinal));
        Assert.IsType<Completed>(last);
    }

    [Fact]
    public async Task What_is_attached_to_a_VPC_blocks_it_by_name()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        await DeployAsync(trial, Head + "network: {}\n");
        var (vpc, ec2) = (await VpcAsync(trial), trial.Aws.Ec2(Region));
        var other = (await ec2.CreateVpcAsync(new CreateVpcRequest { CidrBlock = "10.99.0.0/16" }, Ct)).Vpc.VpcId;
        var peering = (await ec2.CreateVpcPeeringConnectionAsync(new CreateVpcPeeringConnectionRequest { VpcId = vpc, PeerVpcId = other }, Ct)).VpcPeeringConnection.VpcPeeringConnectionId;
        await ec2.AcceptVpcPeeringConnectionAsync(new AcceptVpcPeeringConnectionRequest { VpcPeeringConnectionId = peering }, Ct);
        var acl = (await ec2.CreateNetworkAclAsync(new CreateNetworkAclRequest { VpcId = vpc }, Ct)).NetworkAcl.NetworkAclId;
        var vpn = (await ec2.CreateVpnGatewayAsync(new CreateVpnGatewayRequest { Type = "ipsec.1" }, Ct)).VpnGateway.VpnGatewayId;
        await ec2.AttachVpnGatewayAsync(new AttachVpnGatewayRequest { VpcId = vpc, VpnGatewayId = vpn }, Ct);
        var egress = (await ec2.CreateEgressOnlyInternetGatewayAsync(new CreateEgressOnlyInternetGatewayRequest { VpcId = vpc }, Ct)).EgressOnlyInternetGateway.EgressOnlyInternetGatewayId;

        var (plan, last, changing) = await trial.DeleteAsync();

        Assert.IsType<Failed>(last);
        Assert.Empty(changing);
        Assert.All((string[])[peering, acl, vpn, egress], id => Assert.Contains(plan.Blockers, blocker => blocker.Contains(id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_GuardDuty_left_behind_goes_with_the_VPC()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        var empty = await sandbox.Server.InventoryAsync(Ct);
        await trial.SetAsync(new { guardduty = true });
        await DeployAsync(trial, Head + "compute: {instances: [{name: a}]}\n");

        var (plan, last, _) = await trial.DeleteAsync();

        Assert.Equal(2, plan.Changes.Count(change => change.Reason?.StartsWith("created by AWS for", StringComparison.Ordinal) is true));
        Assert.IsType<Completed>(last);
        Assert.Equal(empty, await sandbox.Server.InventoryAsync(Ct));
    }

    [Fact]
    public async Task A_final_snapshot_is_told_priced_listed_and_left_alone()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        await DeployAsync(trial, Network);

        var (plan, last, _) = await trial.DeleteAsync();

        var kept = Assert.Single(plan.Kept);
        Assert.Equal(("db-final", 1.9m), (kept.Resource.Id, kept.Price?.Usd));
        Assert.Equal(1.9m, plan.Price?.After);
        Assert.Contains("1 final snapshot stays: up to $1.90 a month. Delete it with `pockitect delete --id db-final-", Assert.IsType<Completed>(last).Summary, StringComparison.Ordinal);
        var snapshot = Assert.Single(trial.Inventory, row => row.IsKept);
        Assert.Equal(Trial.Slug, snapshot.Tags["pockitect:project"]);

        // It is no resource of the project: neither the next deploy nor the next delete touches it.
        await DeployAsync(trial, "");
        var (again, _, _) = await trial.DeleteAsync(new TerminateOptions(FinalSnapshots: false));
        Assert.DoesNotContain(again.Changes, change => change.Now?.Id == snapshot.Id);
        Assert.Empty(again.Kept);
        var (_, gone, _) = await trial.DeleteAsync(Region, snapshot.Id);
        Assert.IsType<Completed>(gone);
        Assert.DoesNotContain("DBSnapshot", await sandbox.Server.InventoryAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_waits_until_AWS_frees_addresses_and_interfaces()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        var empty = await sandbox.Server.InventoryAsync(Ct);
        await trial.SetAsync(new { lag_seconds = 1.0 });
        await DeployAsync(trial, Head + "network: {access: private, nat_gateway: single, security_groups: [{name: web}]}\ncompute: {instances: [{name: a}]}\ndata: {databases: [{name: db, engine: mysql}], buckets: [{name: files}]}\n");

        var (_, last, changing) = await trial.DeleteAsync(new TerminateOptions(FinalSnapshots: false));

        Assert.True(last is Completed, $"{last}");
        Assert.Equal(empty, await sandbox.Server.InventoryAsync(Ct));
        // It was refused and waited, and did not ask anybody to sign in.
        Assert.True(changing.Count(call => call is "ec2:DisassociateAddress" or "ec2:ReleaseAddress") > 3, string.Join(' ', changing));
    }

    [Fact]
    public async Task Addresses_that_the_account_brought_along_do_not_use_up_the_quota()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server, Lag);
        await trial.QuotaAsync("L-0263D0A3", 1);
        await trial.Aws.Ec2(Region).AllocateAddressAsync(new AllocateAddressRequest { Domain = "vpc", PublicIpv4Pool = "ipv4pool-ec2-0123" }, Ct);

        await DeployAsync(trial, Head + "resources: {entry: {type: 'AWS::EC2::EIP', properties: {}}}\n");
    }

    private static async Task DeployAsync(Trial trial, string yaml)
    {
        var (last, _) = await trial.DeployAsync(yaml, approved: true);
        Assert.True(last is Completed, $"{last}");
    }

    private static async Task<string> VpcAsync(Trial trial) =>
        (await trial.Aws.Ec2(Region).DescribeVpcsAsync(new DescribeVpcsRequest { Filters = [new Filter("tag:pockitect:project", [Trial.Slug])] }, Ct)).Vpcs[0].VpcId;

    /// <summary>Runs the repository's own script that builds networks.</summary>
    private async Task<Dictionary<string, string[]>> SeedAsync(params string[] more)
    {
        var python = Environment.GetEnvironmentVariable("POCKITECT_PYTHON") is { Length: > 0 } named ? named : "python3";
        var start = new ProcessStartInfo(python, [Repository.At("sandbox/seed_network.py"), "--endpoint", sandbox.Server.Endpoint.AbsoluteUri, "--region", Region, .. more]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.Equal(0, process.ExitCode);
        return JsonNode.Parse(output)!.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value!.AsArray().Select(id => id!.GetValue<string>()).ToArray());
    }
}
