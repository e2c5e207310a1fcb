using Pockitect.Aws.Iam;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Iam;

public sealed class RoleTests : LifeTest
{
    private const string Ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    private const string ReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";

    public RoleTests(SandboxFixture sandbox)
        : base(sandbox) => Place = new Place(sandbox.Place.AccountId, Place.GlobalRegion);

    private RoleType Type => new(Aws);

    internal static string Trust(string service) => $$"""
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Allow", "Principal": { "Service": "{{service}}.amazonaws.com" }, "Action": "sts:AssumeRole" }]
        }
        """;

    private static string Allow(string action, string resource = "*") =>
        $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "{{action}}", "Resource": "{{resource}}" }] }""";

    [Fact]
    public async Task A_role_lives_from_create_to_delete()
    {
        var spec = new Role
        {
            RoleName = $"web-{Guid.NewGuid():N}",
            AssumeRolePolicyDocument = Trust("ec2"),
            Description = "What the web servers may do",
            MaxSessionDuration = 7200,
            Path = "/shop/",
            ManagedPolicyArns = [Ssm],
            // With characters that mean something in a URL.
            Policies = [new RolePolicy { PolicyName = "logs", PolicyDocument = Allow("logs:*", "arn:aws:logs:*:*:log-group:100%+ok&more") }],
            PermissionsBoundary = ReadOnly,
        };

        var role = await CreateAsync(Type, spec, How("web-role"));
        Assert.Equal((spec.RoleName, Phase.Ready), (role.Id, role.Phase));
        Assert.EndsWith($":role/shop/{spec.RoleName}", role.Outputs["Arn"], StringComparison.Ordinal);
        Assert.Null(role.Locked);
        Assert.False(role.IsSummary);

        var listed = await ListedAsync(Type, role.Id);
        Assert.True(listed.IsSummary);
        Assert.Equal("web-role", listed.Tags[OwnershipTags.Resource]);
        Assert.Empty(SpecDiff.Compare(spec with { Description = null, MaxSessionDuration = null }, listed.Spec));

        await UpdateAsync(Type, role.Id, spec with { AssumeRolePolicyDocument = Trust("lambda") });
        await UpdateAsync(Type, role.Id, spec with { MaxSessionDuration = 3600, PermissionsBoundary = Ssm });
        await UpdateAsync(Type, role.Id, spec with
        {
            ManagedPolicyArns = [ReadOnly],
            Policies =
            [
                new RolePolicy { PolicyName = "logs", PolicyDocument = Allow("logs:PutLogEvents") },
                new RolePolicy { PolicyName = "files", PolicyDocument = Allow("s3:GetObject") },
            ],
        });
        await UpdateAsync(Type, role.Id, spec with { ManagedPolicyArns = [], Policies = [] });

        await DeleteAsync(Type, role.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task Its_policies_go_with_it()
    {
        var role = await CreateAsync(Type, new Role
        {
            AssumeRolePolicyDocument = Trust("ec2"),
            ManagedPolicyArns = [Ssm, ReadOnly],
            Policies = [new RolePolicy { PolicyName = "logs", PolicyDocument = Allow("logs:*") }],
        });

        await DeleteAsync(Type, role.Id);
    }

    [Fact]
    public async Task Settings_that_the_spec_does_not_give_are_left_as_they_are()
    {
        var spec = new Role { AssumeRolePolicyDocument = Trust("ec2"), Description = "first", MaxSessionDuration = 7200, ManagedPolicyArns = [Ssm] };
        var role = await CreateAsync(Type, spec);

        await UpdateAsync(Type, role.Id, new Role { AssumeRolePolicyDocument = Trust("ec2"), Description = "second" });

        var now = (Role)(await ReadAsync(Type, role.Id)).Spec;
        Assert.Equal((7200, "second"), (now.MaxSessionDuration, now.Description));
        Assert.Equal([Ssm], now.ManagedPolicyArns);
    }

    [Fact]
    public async Task A_role_without_a_name_gets_the_unique_one()
    {
        var how = How();

        var role = await CreateAsync(Type, new Role { AssumeRolePolicyDocument = Trust("ec2") }, how);

        Assert.Equal(how.UniqueName, role.Id);
        Assert.Equal(how.UniqueName, Type.NaturalKey(new Role { AssumeRolePolicyDocument = Trust("ec2") }, how));
    }

    [Fact]
    public async Task The_role_of_an_AWS_service_is_locked()
    {
        var linked = new QueryParameters().Set("AWSServiceName", "autoscaling.amazonaws.com").Set("CustomSuffix", Guid.NewGuid().ToString("N")[..8]);
        var made = await Sandbox.Clients.Iam().CallAsync("CreateServiceLinkedRole", linked, Ct);
        var name = made.Element("Role")!.Element("RoleName")!.Value;

        Assert.NotNull((await ReadAsync(Type, name)).Locked);
        Assert.NotNull((await ListedAsync(Type, name)).Locked);

        await Sandbox.Clients.Iam().CallAsync("DeleteServiceLinkedRole", new QueryParameters().Set("RoleName", name), Ct);
    }

    [Fact]
    public async Task Tags_are_set_and_removed()
    {
        var role = await CreateAsync(Type, new Role { AssumeRolePolicyDocument = Trust("ec2") }, How("web-role"));

        await Type.TagAsync(Place, role.Id, new Dictionary<string, string> { ["Name"] = "main", ["team"] = "blue" }, [], Ct);
        await Type.TagAsync(Place, role.Id, new Dictionary<string, string>(), ["Name"], Ct);

        var tags = (await ReadAsync(Type, role.Id)).Tags;
        Assert.Equal(("blue", "web-role"), (tags["team"], tags[OwnershipTags.Resource]));
        Assert.DoesNotContain("Name", tags);
    }

    [Fact]
    public async Task A_role_that_never_was_reads_as_null() => Assert.Null(await Type.ReadAsync(Place, "never-was", Ct));
}
