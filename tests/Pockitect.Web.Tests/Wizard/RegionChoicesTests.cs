using Pockitect.Aws;
using Pockitect.Web.Wizard.Fields;

namespace Pockitect.Web.Tests.Wizard;

public sealed class RegionChoicesTests
{
    private const string Site = "project: {name: site, region: eu-west-1}\n";

    private readonly Dictionary<string, TaskCompletionSource<IReadOnlyDictionary<string, ChoiceList>>> _asked = [];
    private readonly RegionChoices _choices;

    public RegionChoicesTests() => _choices = new RegionChoices(region => (_asked[region] = new()).Task);

    [Fact]
    public async Task Choices_are_loaded_once_per_Region()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        var loading = _choices.LoadAsync(trial.Draft);
        _asked["eu-west-1"].SetResult(Lists());

        Assert.NotNull(await loading);
        trial.Draft.Set("project.owner", "ann");
        Assert.Null(await _choices.LoadAsync(trial.Draft));
    }

    [Fact]
    public async Task Choices_of_a_Region_that_was_changed_meanwhile_are_dropped()
    {
        await using var trial = await TrialSession.OpenAsync("site", Site);
        var first = _choices.LoadAsync(trial.Draft);
        trial.Draft.Set("project.region", "us-east-1");
        var second = _choices.LoadAsync(trial.Draft);

        _asked["us-east-1"].SetResult(Lists());
        _asked["eu-west-1"].SetResult(Lists());

        Assert.NotNull(await second);
        Assert.Null(await first);
    }

    [Fact]
    public async Task Choices_of_a_draft_with_errors_are_those_of_its_written_Region()
    {
        await using var trial = await TrialSession.OpenAsync("site", "project: {name: site, region: eu-west-1, surprise: 1}\n");
        Assert.Null(trial.Draft.Now.Region);

        _ = _choices.LoadAsync(trial.Draft);

        Assert.Equal("eu-west-1", Assert.Single(_asked).Key);
    }

    private static Dictionary<string, ChoiceList> Lists() => [];
}
