using Amazon.Runtime;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Rds;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Rds;

public sealed class DBSubnetGroupTests(SandboxFixture sandbox) : RdsLifeTest(sandbox)
{
    private DBSubnetGroupType Type => new(Aws);

    [Fact]
    public async Task A_subnet_group_lives_from_create_to_delete()
    {
        var subnets = await SubnetsAsync();
        var spec = new DBSubnetGroup
        {
            DBSubnetGroupName = $"Shop-Data-{Guid.NewGuid():N}",
            DBSubnetGroupDescription = "Where the shop's data is",
            SubnetIds = [subnets[0], subnets[1]],
        };
        var group = await CreateAsync(Type, spec);

        Assert.Equal(spec.DBSubnetGroupName.ToLowerInvariant(), group.Id);
        Assert.Equal((Phase.Ready, "Complete"), (group.Phase, group.State));
        Assert.Equal("shop", (await ListedAsync(Type, group.Id)).Tags[OwnershipTags.Project]);

        await UpdateAsync(Type, group.Id, spec with { DBSubnetGroupDescription = "Still there", SubnetIds = [subnets[1], subnets[2]] });
        await Type.TagAsync(Place, group.Id, new Dictionary<string, string> { ["team"] = "blue" }, [OwnershipTags.Resource], Ct);
        var tags = (await ReadAsync(Type, group.Id)).Tags;
        Assert.Equal("blue", tags["team"]);
        Assert.DoesNotContain(OwnershipTags.Resource, tags);

        await DeleteAsync(Type, group.Id);
    }

    [Fact]
    public async Task A_subnet_group_without_a_name_gets_the_unique_one()
    {
        var subnets = await SubnetsAsync();
        var how = How("nameless");
        var spec = new DBSubnetGroup { DBSubnetGroupDescription = "No name", SubnetIds = [subnets[0], subnets[1]] };

        var group = await CreateAsync(Type, spec, how);

        Assert.Equal(how.UniqueName, group.Id);
        Assert.Equal(how.UniqueName, Type.NaturalKey(spec, how));
    }

    [Fact]
    public async Task Creating_a_subnet_group_twice_says_that_it_is_there()
    {
        var subnets = await SubnetsAsync();
        var how = How("twice");
        var spec = new DBSubnetGroup { DBSubnetGroupDescription = "Once is enough", SubnetIds = [subnets[0], subnets[1]] };
        await CreateAsync(Type, spec, how);

        var refusal = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Type.CreateAsync(Place, (Spec)spec, how, Ct));

        Assert.Equal(FaultKind.AlreadyExists, AwsFaults.Explain(refusal).Kind);
    }

    [Fact]
    public async Task A_subnet_group_that_never_was_reads_as_null() => Assert.Null(await Type.ReadAsync(Place, "never-was", Ct));
}
