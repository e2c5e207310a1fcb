using Pockitect.Aws.Policies;

namespace Pockitect.Aws.Tests.Permissions;

public sealed class IamPolicyTests
{
    [Fact]
    public void The_full_policy_allows_each_action_of_the_catalog_once_and_fits_into_managed_policies()
    {
        var policies = IamPolicy.Full(Policies.Catalog);

        Assert.All(policies, policy => Assert.InRange(policy.Document.ToJsonString().Length, 1, IamPolicy.MaxCharacters));
        Assert.All(policies, policy => Assert.Equal("2012-10-17", (string?)policy.Document["Version"]));
        Assert.Equal(IamPolicy.FullActions(Policies.Catalog).Order(StringComparer.Ordinal), policies.SelectMany(Actions).Order(StringComparer.Ordinal));
        Assert.Subset(policies.SelectMany(Actions).ToHashSet(), Policies.Catalog.Declarable.SelectMany(type => type.Actions.All).ToHashSet());
    }

    [Fact]
    public void The_read_only_policy_allows_nothing_that_changes_anything()
    {
        var actions = Assert.Single(IamPolicy.ReadOnly(Policies.Catalog)) is var policy ? Actions(policy).ToList() : [];

        Assert.Contains("ec2:DescribeInstances", actions);
        Assert.All(actions, action => Assert.Matches(":(Describe|Get|List|Simulate)", action));
    }

    [Fact]
    public void Each_statement_has_a_name_of_its_own_and_sorted_actions_of_one_service()
    {
        foreach (var statements in IamPolicy.Full(Policies.Catalog).Select(policy => policy.Document["Statement"]!.AsArray())) // A policy has statements.
        {
            Assert.Distinct(statements.Select(statement => (string?)statement!["Sid"]));
            Assert.All(statements, statement =>
            {
                var actions = statement!["Action"]!.AsArray().Select(action => (string)action!).ToList(); // Each allows something.
                Assert.Matches("^[A-Za-z0-9]+$", (string?)statement["Sid"]);
                Assert.Single(actions.Select(action => action.Split(':')[0]).Distinct());
                Assert.Equal(actions.Order(StringComparer.Ordinal), actions);
            });
        }
    }

    [Theory]
    [InlineData("iam:PassRole", """{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}""")]
    [InlineData("iam:CreateServiceLinkedRole", """{"StringEquals":{"iam:AWSServiceName":"rds.amazonaws.com"}}""")]
    [InlineData("kms:CreateGrant", """{"Bool":{"kms:GrantIsForAWSResource":"true"}}""")]
    [InlineData("kms:Decrypt", """{"StringLike":{"kms:ViaService":"ec2.*.amazonaws.com"}}""")]
    [InlineData("ec2:CreateVpc", null)]
    public void What_could_be_misused_is_limited_to_what_it_is_needed_for(string action, string? condition)
    {
        var statement = Assert.Single(Assert.Single(IamPolicy.For("p", [action])).Document["Statement"]!.AsArray()); // A policy has statements.

        Assert.Equal(condition, statement!["Condition"]?.ToJsonString());
    }

    [Fact]
    public void What_does_not_fit_into_one_policy_goes_into_several_with_numbers()
    {
        var policies = IamPolicy.For("large", Enumerable.Range(0, 500).Select(number => $"ec2:DescribeSomething{number:000}"));

        Assert.Equal(["large-1", "large-2", "large-3"], policies.Select(policy => policy.Name));
        Assert.All(policies, policy => Assert.InRange(policy.Document.ToJsonString().Length, 1, IamPolicy.MaxCharacters));
        Assert.Equal(500, policies.SelectMany(Actions).Distinct().Count());
    }

    [Fact]
    public void An_action_is_told_by_all_that_it_would_stop()
    {
        Assert.Equal(["creating AWS::EC2::Instance"], PermissionReport.Stops(Policies.Catalog, "ec2:RunInstances"));
        Assert.Equal(["stopping AWS::RDS::DBInstance"], PermissionReport.Stops(Policies.Catalog, "rds:StopDBInstance"));
        Assert.All(Policies.FullActions, action => Assert.NotEmpty(PermissionReport.Stops(Policies.Catalog, action)));
    }

    private static IEnumerable<string> Actions(IamPolicy policy) =>
        policy.Document["Statement"]!.AsArray().SelectMany(statement => statement!["Action"]!.AsArray()).Select(action => (string)action!); // As they are made.
}
