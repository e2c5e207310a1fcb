using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution.Steps;

/// <summary>Creates the resource of a step exactly once, whatever answers are lost and however often the operation is resumed.</summary>
internal sealed class StepCreation(StepScope scope)
{
    /// <summary>How many client tokens one attempt may use.</summary>
    private const int Tokens = 3;

    private readonly Run _run = scope.Run;
    private readonly Step _step = scope.Step;
    private readonly ResourceType _type = scope.Type;
    private readonly Place _place = scope.Place;

    /// <summary>Journals the intent, then creates the resource or finds the one from an earlier attempt.</summary>
    /// <returns>Its ID, which is also in the journal.</returns>
    public async Task<string> RunAsync(Spec spec)
    {
        var id = await CreateAsync(spec);
        // Before the journal, which may fail: the ID must be reported in any case.
        _run.Ids[_step.LogicalId] = id;
        try
        {
            await _run.Journal.AppendAsync(new Made(_run.Time.GetUtcNow(), _step.Id, id));
        }
        catch
        {
            _run.Unrecorded.Enqueue($"{_step.LogicalId} is {id} ({_type.Name})");
            throw;
        }

        return id;
    }

    private async Task<string> CreateAsync(Spec spec)
    {
        // An earlier attempt may have created it, and AWS's reads may not show it yet.
        var mayExist = _run.Earlier.HasBegun(_step.LogicalId);
        for (var tokens = 1; ; tokens++)
        {
            var how = _run.Operation.CreationOf(_step, spec, _run.Earlier.Refusals(_step.Id));
            _run.Earlier.Add(await _run.IntendAsync(_step, null, how.ClientToken));
            scope.Report("creating", null);
            try
            {
                var id = await scope.Patience.CallAsync(
                    () => _run.ChangeAsync(() => _type.CreateAsync(_place, spec, how, CancellationToken.None), scope.Stop),
                    fault =>
                    {
                        mayExist |= fault.Kind is FaultKind.Ambiguous;
                        return FindAsync(
                            spec, how, fault, waits: !_type.RefusesRepeat || (mayExist && fault.Kind is FaultKind.AlreadyExists));
                    });
                // AWS answers a used token with the resource that it created, even if that is gone.
                if (tokens == Tokens || !_run.Earlier.HasMade(_step.Id, id) || !await IsGoneAsync(id)) return id;
                await RefusedAsync(new Fault(FaultKind.Invalid, "TokenUsed", $"The client token belongs to {id}, which is gone."));
            }
            catch (Exception e) when (tokens < Tokens && scope.Patience.Explain(e) is { IsTokenUsed: true } fault)
            {
                // The token may belong to a resource whose answer was lost.
                if (await FindAsync(spec, how, fault, waits: true) is { } found) return found;
                await RefusedAsync(fault);
            }
        }
    }

    /// <summary>Records a refusal, so that the next attempt uses another token, even if this process ends first.</summary>
    private async Task RefusedAsync(Fault fault)
    {
        var refusal = new StepFailed(_run.Time.GetUtcNow(), _step.Id, fault.Kind.ToString(), fault.Code, fault.Message);
        await _run.Journal.AppendAsync(refusal);
        _run.Earlier.Add(refusal);
    }

    private async Task<bool> IsGoneAsync(string id)
    {
        var began = _run.Time.GetTimestamp();
        while (true)
        {
            var now = await scope.ReadAsync(id);
            if (now is not null) return now.Phase is Phase.Gone or Phase.Deleting;
            if (_run.Time.GetElapsedTime(began) > _run.Cloud.ListsLag) return true;
            scope.Report("waiting", $"until AWS shows whether {id} exists");
            await scope.PauseAsync(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Finds the resource of an earlier attempt by its name, otherwise by its tags.</summary>
    /// <param name="waits">Repeats the search for as long as AWS's reads may lag.</param>
    /// <returns>Its ID; null if AWS shows no such resource.</returns>
    private async Task<string?> FindAsync(Spec spec, Creation how, Fault fault, bool waits)
    {
        var key = _type.NaturalKey(spec, how);
        var began = _run.Time.GetTimestamp();
        while (true)
        {
            if (key is not null && await scope.ReadAsync(key) is { } holder)
            {
                if (IsOurs(holder, how)) return holder.Id;
                throw new FaultException(new Fault(
                    FaultKind.AlreadyExists,
                    fault.Code,
                    $"The name '{key}' is used by a resource outside this project. Choose another name."));
            }

            if ((await scope.Patience.CallAsync(async () => new Found(await ListedAsync(how)))).Resource is { } ours) return ours.Id;
            if (!waits || _run.Time.GetElapsedTime(began) > _run.Cloud.ListsLag) return null;
            scope.Report("waiting", fault.Kind is FaultKind.AlreadyExists
                ? "AWS has it already; waiting until AWS shows it"
                : "an answer was lost; checking whether AWS created it");
            await scope.PauseAsync(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<Observed?> ListedAsync(Creation how)
    {
        await foreach (var resource in _type.ListAsync(_place, CancellationToken.None))
        {
            if (IsOurs(resource, how) && resource.Phase is not (Phase.Gone or Phase.Deleting)) return resource;
        }

        return null;
    }

    private static bool IsOurs(Observed resource, Creation how) =>
        new[] { OwnershipTags.ProjectId, OwnershipTags.Resource, OwnershipTags.Operation }
            .All(tag => resource.Tags.GetValueOrDefault(tag) == how.Tags[tag]);

    private sealed record Found(Observed? Resource);
}
