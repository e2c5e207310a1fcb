using Pockitect.Core.Resources;
using Pockitect.Web.Projects;
using Pockitect.Web.Tests.Monitor;

namespace Pockitect.Web.Tests.Projects;

public sealed class ProjectActionsTests
{
    [Theory]
    [InlineData(Phase.Ready, true, false)]
    [InlineData(Phase.Stopped, false, true)]
    [InlineData(Phase.Pending, true, true)]
    [InlineData(Phase.Failed, false, false)]
    public void Power_is_offered_where_something_can_be_switched(Phase phase, bool stops, bool starts)
    {
        var actions = Of([Rows.Instance("i-1", phase: phase).Resource]);

        Assert.Equal((stops, starts), (actions.NoStop is null, actions.NoStart is null));
        Assert.Null(actions.NoDelete);
    }

    [Fact]
    public void Nothing_is_offered_for_what_has_no_power_or_is_not_there()
    {
        var bucket = Of([Rows.Bucket("files").Resource]);
        var nothing = Of([]);

        Assert.NotNull(bucket.NoStop);
        Assert.Null(bucket.NoDelete);
        Assert.Equal((null, false, false), (nothing.NoDeploy, nothing.NoDelete is null, nothing.NoStart is null));
        Assert.Equal(["Stop: It has no resources in AWS.", "Start: It has no resources in AWS.", "Delete: It has no resources in AWS."], nothing.Reasons);
    }

    [Fact]
    public void Everything_is_offered_for_what_was_never_scanned() =>
        Assert.Empty(ProjectActions.Of(Rows.Catalog, hasBlueprint: true, hasErrors: false, [], isScanned: false).Reasons);

    [Theory]
    [InlineData(false, false, "The blueprint is not on this computer.")]
    [InlineData(true, true, "The blueprint has errors.")]
    public void A_deploy_needs_a_blueprint_without_errors(bool hasBlueprint, bool hasErrors, string reason) =>
        Assert.Equal(reason, ProjectActions.Of(Rows.Catalog, hasBlueprint, hasErrors, [], isScanned: true).NoDeploy);

    private static ProjectActions Of(Observed[] rows) => ProjectActions.Of(Rows.Catalog, hasBlueprint: true, hasErrors: false, rows, isScanned: true);
}
