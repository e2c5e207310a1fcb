using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;
using Pockitect.Web.Changes;

namespace Pockitect.Web.Tests.Changes;

public sealed class ProposalTests
{
    private static readonly Plan nothing = new() { Changes = [], Steps = [] };

    [Fact]
    public void A_plan_that_does_nothing_is_not_approved_but_what_was_begun_gets_its_end()
    {
        var unfinished = new OperationRecord(new Operation("op", OperationKind.Deploy, "shop", "id"), DateTimeOffset.UnixEpoch, new TerminateOptions(), [], [], OperationOutcome.Failed);

        Assert.False(Of(Wish.Deploy, nothing).CanStart);
        Assert.False((Of(Wish.Delete, nothing) with { Unfinished = unfinished }).CanStart);
        Assert.True((Of(Wish.Deploy, nothing) with { Unfinished = unfinished }).CanStart);
        Assert.Equal("Mark the deploy of shop as finished in account 111122223333 (dev)", (Of(Wish.Deploy, nothing) with { Unfinished = unfinished }).Button);
        Assert.False((Of(Wish.Deploy, nothing with { Blockers = ["Something is in the way."] }) with { Unfinished = unfinished }).CanStart);
    }

    [Fact]
    public void The_command_carries_the_plan_that_was_shown_and_the_name_that_was_typed()
    {
        var options = new TerminateOptions(FinalSnapshots: false, LiftProtection: true);

        Assert.Equal(new Deploy(nothing.Fingerprint), Of(Wish.Deploy, nothing).Command(typed: null));
        Assert.Equal(new Terminate(nothing.Fingerprint, null, options) { Confirmation = "shop" }, (Of(Wish.Delete, nothing) with { Options = options }).Command("shop"));
        Assert.Equal(new Undo(nothing.Fingerprint, EmptyBuckets: true), Of(Wish.Undo, nothing).Command(typed: null, emptyBuckets: true));
        Assert.Equal(new Power(On: false), Of(Wish.Stop, nothing).Command(typed: null));
    }

    [Fact]
    public void The_command_in_a_terminal_has_the_same_options() => Assert.Equal(
        "pockitect delete shop --no-final-snapshot --lift-protection",
        Proposal.InTerminal(Wish.Delete, "shop", new TerminateOptions(FinalSnapshots: false, LiftProtection: true)));

    private static Proposal Of(Wish wish, Plan plan) => new() { Project = "shop", Wish = wish, Plan = plan, Account = "111122223333 (dev)", Rails = GuardRails.None };
}
