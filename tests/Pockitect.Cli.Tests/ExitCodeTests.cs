using Pockitect.Cli.Host;

namespace Pockitect.Cli.Tests;

public sealed class ExitCodeTests(SandboxFixture sandbox)
{
    private const string Bucket = """
        project: {name: codes, region: eu-west-3}
        data:
          buckets: [{name: files}]
        """;

    [Theory]
    [InlineData("bogus")]
    [InlineData("plan")]
    [InlineData("deploy", "site", "--bogus")]
    [InlineData("list", "everything")]
    [InlineData("sandbox", "--clock", "slow")]
    [InlineData("delete")]
    [InlineData("delete", "site", "--id", "i-0123")]
    [InlineData("new")]
    [InlineData("scan", "--type", "Instanze")]
    public async Task A_command_line_that_is_not_understood_is_2_and_says_why(params string[] args)
    {
        using var terminal = new Terminal(sandbox.Process);

        var ran = await terminal.RunAsync(args);

        Assert.True(ran.ExitCode == ExitCodes.Usage, ran.ToString());
        Assert.NotEmpty(ran.Error);
    }

    [Theory]
    [InlineData("plan", "nowhere")]
    [InlineData("deploy", "nowhere", "--yes")]
    [InlineData("stop", "nowhere")]
    [InlineData("delete", "nowhere", "--yes")]
    [InlineData("validate", "nowhere")]
    public async Task A_project_that_is_not_there_is_1_and_says_what_to_do(params string[] args)
    {
        using var terminal = new Terminal(sandbox.Process);

        var ran = await terminal.RunAsync(args);

        Assert.True(ran.ExitCode == ExitCodes.Failed, ran.ToString());
        Assert.Contains("nowhere", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_3_until_it_is_deployed_and_then_0()
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Write("codes", Bucket);

        Assert.Equal(ExitCodes.ChangesPending, (await terminal.RunAsync("plan", "codes")).ExitCode);
        var deployed = await terminal.RunAsync("deploy", "codes", "--yes");
        Assert.True(deployed.ExitCode == ExitCodes.Done, deployed.ToString());
        Assert.Equal(ExitCodes.Done, (await terminal.RunAsync("plan", "codes")).ExitCode);
        var deleted = await terminal.RunAsync("delete", "codes", "--yes");
        Assert.True(deleted.ExitCode == ExitCodes.Done, deleted.ToString());
    }

    [Fact]
    public async Task An_error_in_the_blueprint_is_1_with_line_column_and_caret()
    {
        using var terminal = new Terminal();
        terminal.Write("wrong", "project:\n  name: wrong\n  region: eu-west-1\n  regio: eu-west-1\n");

        var ran = await terminal.RunAsync("validate", "wrong");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Contains("wrong.yaml:4:3: error: ", ran.Out, StringComparison.Ordinal);
        Assert.Contains("      regio: eu-west-1\n      ^\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_that_could_not_look_everywhere_is_5_and_names_where()
    {
        using var terminal = new Terminal(sandbox.Process);
        var fault = new { service = "ec2", action = "DescribeVpcs", region = "sa-east-1", kind = "deny" };
        using var added = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            sandbox.Process.Control, "faults", fault, TestContext.Current.CancellationToken);

        var ran = await terminal.RunAsync("scan", "--region", "sa-east-1");

        using var cleared = await sandbox.Process.Control.DeleteAsync("faults", TestContext.Current.CancellationToken);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(ran.ExitCode == ExitCodes.Partial, ran.ToString());
        Assert.Contains("sa-east-1: denied (VPC", ran.Error, StringComparison.Ordinal);
    }
}
