using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution.Steps;

/// <summary>Waits until AWS has settled a step's resource, starts and stops it, and restores its power after a failed change.</summary>
internal sealed class PowerSwitch(StepScope scope)
{
    private ResourceType Type => scope.Type;

    /// <summary>Waits until a resource is settled.</summary>
    /// <param name="doing">What AWS is doing: creating, updating, deleting, starting, stopping.</param>
    /// <param name="requested">The phase to wait for; null for any settled one.</param>
    /// <param name="repairable">Whether a failed resource is returned if a change may repair it.</param>
    /// <param name="budget">The longest time that AWS may need; null for the usual one of the type.</param>
    /// <exception cref="FaultException">It failed in AWS, or the budget is used up.</exception>
    public async Task<Observed> SettledAsync(
        string id, string doing, Phase? requested = null, bool repairable = false, TimeSpan? budget = null)
    {
        Observed? last = null;
        var settled = await scope.Patience.UntilAsync(
            async () =>
            {
                last = await Type.ReadAsync(scope.Place, id, CancellationToken.None);
                // Not there yet, although AWS returned its ID: reads lag behind writes.
                return last is { Phase: Phase.Ready or Phase.Stopped or Phase.Failed or Phase.Gone }
                    && (requested is null || last.Phase == requested || last.Phase is Phase.Failed)
                    ? last
                    : null;
            },
            () => last is null ? "until AWS shows it" : last.State ?? "pending",
            doing,
            budget ?? Type.SettleBudget);
        if (settled.Phase is not (Phase.Failed or Phase.Gone) || (repairable && settled.Remedy is not null)) return settled;
        var remedy = settled.Remedy is { } words ? $". {words}" : "";
        throw new FaultException(new Fault(
            FaultKind.Invalid, "Failed", $"It failed in AWS ({settled.State}): {settled.StateReason ?? "no reason given"}{remedy}"));
    }

    /// <summary>Starts or stops a resource, and waits for it.</summary>
    /// <param name="why">The reason, if the step's purpose is another one.</param>
    public async Task SwitchAsync(string id, Phase requested, string? why)
    {
        var doing = requested is Phase.Ready ? "starting" : "stopping";
        scope.Report(doing, why);
        await scope.Patience.CallAsync<object>(
            async () =>
            {
                await scope.ChangeAsync(() => requested is Phase.Ready
                    ? Type.StartAsync(scope.Place, id, CancellationToken.None)
                    : Type.StopAsync(scope.Place, id, CancellationToken.None));
                return this;
            },
            // A lost answer: the result shows whether AWS was called.
            async _ => (await SettledAsync(id, doing)).Phase == requested ? this : null);
        await SettledAsync(id, doing, requested);
    }

    /// <summary>Restores the power that a resource had before a failed change.</summary>
    /// <returns>The failure, whose message reports the power.</returns>
    public async Task<Exception> SwitchBackAsync(string id, Phase before, Exception cause)
    {
        // Not canceled with the operation, because no one else would start it again.
        var isCancelled = cause is OperationCanceledException && scope.Stop.IsCancellationRequested;
        var fault = isCancelled ? new Fault(FaultKind.Cancelled, "Cancelled", "Canceled.") : scope.Patience.Explain(cause);
        var isRunning = before is Phase.Ready;
        var (now, verb) = isRunning ? ("stopped", "start") : ("running", "stop");
        var hint = $"Run `pockitect {verb} {scope.Run.Operation.Project}`.";
        try
        {
            // Without a session no call succeeds, and each would wait for one again.
            if (fault.Kind is not FaultKind.SignIn)
            {
                var unstoppable = new PowerSwitch(scope.Unstoppable());
                if ((await unstoppable.SettledAsync(id, scope.Doing)).Phase != before)
                    await unstoppable.SwitchAsync(id, before, $"the change failed; it {(isRunning ? "ran" : "was stopped")} before");
                return isCancelled ? cause : Explained($"It is {(isRunning ? "running" : "stopped")} as before.");
            }
        }
        catch (Exception e) when (e is not TakenOverException)
        {
            var why = scope.Patience.Explain(e);
            return Explained($"It is {now}, and could not be {(isRunning ? "started" : "stopped")} again: {why.Message} {hint}");
        }

        return Explained($"It is {now}. {hint}");

        FaultException Explained(string power) => new(fault with { Message = $"{fault.Message} {power}" });
    }
}
