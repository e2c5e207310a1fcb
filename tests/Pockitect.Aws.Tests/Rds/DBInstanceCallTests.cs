using Pockitect.Aws.Rds;
using Pockitect.Aws.Tests.Clients;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Rds;

/// <summary>What exactly RDS is asked.</summary>
public sealed class DBInstanceCallTests
{
    private static readonly Place place = new("123456789012", "eu-west-1");

    private static readonly DBInstance running = new()
    {
        Engine = "postgres",
        EngineVersion = "16.6",
        DBInstanceClass = "db.t4g.micro",
        StorageType = "gp3",
        AllocatedStorage = 400,
        Iops = 12000,
        StorageThroughput = 500,
        MasterUsername = "shopkeeper",
        BackupRetentionPeriod = 7,
        PreferredMaintenanceWindow = "sun:04:30-sun:05:30",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_differs_is_sent()
    {
        var sent = await UpdateAsync(running, running with { EngineVersion = "16", BackupRetentionPeriod = 14, PreferredMaintenanceWindow = "Sun:04:30-Sun:05:30" });

        Assert.Equal(
            ["Action=ModifyDBInstance", "ApplyImmediately=true", "BackupRetentionPeriod=14", "DBInstanceIdentifier=db", "Version=2014-10-31"],
            Assert.Single(sent).Body.Split('&').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_sent_where_nothing_differs() => Assert.Empty(await UpdateAsync(running, running with { EngineVersion = "16", AllocatedStorage = 100 }));

    [Fact]
    public async Task Another_version_may_be_a_major_one()
    {
        var sent = (await UpdateAsync(running, running with { EngineVersion = "17" }))[^1];

        Assert.Equal(("17", "true"), (sent.Field("EngineVersion"), sent.Field("AllowMajorVersionUpgrade")));
    }

    [Theory]
    [InlineData("gp3", 20, 3000, "gp3", 40, null, null)]
    [InlineData("gp3", 20, 3000, "gp3", 500, null, null)]
    [InlineData("gp3", 20, 3000, "gp3", 500, 15000, "15000")]
    [InlineData("gp3", 400, 12000, "gp3", 500, null, "12000")]
    [InlineData("io1", 100, 1000, null, 200, null, "1000")]
    [InlineData("gp2", 100, null, "gp2", 200, null, null)]
    [InlineData("io1", 400, 5000, "gp2", 400, null, null)]
    public async Task A_bigger_disk_takes_along_the_performance_that_AWS_wants_said_again(
        string type, int size, int? iops, string? wantedType, int wantedSize, int? wantedIops, string? sentIops)
    {
        var now = running with { StorageType = type, AllocatedStorage = size, Iops = iops, StorageThroughput = null };
        var desired = now with { StorageType = wantedType, AllocatedStorage = wantedSize, Iops = wantedIops };

        var sent = Assert.Single(await UpdateAsync(now, desired));

        Assert.Equal((wantedSize.ToString(), wantedType ?? type, sentIops), (sent.Field("AllocatedStorage"), sent.Field("StorageType"), sent.Field("Iops")));
    }

    [Fact]
    public async Task A_disk_that_may_not_grow_is_created_without_a_most()
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<CreateDBInstanceResponse/>"));
        using var aws = network.Clients();
        var how = new Creation("token", new Dictionary<string, string>(), "Unique-Name");

        var id = await new DBInstanceType(aws).CreateAsync(place, (Spec)(running with { MaxAllocatedStorage = 400 }), how, Ct);

        var sent = Assert.Single(network.Sent);
        Assert.Equal("unique-name", id);
        Assert.Equal(("unique-name", null, "true"), (sent.Field("DBInstanceIdentifier"), sent.Field("MaxAllocatedStorage"), sent.Field("ManageMasterUserPassword")));
        Assert.DoesNotContain("MasterUserPassword=", sent.Body.Replace("ManageMasterUserPassword=", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "false", "last")]
    [InlineData("<ReadReplicaSourceDBInstanceIdentifier>source</ReadReplicaSourceDBInstanceIdentifier>", "true", null)]
    public async Task A_replica_has_no_data_of_its_own_to_keep(string source, string skips, string? snapshot)
    {
        var sent = await DeleteAsync($"<DBInstanceStatus>available</DBInstanceStatus>{source}");

        Assert.Equal((skips, snapshot), (sent[1].Field("SkipFinalSnapshot"), sent[1].Field("FinalDBSnapshotIdentifier")));
    }

    [Fact]
    public async Task What_is_being_deleted_is_not_deleted_again() =>
        Assert.Equal("DescribeDBInstances", Assert.Single(await DeleteAsync("<DBInstanceStatus>deleting</DBInstanceStatus>")).Action);

    private static async Task<IReadOnlyList<SentRequest>> UpdateAsync(DBInstance now, DBInstance desired)
    {
        using var network = new FakeNetwork(_ => FakeNetwork.Xml("<ModifyDBInstanceResponse/>"));
        using var aws = network.Clients();
        await new DBInstanceType(aws).UpdateAsync(place, "db", (Spec)now, desired, Ct);
        return network.Sent;
    }

    private static async Task<IReadOnlyList<SentRequest>> DeleteAsync(string elements)
    {
        using var network = new FakeNetwork(request => FakeNetwork.Xml(request.Action is "DescribeDBInstances"
            ? $"""
               <DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>
               <DBInstance><DBInstanceIdentifier>db</DBInstanceIdentifier>{elements}</DBInstance>
               </DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>
               """
            : "<DeleteDBInstanceResponse/>"));
        using var aws = network.Clients();
        await new DBInstanceType(aws).DeleteAsync(place, "db", new Deletion(FinalSnapshot: "last"), Ct);
        return network.Sent;
    }
}
