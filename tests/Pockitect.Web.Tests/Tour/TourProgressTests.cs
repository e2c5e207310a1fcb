using Pockitect.Web.Tour;

namespace Pockitect.Web.Tests.Tour;

public sealed class TourProgressTests
{
    private static readonly TourFacts nothing = new([], 0, "not deployed", new HashSet<string>(), "/");

    [Fact]
    public void The_whole_tour_checks_itself_off_in_its_order()
    {
        var note = TourProgress.Begin();
        TourFacts made = nothing with { Projects = ["shop"] };
        TourFacts deployed = made with { Resources = 12, State = "running", Ended = Set("deploy") };
        (TourFacts Facts, string Done)[] story =
        [
            (made, "make"), (made with { Path = "/projects/shop/deploy" }, "plan"), (deployed, "deploy"), (deployed with { Path = "/monitor" }, "monitor"),
            (deployed with { State = "stopped", Ended = Set("deploy", "stop") }, "stop"), (deployed with { Ended = Set("deploy", "stop", "start") }, "start"),
            (made with { Ended = Set("deploy", "stop", "start", "delete"), Path = "/projects/shop/delete" }, "delete"),
            (made with { Ended = Set("deploy", "stop", "start", "delete"), Path = "/monitor" }, "gone"),
        ];

        foreach (var (facts, done) in story)
        {
            Assert.Equal(done, TourProgress.Next(note)?.Name);
            note = TourProgress.With(note, facts);
            Assert.Equal(done, note.Done[^1]);
        }

        Assert.Null(TourProgress.Next(note));
        Assert.Equal(TourStep.All.Select(step => step.Name), note.Done);
    }

    [Fact]
    public void Without_anything_new_it_is_the_same_note()
    {
        var note = TourProgress.With(TourProgress.Begin(), nothing with { Projects = ["shop"] });

        Assert.Same(note, TourProgress.With(note, nothing with { Projects = ["shop"] }));
        Assert.Same(note, TourProgress.With(note, nothing with { Projects = ["another", "shop"], Path = "/monitor" }));
    }

    [Fact]
    public void A_later_step_waits_for_those_before_it()
    {
        var note = TourProgress.With(TourProgress.Begin(), nothing with { Path = "/monitor" });

        Assert.Empty(note.Done);
    }

    [Fact]
    public void A_project_whose_file_went_before_it_was_deleted_gives_way_to_another()
    {
        var note = TourProgress.With(TourProgress.Begin(), nothing with { Projects = ["first"] });

        Assert.Equal("second", TourProgress.With(note, nothing with { Projects = ["second"] }).Project);
    }

    private static HashSet<string> Set(params string[] words) => [.. words];
}
