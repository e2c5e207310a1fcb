using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;

namespace Pockitect.Web.Tests.Wizard;

public sealed class WizardSessionTests
{
    private const string Site = "project: {name: site, region: eu-west-1} # mine\ncompute:\n  instances:\n    - name: server # the only one\n      type: t3.micro\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_field_changes_its_value_and_nothing_else_of_the_text()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);

        Assert.Null(trial.Desk.Set("compute.instances[0].type", "t3.small"));

        Assert.Equal(Site.Replace("t3.micro", "t3.small", StringComparison.Ordinal), trial.Desk.Text);
        Assert.Equal("t3.small", trial.Desk.FormTree.TextAt("compute.instances[0].type"));
        Assert.Contains(trial.Desk.LastGood!.Resources!, resource => resource.LogicalId == "server");
    }

    [Fact]
    public async Task What_is_typed_in_one_field_without_a_pause_is_one_step_of_the_history()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        foreach (var typed in (string[])["m", "m5", "m5.large"]) trial.Desk.Set("compute.instances[0].type", typed, "compute.instances[0].type");
        trial.Desk.Set("project.owner", "ann", "project.owner");
        trial.Time.Advance(TimeSpan.FromSeconds(5));
        trial.Desk.Set("project.owner", "anna", "project.owner");

        trial.Desk.Undo();
        Assert.Equal("ann", trial.Desk.FormTree.TextAt("project.owner"));
        trial.Desk.Undo();
        trial.Desk.Undo();
        Assert.Equal(Site, trial.Desk.Text);
        Assert.False(trial.Desk.CanUndo);
        for (var i = 0; i < 3; i++) trial.Desk.Redo();
        Assert.Equal("anna", trial.Desk.FormTree.TextAt("project.owner"));
        Assert.Equal("m5.large", trial.Desk.FormTree.TextAt("compute.instances[0].type"));
    }

    [Fact]
    public async Task A_change_is_in_the_file_a_moment_later_and_at_once_when_asked()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        trial.Desk.Set("project.owner", "ann");
        Assert.Equal(Site, trial.File);

        trial.Time.Advance(TimeSpan.FromMilliseconds(301));
        await trial.UntilAsync(desk => desk.IsSaved);
        Assert.Equal(trial.Desk.Text, trial.File);

        trial.Desk.Write(Site + "broken: [\n");
        await trial.Desk.FlushAsync();
        Assert.Equal(Site + "broken: [\n", trial.File);
    }

    [Fact]
    public async Task A_file_that_others_changed_is_taken_over_where_nothing_was_typed()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        await File.WriteAllTextAsync(trial.Path, Site + "# theirs\n", Ct);

        await trial.Desk.LookAtFileAsync(Ct);

        Assert.Equal(Site + "# theirs\n", trial.Desk.Text);
        trial.Desk.Undo();
        Assert.Equal(Site, trial.Desk.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_others_changed_while_something_was_typed_is_not_written_before_a_person_decides(bool isTheirs)
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        trial.Desk.Set("project.owner", "ann");
        var (mine, theirs) = (trial.Desk.Text, Site + "# theirs\n");
        await File.WriteAllTextAsync(trial.Path, theirs, Ct);
        await trial.Desk.FlushAsync();
        Assert.True(trial.Desk.IsConflict);
        Assert.Equal(theirs, trial.File);

        if (isTheirs) await trial.Desk.TakeTheirsAsync(Ct);
        else await trial.Desk.KeepMineAsync(Ct);

        Assert.False(trial.Desk.IsConflict);
        Assert.Equal(isTheirs ? theirs : mine, trial.File);
        Assert.Equal(trial.File, trial.Desk.Text);
        trial.Desk.Undo();
        Assert.Equal(isTheirs ? mine : theirs, trial.Desk.Text);
    }

    [Fact]
    public async Task Undo_keeps_the_ID_that_a_deploy_wrote()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        trial.Desk.Set("project.owner", "ann");
        await trial.Desk.FlushAsync();
        await DeployAsync(trial);
        Assert.Equal("0123456789ab", trial.Desk.FormTree.TextAt("project.id"));

        // The deploy is no step: Undo takes the owner back.
        trial.Desk.Undo();
        Assert.Null(trial.Desk.FormTree.TextAt("project.owner"));
        Assert.Equal("0123456789ab", trial.Desk.FormTree.TextAt("project.id"));
        Assert.False(trial.Desk.CanUndo);
        trial.Desk.Redo();
        Assert.Equal(("ann", "0123456789ab"), (trial.Desk.FormTree.TextAt("project.owner"), trial.Desk.FormTree.TextAt("project.id")));
        await trial.Desk.FlushAsync();
        Assert.Contains("0123456789ab", trial.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_keeps_the_ID_past_a_text_that_was_not_YAML()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        trial.Desk.Write(Site + "broken: [\n");
        trial.Time.Advance(TimeSpan.FromSeconds(5));
        trial.Desk.Write(Site);
        await trial.Desk.FlushAsync();
        await DeployAsync(trial);

        trial.Desk.Undo();
        trial.Desk.Undo();

        Assert.Equal("0123456789ab", trial.Desk.FormTree.TextAt("project.id"));
    }

    [Fact]
    public async Task An_ID_that_a_deploy_writes_while_something_is_typed_is_no_conflict()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        trial.Desk.Set("project.owner", "ann");

        await DeployAsync(trial);
        await trial.Desk.FlushAsync();

        Assert.False(trial.Desk.IsConflict);
        Assert.Contains("0123456789ab", trial.File, StringComparison.Ordinal);
        Assert.Contains("ann", trial.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task My_version_takes_the_ID_of_the_file()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        trial.Desk.Set("project.owner", "ann");
        await File.WriteAllTextAsync(trial.Path, BlueprintEditor.Set(Site, "project.id", "0123456789ab") + "# theirs\n", Ct);
        await trial.Desk.FlushAsync();
        Assert.True(trial.Desk.IsConflict);

        await trial.Desk.KeepMineAsync(Ct);

        Assert.Contains("0123456789ab", trial.File, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", trial.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_nobody_offers_is_told_with_the_likely_one_and_saves_nothing()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        await trial.UntilAsync(desk => desk.Price is not null && desk.Now.Problems.Count == 0);

        trial.Desk.Set("compute.instances[0].type", "t3.mirco");
        await trial.UntilAsync(desk => desk.Price!.Total.UnpricedAfter.Any(what => what.Contains("t3.mirco", StringComparison.Ordinal)) && desk.Now.Problems.Count > 0);

        var problem = Assert.Single(trial.Desk.Now.Problems);
        Assert.Equal(("compute.instances[0].type", 5), (problem.Path, problem.Line));
        Assert.Contains("'t3.mirco'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 't3.micro'?", problem.Message, StringComparison.Ordinal);
        Assert.Null(trial.Desk.PriceOfLastChange);
        trial.Desk.Mend(problem.Fix!, null);
        Assert.Equal(Site, trial.Desk.Text);
    }

    [Fact]
    public async Task A_file_that_is_gone_comes_back_only_when_a_person_wants_it()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        File.Delete(trial.Path);
        await trial.Desk.LookAtFileAsync(Ct);
        Assert.True(trial.Desk.IsGone);
        trial.Desk.Set("project.owner", "ann");
        await trial.Desk.FlushAsync();
        Assert.False(File.Exists(trial.Path));

        await trial.Desk.KeepMineAsync(Ct);

        Assert.Equal(trial.Desk.Text, trial.File);
    }

    [Fact]
    public async Task Each_choice_says_what_it_adds_to_the_price()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        await trial.UntilAsync(desk => desk.Price is not null);
        var before = trial.Desk.Price!.Total.After;

        trial.Desk.Set("compute.instances[0].type", "t3.small");
        await trial.UntilAsync(desk => desk.Price!.Total.After != before);

        Assert.True(before > 0);
        Assert.Equal(trial.Desk.Price!.Total.After - before, trial.Desk.PriceOfLastChange);
        Assert.True(trial.Desk.PriceOfLastChange > 5);
    }

    [Fact]
    public async Task A_text_that_is_not_yaml_keeps_the_form_and_the_picture_as_they_were()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);

        trial.Desk.Write(Site + "broken: [\n");

        Assert.Null(trial.Desk.Now.Tree);
        Assert.NotNull(trial.Desk.Set("project.owner", "ann"));
        Assert.Equal("server", trial.Desk.FormTree.TextAt("compute.instances[0].name"));
        Assert.NotNull(trial.Desk.LastGood);
        Assert.True(trial.Desk.Now.Problems[0].Line > 0);
    }

    [Fact]
    public async Task A_project_of_another_name_than_its_file_is_told_and_mended()
    {
        await using var trial = await TrialDesk.OpenAsync("other", Site);
        var problem = Assert.Single(trial.Desk.Now.Problems);
        Assert.Equal((Severity.Error, 1, "project.name"), (problem.Severity, problem.Line, problem.Path));

        trial.Desk.Mend(problem.Fix!, null);

        Assert.Empty(trial.Desk.Now.Problems);
    }

    private static async Task DeployAsync(TrialDesk trial)
    {
        await File.WriteAllTextAsync(trial.Path, BlueprintEditor.Set(trial.File, "project.id", "0123456789ab"), Ct);
        await trial.Desk.LookAtFileAsync(Ct);
    }

    [Fact]
    public async Task Nothing_is_written_for_a_project_that_has_no_file()
    {
        await using var trial = await TrialDesk.OpenAsync("site", Site);
        File.Delete(trial.Path);
        await using var other = await TrialDesk.OpenAsync("site", Site);
        Assert.True(other.Desk.Exists);

        other.Desk.Write("");
        other.Desk.Undo();
        await other.Desk.FlushAsync();

        Assert.Equal(Site, other.File);
    }
}
