using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Web.Changes;

namespace Pockitect.Web.Tests.Changes;

public sealed class PlanRowsTests
{
    [Fact]
    public void Of_two_long_values_what_differs_is_shown()
    {
        var start = new string('x', 200);

        var row = Assert.Single(PlanRows.Settings(Change([new PropertyChange("Policy", start + "old", start + "new", IsReplacement: false)])));

        Assert.Equal(($"…{new string('x', 24)}old", $"…{new string('x', 24)}new"), (row.Old, row.New));
    }

    private static PlannedChange Change(IReadOnlyList<PropertyChange> differences) => new()
    {
        LogicalId = "vpc",
        Type = null!, // Settings ask nothing of it.
        Place = new Place("111122223333", "eu-west-1"),
        Action = ChangeAction.Update,
        Differences = differences,
    };
}
