using Pockitect.Cli.Host;

namespace Pockitect.Cli.Tests;

public sealed class QuestionTests(QuestionTests.OwnSandbox sandbox) : IClassFixture<QuestionTests.OwnSandbox>
{
    /// <summary>What others make at the same time would show in its inventory.</summary>
    public sealed class OwnSandbox : SandboxFixture;

    private const string Volume = """
        project: {name: asks, region: eu-west-2}
        data:
          buckets: [{name: files}]
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    public async Task A_deploy_that_is_not_agreed_to_changes_nothing(string answer)
    {
        using var terminal = new Terminal(sandbox.Process) { Typed = answer };
        terminal.Write("asks", Volume);
        var before = await sandbox.Process.InventoryAsync(Ct);

        var ran = await terminal.RunAsync("deploy", "asks");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Contains("[y/N]", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, await sandbox.Process.InventoryAsync(Ct));
    }

    [Theory]
    [InlineData]
    [InlineData("--no-input")]
    public async Task Where_nobody_can_be_asked_a_deploy_is_refused(params string[] more)
    {
        using var terminal = new Terminal(sandbox.Process) { Typed = more.Length == 0 ? null : "y\n" };
        terminal.Write("asks", Volume);

        var ran = await terminal.RunAsync(["deploy", "asks", .. more]);

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.Contains("--yes", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_needs_the_project_s_name_typed()
    {
        using var other = new Terminal(sandbox.Process) { Typed = "y\n" };
        other.Write("asks", Volume);
        Assert.Equal(ExitCodes.Done, (await other.RunAsync("deploy", "asks")).ExitCode);

        Assert.Equal(ExitCodes.Failed, (await other.RunAsync("delete", "asks")).ExitCode);
        using var owner = new Terminal(sandbox.Process) { Typed = "asks\n" };
        owner.Write("asks", await File.ReadAllTextAsync(other.Folder.BlueprintOf("asks"), Ct));
        var deleted = await owner.RunAsync("delete", "asks");

        Assert.True(deleted.ExitCode == ExitCodes.Done, deleted.ToString());
    }

    [Fact]
    public async Task New_asks_what_it_needs_and_writes_a_blueprint_that_is_valid()
    {
        using var terminal = new Terminal { Typed = "my site\nmy-site\n\n2\nubuntu-24.04\n\n203.0.113.7/32\npostgres\nyes\n" };

        var made = await terminal.RunAsync("new");
        var validated = await terminal.RunAsync("validate", "my-site");

        Assert.True(made.ExitCode == ExitCodes.Done, made.ToString());
        Assert.True(validated.ExitCode == ExitCodes.Done, validated.ToString());
        var text = await File.ReadAllTextAsync(terminal.Folder.BlueprintOf("my-site"), Ct);
        foreach (var part in (string[])["region: eu-west-1", "type: t3.small", "ubuntu-24.04", "203.0.113.7/32", "engine: postgres", "$schema=../blueprint.schema.json"])
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(terminal.Folder.Root, "blueprint.schema.json")));
    }

    [Fact]
    public async Task New_never_writes_over_a_project()
    {
        using var terminal = new Terminal();
        terminal.Write("mine", "mine");

        var ran = await terminal.RunAsync("new", "--template", "web-server", "--name", "mine");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(terminal.Folder.BlueprintOf("mine"), Ct));
    }
}
