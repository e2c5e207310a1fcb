using Pockitect.Aws.Errors;
using Pockitect.Aws.Rds;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Rds;

public sealed class DBInstanceLimitTests
{
    private static readonly DBInstance Running = new()
    {
        Engine = "postgres",
        EngineVersion = "16.8",
        DBInstanceClass = "db.t3.micro",
        AllocatedStorage = 22,
        MaxAllocatedStorage = 22,
        MasterUsername = "shopkeeper",
        AutoMinorVersionUpgrade = true,
        BackupRetentionPeriod = 7,
        Port = 5432,
        StorageType = "gp3",
    };

    [Theory]
    [InlineData("16", 0)]
    [InlineData("16.6", 0)]
    [InlineData("16.8", 0)]
    [InlineData("15", 0)]
    [InlineData("16.10", 1)]
    [InlineData("17", 1)]
    public void A_version_never_goes_back(string desired, int differences) =>
        Assert.Equal(differences, Compare(Running, Running with { EngineVersion = desired }).Count);

    [Theory]
    [InlineData(true, "16.6", false)]
    [InlineData(true, "15", true)]
    [InlineData(false, "16.6", true)]
    [InlineData(false, "16.8", false)]
    [InlineData(false, "16", false)]
    public void An_older_version_is_said_to_stay_unless_AWS_upgraded_it_by_itself(bool automatic, string desired, bool isSaid) =>
        Assert.Equal(isSaid, Limits(Running with { AutoMinorVersionUpgrade = automatic }, Running with { EngineVersion = desired }).Any(limit => limit.Contains(" can't go back to " + desired)));

    [Fact]
    public void The_limit_on_growth_is_never_below_what_the_disk_has()
    {
        Assert.Empty(Compare(Running, Running with { AllocatedStorage = 21, MaxAllocatedStorage = 21 }));
        Assert.Equal(("MaxAllocatedStorage", "100", "22"), Single(Compare(Running with { MaxAllocatedStorage = 100 }, Running with { AllocatedStorage = 20, MaxAllocatedStorage = 20 })));
        Assert.Equal(("MaxAllocatedStorage", "22", "100"), Single(Compare(Running, Running with { AllocatedStorage = 20, MaxAllocatedStorage = 100 })));
    }

    [Fact]
    public void Storage_grows_by_a_tenth_or_more_and_the_limit_with_it()
    {
        var changes = Compare(Running, Running with { AllocatedStorage = 23, MaxAllocatedStorage = 23 });

        Assert.Equal(["AllocatedStorage: 22 → 25", "MaxAllocatedStorage: 22 → 25"], changes.Select(change => $"{change}"));
        Assert.Contains("25 GiB", Assert.Single(Limits(Running, Running with { AllocatedStorage = 23 })));
    }

    [Fact]
    public void Extended_support_is_decided_once()
    {
        var now = Running with { EngineLifecycleSupport = "open-source-rds-extended-support" };
        var desired = Running with { EngineLifecycleSupport = "open-source-rds-extended-support-disabled" };

        Assert.Empty(Compare(now, desired));
        Assert.Contains("stays open-source-rds-extended-support", Assert.Single(Limits(now, desired)));
    }

    public static TheoryData<string, InterruptionKind[]> Changes => new()
    {
        { "class", [InterruptionKind.Downtime] },
        { "class multi-az", [InterruptionKind.Failover] },
        { "minor", [InterruptionKind.Downtime] },
        { "port", [InterruptionKind.Reboot] },
        { "magnetic", [InterruptionKind.Downtime] },
        { "gp2", [] },
        { "no backups", [InterruptionKind.Downtime] },
        { "fewer backups", [] },
        { "public", [InterruptionKind.NewAddress] },
        { "protection", [] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_change_says_how_it_interrupts(string name, InterruptionKind[] kinds)
    {
        var (now, desired) = name switch
        {
            "class" => (Running, Running with { DBInstanceClass = "db.t3.small" }),
            "class multi-az" => (Running with { MultiAZ = true }, Running with { MultiAZ = true, DBInstanceClass = "db.t3.small" }),
            "minor" => (Running, Running with { EngineVersion = "16.10" }),
            "port" => (Running, Running with { Port = 5433 }),
            "magnetic" => (Running, Running with { StorageType = "standard" }),
            "gp2" => (Running, Running with { StorageType = "gp2" }),
            "no backups" => (Running, Running with { BackupRetentionPeriod = 0 }),
            "fewer backups" => (Running, Running with { BackupRetentionPeriod = 3 }),
            "public" => (Running with { PubliclyAccessible = false }, Running with { PubliclyAccessible = true }),
            _ => (Running, Running with { DeletionProtection = true }),
        };

        Assert.Equal(kinds, DBInstanceLimits.Interruptions(now, desired).Select(interruption => interruption.Kind));
    }

    [Theory]
    [InlineData("Database instance is not in available state.", "ModifyDBInstance", true)]
    [InlineData("Instance db cannot be stopped as it is in state: modifying.", "StopDBInstance", true)]
    [InlineData("Instance db cannot be deleted as it is being modified.", "DeleteDBInstance", true)]
    [InlineData("Cannot stop or start a read replica or a DB instance that has one.", "StopDBInstance", false)]
    public void A_refusal_for_an_earlier_change_is_waited_out(string message, string action, bool isWait)
    {
        var wait = AwsErrorCodes.WaitFor("InvalidDBInstanceState", message, "rds", action, mutating: true);

        Assert.Equal(isWait ? TimeSpan.FromMinutes(80) : null, wait?.Budget);
    }

    [Fact]
    public void The_newest_valid_target_of_a_prefix_is_found_by_number()
    {
        Assert.Equal("17.10", EngineVersions.Newest(["17.2", "17.10", "17.9", "18.1"], "17"));
        Assert.Null(EngineVersions.Newest(["17.2"], "1"));
    }

    private static IReadOnlyList<PropertyChange> Compare(DBInstance now, DBInstance desired) => SpecDiff.Compare(DBInstanceLimits.Attainable(now, desired), now);

    private static List<string> Limits(DBInstance now, DBInstance desired) => [.. DBInstanceLimits.Of(now, desired)];

    private static (string, string?, string?) Single(IReadOnlyList<PropertyChange> changes) => Assert.Single(changes) is var change ? (change.Path, change.Old, change.New) : default;
}
