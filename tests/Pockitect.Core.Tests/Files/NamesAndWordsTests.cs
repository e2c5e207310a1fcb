using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Projects;
using Pockitect.Core.Text;

namespace Pockitect.Core.Tests.Files;

public sealed class NamesAndWordsTests
{
    [Theory]
    [InlineData("shop")]
    [InlineData("a1")]
    [InlineData("con-app")]
    [InlineData("com10")]
    public void ProjectNames_take_what_a_blueprint_may_have(string name) => Assert.Null(ProjectNames.Problem(name));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("Shop")]
    [InlineData("../shop")]
    [InlineData("/etc")]
    [InlineData("shop\n")]
    [InlineData("shop\u202e")]
    [InlineData("con")]
    [InlineData("nul")]
    [InlineData("aux")]
    [InlineData("prn")]
    [InlineData("com1")]
    [InlineData("lpt9")]
    public void ProjectNames_refuse_what_is_no_name(string name)
    {
        Assert.NotNull(ProjectNames.Problem(name));
        using var house = new Fakes.House();
        foreach (var path in (Func<string, string>[])[house.Folder.BlueprintOf, house.Folder.StatusOf, house.Folder.JournalOf, house.Folder.LockOf, house.Folder.DeployedOf])
            Assert.Equal("ProjectName", Assert.Throws<FaultException>(() => path(name)).Fault.Code);
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("../../etc")]
    [InlineData("$(touch x)")]
    [InlineData("nul")]
    public async Task Recover_refuses_a_tag_that_is_no_name_and_writes_nothing(string name)
    {
        using var house = new Fakes.House();
        var recovery = new ProjectRecovery(house.Reader, new ProjectStore(house.Folder, house.Cloud), house.Statuses, house.Folder);
        var files = Directory.GetFileSystemEntries(house.Folder.Root, "*", SearchOption.AllDirectories);

        var refused = await Assert.ThrowsAsync<FaultException>(() => recovery.RecoverAsync(new TaggedProject(name, "abcdef123456", ["eu-west-1"], 1), TestContext.Current.CancellationToken));

        Assert.Contains("Nothing was written", refused.Message, StringComparison.Ordinal);
        Assert.Equal(files, Directory.GetFileSystemEntries(house.Folder.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Blueprint_with_a_device_name_has_an_error_on_its_line()
    {
        var error = Assert.Single(Blueprints.Samples.Problems("project:\n  name: nul\n  region: eu-west-1\n"u8.ToArray()));

        Assert.Equal((2, true), (error.Line, error.Message.Contains("device name on Windows", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("plain ä 漢 👩‍💻", "plain ä 漢 👩‍💻")]
    [InlineData("a\nb\tc\r", "a\\nb\\tc\\r")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("a\u0085\u2028b", "a\\u0085\\u2028b")]
    [InlineData("\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066")]
    public void VisibleText_shows_what_would_command_a_terminal(string text, string shown)
    {
        Assert.Equal(shown, VisibleText.Line(text));
        Assert.Equal("a\nb\tc", VisibleText.Lines("a\nb\tc"));
        Assert.Equal("\\ud800", VisibleText.Line("\ud800"));
    }
}
