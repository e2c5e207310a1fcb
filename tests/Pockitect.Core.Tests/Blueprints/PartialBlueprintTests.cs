using System.Text;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;

namespace Pockitect.Core.Tests.Blueprints;

/// <summary>A file with an error in one place is checked in all others too.</summary>
public sealed class PartialBlueprintTests
{
    private const string Overlap = "network: {subnets: [{name: a, cidr: 10.0.1.0/24}, {name: b, cidr: 10.0.1.0/24}]}\n";

    [Theory]
    [InlineData("project: {nam: shop, name: shop, region: eu-west-1}\n" + Overlap, "Unknown key", "overlaps")]
    [InlineData("project: {name: shop}\n" + Overlap, "'region' is missing", "overlaps")]
    [InlineData("project: {name: shop, region: eu-west-1}\ncompute: {instances: [{name: w, count: many}]}\n" + Overlap, "whole number", "overlaps")]
    [InlineData("project: {name: shop, region: eu-west-1, name: shop}\n" + Overlap, "Duplicate key", "overlaps")]
    [InlineData("project: {name: shop, region: eu-west-1}\ncompute: {instances: [{name: w, count: 1}\n" + Overlap, "unclosed bracket", "overlaps")]
    [InlineData("project: {name: shop, region: eu-west-1}\ncompute:\n  instances:\n\t- name: w\n" + Overlap, "tab", "overlaps")]
    [InlineData(Overlap + "project: {name: shop, region: 'eu-west-1}\n", "Unclosed quote", "overlaps")]
    [InlineData("project: {name: shop, region: eu-west-1}\nresources: {x: {type: 'AWS::EC2::Nope'}}\n" + Overlap, "Unsupported resource type", "overlaps")]
    [InlineData("project: {name: shop, region: eu-west-1}\ncompute: {instances: [{name: w, typ: t3.micro, image: ubunt-24.04}]}\n", "Unknown key 'typ'", "Unknown image 'ubunt-24.04'")]
    public void Problems_of_both_kinds_are_told_together(string text, params string[] words)
    {
        var problems = Problems(text);

        Assert.All(words, word => Assert.Contains(problems, problem => problem.Message.Contains(word, StringComparison.Ordinal)));
    }

    [Theory]
    // What refers to a part that can't be read is not told to be missing.
    [InlineData("project: {name: shop, region: eu-west-1}\nnetwork: {subnets: [{nam: a}]}\ncompute: {instances: [{name: w, subnet: a}]}\n", 2)]
    [InlineData("project: {name: shop, region: eu-west-1}\nnetwork: {subnets: [{name: A}]}\ncompute: {instances: [{name: w, subnet: A}]}\n", 1)]
    [InlineData("project: {name: shop, region: eu-west-1}\nnetwork: {subnets: [{name: a\ncompute: {instances: [{name: w, subnet: a}]}\n", 1)]
    [InlineData("project: {name: shop, region: eu-west-1}\nnetwork: {security_groups: [{name: w, inbound: [{port: 22, cidr: ten}]}]}\n", 1)]
    [InlineData("project: {name: shop, region: eu-west-1}\ndata: {databases: [{name: d, username: admin}]}\n", 1)]
    [InlineData("project: {name: shop, region: eu-west-1}\nnetwork: {vpc: exsting, vpc_id: vpc-0123456789abcdef0}\n", 1)]
    public void Nothing_is_told_that_only_follows_from_an_error(string text, int errors) =>
        Assert.Equal(errors, Problems(text).Count(problem => problem.Severity is Severity.Error));

    [Theory]
    [InlineData("AWS::ElasticLoadBalancingV2::LoadBalancerThatIsVeryLongIndeedAndMore", "AWS::ElasticLoadBalancingV2::LoadBalancerThatIsVeryLongIndeedAndMore")]
    [InlineData("AWS::EC2::Subnets", "Did you mean 'AWS::EC2::Subnet'?")]
    [InlineData("Subnet", "Did you mean 'AWS::EC2::Subnet'?")]
    [InlineData("AWS::EC2::vpc", "Did you mean 'AWS::EC2::VPC'?")]
    [InlineData("AWS::EC2::Firewall", "Supported types of this service: AWS::EC2::VPC, AWS::EC2::Subnet.")]
    public void An_unknown_type_is_told_whole_with_the_one_that_was_meant(string type, string words) => Assert.Contains(
        Problems($"project: {{name: shop, region: eu-west-1}}\nresources: {{x: {{type: '{type}'}}}}\n"), problem => problem.Message.Contains(words, StringComparison.Ordinal));

    private static IReadOnlyList<BlueprintProblem> Problems(string text) => Samples.Problems(Encoding.UTF8.GetBytes(text));
}
