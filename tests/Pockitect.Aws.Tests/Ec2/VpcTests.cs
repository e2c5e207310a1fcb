using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class VpcTests(SandboxFixture sandbox) : LifeTest(sandbox)
{
    private VpcType Type => new(Aws);

    [Fact]
    public async Task A_vpc_lives_from_create_to_delete()
    {
        var spec = new Vpc
        {
            CidrBlock = "10.20.0.0/16",
            EnableDnsSupport = true,
            EnableDnsHostnames = true,
            InstanceTenancy = "default",
            AmazonProvidedIpv6CidrBlock = true,
        };

        var vpc = await CreateAsync(Type, spec, How("network"));
        Assert.Equal(Phase.Ready, vpc.Phase);
        Assert.Null(vpc.Locked);
        Assert.StartsWith("sg-", vpc.Outputs["DefaultSecurityGroup"], StringComparison.Ordinal);
        Assert.EndsWith("/56", vpc.Outputs["Ipv6CidrBlock"], StringComparison.Ordinal);

        var listed = await ListedAsync(Type, vpc.Id);
        Assert.True(listed.IsSummary);
        Assert.Equal("network", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, vpc.Id, spec with { EnableDnsHostnames = false, AmazonProvidedIpv6CidrBlock = false });
        await UpdateAsync(Type, vpc.Id, spec with { EnableDnsSupport = false, EnableDnsHostnames = false });

        await DeleteAsync(Type, vpc.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task Settings_that_the_spec_does_not_give_are_left_as_they_are()
    {
        var vpc = await CreateAsync(Type, new Vpc { CidrBlock = "10.20.0.0/16", EnableDnsHostnames = true });

        var changes = Changes.Count;

        await Type.UpdateAsync(Place, vpc.Id, vpc.Spec, new Vpc { CidrBlock = "10.20.0.0/16" }, Ct);

        Assert.Equal(changes, Changes.Count);
        Assert.Equal(vpc.Spec, (await ReadAsync(Type, vpc.Id)).Spec);
    }

    [Fact]
    public async Task Tags_are_set_and_removed_without_touching_others()
    {
        var vpc = await CreateAsync(Type, new Vpc { CidrBlock = "10.20.0.0/16" }, How("network"));

        await Type.TagAsync(Place, vpc.Id, new Dictionary<string, string> { ["Name"] = "main", ["team"] = "blue" }, [], Ct);
        await Type.TagAsync(Place, vpc.Id, new Dictionary<string, string> { ["team"] = "" }, ["Name"], Ct);

        var tags = (await ReadAsync(Type, vpc.Id)).Tags;
        Assert.Equal("", tags["team"]);
        Assert.Equal("network", tags[OwnershipTags.Resource]);
        Assert.DoesNotContain("Name", tags);
    }

    [Fact]
    public async Task The_default_vpc_is_locked()
    {
        var all = await Type.ListAsync(Place, Ct).ToListAsync(Ct);

        Assert.NotNull(Assert.Single(all, vpc => ((Vpc)vpc.Spec).CidrBlock == "172.31.0.0/16").Locked);
    }

    [Fact]
    public async Task A_vpc_that_never_was_reads_as_null() =>
        Assert.Null(await Type.ReadAsync(Place, "vpc-0123456789abcdef0", Ct));
}
