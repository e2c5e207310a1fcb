using Pockitect.Cli.Host;

namespace Pockitect.Cli.Tests;

/// <summary>What turns the sandbox on, and that suggestions keep it on.</summary>
public sealed class SwitchTests(SandboxFixture sandbox)
{
    [Theory]
    [InlineData("TRUE")]
    [InlineData("yes")]
    [InlineData("On")]
    [InlineData("1")]
    public async Task Sandbox_is_used_for_every_value_that_means_on(string value)
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Variables["POCKITECT_SANDBOX"] = value;

        var ran = await terminal.RunAsync("whoami", "--json");

        Assert.Equal("sandbox", (string?)ran.Json[0]["id"]);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("No")]
    [InlineData("0")]
    [InlineData("")]
    public async Task Sandbox_is_not_used_for_a_value_that_means_off(string value)
    {
        using var terminal = new Terminal();
        terminal.Variables["POCKITECT_SANDBOX"] = value;
        terminal.Variables["AWS_EC2_METADATA_DISABLED"] = "true";

        Assert.Equal(ExitCodes.SignIn, (await terminal.RunAsync("whoami")).ExitCode);
    }

    [Theory]
    [InlineData("POCKITECT_SANDBOX", "2")]
    [InlineData("POCKITECT_SANDBOX", "enable")]
    [InlineData("POCKITECT_POLL", "maybe")]
    public async Task Unknown_values_of_switches_are_a_usage_error(string variable, string value)
    {
        using var terminal = new Terminal();
        terminal.Variables[variable] = value;

        var ran = await terminal.RunAsync("list", "--json");

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.Contains($"{variable} is '{value}'", ran.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, (int?)ran.Json[0]["exit_code"]);
    }

    [Fact]
    public async Task Suggestions_carry_the_sandbox_switch_in_text_and_in_json()
    {
        using var terminal = new Terminal(sandbox.Process);

        var text = await terminal.RunAsync("plan", "nowhere");
        var json = await terminal.RunAsync("plan", "nowhere", "--json");

        Assert.Contains("`pockitect list --sandbox`", text.Error, StringComparison.Ordinal);
        Assert.Contains("`pockitect list --sandbox`", (string?)json.Json[0]["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggestions_after_new_and_on_the_welcome_page_carry_it_too()
    {
        using var terminal = new Terminal();

        var made = await terminal.RunAsync("new", "--template", "web-server", "--name", "my-site");
        var welcome = await terminal.RunAsync();

        Assert.Contains("`pockitect plan my-site --sandbox`", made.Error, StringComparison.Ordinal);
        Assert.Contains("pockitect deploy --sandbox", welcome.Out, StringComparison.Ordinal);
    }
}
