using Pockitect.Core.Changes;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Tests.Changes;

public sealed class ChangeRequestTests
{
    private const string OperationId = "20260131-101500000-abc123";

    private static readonly Plan nothing = new() { Changes = [], Steps = [] };

    [Fact]
    public void Command_carries_the_plan_that_was_shown_and_what_it_is_about()
    {
        var options = new TerminateOptions(FinalSnapshots: false, LiftProtection: true);
        var selection = new ResourceSelection("eu-west-1", ["i-1"]);

        Assert.Equal(new Deploy(nothing.Fingerprint), CommandOf(new DeployRequest("shop")));
        Assert.Equal(new Terminate(nothing.Fingerprint, null, options), CommandOf(new ProjectDeleteRequest("shop") { Options = options }));
        Assert.Equal(
            new Terminate(nothing.Fingerprint, selection, options), CommandOf(new SelectionDeleteRequest(selection) { Options = options }));
        Assert.Equal(new Power(On: true), CommandOf(new PowerRequest("shop", On: true)));
        Assert.Equal(new Resume(nothing.Fingerprint), CommandOf(new ResumeRequest("shop")));
        Assert.Equal(new Resume(nothing.Fingerprint) { OperationId = OperationId }, CommandOf(new ResumeRequest(OperationId)));
        Assert.Equal(new Undo(nothing.Fingerprint), CommandOf(new UndoRequest("shop")));
        Assert.Equal(new Undo(nothing.Fingerprint, EmptyBuckets: true), CommandOf(new UndoRequest("shop") { EmptyBuckets = true }));
        Assert.Equal(new Keep { OperationId = OperationId }, CommandOf(new KeepRequest(OperationId)));
    }

    [Fact]
    public void Handle_is_a_project_or_a_delete_of_selected_resources()
    {
        Assert.Equal(("shop", null), (new ResumeRequest("shop").Project, new ResumeRequest("shop").OperationId));
        Assert.Equal((null, OperationId), (new ResumeRequest(OperationId).Project, new ResumeRequest(OperationId).OperationId));
    }

    [Fact]
    public void Command_line_does_the_same()
    {
        var options = new TerminateOptions(FinalSnapshots: false, EmptyBuckets: true, LiftProtection: true);

        Assert.Equal("pockitect deploy shop", new DeployRequest("shop").CommandLine);
        Assert.Equal(
            "pockitect delete shop --no-final-snapshot --empty-buckets --lift-protection",
            new ProjectDeleteRequest("shop") { Options = options }.CommandLine);
        Assert.Equal(
            "pockitect delete --id Instance/i-1 --id 'InstanceProfile/web server' --region eu-west-1",
            new SelectionDeleteRequest(new ResourceSelection("eu-west-1", ["Instance/i-1", "InstanceProfile/web server"])).CommandLine);
        Assert.Equal("pockitect stop shop", new PowerRequest("shop", On: false).CommandLine);
        Assert.Equal($"pockitect resume {OperationId}", new ResumeRequest(OperationId).CommandLine);
        Assert.Equal("pockitect undo shop --empty-buckets", new UndoRequest("shop") { EmptyBuckets = true }.CommandLine);
        Assert.Equal("pockitect keep shop", new KeepRequest("shop").CommandLine);
    }

    [Fact]
    public void Proposal_that_does_nothing_starts_only_where_an_operation_has_to_be_closed()
    {
        var operation = new Operation(OperationId, OperationKind.Deploy, "shop", "id");
        var unfinished = new OperationRecord(operation, DateTimeOffset.UnixEpoch, new TerminateOptions(), [], [], OperationOutcome.Failed);
        var blocked = nothing with { Blockers = ["Something blocks it."] };

        Assert.Equal((false, true), StateOf(Proposal(new DeployRequest("shop"))));
        Assert.Equal((true, false), StateOf(Proposal(new DeployRequest("shop")) with { Unfinished = unfinished }));
        Assert.Equal((false, true), StateOf(Proposal(new ProjectDeleteRequest("shop")) with { Unfinished = unfinished }));
        Assert.Equal((true, false), StateOf(Proposal(new KeepRequest("shop")) with { Unfinished = unfinished }));
        Assert.Equal((false, false), StateOf(Proposal(new DeployRequest("shop"), blocked) with { Unfinished = unfinished }));
    }

    private static (bool CanStart, bool IsUpToDate) StateOf(ChangeProposal proposal) => (proposal.CanStart, proposal.IsUpToDate);

    private static ChangeProposal Proposal(ChangeRequest request, Plan? plan = null) =>
        new() { Request = request, Plan = plan ?? nothing, Rails = GuardRails.None };

    // A plan that does nothing needs no answer.
    private static Command CommandOf(ChangeRequest request) => Proposal(request).CommandFor(Proposal(request).Rule.Accept()!);
}
