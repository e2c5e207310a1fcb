using Pockitect.Core.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;
using Pockitect.Web.Monitor;

namespace Pockitect.Web.Tests.Monitor;

public sealed class DeletingTests
{
    [Fact]
    public void What_is_picked_is_named_with_its_type_in_its_own_region()
    {
        var (deleting, _) = Deleting.Of(Rows.Catalog, [Rows.Instance("i-1"), Rows.Profile("web server")]);

        Assert.Equal("eu-west-1", deleting!.Selection.Region);
        Assert.Equal(["Instance/i-1", "InstanceProfile/web server"], deleting.Selection.Ids);
        Assert.Equal("pockitect delete --id Instance/i-1 --id 'InstanceProfile/web server' --region eu-west-1", deleting.Words);
    }

    [Fact]
    public void Resources_of_several_regions_do_not_go_together()
    {
        var (deleting, problem) = Deleting.Of(Rows.Catalog, [Rows.Instance("i-1"), Rows.Instance("i-2", region: "us-east-1")]);

        Assert.Null(deleting);
        Assert.Contains("eu-west-1, us-east-1", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_locked_is_never_deleted() =>
        Assert.Contains("default", Deleting.Of(Rows.Catalog, [Rows.Subnet("subnet-1", locked: "It is AWS's default.")]).Problem, StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_sent_before_a_plan_is_there_or_when_something_is_in_its_way()
    {
        var deleting = Planned(Rows.Instance("i-1"));

        Assert.Null((deleting with { Plan = null }).Command(GuardRails.None, ""));
        Assert.Null((deleting with { Plan = deleting.Plan! with { Blockers = ["no"] } }).Command(GuardRails.None, ""));
        Assert.Null((deleting with { Plan = deleting.Plan! with { Steps = [] } }).Command(GuardRails.None, ""));
    }

    [Fact]
    public void A_yes_is_enough_where_nothing_is_lost_and_the_plan_s_fingerprint_goes_with_it()
    {
        var deleting = Planned(Rows.Subnet("subnet-1"));

        var command = deleting.Command(GuardRails.None, "");

        Assert.Equal(new Terminate(deleting.Plan!.Fingerprint, deleting.Selection, deleting.Options), command);
    }

    [Fact]
    public void Where_data_is_lost_its_name_is_typed()
    {
        var deleting = Planned(Rows.Bucket("logs"));

        Assert.Null(deleting.Command(GuardRails.None, "log"));
        Assert.Equal((null, true), (deleting.Command(GuardRails.None, "logs")?.Confirmation, deleting.Command(GuardRails.None, "logs") is not null));
    }

    [Fact]
    public void Where_the_account_asks_for_names_the_name_travels_with_the_command()
    {
        var rails = new GuardRails { Production = true };
        var deleting = Planned(Rows.Instance("i-1"));

        Assert.Null(deleting.Command(rails, ""));
        Assert.Equal("i-1", deleting.Command(rails, "i-1")?.Confirmation);
    }

    private static Deleting Planned(MonitorRow row) => Deleting.Of(Rows.Catalog, [row]).Deleting! with
    {
        Plan = new DeletionPlanner(Rows.Catalog).Plan([row.Resource], [row.Resource], includeDependents: true, new TerminateOptions(EmptyBuckets: true)),
    };
}
