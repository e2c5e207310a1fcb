using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>One operation over several attempts, in an account that keeps client tokens as EC2 does.</summary>
public sealed class ClientTokenTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });
    private static readonly Operation Operation = new("op", OperationKind.Deploy, "shop", "abcdef123456");

    private readonly House _house = new();
    private readonly FakeTokens _tokens = new();

    public ClientTokenTests() => _house.Account.Tokens = _tokens;

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("ami-1")]
    [InlineData("ami-2")]
    public async Task Token_changes_after_a_refusal_for_capacity(string nextImage)
    {
        Refuse(FaultKind.Quota, "InsufficientInstanceCapacity");
        Assert.False((await AttemptAsync(_house)).Succeeded);
        _house.Account.OnCall = _ => null;
        _tokens.Image = nextImage;

        using var next = NextProcess();
        var result = await AttemptAsync(next);

        Assert.True(result.Succeeded);
        Assert.Equal(2, _tokens.Used.Distinct().Count());
        Assert.Single(next.Account.Living);
    }

    [Fact]
    public async Task Token_of_a_refusal_that_no_journal_records_is_given_up_when_the_image_changes()
    {
        // The process ended between the refusal and its line in the journal.
        var plan = await _house.PlanAsync(Net);
        var step = plan.Steps.Single();
        Refuse(FaultKind.Quota, "InsufficientInstanceCapacity");
        await Assert.ThrowsAsync<FaultException>(() => step.Type.CreateAsync(step.Place, step.Spec!, Operation.CreationOf(step, step.Spec!), CancellationToken.None));
        _house.Account.OnCall = _ => null;
        _tokens.Image = "ami-2";

        Assert.True((await AttemptAsync(_house)).Succeeded);
        Assert.Single(_house.Account.Living);
    }

    [Theory]
    [InlineData("ami-1", 1)]
    [InlineData("ami-2", 2)]
    public async Task Token_stays_after_a_lost_answer_and_nothing_is_created_twice(string nextImage, int most)
    {
        var isDown = false;
        _house.Account.OnCall = call => (isDown = call.HasHappened) ? new Fault(FaultKind.Ambiguous, "Lost", "The answer was lost.") : null;
        _house.Account.OnAsked = () => isDown ? new Fault(FaultKind.Unreachable, "NoAnswer", "Nothing gets through.") : null;
        Assert.False((await AttemptAsync(_house)).Succeeded);
        _house.Account.OnCall = _ => null;
        _house.Account.OnAsked = () => null;
        // The plan is made before the lists show it.
        _house.Account.IsListed = _ => false;
        var plan = await _house.PlanAsync(Net);
        _tokens.Image = nextImage;
        _house.Account.IsListed = _ => true;

        var result = await _house.Executor.RunAsync(plan, Operation, new TerminateOptions(), _house.Reports.Add, CancellationToken.None);

        Assert.True(result.Succeeded);
        Assert.Equal(_house.Account.Living.Single().Id, result.Ids["net"]);
        Assert.InRange(_tokens.Used.Distinct().Count(), 1, most);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Token_of_a_resource_that_is_gone_is_given_up(bool answersForGone)
    {
        _tokens.AnswersForGone = answersForGone;
        Refuse(FaultKind.Quota, "LimitExceeded", "create Part");
        var part = new Desired("part", new Part { Net = Ref.To<Net>("net") });
        Assert.False((await AttemptAsync(_house, Net, part)).Succeeded);
        var first = _house.Account.Living.Single();
        _house.Account.OnCall = _ => null;
        _house.Account.Delete(_house.Cloud.Catalog[first.Type], first.Id);

        using var next = NextProcess();
        var result = await AttemptAsync(next, Net, part);

        Assert.True(result.Succeeded);
        Assert.Equal(2, next.Account.Living.Count);
        Assert.DoesNotContain(next.Account.Living, resource => resource.Id == first.Id);
    }

    [Fact]
    public async Task Name_stays_when_the_token_changes()
    {
        var step = (await _house.PlanAsync(Net)).Steps.Single();
        var (first, second) = (Operation.CreationOf(step, Net.Spec), Operation.CreationOf(step, Net.Spec, refusals: 1));

        Assert.NotEqual(first.ClientToken, second.ClientToken);
        Assert.Equal(first.UniqueName, second.UniqueName);
        Assert.InRange(second.ClientToken.Length, 1, 64);
    }

    private void Refuse(FaultKind kind, string code, string what = "create Net") =>
        _house.Account.OnCall = call => !call.HasHappened && $"{call.Verb} {call.Type}" == what ? new Fault(kind, code, "Refused.") : null;

    private House NextProcess()
    {
        var next = _house.Fork();
        next.Account.Tokens = _tokens;
        return next;
    }

    private static async Task<OperationResult> AttemptAsync(House house, params Desired[] desired)
    {
        var plan = await house.PlanAsync(desired.Length == 0 ? [Net] : desired);
        return await house.Executor.RunAsync(plan, Operation, new TerminateOptions(), house.Reports.Add, CancellationToken.None);
    }
}
