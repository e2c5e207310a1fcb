using Pockitect.Aws.Iam;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Iam;

public sealed class InstanceProfileTests : LifeTest
{
    public InstanceProfileTests(SandboxFixture sandbox)
        : base(sandbox) => Place = new Place(sandbox.Place.AccountId, Place.GlobalRegion);

    private InstanceProfileType Type => new(Aws);

    private RoleType Roles => new(Aws);

    private static Role Role => new() { AssumeRolePolicyDocument = RoleTests.Trust("ec2") };

    [Fact]
    public async Task An_instance_profile_lives_from_create_to_delete()
    {
        var (first, second) = (await CreateAsync(Roles, Role), await CreateAsync(Roles, Role));
        var spec = new InstanceProfile
        {
            InstanceProfileName = $"web-{Guid.NewGuid():N}",
            Path = "/shop/",
            Role = Ref.Existing<Role>(first.Id),
        };

        var profile = await CreateAsync(Type, spec, How("web-profile"));
        Assert.Equal((spec.InstanceProfileName, Phase.Ready), (profile.Id, profile.Phase));
        Assert.EndsWith($":instance-profile/shop/{spec.InstanceProfileName}", profile.Arn, StringComparison.Ordinal);

        var listed = await ListedAsync(Type, profile.Id);
        Assert.Equal(profile.Spec, listed.Spec);
        Assert.Equal("web-profile", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, profile.Id, spec with { Role = Ref.Existing<Role>(second.Id) });

        await DeleteAsync(Type, profile.Id);
        Assert.NotNull(await Roles.ReadAsync(Place, second.Id, Ct));
        AssertPermitted();
    }

    [Fact]
    public async Task A_role_that_is_not_managed_stays_in_the_profile()
    {
        var role = await CreateAsync(Roles, Role);
        var profile = await CreateAsync(Type, new InstanceProfile { Role = Ref.Existing<Role>(role.Id) });

        await Type.UpdateAsync(Place, profile.Id, profile.Spec, new InstanceProfile(), Ct);

        Assert.Equal(profile.Spec, (await ReadAsync(Type, profile.Id)).Spec);
    }

    [Fact]
    public async Task Tags_are_set_and_removed()
    {
        var profile = await CreateAsync(Type, new InstanceProfile(), How("web-profile"));

        await Type.TagAsync(Place, profile.Id, new Dictionary<string, string> { ["Name"] = "main", ["team"] = "blue" }, [], Ct);
        await Type.TagAsync(Place, profile.Id, new Dictionary<string, string>(), ["Name"], Ct);

        var tags = (await ReadAsync(Type, profile.Id)).Tags;
        Assert.Equal(("blue", "web-profile"), (tags["team"], tags[OwnershipTags.Resource]));
        Assert.DoesNotContain("Name", tags);
    }

    [Fact]
    public async Task A_profile_that_never_was_reads_as_null() => Assert.Null(await Type.ReadAsync(Place, "never-was", Ct));
}
