using Pockitect.Cli.Host;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Tests;

/// <summary>What is typed wrong is an error that says what was meant, and never an answer about something else.</summary>
public sealed class UsageTests(SandboxFixture sandbox)
{
    [Theory]
    [InlineData("--verbose", "status", "--verbose")]
    [InlineData("--yess", "deploy", "--yess")]
    [InlineData("-x", "plan", "-x")]
    [InlineData("--jsn", "list", "--jsn")]
    [InlineData("--all", "drift", "--all")]
    [InlineData("--jason", "validate", "--jason")]
    [InlineData("--force", "delete", "my-site", "--force")]
    [InlineData("--bogus", "new", "--name", "--bogus")]
    public async Task Unknown_options_are_a_usage_error_and_no_name(string option, params string[] args)
    {
        using var terminal = new Terminal();

        var ran = await terminal.RunAsync(args);

        Assert.True(ran.ExitCode == ExitCodes.Usage, ran.ToString());
        Assert.Contains(option, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--jsn", "--json")]
    [InlineData("--sandbx", "--sandbox")]
    [InlineData("--regon", "--region")]
    public async Task A_misspelled_option_is_answered_with_the_right_one(string given, string meant)
    {
        using var terminal = new Terminal();

        Assert.Contains(meant, (await terminal.RunAsync("list", given)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_two_hyphens_everything_is_a_name()
    {
        using var terminal = new Terminal(sandbox.Process);

        var ran = await terminal.RunAsync("plan", "--", "--verbose");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Contains("A project name needs", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-west-1", "scan", "--region", "eu-wset-1")]
    [InlineData("eu-west-1", "list", "--region", "eu-wset-1")]
    [InlineData("us-east-1", "list", "resources", "--region", "US-EAST-1")]
    [InlineData("Instance", "scan", "--type", "Instace")]
    [InlineData("Instance", "list", "--type", "Instnace")]
    [InlineData("eu-west-1", "delete", "--id", "i-0abc", "--region", "euwest-1")]
    public async Task A_misspelled_Region_or_type_is_a_usage_error_with_a_suggestion(string meant, params string[] args)
    {
        using var terminal = new Terminal(sandbox.Process);

        var ran = await terminal.RunAsync(args);

        Assert.True(ran.ExitCode == ExitCodes.Usage, ran.ToString());
        Assert.Contains($"Did you mean '{meant}'?", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_nobody_knows_is_no_empty_list()
    {
        using var terminal = new Terminal(sandbox.Process);

        var ran = await terminal.RunAsync("list", "--project", "nowhere");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Contains("nowhere", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--region", "Ireland")]
    [InlineData("--region", "eu-west")]
    [InlineData("--region", "eu_west_1")]
    public async Task New_writes_nothing_that_validate_rejects(string option, string value)
    {
        using var terminal = new Terminal();

        var ran = await terminal.RunAsync("new", "--template", "web-server", "--name", "my-site", option, value);

        Assert.True(ran.ExitCode == ExitCodes.Usage, ran.ToString());
        Assert.Contains(value, ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(terminal.Folder.BlueprintOf("my-site")));
    }

    [Theory]
    [InlineData("windows-2022", "3389", "22")]
    [InlineData("ubuntu-24.04", "22", "3389")]
    public async Task New_opens_the_port_that_the_system_listens_on_and_asks_again_for_a_wrong_range(string image, string port, string other)
    {
        using var terminal = new Terminal { Typed = $"my-site\nIreland\neu-west-1\nt3.small\n{image}\nnone\n999.1.2.3/40\n203.0.113.7/99\n203.0.113.7/32\nnone\nno\n" };

        var made = await terminal.RunAsync("new");
        var validated = await terminal.RunAsync("validate", "my-site");

        Assert.True(made.ExitCode == ExitCodes.Done, made.ToString());
        Assert.True(validated.ExitCode == ExitCodes.Done, validated.ToString());
        var text = await File.ReadAllTextAsync(terminal.Folder.BlueprintOf("my-site"), TestContext.Current.CancellationToken);
        Assert.Contains($"port: {port}", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"port: {other}", text, StringComparison.Ordinal);
        Assert.Contains("203.0.113.7/32", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_of_an_app_that_does_not_run_says_so()
    {
        using var terminal = new Terminal();

        var ran = await terminal.RunAsync("app", "--link");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Contains("isn't running", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_are_described_whole()
    {
        using var terminal = new Terminal { HasScreen = true, Columns = 80 };

        var ran = await terminal.RunAsync("new", "--list");

        Assert.Contains("the database's storage and backups, too.", string.Join(' ', ran.Out.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.All(ran.Out.Split('\n'), line => Assert.True(line.Length <= 80 + "\x1b[2m\x1b[0m".Length * 2, line));
    }

    [Fact]
    public async Task List_works_without_credentials_from_what_was_last_seen()
    {
        using var terminal = new Terminal();
        terminal.Variables.Clear();
        terminal.Variables["AWS_EC2_METADATA_DISABLED"] = "true";
        var home = new DataFolder(terminal.Home);
        await File.WriteAllTextAsync(home.BlueprintOf("my-site"), "project: {name: my-site, region: eu-west-1}\n", TestContext.Current.CancellationToken);
        var seen = Directory.CreateDirectory(Path.Combine(home.Cache, "210987654321")).FullName;
        await File.WriteAllTextAsync(Path.Combine(seen, "eu-west-1.json"), """
            [{"account": "210987654321", "region": "eu-west-1", "type": "AWS::EC2::VPC", "verdict": "complete", "reason": null,
              "looked_at": "2026-01-01T00:00:00+00:00", "seen_at": "2026-01-01T00:00:00+00:00",
              "resources": [{"type": "AWS::EC2::VPC", "id": "vpc-0abc", "account": "210987654321", "region": "eu-west-1", "phase": "Ready", "tags": {}, "outputs": {}, "spec": {"CidrBlock": "10.0.0.0/16"}}]}]
            """, TestContext.Current.CancellationToken);

        var projects = await terminal.RunAsync("list");
        var resources = await terminal.RunAsync("list", "resources");

        Assert.True(projects.ExitCode == ExitCodes.Done, projects.ToString());
        Assert.Contains("my-site", projects.Out, StringComparison.Ordinal);
        Assert.Contains("210987654321", projects.Error, StringComparison.Ordinal);
        Assert.Contains("vpc-0abc", resources.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_with_an_identity_that_does_not_exist_is_an_error()
    {
        using var terminal = new Terminal();
        terminal.Variables.Clear();

        Assert.Equal(ExitCodes.SignIn, (await terminal.RunAsync("list", "--identity", "profile:typo")).ExitCode);
    }
}
