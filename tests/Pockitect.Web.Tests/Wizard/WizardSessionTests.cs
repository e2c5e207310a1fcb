namespace Pockitect.Web.Tests.Wizard;

public sealed class WizardSessionTests
{
    private const string Site = TrialSession.Site;

    [Fact]
    public async Task Session_reports_an_unknown_instance_type_with_the_likely_one_and_has_no_price_difference()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        await trial.UntilAsync(session => session.Prices.Price is not null && session.Draft.Now.Problems.Count == 0);

        trial.Draft.Set("compute.instances[0].type", "t3.mirco");
        await trial.UntilAsync(session => session.Prices.Price!.Total.UnpricedAfter.Any(what => what.Contains("t3.mirco", StringComparison.Ordinal)) && session.Draft.Now.Problems.Count > 0);

        var problem = Assert.Single(trial.Draft.Now.Problems);
        Assert.Equal(("compute.instances[0].type", 5), (problem.Path, problem.Line));
        Assert.Contains("'t3.mirco'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 't3.micro'?", problem.Message, StringComparison.Ordinal);
        Assert.Null(trial.Session.Prices.OfLastChange);
        trial.Draft.ApplyFix(problem.Fix!, null);
        Assert.Equal(Site, trial.Draft.Text);
    }

    [Fact]
    public async Task Session_shows_what_the_last_change_adds_to_the_price()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        await trial.UntilAsync(session => session.Prices.Price is not null);
        var before = trial.Session.Prices.Price!.Total.After;

        trial.Draft.Set("compute.instances[0].type", "t3.small");
        await trial.UntilAsync(session => session.Prices.Price!.Total.After != before);

        Assert.True(before > 0);
        Assert.Equal(trial.Session.Prices.Price!.Total.After - before, trial.Session.Prices.OfLastChange);
        Assert.True(trial.Session.Prices.OfLastChange > 5);
    }
}
