using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution.Steps;

/// <summary>
/// The life cycle of a step, written once for all types: journal the intent, look for an earlier attempt's result, call, wait until it is
/// settled, read, compare, update, journal the result.
/// </summary>
internal sealed class StepRunner
{
    private readonly StepScope _scope;
    private readonly PowerSwitch _power;
    private readonly Run _run;
    private readonly Step _step;

    /// <param name="report">Receives each phase, and what is being waited for.</param>
    /// <param name="stop">Ends waiting early; a running call is completed.</param>
    public StepRunner(Run run, Step step, Action<string, string?> report, CancellationToken stop)
    {
        (_run, _step) = (run, step);
        _scope = new StepScope(run, step, report, stop);
        _power = new PowerSwitch(_scope);
    }

    /// <summary>How long it has waited for the user to sign in again.</summary>
    public TimeSpan SignedOut => _scope.Patience.SignedOut;

    private string Id => _step.ResourceId ?? throw new InvalidOperationException($"The step '{_step.Id}' has no resource.");

    /// <summary>Runs the step to its end.</summary>
    /// <returns>Null on success.</returns>
    public async Task<Fault?> RunAsync()
    {
        try
        {
            var id = await ActAsync();
            await _run.Journal.AppendAsync(new Done(_run.Time.GetUtcNow(), _step.Id, id));
            return null;
        }
        catch (OperationCanceledException) when (_scope.Stop.IsCancellationRequested)
        {
            return new Fault(FaultKind.Cancelled, "Cancelled", "Canceled.");
        }
        catch (TakenOverException e)
        {
            // The other worker decides what happens; this one starts nothing new.
            return new Fault(FaultKind.Cancelled, "TakenOver", e.Message);
        }
        // The error boundary of a step: any error is this step's failure.
        catch (Exception e)
        {
            return await FailedAsync(_scope.Patience.Explain(e));
        }
    }

    private async Task<Fault> FailedAsync(Fault fault)
    {
        try
        {
            await _run.Journal.AppendAsync(
                new StepFailed(_run.Time.GetUtcNow(), _step.Id, fault.Kind.ToString(), fault.Code, fault.Message));
            return fault;
        }
        catch (TakenOverException e)
        {
            return new Fault(FaultKind.Cancelled, "TakenOver", e.Message);
        }
        catch (Exception) when (_run.Journal.Failure is not null)
        {
            // The journal keeps its own failure, and the result reports both.
            return fault;
        }
    }

    private async Task<string> ActAsync()
    {
        switch (_step.Kind)
        {
            case StepKind.Create:
                return await CreateAsync();
            case StepKind.Settle:
                return await UpdateAsync(_run.Ids[_step.LogicalId]);
            case StepKind.Update:
                return await UpdateAsync(Id);
            case StepKind.Release:
                await IntendAsync(Id);
                _scope.Report("releasing", null);
                await ReleaseAsync();
                return Id;
            case StepKind.Delete:
                await DeleteAsync();
                return Id;
            case StepKind.Start:
                await PowerAsync(Phase.Ready);
                return Id;
            case StepKind.Stop:
                await PowerAsync(Phase.Stopped);
                return Id;
            default:
                throw new InvalidOperationException($"Unknown step kind {_step.Kind}.");
        }
    }

    private async Task<string> CreateAsync()
    {
        var spec = Resolved();
        var id = await new StepCreation(_scope).RunAsync(spec);
        await new Convergence(_scope, _power).RunAsync(id, spec);
        return id;
    }

    private async Task<string> UpdateAsync(string id)
    {
        await IntendAsync(id);
        _scope.Report("updating", null);
        await new Convergence(_scope, _power).RunAsync(id, Resolved());
        return id;
    }

    private async Task ReleaseAsync()
    {
        // Null if it is already gone.
        if (await _scope.ReadAsync(Id) is not { } now) return;
        var spec = _step.Spec!; // A release has a spec.
        var mustStart = now.Phase is Phase.Stopped && _step.Type.NeedsStartToUpdate(now.Spec, spec);
        try
        {
            if (mustStart) await _power.SwitchAsync(Id, Phase.Ready, "this change requires a running resource");
            await _scope.Patience.CallAsync(() => _scope.ChangeAsync(
                () => _step.Type.UpdateAsync(_step.Place, Id, now.Spec, spec, CancellationToken.None)));
            await _power.SettledAsync(Id, _scope.Doing);
            if (mustStart && !_step.Leaves) await _power.SwitchAsync(Id, Phase.Stopped, "it was stopped before");
        }
        catch (Exception e) when (mustStart && e is not TakenOverException && !_scope.Stop.IsCancellationRequested)
        {
            throw await _power.SwitchBackAsync(Id, Phase.Stopped, e);
        }
    }

    private async Task DeleteAsync()
    {
        await IntendAsync(Id);
        _scope.Report("deleting", null);
        var options = _run.Options;
        var how = new Deletion(
            options.FinalSnapshots ? KeptResourceText.FinalSnapshot(_step.LogicalId, _run.Operation.Id) : null, options.EmptyBuckets);
        await _scope.Patience.CallAsync(() => _scope.ChangeAsync(
            () => _step.Type.DeleteAsync(_step.Place, Id, how, CancellationToken.None)));
        await _scope.Patience.UntilAsync(
            async () => await _step.Type.ReadAsync(_step.Place, Id, CancellationToken.None) is null or { Phase: Phase.Gone } ? this : null,
            () => "until it is gone",
            _scope.Doing,
            _step.Type.DeleteBudget);
    }

    private async Task PowerAsync(Phase requested)
    {
        await IntendAsync(Id);
        // It may be starting since before a crash, and AWS rejects a second start.
        if ((await _power.SettledAsync(Id, _scope.Doing)).Phase != requested) await _power.SwitchAsync(Id, requested, null);
    }

    private Spec Resolved() => SpecTree.Map(
        _step.Spec!, // Steps that create or change a resource have a spec.
        (target, _) => target is RefTarget.Named named
            ? new RefTarget.Existing(_run.Ids.TryGetValue(named.LogicalId, out var id)
                ? id
                : throw new InvalidOperationException($"'{named.LogicalId}' has no ID yet, although {_step.Id} depends on it."))
            : target);

    private Task<Intended> IntendAsync(string id) => _run.IntendAsync(_step, id, null);
}
