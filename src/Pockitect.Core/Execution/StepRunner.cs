using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution;

/// <summary>
/// The life cycle of a step, written once for all types: journal the intent, look for an earlier attempt's result, call, wait until it is
/// settled, read, compare, update, journal the result.
/// </summary>
/// <param name="report">Receives each phase, and what is being waited for.</param>
/// <param name="stop">Ends waiting early; a running call is completed.</param>
internal sealed class StepRunner(Run run, Step step, Action<string, string?> report, CancellationToken stop)
{
    /// <summary>How long to compare again after AWS reports that a change already exists: someone else may have made it.</summary>
    private static readonly TimeSpan refusalLag = TimeSpan.FromSeconds(30);

    private readonly RetryPolicy _patience = new(run.Cloud, run.Time, words => report("waiting", words), stop);
    private readonly ResourceType _type = step.Type;
    private readonly Place _place = step.Place;

    /// <summary>How long it has waited for the user to sign in again.</summary>
    public TimeSpan SignedOut => _patience.SignedOut;

    /// <summary>What the step is doing, for the message of a timeout.</summary>
    private string Doing => step.Kind switch
    {
        StepKind.Create => "creating",
        StepKind.Delete => "deleting",
        StepKind.Start => "starting",
        StepKind.Stop => "stopping",
        _ => "updating",
    };

    private string Id => step.ResourceId ?? throw new InvalidOperationException($"The step '{step.Id}' has no resource.");

    /// <summary>Runs the step to its end.</summary>
    /// <returns>Null on success.</returns>
    public async Task<Fault?> RunAsync()
    {
        try
        {
            var id = await ActAsync();
            await run.Journal.AppendAsync(new Done(run.Time.GetUtcNow(), step.Id, id));
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
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
            var fault = _patience.Explain(e);
            return await FailedAsync(fault);
        }
    }

    private async Task<Fault> FailedAsync(Fault fault)
    {
        try
        {
            await run.Journal.AppendAsync(new StepFailed(run.Time.GetUtcNow(), step.Id, fault.Kind.ToString(), fault.Code, fault.Message));
            return fault;
        }
        catch (TakenOverException e)
        {
            return new Fault(FaultKind.Cancelled, "TakenOver", e.Message);
        }
        catch (Exception) when (run.Journal.Failure is not null)
        {
            // The journal keeps its own failure, and the result reports both.
            return fault;
        }
    }

    private async Task<string> ActAsync()
    {
        switch (step.Kind)
        {
            case StepKind.Create:
                return await CreateAsync();
            case StepKind.Settle:
                var made = run.Ids[step.LogicalId];
                await IntendAsync(made);
                report("updating", null);
                await ConvergeAsync(made, Resolved());
                return made;
            case StepKind.Update:
                await IntendAsync(Id);
                report("updating", null);
                await ConvergeAsync(Id, Resolved());
                return Id;
            case StepKind.Release:
                await IntendAsync(Id);
                report("releasing", null);
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
                throw new InvalidOperationException($"Unknown step kind {step.Kind}.");
        }
    }

    private async Task<string> CreateAsync()
    {
        var spec = Resolved();
        var id = await new StepCreation(run, step, _patience, report, stop).RunAsync(spec);
        await ConvergeAsync(id, spec);
        return id;
    }

    /// <summary>Reads, compares and updates until AWS shows the desired settings. Reads may lag behind writes.</summary>
    private async Task ConvergeAsync(string id, Spec desired)
    {
        var sent = new SentChanges();
        var wasStarted = false;
        while (true)
        {
            // A change may repair it, but a resource that was just created and failed is not a success.
            var now = await SettledAsync(id, Doing, repairable: step.Kind is StepKind.Update, budget: step.Kind is StepKind.Create && !sent.Any ? _type.CreateBudget : null);
            var attainable = _type.Attainable(now.Spec, desired);
            var differences = SpecDiff.Compare(attainable, now.Spec);
            var (set, remove) = TagChanges(desired, now);
            if (differences.Count == 0 && set.Count == 0 && remove.Count == 0)
            {
                if (wasStarted) await SwitchAsync(id, Phase.Stopped, "it was stopped before");
                return;
            }

            try
            {
                var items = SentChanges.Items(differences, set, remove);
                // Changes that AWS rejected are not awaited.
                var lag = sent.WasMade || run.Earlier.HasBegun(step.LogicalId) ? _type.ReadsLag : refusalLag;
                if (sent.Waited >= lag && !sent.IsNew(items)) throw NotShown(sent, differences, set, remove);
                var names = string.Join(", ", [.. differences.Select(difference => difference.Path), .. set.Keys.Concat(remove).Select(key => $"Tags.{key}")]);
                // A change that restarts the resource is not repeated just because AWS doesn't show it yet.
                var isRepeat = sent.Any && !sent.IsNew(items) && !sent.IsInDoubt;
                if (sent.IsDue(items) && !(isRepeat && now.Phase is Phase.Ready && _type.NeedsStopToUpdate(now.Spec, attainable)))
                {
                    if (sent.Any) report("updating", names);
                    sent.Send(items);
                    wasStarted |= await SendAsync(id, now, attainable, differences, (set, remove), sent);
                }

                var pause = sent.NextPause();
                if (pause == TimeSpan.Zero) continue;
                report("waiting", $"until AWS shows {names}, {sent.Waited.TotalSeconds:0} s of at most {lag.TotalSeconds:0} s");
                await Task.Delay(pause, run.Time, stop);
            }
            catch (Exception e) when (wasStarted && e is not TakenOverException && !stop.IsCancellationRequested)
            {
                throw await SwitchBackAsync(id, Phase.Stopped, e);
            }
        }
    }

    /// <returns>Whether it was stopped and now runs, because AWS accepts this change only while running.</returns>
    private async Task<bool> SendAsync(
        string id, Observed now, Spec desired, IReadOnlyList<PropertyChange> differences, (Dictionary<string, string> Set, List<string> Remove) tags, SentChanges sent)
    {
        var mayBeRepeat = sent.WasMade || run.Earlier.HasBegun(step.LogicalId);
        try
        {
            if (tags.Set.Count > 0 || tags.Remove.Count > 0)
                await _patience.CallAsync(() => ChangeAsync(() => _type.TagAsync(_place, id, tags.Set, tags.Remove, CancellationToken.None)));
            var isStarted = differences.Count > 0 && await UpdateAsync(id, now, desired, sent.Doubt);
            sent.Accept();
            return isStarted;
        }
        // AWS made the change before, and its reads did not show it yet.
        catch (Exception e) when (mayBeRepeat && e is not TakenOverException && _patience.Explain(e) is { MeansRepeated: true } fault)
        {
            sent.Doubt(fault);
            return false;
        }
    }

    private static FaultException NotShown(
        SentChanges sent, IReadOnlyList<PropertyChange> differences, Dictionary<string, string> set, List<string> remove)
    {
        if (sent.Fault is { } fault) return new FaultException(fault);
        var missing = differences.Select(difference => $"{difference.Path}: {NotTaken(difference)}")
            .Concat(set.Select(tag => $"Tags.{tag.Key}: expected {tag.Value}")).Concat(remove.Select(key => $"Tags.{key}: still there"));
        return new FaultException(new Fault(FaultKind.Invalid, "NotTaken", $"AWS did not apply {string.Join("; ", missing)}. Change that setting to a value that AWS keeps."));
    }

    // Messages go to the journal and the log, which must not contain scripts: only their hash is shown.
    private static string NotTaken(PropertyChange difference)
    {
        if (difference.Items.Count == 0)
        {
            var (old, desired) = PlanText.Pair(difference);
            return $"expected {desired}, has {old}";
        }

        var lines = PlanText.Items(difference);
        var missing = lines.Where(line => line.IsAdded).Select(line => line.Text).ToList();
        var extra = lines.Where(line => !line.IsAdded).Select(line => line.Text).ToList();
        return string.Join(", ", new[] { missing.Count > 0 ? $"missing {string.Join(", ", missing)}" : "", extra.Count > 0 ? $"still has {string.Join(", ", extra)}" : "" }.Where(part => part.Length > 0));
    }

    /// <param name="inDoubt">
    /// Receives a lost answer. An update with several calls may be partly done, which AWS then rejects: the next comparison shows the rest.
    /// </param>
    /// <returns>Whether it was stopped and now runs, because AWS accepts this change only while running.</returns>
    private async Task<bool> UpdateAsync(string id, Observed now, Spec requested, Action<Fault> inDoubt)
    {
        var mustStop = now.Phase is Phase.Ready && _type.NeedsStopToUpdate(now.Spec, requested);
        var mustStart = now.Phase is Phase.Stopped && _type.NeedsStartToUpdate(now.Spec, requested);
        try
        {
            if (mustStop) await SwitchAsync(id, Phase.Stopped, "this change requires a stopped resource");
            if (mustStart) await SwitchAsync(id, Phase.Ready, "this change requires a running resource");
            await _patience.CallAsync<object>(
                async () =>
                {
                    await ChangeAsync(() => _type.UpdateAsync(_place, id, now.Spec, requested, CancellationToken.None));
                    return this;
                },
                fault =>
                {
                    inDoubt(fault);
                    return Task.FromResult<object?>(this);
                });
            if (mustStop) await SwitchAsync(id, Phase.Ready, null);
        }
        // Whatever failed, a server that ran before must not stay down, unless another worker has taken over.
        catch (Exception e) when (e is not TakenOverException && (mustStop || (mustStart && !stop.IsCancellationRequested)))
        {
            throw await SwitchBackAsync(id, now.Phase, e);
        }

        return mustStart;
    }

    /// <summary>Restores the power that a resource had before a failed change.</summary>
    /// <returns>The failure, whose message reports the power.</returns>
    private async Task<Exception> SwitchBackAsync(string id, Phase before, Exception cause)
    {
        // Not canceled with the operation, because no one else would start it again.
        var isCancelled = cause is OperationCanceledException && stop.IsCancellationRequested;
        var fault = isCancelled ? new Fault(FaultKind.Cancelled, "Cancelled", "Canceled.") : _patience.Explain(cause);
        var (now, verb) = before is Phase.Ready ? ("stopped", "start") : ("running", "stop");
        try
        {
            // Without a session no call succeeds, and each would wait for one again.
            if (fault.Kind is not FaultKind.SignIn)
            {
                var unstoppable = new StepRunner(run, step, report, CancellationToken.None);
                if ((await unstoppable.SettledAsync(id, Doing)).Phase != before) await unstoppable.SwitchAsync(id, before, $"the change failed; it {(before is Phase.Ready ? "ran" : "was stopped")} before");
                return isCancelled ? cause : new FaultException(fault with { Message = $"{fault.Message} It is {(before is Phase.Ready ? "running" : "stopped")} as before." });
            }
        }
        catch (Exception e) when (e is not TakenOverException)
        {
            var why = _patience.Explain(e);
            return new FaultException(fault with { Message = $"{fault.Message} It is {now}, and could not be {(before is Phase.Ready ? "started" : "stopped")} again: {why.Message} Run `pockitect {verb} {run.Operation.Project}`." });
        }

        return new FaultException(fault with { Message = $"{fault.Message} It is {now}. Run `pockitect {verb} {run.Operation.Project}`." });
    }

    private static (Dictionary<string, string> Set, List<string> Remove) TagChanges(Spec requested, Observed now)
    {
        if (requested.Tags is not { } tags) return ([], []);
        var set = tags.Where(tag => now.Tags.GetValueOrDefault(tag.Key) != tag.Value).ToDictionary();
        // Only tags in the plan: other tags belong to others.
        var remove = now.Tags.Keys.Where(key => requested.IsExact($"Tags.{key}") && !tags.ContainsKey(key)).ToList();
        return (set, remove);
    }

    private async Task ReleaseAsync()
    {
        var now = await _patience.CallAsync(async () => new Found(await _type.ReadAsync(_place, Id, CancellationToken.None)));
        // Already gone.
        if (now.Resource is null) return;
        // A release has a spec.
        var mustStart = now.Resource.Phase is Phase.Stopped && _type.NeedsStartToUpdate(now.Resource.Spec, step.Spec!);
        try
        {
            if (mustStart) await SwitchAsync(Id, Phase.Ready, "this change requires a running resource");
            // A release has a spec.
            await _patience.CallAsync(() => ChangeAsync(() => _type.UpdateAsync(_place, Id, now.Resource.Spec, step.Spec!, CancellationToken.None)));
            await SettledAsync(Id, Doing);
            if (mustStart && !step.Leaves) await SwitchAsync(Id, Phase.Stopped, "it was stopped before");
        }
        catch (Exception e) when (mustStart && e is not TakenOverException && !stop.IsCancellationRequested)
        {
            throw await SwitchBackAsync(Id, Phase.Stopped, e);
        }
    }

    private async Task DeleteAsync()
    {
        await IntendAsync(Id);
        report("deleting", null);
        var how = new Deletion(
            run.Options.FinalSnapshots ? KeptResourceText.FinalSnapshot(step.LogicalId, run.Operation.Id) : null, run.Options.EmptyBuckets);
        await _patience.CallAsync(() => ChangeAsync(() => _type.DeleteAsync(_place, Id, how, CancellationToken.None)));
        await _patience.UntilAsync(
            async () => await _type.ReadAsync(_place, Id, CancellationToken.None) is null or { Phase: Phase.Gone } ? this : null,
            () => "until it is gone",
            Doing,
            _type.DeleteBudget);
    }

    private async Task PowerAsync(Phase requested)
    {
        await IntendAsync(Id);
        // It may be starting since before a crash, and AWS rejects a second start.
        if ((await SettledAsync(Id, Doing)).Phase != requested) await SwitchAsync(Id, requested, null);
    }

    private async Task SwitchAsync(string id, Phase requested, string? why)
    {
        var doing = requested is Phase.Ready ? "starting" : "stopping";
        report(doing, why);
        await _patience.CallAsync<object>(
            async () =>
            {
                await ChangeAsync(() => requested is Phase.Ready ? _type.StartAsync(_place, id, CancellationToken.None) : _type.StopAsync(_place, id, CancellationToken.None));
                return this;
            },
            // A lost answer: the result shows whether AWS was called.
            async _ => (await SettledAsync(id, doing)).Phase == requested ? this : null);
        await SettledAsync(id, doing, requested);
    }

    private async Task<Observed> SettledAsync(string id, string doing, Phase? requested = null, bool repairable = false, TimeSpan? budget = null)
    {
        Observed? last = null;
        var settled = await _patience.UntilAsync(
            async () =>
            {
                last = await _type.ReadAsync(_place, id, CancellationToken.None);
                // Not there yet, although AWS returned its ID: reads lag behind writes.
                return last is { Phase: Phase.Ready or Phase.Stopped or Phase.Failed or Phase.Gone } && (requested is null || last.Phase == requested || last.Phase is Phase.Failed)
                    ? last
                    : null;
            },
            () => last is null ? "until AWS shows it" : last.State ?? "pending",
            doing,
            budget ?? _type.SettleBudget);
        if (settled.Phase is not (Phase.Failed or Phase.Gone) || (repairable && settled.Remedy is not null)) return settled;
        throw new FaultException(new Fault(
            FaultKind.Invalid, "Failed", $"It failed in AWS ({settled.State}): {settled.StateReason ?? "no reason given"}{(settled.Remedy is { } remedy ? $". {remedy}" : "")}"));
    }

    private Spec Resolved() => SpecTree.Map(
        step.Spec!, // Steps that create or change a resource have a spec.
        (target, _) => target is RefTarget.Named named
            ? new RefTarget.Existing(run.Ids.TryGetValue(named.LogicalId, out var id)
                ? id
                : throw new InvalidOperationException($"'{named.LogicalId}' has no ID yet, although {step.Id} depends on it."))
            : target);

    private Task ChangeAsync(Func<Task> call) => run.ChangeAsync(call, stop);

    private Task<Intended> IntendAsync(string id) => run.IntendAsync(step, id, null);

    private sealed record Found(Observed? Resource);
}
