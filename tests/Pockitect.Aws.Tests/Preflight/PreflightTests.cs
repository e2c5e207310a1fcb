using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Tests.Preflight;

public sealed class PreflightTests(TrialSandbox sandbox) : IClassFixture<TrialSandbox>
{
    private const string User = "arn:aws:iam::123456789012:user/deployer";
    private const string Head = $"project: {{name: {Trial.Slug}, region: eu-west-1}}\n";

    /// <summary>Something for every check to look at.</summary>
    private const string Large = $$"""
        {{Head}}
        network: {availability_zones: 2, security_groups: [{name: inside, inbound: [{port: 80, cidr: 0.0.0.0/0}]}]}
        compute: {instances: [{name: server, type: t3.small, role: app, key_pair: key, elastic_ip: true}]}
        data:
          databases: [{name: db, engine: mysql, class: db.t3.micro}]
          buckets: [{name: files, bucket_name: shop-files-4711}]
        security:
          key_pairs: [{name: key, key_name: shop-main}]
          roles: [{name: app, role_name: shop-app, managed_policies: [AmazonSSMManagedInstanceCore]}]
        resources:
          size: {type: "AWS::SSM::Parameter", properties: {Name: /shop/size, Type: String, Value: "1"} }
          disk: {type: "AWS::EC2::Volume", properties: {AvailabilityZone: eu-west-1a, Size: 8, Encrypted: true} }
        """;

    public static TheoryData<string> Faults { get; } = [.. SeededFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_seeded_fault_is_told_and_nothing_is_changed(string name)
    {
        var fault = SeededFaults.All[name];
        using var trial = await Trial.BeginAsync(sandbox.Server);
        await fault.SeedAsync(trial);

        var (last, changing) = await trial.DeployAsync(fault.Text);

        var refusals = Assert.IsType<Failed>(last).Failures;
        Assert.Contains(refusals, refusal => (fault.LogicalId is not { Length: > 0 } id || refusal.StartsWith($"{id}: ", StringComparison.Ordinal))
            && fault.Says.All(part => refusal.Contains(part, StringComparison.Ordinal)));
        Assert.Empty(changing);
    }

    [Theory]
    [InlineData("service-quotas", "ListServiceQuotas", "servicequotas:ListServiceQuotas")]
    [InlineData("ec2", "DescribeInstanceTypeOfferings", "ec2:DescribeInstanceTypeOfferings")]
    [InlineData("ec2", "DescribeInstanceTypes", "ec2:DescribeInstanceTypes")]
    [InlineData("ec2", "DescribeImages", "ec2:DescribeImages")]
    [InlineData("ssm", "GetParameter", "ssm:GetParameter")]
    [InlineData("rds", "DescribeDBEngineVersions", "rds:DescribeDBEngineVersions")]
    [InlineData("rds", "DescribeOrderableDBInstanceOptions", "rds:DescribeOrderableDBInstanceOptions")]
    [InlineData("iam", "GetPolicy", "iam:GetPolicy")]
    [InlineData("iam", "SimulatePrincipalPolicy", "iam:SimulatePrincipalPolicy")]
    [InlineData("s3", "HeadBucket", "s3:ListBucket")]
    public async Task What_may_not_be_looked_at_is_told_with_the_permission_and_stops_nothing(string service, string action, string permission)
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);
        trial.Arn = User;
        await trial.DenyAsync(service, action);

        var plan = await trial.PlanAsync(Large);

        Assert.Contains(plan.Findings, finding => finding.What.StartsWith("Could not check", StringComparison.Ordinal) && finding.Remedy.Contains(permission, StringComparison.Ordinal));
        Assert.Empty(plan.Refusals);
        Assert.Contains(permission, plan.Actions);
    }

    [Fact]
    public async Task Preflight_only_reads_and_a_plan_lists_all_that_it_reads_with()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);
        trial.Arn = User;

        var (plan, findings) = await trial.LookAsync(Large);

        Assert.DoesNotContain(findings, finding => finding.Severity is Severity.Error);
        Assert.All(trial.Calls, call => Assert.False(call.Mutating, call.Action));
        var permissions = trial.Calls.Select(call => (call.Service, call.Action) switch
        {
            ("s3", "HeadBucket") => "s3:ListBucket",
            ("s3", "ListBuckets") => "s3:ListAllMyBuckets",
            var (service, action) => $"{service}:{action}",
        });
        Assert.Subset(plan.Actions.ToHashSet(), permissions.ToHashSet());
    }

    [Fact]
    public async Task Each_look_up_is_made_once()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);

        await trial.LookAsync("compute: {instances: [{name: server, count: 6}]}".Insert(0, Head));

        string[] once = ["DescribeInstanceTypeOfferings", "DescribeImages", "DescribeAvailabilityZones", "DescribeSecurityGroups"];
        Assert.All(once, action => Assert.InRange(trial.Calls.Count(call => call.Action == action), 0, 1));
        // A new account has neither changed quotas nor other instances, and its six instances are alike.
        Assert.InRange(trial.Calls.Count, 1, 20);
    }

    [Fact]
    public async Task A_second_run_is_not_stopped_by_what_the_first_one_made()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);
        await trial.FaultAsync(new { service = "ec2", action = "RunInstances", kind = "fail_before", times = 20, error = new { code = "InvalidParameterValue", message = "Not today.", status = 400 } });
        var (first, _) = await trial.DeployAsync(Large, approved: true);
        Assert.Contains("Not today.", Assert.IsType<Failed>(first).Reason, StringComparison.Ordinal);
        (await sandbox.Server.Control.DeleteAsync("faults", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        var (second, _) = await trial.DeployAsync(Large, approved: true);

        Assert.IsType<Completed>(second);
    }

    [Fact]
    public async Task Networks_that_could_never_be_joined_are_worth_a_word_and_no_more()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);

        var plan = await trial.PlanAsync($"{Head}network: {{cidr: 172.31.0.0/16}}");

        var finding = Assert.Single(plan.Findings);
        Assert.Equal((Severity.Finding, "vpc"), (finding.Severity, finding.LogicalId));
        Assert.Contains("overlaps other VPCs", finding.What, StringComparison.Ordinal);
        Assert.Empty(plan.Refusals);
    }

    [Fact]
    public async Task Credentials_that_end_before_the_deploy_does_are_told()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);
        trial.Credentials = new LapsingCredentials(TimeProvider.System.GetUtcNow().AddHours(1));

        var (_, early) = await trial.LookAsync($"{Head}network: {{}}", TimeSpan.FromHours(2));
        var (_, late) = await trial.LookAsync($"{Head}network: {{}}", TimeSpan.FromMinutes(10));

        Assert.Contains("before the deploy", Assert.Single(early).What, StringComparison.Ordinal);
        Assert.Empty(late);
    }

    [Fact]
    public async Task Permissions_for_later_are_told_and_stop_nothing()
    {
        using var trial = await Trial.BeginAsync(sandbox.Server);
        trial.Arn = User;
        await trial.DenyAsync("ec2", "DeleteVpc");

        var plan = await trial.PlanAsync($"{Head}network: {{}}");

        Assert.Contains("ec2:DeleteVpc", Assert.Single(plan.Findings).What, StringComparison.Ordinal);
        Assert.Empty(plan.Refusals);
    }

    [Fact]
    public void The_corpus_is_large_enough() => Assert.True(SeededFaults.All.Count >= 45, $"It has {SeededFaults.All.Count}.");
}
