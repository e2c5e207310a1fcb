using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution.Steps;

/// <summary>
/// Compares a step's resource with its desired settings, and updates it until AWS shows them. AWS's reads may lag behind its writes.
/// </summary>
internal sealed class Convergence(StepScope scope, PowerSwitch power)
{
    /// <summary>How long to compare again after AWS reports that a change already exists: someone else may have made it.</summary>
    private static readonly TimeSpan RefusalLag = TimeSpan.FromSeconds(30);

    private readonly SentChanges _sent = new();

    private ResourceType Type => scope.Type;

    private bool MayBeRepeat => _sent.WasMade || scope.Run.Earlier.HasBegun(scope.Step.LogicalId);

    /// <summary>Reads, compares and updates until AWS shows the desired settings.</summary>
    /// <exception cref="FaultException">AWS rejects a change, or doesn't show it in time.</exception>
    public async Task RunAsync(string id, Spec desired)
    {
        var wasStarted = false;
        while (true)
        {
            // A change may repair it, but a resource that was just created and failed is not a success.
            var isCreate = scope.Step.Kind is StepKind.Create;
            var now = await power.SettledAsync(
                id, scope.Doing, repairable: scope.Step.Kind is StepKind.Update, budget: isCreate && !_sent.Any ? Type.CreateBudget : null);
            var change = PendingChanges.Of(now, Type.Attainable(now.Spec, desired), desired);
            if (change.IsEmpty)
            {
                if (wasStarted) await power.SwitchAsync(id, Phase.Stopped, "it was stopped before");
                return;
            }

            try
            {
                var items = change.Items;
                // Changes that AWS rejected are not awaited.
                var lag = MayBeRepeat ? Type.ReadsLag : RefusalLag;
                if (_sent.Waited >= lag && !_sent.IsNew(items)) throw new FaultException(_sent.Fault ?? change.NotShown());
                // A change that restarts the resource is not repeated just because AWS doesn't show it yet.
                var isRepeat = _sent.Any && !_sent.IsNew(items) && !_sent.IsInDoubt;
                if (_sent.IsDue(items) && !(isRepeat && now.Phase is Phase.Ready && Type.NeedsStopToUpdate(now.Spec, change.Desired)))
                {
                    if (_sent.Any) scope.Report("updating", change.Names);
                    _sent.Send(items);
                    wasStarted |= await SendAsync(id, change);
                }

                var pause = _sent.NextPause();
                if (pause == TimeSpan.Zero) continue;
                scope.Report(
                    "waiting", $"until AWS shows {change.Names}, {_sent.Waited.TotalSeconds:0} s of at most {lag.TotalSeconds:0} s");
                await scope.PauseAsync(pause);
            }
            catch (Exception e) when (wasStarted && e is not TakenOverException && !scope.Stop.IsCancellationRequested)
            {
                throw await power.SwitchBackAsync(id, Phase.Stopped, e);
            }
        }
    }

    /// <returns>Whether it was stopped and now runs, because AWS accepts this change only while running.</returns>
    private async Task<bool> SendAsync(string id, PendingChanges change)
    {
        var mayBeRepeat = MayBeRepeat;
        try
        {
            if (change.HasTags)
            {
                await scope.Patience.CallAsync(() => scope.ChangeAsync(
                    () => Type.TagAsync(scope.Place, id, change.SetTags, change.RemoveTags, CancellationToken.None)));
            }

            var isStarted = change.Settings.Count > 0 && await UpdateAsync(id, change.Now, change.Desired);
            _sent.Accept();
            return isStarted;
        }
        // AWS made the change before, and its reads did not show it yet.
        catch (Exception e) when (mayBeRepeat && e is not TakenOverException && scope.Patience.Explain(e) is { MeansRepeated: true } fault)
        {
            _sent.Doubt(fault);
            return false;
        }
    }

    /// <summary>
    /// Updates the resource, which AWS may accept only while it is stopped, or running. If an answer is lost, an update with several calls
    /// may be partly done: the next comparison shows the rest.
    /// </summary>
    /// <returns>Whether it was stopped and now runs, because AWS accepts this change only while running.</returns>
    private async Task<bool> UpdateAsync(string id, Observed now, Spec requested)
    {
        var mustStop = now.Phase is Phase.Ready && Type.NeedsStopToUpdate(now.Spec, requested);
        var mustStart = now.Phase is Phase.Stopped && Type.NeedsStartToUpdate(now.Spec, requested);
        try
        {
            if (mustStop) await power.SwitchAsync(id, Phase.Stopped, "this change requires a stopped resource");
            if (mustStart) await power.SwitchAsync(id, Phase.Ready, "this change requires a running resource");
            await scope.Patience.CallAsync<object>(
                async () =>
                {
                    await scope.ChangeAsync(() => Type.UpdateAsync(scope.Place, id, now.Spec, requested, CancellationToken.None));
                    return this;
                },
                fault =>
                {
                    _sent.Doubt(fault);
                    return Task.FromResult<object?>(this);
                });
            if (mustStop) await power.SwitchAsync(id, Phase.Ready, null);
        }
        // Whatever failed, a server that ran before must not stay down, unless another worker has taken over.
        catch (Exception e) when (e is not TakenOverException && (mustStop || (mustStart && !scope.Stop.IsCancellationRequested)))
        {
            throw await power.SwitchBackAsync(id, now.Phase, e);
        }

        return mustStart;
    }
}
