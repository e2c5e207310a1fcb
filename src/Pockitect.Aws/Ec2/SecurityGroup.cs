using System.ComponentModel.DataAnnotations;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>A security group: allowed inbound and outbound traffic of network interfaces.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html"/>
public sealed record SecurityGroup : Spec
{
    /// <summary>The name, unique in the VPC. Default: generated.</summary>
    [Replacement]
    [MaxLength(255)]
    [RegularExpression(
        @"^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$",
        ErrorMessage = "allows a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$*, and must not start with sg-")]
    public string? GroupName { get; init; }

    /// <summary>The description, which AWS requires. Default: the group's name.</summary>
    [Replacement]
    [MaxLength(255)]
    [RegularExpression(
        @"^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$", ErrorMessage = "allows only a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$*")]
    public string? GroupDescription { get; init; }

    /// <summary>The VPC.</summary>
    [Replacement] public required Ref<Vpc> Vpc { get; init; }

    /// <summary>Allowed inbound traffic; everything else is blocked.</summary>
    public IReadOnlyList<IngressRule>? SecurityGroupIngress { get; init; }

    /// <summary>
    /// Allowed outbound traffic; everything else is blocked. Default: everything is allowed. An empty list blocks everything.
    /// </summary>
    public IReadOnlyList<EgressRule>? SecurityGroupEgress { get; init; }
}

internal sealed class SecurityGroupType(
    AwsClients aws) : Ec2ResourceType<SecurityGroup, Sdk.SecurityGroup>(aws, "AWS::EC2::SecurityGroup", "security-group")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeSecurityGroups"],
        Create =
        [
            "ec2:CreateSecurityGroup", "ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress",
            "ec2:RevokeSecurityGroupEgress", "ec2:UpdateSecurityGroupRuleDescriptionsEgress", "ec2:CreateTags",
        ],
        TagOnCreate = "ec2:CreateTags",
        Update =
        [
            "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress", "ec2:UpdateSecurityGroupRuleDescriptionsIngress",
            "ec2:AuthorizeSecurityGroupEgress", "ec2:RevokeSecurityGroupEgress", "ec2:UpdateSecurityGroupRuleDescriptionsEgress",
            "ec2:CreateTags", "ec2:DeleteTags",
        ],
        Delete = ["ec2:DeleteSecurityGroup"],
    };

    public override ResourceFamily Family => ResourceFamily.Security;

    public override IReadOnlyList<QuotaRule> Quotas { get; } =
    [
        new QuotaRule.Shared(new Quota("vpc", "L-E79EC296", "security groups in the Region")),
        new QuotaRule.PerResource(
            new Quota("vpc", "L-0EA8095F", "inbound or outbound rules of one security group"), spec => RulesOf((SecurityGroup)spec)),
    ];

    public override IReadOnlyList<string> Removable { get; } = [
        nameof(SecurityGroup.SecurityGroupIngress),
        nameof(SecurityGroup.SecurityGroupEgress),
    ];

    protected override SecurityGroup? Unset(SecurityGroup desired, string path, Observed now, IReadOnlyList<Observed> around) =>
        path is nameof(SecurityGroup.SecurityGroupEgress) ? desired with { SecurityGroupEgress = [EgressRule.Everything] } : null;

    protected override IAsyncEnumerable<Sdk.SecurityGroup> AllAsync(Place place, CancellationToken ct) =>
        Ec2(place).Paginators.DescribeSecurityGroups(new Sdk.DescribeSecurityGroupsRequest { MaxResults = 1000 }).SecurityGroups;

    protected override async Task<List<Sdk.SecurityGroup>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeSecurityGroupsAsync(new Sdk.DescribeSecurityGroupsRequest { GroupIds = [id] }, ct)).SecurityGroups;

    protected override bool CanCoexistWith(SecurityGroup now, SecurityGroup desired) =>
        now.Vpc != desired.Vpc || now.GroupName != desired.GroupName;

    protected override async Task<string> CreateAsync(Place place, SecurityGroup spec, Creation how, CancellationToken ct)
    {
        var name = spec.GroupName ?? how.UniqueName;
        var request = new Sdk.CreateSecurityGroupRequest
        {
            GroupName = name,
            Description = spec.GroupDescription ?? name,
            VpcId = spec.Vpc.Id,
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).CreateSecurityGroupAsync(request, ct)).GroupId;
    }

    protected override async Task UpdateAsync(Place place, string id, SecurityGroup now, SecurityGroup desired, CancellationToken ct)
    {
        var ec2 = Ec2(place);
        await SecurityGroupRules.UpdateAsync(
            now.SecurityGroupIngress,
            desired.SecurityGroupIngress,
            desired.IsExact(nameof(desired.SecurityGroupIngress)),
            rules => ec2.UpdateSecurityGroupRuleDescriptionsIngressAsync(
                new Sdk.UpdateSecurityGroupRuleDescriptionsIngressRequest { GroupId = id, IpPermissions = rules }, ct),
            rules => ec2.AuthorizeSecurityGroupIngressAsync(
                new Sdk.AuthorizeSecurityGroupIngressRequest { GroupId = id, IpPermissions = rules }, ct),
            rules => ec2.RevokeSecurityGroupIngressAsync(
                new Sdk.RevokeSecurityGroupIngressRequest { GroupId = id, IpPermissions = rules }, ct));
        await SecurityGroupRules.UpdateAsync(
            now.SecurityGroupEgress,
            desired.SecurityGroupEgress,
            desired.IsExact(nameof(desired.SecurityGroupEgress)),
            rules => ec2.UpdateSecurityGroupRuleDescriptionsEgressAsync(
                new Sdk.UpdateSecurityGroupRuleDescriptionsEgressRequest { GroupId = id, IpPermissions = rules }, ct),
            rules => ec2.AuthorizeSecurityGroupEgressAsync(
                new Sdk.AuthorizeSecurityGroupEgressRequest { GroupId = id, IpPermissions = rules }, ct),
            rules => ec2.RevokeSecurityGroupEgressAsync(
                new Sdk.RevokeSecurityGroupEgressRequest { GroupId = id, IpPermissions = rules }, ct));
    }

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        Ec2(place).DeleteSecurityGroupAsync(new Sdk.DeleteSecurityGroupRequest { GroupId = id }, ct).GoneIsDoneAsync();

    protected override MonthlyPrice PriceOf(SecurityGroup spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"SecurityGroup:groupId={id}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-security-groups", "--group-ids", id];

    protected override Observed From(Place place, Sdk.SecurityGroup group)
    {
        var spec = new SecurityGroup
        {
            GroupName = group.GroupName,
            GroupDescription = group.Description,
            Vpc = Ref.Existing<Vpc>(group.VpcId),
            SecurityGroupIngress = [.. (group.IpPermissions ?? []).SelectMany(SecurityGroupRules.Ingress)],
            SecurityGroupEgress = [.. (group.IpPermissionsEgress ?? []).SelectMany(SecurityGroupRules.Egress)],
        };
        return Seen(place, group.GroupId, spec, group.Tags, Phase.Ready) with
        {
            // GuardDuty leaves it behind with its endpoint:
            // https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-agent-resource-clean-up.html
            About = IsGuardDutys(group) ? "which GuardDuty created for this VPC" : null,
            GoesWith = IsGuardDutys(group) ? group.VpcId : null,
            Locked = group.GroupName == "default" ? "It is the default security group of its VPC." : null,
        };
    }

    /// <summary>The larger direction. IPv4 and IPv6 count separately; rules with a group or a list count in both.</summary>
    private static int RulesOf(SecurityGroup group)
    {
        return Math.Max(Count(group.SecurityGroupIngress ?? []), Count(group.SecurityGroupEgress ?? []));

        static int Count(IReadOnlyList<SecurityGroupRule> rules) =>
            Math.Max(rules.Count(rule => rule.CidrIpv6 is null), rules.Count(rule => rule.CidrIp is null));
    }

    private static bool IsGuardDutys(Sdk.SecurityGroup group) => group.GroupName == $"GuardDutyManagedSecurityGroup-{group.VpcId}";
}
