using Pockitect.Core.Execution.Steps;
using Pockitect.Core.Faults;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class RetryPolicyTests : IDisposable
{
    private static readonly TimeSpan Two = TimeSpan.FromMinutes(2);

    private readonly FakeCloud _cloud = new();
    private readonly InstantTime _time = new();
    private readonly List<string> _waits = [];
    private readonly CancellationTokenSource _stop = new();
    private int _calls;

    public void Dispose() => _stop.Dispose();

    private RetryPolicy Policy => new(_cloud, _time, _waits.Add, _stop.Token);

    [Fact]
    public async Task Call_that_succeeds_is_made_once_and_waits_for_nothing()
    {
        Assert.Equal("done", await Policy.CallAsync(() => CallAsync(0, FaultKind.Throttled)));

        Assert.Equal(1, _calls);
        Assert.Empty(_waits);
    }

    [Theory]
    [InlineData(FaultKind.Throttled)]
    [InlineData(FaultKind.Unreachable)]
    [InlineData(FaultKind.Ambiguous)]
    [InlineData(FaultKind.NotYetConsistent)]
    [InlineData(FaultKind.Dependency)]
    public async Task Call_is_repeated_after_a_fault_that_passes(FaultKind kind)
    {
        Assert.Equal("done", await Policy.CallAsync(() => CallAsync(3, kind)));

        Assert.Equal(4, _calls);
        Assert.Equal(3, _waits.Count);
    }

    [Theory]
    [InlineData(FaultKind.Invalid)]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.NotFound)]
    [InlineData(FaultKind.Quota)]
    [InlineData(FaultKind.Bug)]
    [InlineData(FaultKind.SignIn)]
    public async Task Call_is_not_repeated_after_a_fault_that_lasts(FaultKind kind)
    {
        var fault = (await Assert.ThrowsAsync<FaultException>(() => Policy.CallAsync(() => CallAsync(1, kind)))).Fault;

        Assert.Equal((kind, 1), (fault.Kind, _calls));
        Assert.Empty(_waits);
    }

    [Theory]
    [InlineData(FaultKind.Throttled, null, 120)]
    [InlineData(FaultKind.Unreachable, null, 120)]
    [InlineData(FaultKind.Ambiguous, null, 120)]
    [InlineData(FaultKind.NotYetConsistent, null, 120)]
    [InlineData(FaultKind.NotYetConsistent, 300, 300)]
    [InlineData(FaultKind.Dependency, null, 600)]
    [InlineData(FaultKind.Dependency, 60, 60)]
    public async Task Call_is_given_up_with_its_own_fault_when_its_budget_is_used_up(FaultKind kind, int? budget, int seconds)
    {
        var began = _time.GetTimestamp();

        var fault = (await Assert.ThrowsAsync<FaultException>(() => Policy.CallAsync(() => CallAsync(int.MaxValue, kind, budget)))).Fault;

        Assert.Equal(kind, fault.Kind);
        // The last pause may go over the budget, and no pause is longer than five seconds.
        Assert.InRange(_time.GetElapsedTime(began).TotalSeconds, seconds, seconds + 5);
    }

    [Fact]
    public async Task Pauses_grow_from_a_quarter_of_a_second_to_five_seconds()
    {
        var moments = new List<long>();

        await Policy.CallAsync(() =>
        {
            moments.Add(_time.GetTimestamp());
            return CallAsync(12, FaultKind.Throttled);
        });

        var pauses = moments.Zip(moments.Skip(1), (earlier, later) => _time.GetElapsedTime(earlier, later)).ToList();
        Assert.Equal(TimeSpan.FromMilliseconds(250), pauses[0]);
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromSeconds(5), pauses[^1]);
    }

    [Theory]
    [InlineData(FaultKind.Ambiguous)]
    [InlineData(FaultKind.AlreadyExists)]
    public async Task Call_whose_result_is_found_after_a_doubt_is_not_repeated(FaultKind kind)
    {
        Assert.Equal("found", await Policy.CallAsync(() => CallAsync(1, kind), _ => Task.FromResult<string?>("found")));

        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Call_whose_answer_was_lost_is_repeated_when_nothing_is_found()
    {
        Assert.Equal("done", await Policy.CallAsync(() => CallAsync(1, FaultKind.Ambiguous), _ => Task.FromResult<string?>(null)));

        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Name_that_belongs_to_another_resource_ends_the_call()
    {
        var fault = (await Assert.ThrowsAsync<FaultException>(() => Policy.CallAsync(() => CallAsync(1, FaultKind.AlreadyExists), _ => Task.FromResult<string?>(null)))).Fault;

        Assert.Equal((FaultKind.AlreadyExists, 1), (fault.Kind, _calls));
    }

    [Fact]
    public async Task Ended_sign_in_is_waited_for_with_fresh_credentials_at_each_try()
    {
        var policy = Policy;

        Assert.Equal("done", await policy.CallAsync(() => CallAsync(4, FaultKind.SignIn, budget: 600)));

        Assert.Equal((5, 4), (_calls, _cloud.Forgotten));
        Assert.True(policy.SignedOut > TimeSpan.Zero);
    }

    [Fact]
    public async Task Budget_starts_over_after_a_sign_in()
    {
        // First the time for AWS is nearly used up, then you sign in again, then AWS gets its whole time once more.
        var began = _time.GetTimestamp();
        var fault = (await Assert.ThrowsAsync<FaultException>(() => Policy.CallAsync(() =>
        {
            var elapsed = _time.GetElapsedTime(began);
            var isSignedOut = elapsed > TimeSpan.FromSeconds(100) && elapsed < TimeSpan.FromSeconds(200);
            return CallAsync(int.MaxValue, isSignedOut ? FaultKind.SignIn : FaultKind.Throttled, isSignedOut ? 600 : null);
        }))).Fault;

        Assert.Equal(FaultKind.Throttled, fault.Kind);
        Assert.InRange(_time.GetElapsedTime(began).TotalSeconds, 320, 330);
    }

    [Fact]
    public async Task Until_asks_until_there_is_an_answer_and_tells_what_it_waits_for()
    {
        var asked = 0;

        var answer = await Policy.UntilAsync(() => Task.FromResult(++asked == 3 ? "there" : null), () => "pending", "creating", Two);

        Assert.Equal(("there", 3), (answer, asked));
        Assert.Equal(2, _waits.Count);
        Assert.All(_waits, wait => Assert.Matches("^pending, [0-9]+ s of at most 120 s$", wait));
    }

    [Fact]
    public async Task Until_reports_that_AWS_is_still_at_it_when_the_budget_is_used_up()
    {
        var fault = (await Assert.ThrowsAsync<FaultException>(() => Policy.UntilAsync<string>(() => Task.FromResult<string?>(null), () => "pending", "creating", Two))).Fault;

        Assert.True(fault.IsStillWaiting);
        Assert.Equal("AWS is still creating it after 2 minutes (pending).", fault.Message);
    }

    [Fact]
    public async Task Until_does_not_count_the_time_of_a_sign_in()
    {
        var began = _time.GetTimestamp();

        await Assert.ThrowsAsync<FaultException>(() => Policy.UntilAsync<string>(
            async () =>
            {
                await CallAsync(_time.GetElapsedTime(began) < TimeSpan.FromSeconds(300) ? int.MaxValue : 0, FaultKind.SignIn, budget: 3600);
                return null;
            },
            () => "pending", "creating", Two));

        Assert.InRange(_time.GetElapsedTime(began).TotalSeconds, 420, 440);
    }

    [Fact]
    public async Task Wait_ends_at_once_when_the_operation_is_canceled()
    {
        var call = Policy.CallAsync(() =>
        {
            _stop.Cancel();
            return CallAsync(1, FaultKind.Throttled);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, _calls);
    }

    /// <summary>A call that fails so many times and then succeeds.</summary>
    private Task<string> CallAsync(int failures, FaultKind kind, int? budget = null) => ++_calls > failures
        ? Task.FromResult("done")
        : Task.FromException<string>(new FaultException(new Fault(kind, "Test", "It failed.") { Budget = budget is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Waiting = "you to sign in" }));
}
