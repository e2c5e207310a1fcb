using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class SnapshotTests(SandboxFixture sandbox) : LifeTest(sandbox)
{
    [Fact]
    public async Task A_snapshot_lives_from_create_to_delete()
    {
        var type = new SnapshotType(Aws);
        var volume = await CreateAsync(new VolumeType(Aws), new Volume { AvailabilityZone = Place.Region + "a", Size = 8 });

        var snapshot = await CreateAsync(type, new Snapshot { VolumeId = volume.Id, Description = "before the move" }, How("copy"));
        Assert.Equal((Phase.Ready, true, "8"), (snapshot.Phase, snapshot.IsKept, snapshot.Outputs["VolumeSize"]));
        var listed = await ListedAsync(type, snapshot.Id);
        Assert.Equal((snapshot.Spec, "copy"), (listed.Spec, listed.Tags[OwnershipTags.Resource]));

        await DeleteAsync(type, snapshot.Id);
        AssertPermitted();
    }
}
