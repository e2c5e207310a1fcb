using System.Xml.Linq;
using Amazon.Runtime;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Aws.Rds;
using Pockitect.Aws.Tests.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Rds;

public sealed class DBInstanceTests(SandboxFixture sandbox) : RdsLifeTest(sandbox)
{
    private static readonly DBInstance small = new()
    {
        Engine = "postgres",
        EngineVersion = "16.6",
        DBInstanceClass = "db.t4g.micro",
        AllocatedStorage = 20,
        MasterUsername = "shopkeeper",
    };

    private DBInstanceType Type => new(Aws);

    [Fact]
    public async Task A_database_lives_from_create_to_delete()
    {
        var spec = await FullAsync();
        var created = await SettledAsync((await CreateAsync(Type, spec)).Id);

        Assert.Equal(spec.DBInstanceIdentifier, created.Id);
        Assert.Empty(SpecDiff.Compare(spec, created.Spec));
        Assert.Equal("5433", created.Outputs["Endpoint.Port"]);
        Assert.StartsWith(created.Id, created.Outputs["Endpoint.Address"], StringComparison.Ordinal);
        Assert.StartsWith("arn:aws:secretsmanager:", created.Outputs["MasterUserSecretArn"], StringComparison.Ordinal);
        var listed = await ListedAsync(Type, created.Id);
        Assert.Equal("shop", listed.Tags[OwnershipTags.Project]);
        Assert.Empty(SpecDiff.Compare(spec, listed.Spec));

        await Type.TagAsync(Place, created.Id, new Dictionary<string, string> { ["team"] = "blue" }, [OwnershipTags.Resource], Ct);
        var tags = (await ReadAsync(Type, created.Id)).Tags;
        Assert.Equal("blue", tags["team"]);
        Assert.DoesNotContain(OwnershipTags.Resource, tags);

        await DeleteAsync(Type, created.Id);
    }

    [Fact]
    public async Task Every_setting_that_can_change_changes_by_one_call()
    {
        var spec = await FullAsync();
        var id = (await CreateAsync(Type, spec)).Id;
        await SettledAsync(id);

        var desired = spec with
        {
            EngineVersion = "17.2",
            DBInstanceClass = "db.t4g.small",
            AllocatedStorage = 500,
            MaxAllocatedStorage = 1000,
            Iops = 13000,
            StorageThroughput = 600,
            MultiAZ = true,
            AvailabilityZone = null,
            PubliclyAccessible = true,
            VPCSecurityGroups = [await NewSecurityGroupAsync("other")],
            BackupRetentionPeriod = 14,
            PreferredBackupWindow = "05:00-06:00",
            PreferredMaintenanceWindow = "mon:07:00-mon:08:00",
            DeletionProtection = false,
            CopyTagsToSnapshot = false,
            AutoMinorVersionUpgrade = true,
            EnablePerformanceInsights = false,
            EnableIAMDatabaseAuthentication = false,
            CACertificateIdentifier = "rds-ca-ecc384-g1",
        };
        await UpdateAsync(Type, id, desired);

        Assert.Empty(SpecDiff.Compare(desired, (await SettledAsync(id)).Spec));
    }

    [Fact]
    public async Task A_version_that_begins_as_wanted_and_a_disk_that_grew_are_no_change()
    {
        var id = (await CreateAsync(Type, small with { AllocatedStorage = 40 })).Id;
        var now = (await SettledAsync(id)).Spec;

        Assert.Empty(SpecDiff.Compare(small with { EngineVersion = "16", AllocatedStorage = 20 }, now));
        Assert.NotEmpty(SpecDiff.Compare(small with { EngineVersion = "17", AllocatedStorage = 20 }, now));
        Assert.NotEmpty(SpecDiff.Compare(small with { AllocatedStorage = 60 }, now));
    }

    [Fact]
    public async Task A_prefix_of_the_next_major_version_becomes_a_version_that_AWS_upgrades_to()
    {
        var id = (await CreateAsync(Type, small with { EngineVersion = "16.8" })).Id;
        await SettledAsync(id);

        await UpdateAsync(Type, id, small with { EngineVersion = "17" });

        Assert.Equal("17.4", ((DBInstance)(await SettledAsync(id)).Spec).EngineVersion);
    }

    [Fact]
    public async Task A_disk_that_was_enlarged_by_hand_takes_the_next_change_all_the_same()
    {
        var spec = small with { AllocatedStorage = 21, MaxAllocatedStorage = 21 };
        var id = (await CreateAsync(Type, spec)).Id;
        await SettledAsync(id);
        await UpdateAsync(Type, id, spec with { AllocatedStorage = 22 });
        await SettledAsync(id);

        await UpdateAsync(Type, id, spec with { BackupRetentionPeriod = 3 });

        var now = (DBInstance)(await SettledAsync(id)).Spec;
        Assert.Equal((24, 24, 3), (now.AllocatedStorage, now.MaxAllocatedStorage, now.BackupRetentionPeriod));
    }

    [Fact]
    public async Task A_database_stops_and_starts()
    {
        var id = (await CreateAsync(Type, small)).Id;
        await SettledAsync(id);

        await Type.StopAsync(Place, id, Ct);
        var stopped = await SettledAsync(id);
        await Type.StartAsync(Place, id, Ct);
        var started = await SettledAsync(id);

        Assert.Equal((Phase.Stopped, "stopped"), (stopped.Phase, stopped.State));
        Assert.Equal((Phase.Ready, "available"), (started.Phase, started.State));
    }

    [Fact]
    public async Task A_final_snapshot_outlives_its_database()
    {
        var id = (await CreateAsync(Type, small)).Id;
        await SettledAsync(id);

        await DeleteAsync(Type, id, new Deletion(FinalSnapshot: $"{id}-last"));

        var request = new QueryParameters().Set("DBSnapshotIdentifier", $"{id}-last");
        var answer = await Aws.Rds(Place.Region).CallAsync("DescribeDBSnapshots", request, Ct);
        Assert.Single(answer.Elements("DBSnapshots").Elements("DBSnapshot"));
        await Aws.Rds(Place.Region).CallAsync("DeleteDBSnapshot", request, Ct);
    }

    [Fact]
    public async Task A_protected_database_stays_until_it_is_unprotected()
    {
        var spec = small with { DeletionProtection = true };
        var id = (await CreateAsync(Type, spec)).Id;
        var now = (DBInstance)(await SettledAsync(id)).Spec;

        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Type.DeleteAsync(Place, id, new Deletion(), Ct));
        var unprotected = Assert.IsType<DBInstance>(Type.Unprotected(now));
        await Type.UpdateAsync(Place, id, (Spec)now, unprotected, Ct);
        await SettledAsync(id);
        await DeleteAsync(Type, id);

        Assert.Null(Type.Unprotected(unprotected));
    }

    [Fact]
    public async Task A_stopped_and_protected_database_is_changed_and_deleted_and_is_stopped_in_between()
    {
        await using var deployments = await Deployments.StartAsync();
        var before = await deployments.InventoryAsync();
        var spec = small with { DBInstanceIdentifier = "stopped", DeletionProtection = true, BackupRetentionPeriod = 1 };
        await deployments.DeployAsync(Of(spec));
        await deployments.StopAsync(Of(spec));

        var desired = spec with { BackupRetentionPeriod = 3 };
        await deployments.DeployAsync(Of(desired));
        var type = deployments.Cloud.Catalog[typeof(DBInstance)];
        var changed = await type.ReadAsync(deployments.Cloud.PlaceOf(type, "eu-west-1"), "stopped", Ct);
        await deployments.TerminateAsync(Of(desired));

        Assert.Equal((Phase.Stopped, 3), (changed?.Phase, ((DBInstance?)changed?.Spec)?.BackupRetentionPeriod));
        Assert.Equal(before, await deployments.InventoryAsync());
        static Blueprint Of(DBInstance database) => new()
        {
            Project = new ProjectSection { Name = "shop", Region = "eu-west-1" },
            Resources = new Dictionary<string, Spec> { ["db"] = database },
        };
    }

    [Fact]
    public async Task A_stopped_database_is_deleted_as_it_is_and_leaves_its_final_snapshot()
    {
        var id = (await CreateAsync(Type, small)).Id;
        await SettledAsync(id);
        await Type.StopAsync(Place, id, Ct);
        await SettledAsync(id);

        await DeleteAsync(Type, id, new Deletion(FinalSnapshot: $"{id}-last"));

        var request = new QueryParameters().Set("DBSnapshotIdentifier", $"{id}-last");
        await Aws.Rds(Place.Region).CallAsync("DeleteDBSnapshot", request, Ct);
    }

    [Fact]
    public async Task Creating_a_database_twice_says_that_it_is_there()
    {
        var how = How("twice");
        var id = (await CreateAsync(Type, small, how)).Id;

        var refusal = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Type.CreateAsync(Place, (Spec)small, how, Ct));

        Assert.Equal(FaultKind.AlreadyExists, AwsFaults.Explain(refusal).Kind);
        Assert.Equal(id, Type.NaturalKey(small, how));
    }

    [Fact]
    public async Task A_database_that_never_was_reads_as_null() => Assert.Null(await Type.ReadAsync(Place, "never-was", Ct));

    private async Task<DBInstance> FullAsync()
    {
        var subnets = await SubnetsAsync();
        var group = new DBSubnetGroup { DBSubnetGroupDescription = "For databases", SubnetIds = [subnets[0], subnets[1]] };
        return small with
        {
            DBInstanceIdentifier = $"shop-{Guid.NewGuid():N}",
            AllocatedStorage = 400,
            MaxAllocatedStorage = 800,
            StorageType = "gp3",
            Iops = 12000,
            StorageThroughput = 500,
            StorageEncrypted = true,
            KmsKeyId = $"arn:aws:kms:{Place.Region}:{Place.AccountId}:key/00000000-0000-0000-0000-000000000000",
            DBName = "shop",
            Port = 5433,
            MultiAZ = false,
            AvailabilityZone = $"{Place.Region}a",
            PubliclyAccessible = false,
            DBSubnetGroup = Ref.Existing<DBSubnetGroup>((await CreateAsync(new DBSubnetGroupType(Aws), group, How("db"))).Id),
            VPCSecurityGroups = [await NewSecurityGroupAsync("db")],
            BackupRetentionPeriod = 7,
            PreferredBackupWindow = "03:00-04:00",
            PreferredMaintenanceWindow = "Sun:04:30-Sun:05:30",
            DeletionProtection = false,
            CopyTagsToSnapshot = true,
            AutoMinorVersionUpgrade = false,
            EnablePerformanceInsights = true,
            EnableIAMDatabaseAuthentication = true,
            CACertificateIdentifier = "rds-ca-rsa2048-g1",
        };
    }

    // The sandbox's clock is instant: a state lasts for a read or two, and no time passes between them.
    private async Task<Observed> SettledAsync(string id)
    {
        for (var reads = 0; reads < 10; reads++)
        {
            if (await ReadAsync(Type, id) is { Phase: not (Phase.Pending or Phase.Deleting) } settled) return settled;
        }

        throw new InvalidOperationException($"{id} did not settle.");
    }
}
