using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;

namespace Pockitect.Core.Execution.Steps;

/// <summary>
/// Retries calls that came too early or too fast, with a budget per kind of fault, and reports what it waits for. The budgets are those of
/// AWS.md "Eventual consistency" or, without one from AWS, those of comparable tools. After a session expires, it waits for the user and
/// reloads the credentials before each retry.
/// </summary>
internal sealed class RetryPolicy(Cloud cloud, TimeProvider time, Action<string> waiting, CancellationToken stop)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private TimeSpan _signedOut;

    /// <summary>How long it has waited for the user to sign in again.</summary>
    public TimeSpan SignedOut => _signedOut;

    /// <summary>Calls until the call succeeds or finally fails.</summary>
    /// <param name="afterDoubt">Handles a lost answer of a change: returns its result if it happened, null to call again.</param>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, Func<Fault, Task<T?>>? afterDoubt = null)
        where T : class
    {
        var wait = new Wait(time);
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (Explain(e) is var fault && IsWorthRepeating(fault, wait.For(fault)))
            {
                if (fault.Kind is FaultKind.Ambiguous or FaultKind.AlreadyExists && afterDoubt is not null
                    && await afterDoubt(fault) is { } found) return found;
                // A resource with that name exists, and it is not ours.
                if (fault.Kind is FaultKind.AlreadyExists) throw;
                var paused = time.GetTimestamp();
                await PauseAsync(pause, Words(fault, wait.For(fault)));
                if (fault.Kind is not FaultKind.SignIn) continue;
                _signedOut += time.GetElapsedTime(paused);
                cloud.ForgetCredentials();
            }
        }
    }

    public Task CallAsync(Func<Task> call) => CallAsync<object>(async () =>
    {
        await call();
        return this;
    });

    /// <summary>Polls until there is an answer.</summary>
    /// <param name="ask">Returns null if it is too early.</param>
    /// <param name="words">What is being waited for; read after each poll.</param>
    /// <param name="doing">What AWS is doing: creating, updating, deleting, starting, stopping.</param>
    /// <param name="budget">The longest time that AWS may need.</param>
    /// <exception cref="FaultException">The budget is used up. The awaited change may still happen.</exception>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> ask, Func<string> words, string doing, TimeSpan budget)
        where T : class
    {
        var began = time.GetTimestamp();
        var signedOut = _signedOut;
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            if (await CallAsync(async () => new Answer<T>(await ask())) is { Value: { } value }) return value;
            // Waiting for the user to sign in doesn't count as AWS's time.
            var elapsed = time.GetElapsedTime(began) - (_signedOut - signedOut);
            if (elapsed > budget)
            {
                throw new FaultException(new Fault(
                    FaultKind.Unreachable, Fault.StillWaiting, $"AWS is still {doing} it after {Minutes(budget)} ({words()})."));
            }

            await PauseAsync(pause, $"{words()}, {elapsed.TotalSeconds:0} s of at most {budget.TotalSeconds:0} s");
        }
    }

    public Fault Explain(Exception e) => cloud.FaultOf(e);

    private static bool IsWorthRepeating(Fault fault, TimeSpan elapsed) => fault.Kind switch
    {
        FaultKind.NotYetConsistent => elapsed < (fault.Budget ?? TimeSpan.FromMinutes(2)),
        FaultKind.Throttled or FaultKind.Ambiguous or FaultKind.Unreachable => !fault.IsStillWaiting && elapsed < TimeSpan.FromMinutes(2),
        // AWS frees interfaces, addresses and volumes some time after it reports that their owner is gone.
        FaultKind.Dependency => elapsed < (fault.Budget ?? TimeSpan.FromMinutes(10)),
        FaultKind.AlreadyExists => true,
        // Unknown keys have no budget; waiting doesn't make them valid.
        FaultKind.SignIn => elapsed < fault.Budget,
        _ => false,
    };

    private static string Words(Fault fault, TimeSpan elapsed) => fault.Kind switch
    {
        FaultKind.NotYetConsistent =>
            $"{fault.Waiting ?? "AWS to catch up"}, {elapsed.TotalSeconds:0} s of at most "
                + $"{(fault.Budget ?? TimeSpan.FromMinutes(2)).TotalSeconds:0} s",
        FaultKind.SignIn => $"{fault.Waiting}; {elapsed.TotalSeconds:0} s of at most {fault.Budget?.TotalMinutes:0} min",
        FaultKind.Throttled => "slowed down by AWS's request limits",
        FaultKind.Unreachable => "no answer from AWS; retrying",
        FaultKind.Ambiguous => "an answer was lost; checking what happened",
        _ => fault.Message,
    };

    private async Task PauseAsync(TimeSpan pause, string words)
    {
        waiting(words);
        await Task.Delay(pause, time, stop);
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 1.6 < LongestPause ? pause * 1.6 : LongestPause;

    private static string Minutes(TimeSpan span) =>
        span < TimeSpan.FromMinutes(2) ? $"{span.TotalSeconds:0} seconds" : $"{span.TotalMinutes:0} minutes";

    private sealed record Answer<T>(T? Value);

    /// <summary>How long one call has been waiting. An expired session and what follows it are separate waits.</summary>
    private sealed class Wait(TimeProvider time)
    {
        private long _began = time.GetTimestamp();
        private bool _isForPerson;

        public TimeSpan For(Fault fault)
        {
            if (fault.Kind is FaultKind.SignIn != _isForPerson)
            {
                _isForPerson = !_isForPerson;
                _began = time.GetTimestamp();
            }

            return time.GetElapsedTime(_began);
        }
    }
}
