using System.Text.Json.Nodes;
using Pockitect.Cli.Host;

namespace Pockitect.Cli.Tests;

public sealed class PolicyCommandTests(SandboxFixture sandbox)
{
    private const string Site = "project: {name: site, region: eu-west-1}\nresources: {size: {type: 'AWS::SSM::Parameter', properties: {Type: String, Value: '1'}}}\n";

    [Fact]
    public async Task A_policy_is_printed_as_JSON_without_an_account()
    {
        using var terminal = new Terminal();
        terminal.Variables.Clear();

        var ran = await terminal.RunAsync("policy", "read-only");

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        Assert.Equal("pockitect-read-only:", ran.Error.Trim());
        Assert.Equal("2012-10-17", (string?)JsonNode.Parse(ran.Out)!["Version"]); // It is printed, or the test fails.
    }

    [Fact]
    public async Task The_policy_for_everything_is_what_is_printed_when_nothing_is_said()
    {
        using var terminal = new Terminal();

        var ran = await terminal.RunAsync("policy", "--json");

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        // AWS allows 6,144 characters in a policy, so that the full one has parts.
        Assert.Equal(["pockitect-full-1", "pockitect-full-2"], ran.Json.Select(line => (string?)line["name"]));
        Assert.Contains("\"ec2:RunInstances\"", $"{ran.Json[0]["policy"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plans_policy_has_the_actions_of_its_steps_and_no_others()
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Write("site", Site);

        var ran = await terminal.RunAsync("policy", "--plan", "site");

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        Assert.Contains("\"ssm:PutParameter\"", ran.Out, StringComparison.Ordinal);
        Assert.Contains("\"ec2:DescribeAvailabilityZones\"", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("ssm:DeleteParameter", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("rds:", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_user_lacks_nothing()
    {
        using var terminal = new Terminal(sandbox.Process);

        var ran = await terminal.RunAsync("policy", "full", "--check");

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        Assert.Contains(":root has all", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_and_a_fixed_policy_are_not_asked_for_at_once()
    {
        using var terminal = new Terminal();

        Assert.Equal(ExitCodes.Usage, (await terminal.RunAsync("policy", "full", "--plan", "site")).ExitCode);
    }
}
