using Pockitect.Core.Text;

namespace Pockitect.Core.Tests;

public sealed class CommandHintTests
{
    private static readonly CommandSwitches inSandbox = new(Sandbox: true);

    [Theory]
    [InlineData("Run `pockitect undo web`, then `pockitect scan`.", "Run `pockitect undo web --sandbox`, then `pockitect scan --sandbox`.")]
    [InlineData("`pockitect plan web --sandbox` again", "`pockitect plan web --sandbox` again")]
    [InlineData("`pockitect drift web --identity profile:b`", "`pockitect drift web --identity profile:b`")]
    [InlineData("`pockitect login`, `pockitect accounts`, `pockitect sandbox start`", "`pockitect login`, `pockitect accounts`, `pockitect sandbox start`")]
    [InlineData("`pockitect --help` and `pockitect`", "`pockitect --help` and `pockitect`")]
    [InlineData("`pockitectural` and `x`", "`pockitectural` and `x`")]
    [InlineData("an open ` and pockitect plan", "an open ` and pockitect plan")]
    public void Suggested_commands_get_the_sandbox_switch_once(string message, string expected) =>
        Assert.Equal(expected, CommandHint.AddTo(message, inSandbox));

    [Theory]
    [InlineData("pockitect resume web", "pockitect resume web --identity 'profile:my dev'")]
    [InlineData("pockitect validate web", "pockitect validate web")]
    [InlineData("pockitect scan", "pockitect scan --identity 'profile:my dev' --region eu-west-1")]
    [InlineData("pockitect scan --all", "pockitect scan --all --identity 'profile:my dev'")]
    [InlineData("pockitect list resources --region us-east-1", "pockitect list resources --region us-east-1 --identity 'profile:my dev'")]
    public void Suggested_commands_get_the_identity_and_the_Regions_where_they_matter(string command, string expected) =>
        Assert.Equal(expected, CommandHint.Add(command, new CommandSwitches(Identity: "profile:my dev", Regions: ["eu-west-1"])));

    [Theory]
    [InlineData("my-site", "my-site")]
    [InlineData("", "''")]
    [InlineData("$(rm -rf ~)", "'$(rm -rf ~)'")]
    [InlineData("a;b", "'a;b'")]
    [InlineData("a`b", "'a`b'")]
    [InlineData("arn:aws:iam::1:role/web", "arn:aws:iam::1:role/web")]
    public void Words_are_quoted_where_a_shell_would_read_them_otherwise(string word, string expected) => Assert.Equal(expected, CommandHint.Quote(word));

    [Fact]
    public void A_quote_in_a_word_ends_no_quoting() =>
        Assert.Equal(OperatingSystem.IsWindows() ? "'a''b'" : @"'a'\''b'", CommandHint.Quote("a'b"));

    [Fact]
    public void Arguments_inside_a_command_are_found() =>
        Assert.Equal([1, 2], CommandHint.ArgumentsInside("{0}: `pockitect undo {1} --id {2:x}` or `{3}` {{4}} {5}").Order());
}
