using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Web.Wizard;
using Pockitect.Web.Wizard.Editing;
using Pockitect.Web.Wizard.Fields;

namespace Pockitect.Web.Tests.Wizard;

public sealed class WizardStepTests
{
    [Fact]
    public void Steps_lead_to_each_other_and_end()
    {
        var (first, last) = (WizardStep.All[0], WizardStep.All[^1]);

        Assert.Null(first.Neighbor(-1));
        Assert.Equal("network", first.Neighbor(1)?.Key);
        Assert.Null(last.Neighbor(1));
        Assert.True(last.IsReview);
        Assert.Equal("/projects/my-site/edit/network", first.Neighbor(1)?.LinkIn("my-site"));
    }

    [Fact]
    public void Step_counts_the_problems_of_its_own_settings()
    {
        string[] paths = ["network.subnets[0].cidr", "network.vpc_id", "compute.instances[0]", ""];
        var sketch = Sketch.Empty with { Problems = [.. paths.Select(Problem)] };

        Assert.Equal([0, 2, 1, 0, 0, 0], WizardStep.All.Select(step => step.CountProblems(sketch)));
    }

    [Fact]
    public void Field_that_may_be_hidden_is_named_with_all_that_is_around_it()
    {
        string[] paths = ["network.subnets[0].cidr", "network.subnets[0]", "network.subnets", "network"];

        Assert.Equal(paths.Select(FormContext.IdOf), FormContext.IdsOf(paths[0]));
    }

    private static BlueprintProblem Problem(string path) => new(Severity.Error, 1, 1, path, "Invalid.");
}
