using Pockitect.Core.Faults;

namespace Pockitect.Web.Tests.Wizard;

public sealed class BlueprintDraftTests
{
    private const string Site = TrialSession.Site;

    [Fact]
    public async Task Draft_changes_a_value_and_nothing_else_of_the_text()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);

        Assert.Null(trial.Draft.Set("compute.instances[0].type", "t3.small"));

        Assert.Equal(Site.Replace("t3.micro", "t3.small", StringComparison.Ordinal), trial.Draft.Text);
        Assert.Equal("t3.small", trial.Draft.FormTree.TextAt("compute.instances[0].type"));
        Assert.Contains(trial.Draft.LastGood!.Resources!, resource => resource.LogicalId == "server");
    }

    [Fact]
    public async Task Typing_in_one_field_without_a_pause_is_one_step_of_the_history()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        foreach (var typed in (string[])["m", "m5", "m5.large"])
            trial.Draft.Set("compute.instances[0].type", typed, "compute.instances[0].type");
        trial.Draft.Set("project.owner", "ann", "project.owner");
        trial.Time.Advance(TimeSpan.FromSeconds(5));
        trial.Draft.Set("project.owner", "anna", "project.owner");

        trial.Draft.Undo();
        Assert.Equal("ann", trial.Draft.FormTree.TextAt("project.owner"));
        trial.Draft.Undo();
        trial.Draft.Undo();
        Assert.Equal(Site, trial.Draft.Text);
        Assert.False(trial.Draft.CanUndo);
        for (var i = 0; i < 3; i++) trial.Draft.Redo();
        Assert.Equal("anna", trial.Draft.FormTree.TextAt("project.owner"));
        Assert.Equal("m5.large", trial.Draft.FormTree.TextAt("compute.instances[0].type"));
    }

    [Fact]
    public async Task Draft_with_invalid_YAML_keeps_the_values_of_the_form_and_the_last_valid_version()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);

        trial.Draft.Write(Site + "broken: [\n");

        Assert.Null(trial.Draft.Now.Tree);
        Assert.NotNull(trial.Draft.Set("project.owner", "ann"));
        Assert.Equal("server", trial.Draft.FormTree.TextAt("compute.instances[0].name"));
        Assert.NotNull(trial.Draft.LastGood);
        Assert.True(trial.Draft.Now.Problems[0].Line > 0);
    }

    [Fact]
    public async Task Draft_reports_a_project_name_that_differs_from_the_file_name_and_fixes_it()
    {
        await using var trial = await TrialSession.OpenAsync("other", Site);
        var problem = Assert.Single(trial.Draft.Now.Problems);
        Assert.Equal((Severity.Error, 1, "project.name"), (problem.Severity, problem.Line, problem.Path));

        trial.Draft.ApplyFix(problem.Fix!, null);

        Assert.Empty(trial.Draft.Now.Problems);
    }
}
