using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>Credentials that end while an operation runs.</summary>
public sealed class SignInTests : IDisposable
{
    private static readonly Fault Ended = new(FaultKind.SignIn, "ExpiredToken", "The security token included in the request is expired.")
    {
        Waiting = "your sign-in has ended",
        Budget = TimeSpan.FromMinutes(60),
    };

    private static readonly Desired[] Desired =
    [
        new("net", new Net { Range = "10.0" }),
        new("part", new Part { Net = Ref.To<Net>("net") }),
        new("box", new Box { Part = Ref.To<Part>("part") }),
    ];

    private readonly House _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_deploy_waits_for_the_person_and_goes_on()
    {
        // The first call after the net was made is a read; creates and reads alike meet the end of the sign-in.
        EndAfter("create Net", lasts: TimeSpan.FromMinutes(50));

        var result = await _house.DeployAsync(Desired);

        Assert.True(result.Succeeded);
        Assert.Equal(["create Net", "create Part", "create Box"], _house.Account.Calls);
        Assert.True(_house.Cloud.Forgotten > 500, $"asked {_house.Cloud.Forgotten} times");
        Assert.Contains(_house.Reports, report => report is { Phase: "waiting", Detail: { } words } && words.StartsWith("your sign-in has ended; ", StringComparison.Ordinal) && words.EndsWith(" s of at most 60 min", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_comes_after_the_wait_has_a_budget_of_its_own()
    {
        var isBusy = true;
        EndAfter("create Net", lasts: TimeSpan.FromMinutes(50), then: () =>
        {
            var was = isBusy;
            isBusy = false;
            return was ? new Fault(FaultKind.Throttled, "Throttling", "Rate exceeded.") : null;
        });

        Assert.True((await _house.DeployAsync(Desired)).Succeeded);
        Assert.False(isBusy);
    }

    [Fact]
    public async Task After_an_hour_it_fails_by_the_sign_in_and_resume_goes_on()
    {
        EndAfter("create Net", lasts: TimeSpan.FromHours(30));
        var failed = Assert.IsType<Failed>(await DeployAsync());
        _house.Account.OnAsked = () => null;
        var left = _house.History.Unfinished("shop");

        var plan = await _house.Recovery.PlanResumeAsync(left!, CancellationToken.None);
        var ended = await _house.HandleAsync("shop", new Resume(plan.Fingerprint), CancellationToken.None);

        Assert.True(failed.NeedsSignIn);
        Assert.Equal(left?.Operation.Id, failed.OperationId);
        Assert.IsType<Completed>(ended);
        Assert.Equal(["create Net", "create Part", "create Box"], _house.Account.Calls);
    }

    [Fact]
    public async Task Keys_that_AWS_does_not_know_fail_at_once()
    {
        var plan = await _house.PlanAsync(Desired);
        _house.Account.OnAsked = () => new Fault(FaultKind.SignIn, "InvalidClientTokenId", "The security token included in the request is invalid.");
        var began = _house.Time.GetUtcNow();

        var result = await _house.RunAsync(plan);

        Assert.Equal(FaultKind.SignIn, Assert.IsType<StepOutcome.FailedBecause>(result.Outcomes["create net"]).Fault.Kind);
        Assert.Equal((began, 0), (_house.Time.GetUtcNow(), _house.Cloud.Forgotten));
    }

    [Fact]
    public async Task A_person_who_does_not_want_to_sign_in_again_can_stop_it()
    {
        using var stop = new CancellationTokenSource();
        var plan = await _house.PlanAsync(Desired);
        _house.Account.OnAsked = () =>
        {
            if (_house.Cloud.Forgotten > 3) stop.Cancel();
            return Ended;
        };

        var result = await _house.RunAsync(plan, stop: stop.Token);

        Assert.True(result.WasCancelled);
        Assert.Empty(_house.Account.Calls);
    }

    [Fact]
    public async Task A_plan_waits_for_nobody()
    {
        _house.Account.OnAsked = () => Ended;

        var failure = await Assert.ThrowsAsync<FaultException>(() => _house.PlanAsync(Desired));

        Assert.Equal(FaultKind.SignIn, failure.Fault.Kind);
        Assert.Equal(0, _house.Cloud.Forgotten);
    }

    /// <summary>Lets the sign-in end once this call was made, and be renewed so much later.</summary>
    private void EndAfter(string call, TimeSpan lasts, Func<Fault?>? then = null)
    {
        DateTimeOffset? until = null;
        _house.Account.OnAsked = () =>
        {
            if (!_house.Account.Calls.Contains(call)) return null;
            until ??= _house.Time.GetUtcNow() + lasts;
            return _house.Time.GetUtcNow() < until ? Ended : then?.Invoke();
        };
    }

    private async Task<Status> DeployAsync()
    {
        var plan = await _house.PlanAsync(Desired);
        return await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), CancellationToken.None);
    }
}
