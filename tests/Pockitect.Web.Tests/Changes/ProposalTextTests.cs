using Pockitect.Core.Changes;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Web.Changes;
using Pockitect.Web.Tests.Monitor;

namespace Pockitect.Web.Tests.Changes;

public sealed class ProposalTextTests
{
    private static readonly Plan nothing = new() { Changes = [], Steps = [] };

    [Fact]
    public void Button_says_what_is_done_where_and_in_whose_account()
    {
        var plan = Deleting(Rows.Instance("i-1"), Rows.Subnet("subnet-1"));

        Assert.Equal("Delete 2 resources in eu-west-1 of me", Button(new ProjectDeleteRequest("shop"), plan));
        Assert.Equal("Deploy 2 changes to eu-west-1 of me", Button(new DeployRequest("shop"), plan));
        Assert.Equal("Undo 2 changes in eu-west-1 of me", Button(new UndoRequest("shop"), plan));
        Assert.Equal("Stop 2 resources in eu-west-1 of me", Button(new PowerRequest("shop", On: false), plan));
        Assert.Equal("Mark the deploy of shop as finished in account me", Button(new DeployRequest("shop"), nothing));
        Assert.Equal("Mark it as undone in account me", Button(new UndoRequest("shop"), nothing));
        Assert.Equal("Mark it as finished in account me", Button(new ResumeRequest("shop"), nothing));
    }

    [Fact]
    public void Confirmation_names_the_data_that_is_lost_and_what_keeps_the_rest()
    {
        var plan = Deleting(Rows.Bucket("logs"), Rows.Subnet("subnet-1"));
        var kept = plan with
        {
            Kept = [new KeptResource(Rows.Instance("snapshot").Resource)],
            Changes = [.. plan.Changes.Select(change => change with { KeepsData = true })],
        };

        Assert.Equal("Type shop to confirm", Confirm(nothing));
        Assert.Equal("The data of logs is lost. Type shop to confirm", Confirm(plan));
        Assert.Equal("Databases keep a final snapshot. Type shop to confirm", Confirm(kept));
    }

    private static string Button(ChangeRequest request, Plan plan) => ProposalText.Button(Of(request, plan), "me");

    private static string Confirm(Plan plan) => ProposalText.Confirm(Of(new ProjectDeleteRequest("shop"), plan), "shop");

    private static ChangeProposal Of(ChangeRequest request, Plan plan) => new() { Request = request, Plan = plan, Rails = GuardRails.None };

    private static Plan Deleting(params Pockitect.Web.Monitor.Queries.MonitorRow[] rows)
    {
        List<Observed> resources = [.. rows.Select(row => row.Resource)];
        return new DeletionPlanner(Rows.Catalog).Plan(resources, resources, true, new TerminateOptions(EmptyBuckets: true));
    }
}
