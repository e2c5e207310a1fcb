using Pockitect.Aws.Rds;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Rds;

public sealed class DBSnapshotTests(SandboxFixture sandbox) : RdsLifeTest(sandbox)
{
    private DBSnapshotType Type => new(Aws);

    [Fact]
    public async Task A_snapshot_lives_from_create_to_delete()
    {
        var database = await CreateAsync(new DBInstanceType(Aws), Small());

        var snapshot = await CreateAsync(Type, new DBSnapshot { DBSnapshotIdentifier = "before-upgrade", DBInstanceIdentifier = database.Id }, How("copy"));
        Assert.Equal((Phase.Ready, true, "20"), (snapshot.Phase, snapshot.IsKept, snapshot.Outputs["AllocatedStorage"]));
        var listed = await ListedAsync(Type, snapshot.Id);
        Assert.Equal((snapshot.Spec, "copy"), (listed.Spec, listed.Tags[OwnershipTags.Resource]));

        await Type.TagAsync(Place, snapshot.Id, new Dictionary<string, string> { ["team"] = "blue" }, [OwnershipTags.Resource], Ct);
        Assert.Equal("blue", (await ReadAsync(Type, snapshot.Id)).Tags["team"]);
        await DeleteAsync(Type, snapshot.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(null)]
    public async Task A_final_snapshot_has_the_tags_of_its_database(bool? copies)
    {
        var databases = new DBInstanceType(Aws);
        var database = await CreateAsync(databases, Small() with { CopyTagsToSnapshot = copies }, How("store"));

        await databases.DeleteAsync(Place, database.Id, new Deletion(FinalSnapshot: "store-final-1"), Ct);

        var snapshot = await ReadAsync(Type, "store-final-1");
        Assert.Equal(("shop", "store"), (snapshot.Tags[OwnershipTags.Project], snapshot.Tags[OwnershipTags.Resource]));
        await DeleteAsync(Type, snapshot.Id);
    }

    [Fact]
    public async Task Automated_snapshots_are_not_listed()
    {
        await CreateAsync(new DBInstanceType(Aws), Small() with { BackupRetentionPeriod = 7 });

        Assert.Empty(await Type.ListAsync(Place, Ct).ToListAsync(Ct));
    }

    private static DBInstance Small() => new() { Engine = "mysql", DBInstanceClass = "db.t3.micro", AllocatedStorage = 20, MasterUsername = "owner" };
}
