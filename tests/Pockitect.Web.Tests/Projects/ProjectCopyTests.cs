using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Web.Projects;

namespace Pockitect.Web.Tests.Projects;

public sealed class ProjectCopyTests
{
    [Fact]
    public void A_copy_has_its_own_name_no_id_and_all_else_as_it_was_written()
    {
        const string text = "project: # mine\n  name: shop\n  id: 0123456789ab\n  region: eu-west-1\nresources: {} # none\n";

        Assert.Equal("project: # mine\n  name: other\n  region: eu-west-1\nresources: {} # none\n", ProjectCopy.Renamed(text, "other"));
        Assert.Equal("project: {name: other}\n", ProjectCopy.Renamed("project: {name: shop}\n", "other"));
    }

    [Theory]
    [InlineData("shop", "shop-2")]
    [InlineData("shop-2", "shop-2-2")]
    [InlineData("taken", "taken-4")]
    public void The_name_that_is_offered_is_free(string slug, string name) =>
        Assert.Equal(name, ProjectCopy.NameFor(slug, ["shop", "taken", "taken-2", "taken-3"]));

    [Fact]
    public void The_name_that_is_offered_can_be_deployed_however_long_or_short_the_first_is()
    {
        foreach (var slug in (string[])["a", "ab", new string('a', 38), new string('a', 40), $"{new string('a', 37)}-bc"])
        {
            var name = ProjectCopy.NameFor(slug, [slug]);

            Assert.True(ProjectNames.IsValid(name), name);
        }
    }

    [Theory]
    [InlineData("a", false)]
    [InlineData("ab", true)]
    [InlineData("a-", false)]
    [InlineData("1a", false)]
    [InlineData("Ab", false)]
    [InlineData("ab\n", false)]
    public void A_new_project_gets_only_a_name_that_its_blueprint_may_have(string name, bool isName)
    {
        var reading = Core.Blueprints.Documents.BlueprintReader.Read(System.Text.Encoding.UTF8.GetBytes($"project: {{name: \"{name.Replace("\n", "\\n", StringComparison.Ordinal)}\", region: eu-west-1}}\n"), Monitor.Rows.Catalog);

        Assert.Equal(isName, ProjectNames.IsValid(name));
        Assert.Equal(isName, reading.Problems.All(problem => problem.Path != "project.name"));
    }

    [Theory]
    [InlineData(null, true, "deploy runs")]
    [InlineData(null, false, "deploy interrupted")]
    [InlineData(OperationOutcome.Completed, false, "deploy completed")]
    [InlineData(OperationOutcome.Undone, false, "deploy undone")]
    public void The_last_operation_says_how_it_ended(OperationOutcome? outcome, bool isHeld, string words)
    {
        var began = Monitor.Rows.Noon;
        var record = new OperationRecord(new Operation("1", OperationKind.Deploy, "shop", "0123456789ab"), began, new TerminateOptions(), [], [], outcome)
        {
            EndedAt = outcome is null ? null : began.AddMinutes(3),
        };

        Assert.Equal(new LastOperation(words, outcome is null ? began : began.AddMinutes(3)), LastOperation.Of(record, isHeld));
    }

    [Fact]
    public void A_file_manager_is_there_only_where_there_is_a_screen()
    {
        if (!OperatingSystem.IsLinux()) return;
        var folder = Directory.CreateTempSubdirectory("pockitect-path-");
        File.WriteAllText(Path.Combine(folder.FullName, "xdg-open"), "");

        Assert.Null(FileManager.Find(name => name == "PATH" ? folder.FullName : null));
        Assert.Null(FileManager.Find(name => name == "DISPLAY" ? ":0" : null));
        var found = FileManager.Find(name => name == "PATH" ? folder.FullName : name == "DISPLAY" ? ":0" : null);
        Assert.Equal([Path.Combine(folder.FullName, "xdg-open"), "/data/projects"], found!.Arguments("/data/projects/shop.yaml").Skip(2));
        folder.Delete(recursive: true);
    }
}
