using Pockitect.Core.Blueprints.Documents;

namespace Pockitect.Web.Tests.Wizard;

public sealed class BlueprintFileTests
{
    private const string Site = TrialSession.Site;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_has_a_change_a_moment_later_and_immediately_after_a_flush()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        trial.Draft.Set("project.owner", "ann");
        Assert.Equal(Site, trial.FileText);

        trial.Time.Advance(TimeSpan.FromMilliseconds(301));
        await trial.UntilAsync(session => session.File.IsSaved);
        Assert.Equal(trial.Draft.Text, trial.FileText);

        trial.Draft.Write(Site + "broken: [\n");
        await trial.File.FlushAsync();
        Assert.Equal(Site + "broken: [\n", trial.FileText);
    }

    [Fact]
    public async Task File_that_another_program_changed_is_loaded_if_the_draft_has_no_edits()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        await File.WriteAllTextAsync(trial.Path, Site + "# theirs\n", Ct);

        await trial.File.LookAsync(Ct);

        Assert.Equal(Site + "# theirs\n", trial.Draft.Text);
        trial.Draft.Undo();
        Assert.Equal(Site, trial.Draft.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_that_another_program_changed_during_edits_is_not_written_before_the_user_decides(bool isTheirs)
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        trial.Draft.Set("project.owner", "ann");
        var (mine, theirs) = (trial.Draft.Text, Site + "# theirs\n");
        await File.WriteAllTextAsync(trial.Path, theirs, Ct);
        await trial.File.FlushAsync();
        Assert.True(trial.File.IsConflict);
        Assert.Equal(theirs, trial.FileText);

        if (isTheirs) await trial.File.TakeTheirsAsync(Ct);
        else await trial.File.KeepMineAsync(Ct);

        Assert.False(trial.File.IsConflict);
        Assert.Equal(isTheirs ? theirs : mine, trial.FileText);
        Assert.Equal(trial.FileText, trial.Draft.Text);
        trial.Draft.Undo();
        Assert.Equal(isTheirs ? mine : theirs, trial.Draft.Text);
    }

    [Fact]
    public async Task Undo_keeps_the_ID_that_a_deploy_wrote()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        trial.Draft.Set("project.owner", "ann");
        await trial.File.FlushAsync();
        await DeployAsync(trial);
        Assert.Equal("0123456789ab", trial.Draft.FormTree.TextAt("project.id"));

        // The deploy is no step: Undo takes the owner back.
        trial.Draft.Undo();
        Assert.Null(trial.Draft.FormTree.TextAt("project.owner"));
        Assert.Equal("0123456789ab", trial.Draft.FormTree.TextAt("project.id"));
        Assert.False(trial.Draft.CanUndo);
        trial.Draft.Redo();
        Assert.Equal(("ann", "0123456789ab"), (trial.Draft.FormTree.TextAt("project.owner"), trial.Draft.FormTree.TextAt("project.id")));
        await trial.File.FlushAsync();
        Assert.Contains("0123456789ab", trial.FileText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_keeps_the_ID_past_a_text_that_was_not_YAML()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        trial.Draft.Write(Site + "broken: [\n");
        trial.Time.Advance(TimeSpan.FromSeconds(5));
        trial.Draft.Write(Site);
        await trial.File.FlushAsync();
        await DeployAsync(trial);

        trial.Draft.Undo();
        trial.Draft.Undo();

        Assert.Equal("0123456789ab", trial.Draft.FormTree.TextAt("project.id"));
    }

    [Fact]
    public async Task File_that_receives_its_ID_from_a_deploy_during_edits_is_no_conflict()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        trial.Draft.Set("project.owner", "ann");

        await DeployAsync(trial);
        await trial.File.FlushAsync();

        Assert.False(trial.File.IsConflict);
        Assert.Contains("0123456789ab", trial.FileText, StringComparison.Ordinal);
        Assert.Contains("ann", trial.FileText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_version_that_is_not_chosen_still_gives_its_ID()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        trial.Draft.Set("project.owner", "ann");
        await File.WriteAllTextAsync(trial.Path, BlueprintEditor.Set(Site, "project.id", "0123456789ab") + "# theirs\n", Ct);
        await trial.File.FlushAsync();
        Assert.True(trial.File.IsConflict);

        await trial.File.KeepMineAsync(Ct);

        Assert.Contains("0123456789ab", trial.FileText, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", trial.FileText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_was_deleted_is_written_again_only_if_the_user_decides_so()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        File.Delete(trial.Path);
        await trial.File.LookAsync(Ct);
        Assert.True(trial.File.IsGone);
        trial.Draft.Set("project.owner", "ann");
        await trial.File.FlushAsync();
        Assert.False(File.Exists(trial.Path));

        await trial.File.KeepMineAsync(Ct);

        Assert.Equal(trial.Draft.Text, trial.FileText);
    }

    [Fact]
    public async Task File_of_one_session_is_not_written_by_another()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        File.Delete(trial.Path);
        await using var other = await TrialSession.OpenAsync("site", Site);
        Assert.True(other.File.Exists);

        other.Draft.Write("");
        other.Draft.Undo();
        await other.File.FlushAsync();

        Assert.Equal(Site, other.FileText);
    }

    private static async Task DeployAsync(TrialSession trial)
    {
        await File.WriteAllTextAsync(trial.Path, BlueprintEditor.Set(trial.FileText, "project.id", "0123456789ab"), Ct);
        await trial.File.LookAsync(Ct);
    }
}
