using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class SecurityGroupTests(SandboxFixture sandbox) : NetworkLifeTest(sandbox)
{
    private static readonly IngressRule Https = new() { IpProtocol = "tcp", FromPort = 443, ToPort = 443, CidrIp = "0.0.0.0/0" };
    private static readonly EgressRule Everything = new() { IpProtocol = "-1", CidrIp = "0.0.0.0/0" };

    private SecurityGroupType Type => new(Aws);

    [Fact]
    public async Task A_security_group_lives_from_create_to_delete()
    {
        var vpc = await VpcAsync();
        var friend = Ref.Existing<SecurityGroup>((await CreateAsync(Type, new SecurityGroup { Vpc = vpc }, How("friend"))).Id);
        var spec = new SecurityGroup
        {
            GroupName = "web",
            GroupDescription = "Web servers",
            Vpc = vpc,
            SecurityGroupIngress =
            [
                Https with { Description = "Everybody" },
                Https with { CidrIp = null, CidrIpv6 = "::/0" },
                Https with { CidrIp = "10.0.0.0/8" },
                new IngressRule { IpProtocol = "icmp", FromPort = -1, ToPort = -1, CidrIp = "10.0.0.0/8" },
                new IngressRule { IpProtocol = "udp", FromPort = 53, ToPort = 54, SourceSecurityGroup = friend, Description = "Names" },
                new IngressRule { IpProtocol = "47", CidrIp = "10.0.0.0/8" },
            ],
            SecurityGroupEgress = [Everything, new EgressRule { IpProtocol = "tcp", FromPort = 5432, ToPort = 5432, DestinationSecurityGroup = friend }],
        };

        var group = await CreateAsync(Type, spec, How("web"));
        Assert.Equal(Phase.Ready, group.Phase);
        Assert.Null(group.Locked);

        var listed = await ListedAsync(Type, group.Id);
        Assert.Empty(SpecDiff.Compare(group.Spec, listed.Spec));
        Assert.Equal("web", listed.Tags[OwnershipTags.Resource]);

        await UpdateAsync(Type, group.Id, spec with
        {
            SecurityGroupIngress = [Https with { Description = "Still everybody" }, Https with { FromPort = 80, ToPort = 80 }],
            SecurityGroupEgress = [Everything with { CidrIp = null, CidrIpv6 = "::/0" }],
        });
        await DeleteAsync(Type, group.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task A_group_with_no_name_of_its_own_gets_the_step_s_name()
    {
        var how = How("nameless");

        var group = (SecurityGroup)(await CreateAsync(Type, new SecurityGroup { Vpc = await VpcAsync() }, how)).Spec;

        Assert.Equal((how.UniqueName, how.UniqueName), (group.GroupName, group.GroupDescription));
    }

    [Fact]
    public async Task What_may_go_out_stays_everything_until_the_spec_says_otherwise()
    {
        var spec = new SecurityGroup { Vpc = await VpcAsync() };

        var open = (SecurityGroup)(await CreateAsync(Type, spec)).Spec;
        Assert.Equal([Everything], open.SecurityGroupEgress!);

        var closed = (SecurityGroup)(await CreateAsync(Type, spec with { SecurityGroupEgress = [] })).Spec;
        Assert.Empty(closed.SecurityGroupEgress!);
    }

    [Fact]
    public async Task A_group_may_let_its_own_members_in()
    {
        var spec = new SecurityGroup { Vpc = await VpcAsync() };
        var group = await CreateAsync(Type, spec);
        var self = new IngressRule { IpProtocol = "-1", SourceSecurityGroup = Ref.Existing<SecurityGroup>(group.Id) };

        await UpdateAsync(Type, group.Id, spec with { SecurityGroupIngress = [self] });
        await DeleteAsync(Type, group.Id);
    }

    [Fact]
    public async Task Groups_that_name_each_other_go_once_the_rules_between_them_are_gone()
    {
        var spec = new SecurityGroup { Vpc = await VpcAsync() };
        var (web, data) = (await CreateAsync(Type, spec, How("web")), await CreateAsync(Type, spec, How("data")));
        SecurityGroup Letting(string id) => spec with { SecurityGroupIngress = [Https with { CidrIp = null, SourceSecurityGroup = Ref.Existing<SecurityGroup>(id) }] };
        await UpdateAsync(Type, web.Id, Letting(data.Id));
        await UpdateAsync(Type, data.Id, Letting(web.Id));

        await UpdateAsync(Type, web.Id, spec with { SecurityGroupIngress = [] });

        await DeleteAsync(Type, data.Id);
        await DeleteAsync(Type, web.Id);
    }

    [Fact]
    public async Task New_rules_are_there_before_old_ones_go()
    {
        var spec = new SecurityGroup { Vpc = await VpcAsync(), SecurityGroupIngress = [Https] };
        var group = await CreateAsync(Type, spec);
        var before = Changes.Count;

        await UpdateAsync(Type, group.Id, spec with { SecurityGroupIngress = [Https with { CidrIp = "10.0.0.0/8" }] });

        Assert.Equal(["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"], Changes.Skip(before));
    }

    [Fact]
    public async Task A_rule_with_another_description_stays_in_force_while_it_is_described()
    {
        var spec = new SecurityGroup { Vpc = await VpcAsync(), SecurityGroupEgress = [Everything] };
        var group = await CreateAsync(Type, spec);
        var before = Changes.Count;

        await UpdateAsync(Type, group.Id, spec with { SecurityGroupEgress = [Everything with { FromPort = 0, Description = "All of it" }] });

        Assert.Equal(["UpdateSecurityGroupRuleDescriptionsEgress"], Changes.Skip(before));
    }

    [Fact]
    public async Task Repeating_an_update_that_went_through_changes_nothing()
    {
        var spec = new SecurityGroup { Vpc = await VpcAsync(), SecurityGroupIngress = [Https with { Description = "Everybody" }] };
        var group = await CreateAsync(Type, spec);

        await Type.UpdateAsync(Place, group.Id, group.Spec, spec, Ct);

        Assert.Empty(SpecDiff.Compare(spec, (await ReadAsync(Type, group.Id)).Spec));
    }

    [Fact]
    public async Task Rules_are_exchanged_even_where_the_quota_has_no_room_for_old_and_new()
    {
        var spec = new SecurityGroup { Vpc = await VpcAsync(), SecurityGroupIngress = Ports(1000, 50) };
        var group = await CreateAsync(Type, spec);

        var before = Changes.Count;

        await UpdateAsync(Type, group.Id, spec with { SecurityGroupIngress = Ports(2000, 50) });

        Assert.Equal(
            ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", "AuthorizeSecurityGroupIngress"],
            Changes.Skip(before));

        static IReadOnlyList<IngressRule> Ports(int first, int count) =>
            [.. Enumerable.Range(first, count).Select(port => Https with { FromPort = port, ToPort = port })];
    }

    [Fact]
    public async Task A_default_security_group_is_locked()
    {
        var vpc = await VpcAsync();

        var all = await Type.ListAsync(Place, Ct).ToListAsync(Ct);

        Assert.NotNull(Assert.Single(all, group => ((SecurityGroup)group.Spec).Vpc == vpc).Locked);
    }

    [Fact]
    public void Rules_for_all_protocols_have_no_ports()
    {
        var rule = Everything with { FromPort = 0, ToPort = 65535 };

        Assert.Equal((null, null), (rule.FromPort, rule.ToPort));
    }

    [Fact]
    public void A_reference_between_groups_does_not_hold_up_their_creation()
    {
        var spec = new SecurityGroup { Vpc = Ref.To<Vpc>("main"), SecurityGroupIngress = [Https with { CidrIp = null, SourceSecurityGroup = Ref.To<SecurityGroup>("web") }] };

        Assert.True(Assert.Single(SpecTree.Edges(spec), edge => edge.SpecType == typeof(SecurityGroup)).IsDeferred);
        Assert.Null(((SecurityGroup)SpecTree.WithoutDeferred(spec)).SecurityGroupIngress);
    }
}
