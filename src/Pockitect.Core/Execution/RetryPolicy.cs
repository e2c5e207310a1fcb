using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;

namespace Pockitect.Core.Execution;

/// <summary>
/// Repeats calls that came too early or too fast, each kind of fault within its own budget, and says what it waits for.
/// The budgets are those of AWS.md "Eventual consistency" or, where AWS names none, of the tools people compare with.
/// Where a sign-in has ended it waits for the person, with the credentials read anew before each try.
/// </summary>
internal sealed class RetryPolicy(Cloud cloud, TimeProvider time, Action<string> waiting, CancellationToken stop)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private TimeSpan _signedOut;

    /// <summary>For how long it has waited for a person to sign in again.</summary>
    public TimeSpan SignedOut => _signedOut;

    /// <summary>Calls until it succeeds or fails for good.</summary>
    /// <param name="afterDoubt">What to do when a change's answer was lost: gives its result if it happened, null to call again.</param>
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
                // Something of that name is there, and it is not ours.
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

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="ask">Null where it is too early.</param>
    /// <param name="words">What is being waited for, told after each question.</param>
    /// <param name="doing">What AWS is doing meanwhile: creating, updating, deleting, starting, stopping.</param>
    /// <param name="budget">How long AWS may need at most.</param>
    /// <exception cref="FaultException">The budget is used up. Whatever is waited for may still come.</exception>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> ask, Func<string> words, string doing, TimeSpan budget)
        where T : class
    {
        var began = time.GetTimestamp();
        var signedOut = _signedOut;
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            if (await CallAsync(async () => new Answer<T>(await ask())) is { Value: { } value }) return value;
            // The time that you take to sign in again does not count as AWS's.
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
        // AWS frees interfaces, addresses and volumes a while after it says that their owner is gone.
        FaultKind.Dependency => elapsed < (fault.Budget ?? TimeSpan.FromMinutes(10)),
        FaultKind.AlreadyExists => true,
        // Keys that AWS does not know have no budget, and no wait makes them right.
        FaultKind.SignIn => elapsed < fault.Budget,
        _ => false,
    };

    private static string Words(Fault fault, TimeSpan elapsed) => fault.Kind switch
    {
        FaultKind.NotYetConsistent =>
            $"{fault.Waiting ?? "AWS to catch up"}, {elapsed.TotalSeconds:0} s of at most {(fault.Budget ?? TimeSpan.FromMinutes(2)).TotalSeconds:0} s",
        FaultKind.SignIn => $"{fault.Waiting}; {elapsed.TotalSeconds:0} s of at most {fault.Budget?.TotalMinutes:0} min",
        FaultKind.Throttled => "slowed down by AWS's request limits",
        FaultKind.Unreachable => "no answer from AWS; trying again",
        FaultKind.Ambiguous => "an answer was lost; looking at what happened",
        _ => fault.Message,
    };

    private async Task PauseAsync(TimeSpan pause, string words)
    {
        waiting(words);
        await Task.Delay(pause, time, stop);
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 1.6 < LongestPause ? pause * 1.6 : LongestPause;

    private static string Minutes(TimeSpan span) => span < TimeSpan.FromMinutes(2) ? $"{span.TotalSeconds:0} seconds" : $"{span.TotalMinutes:0} minutes";

    private sealed record Answer<T>(T? Value);

    /// <summary>How long one call has been waited for. A sign-in that ended, and what comes after it, is each a wait of its own.</summary>
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
