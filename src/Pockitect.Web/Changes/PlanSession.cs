using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Core;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Planning;
using Pockitect.Web.Work;

namespace Pockitect.Web.Changes;

/// <summary>Plans what a person wants done with a project, and starts what was approved. One for all windows: what it has to do at an operation's end needs none of them.</summary>
public sealed partial class PlanSession : IDisposable
{
    private readonly Lock _watching = new();
    private readonly Dictionary<string, (string Project, ProjectAccounts Accounts)> _deletes = new(StringComparer.Ordinal);
    private readonly SignedIn _signedIn;
    private readonly OperationFeed _feed;
    private readonly ChosenIdentities _chosen;
    private readonly TimeProvider _time;
    private readonly ILogger<PlanSession> _log;

    public PlanSession(SignedIn signedIn, OperationFeed feed, AppParts parts)
    {
        _signedIn = signedIn;
        _feed = feed;
        _chosen = new ChosenIdentities(parts.Home);
        _time = parts.Time;
        _log = parts.Logs.CreateLogger<PlanSession>();
        feed.Changed += ForgetDeleted;
    }

    private Workbench Bench => _signedIn.Bench ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Makes the plan. It may look at many Regions, and takes as long as AWS does.</summary>
    /// <exception cref="FaultException">There is no such project, its blueprint has errors, or it is in another account.</exception>
    public async Task<Proposal> PlanAsync(string slug, Wish wish, TerminateOptions options, CancellationToken ct)
    {
        var bench = Bench;
        DemandName(slug);
        DemandAccount(bench, slug);
        var unfinished = bench.History.Unfinished(slug);
        var (plan, goesOnWith) = wish switch
        {
            Wish.Deploy => await PlanDeployAsync(bench, slug, ct),
            Wish.Delete => (await bench.Engine.PlanTerminateAsync(await bench.Projects.FindAsync(slug, bench.Engine, ct), options, ct, unfinished), unfinished),
            Wish.Start or Wish.Stop => (await bench.Engine.PlanPowerAsync(
                await bench.Projects.FindAsync(slug, bench.Engine, ct), wish is Wish.Start, wish is Wish.Start ? bench.History.StoppedLast(slug) : null, ct), null),
            Wish.Resume => (await bench.Recovery.PlanResumeAsync(unfinished ?? throw NothingUnfinished(slug), ct), unfinished),
            _ => (await bench.Recovery.PlanUndoAsync(unfinished ?? throw NothingUnfinished(slug), ct), unfinished),
        };
        if (wish is Wish.Delete && plan is { IsEmpty: true, Refusals.Count: 0 }) await new ProjectAccounts(_chosen, bench.Account).ForgetAsync(slug, ct);
        return new Proposal
        {
            Project = slug,
            Wish = wish,
            Plan = plan,
            Options = options,
            Unfinished = goesOnWith,
            Account = $"{bench.Cloud.AccountId} ({bench.Cloud.AccountName})",
            Rails = bench.Guards.Rails,
        };
    }

    /// <summary>Starts what a person has approved.</summary>
    /// <param name="typed">The name that was typed; null if none was requested.</param>
    /// <returns>The id by which the feed knows it.</returns>
    /// <exception cref="FaultException">The project is in another account.</exception>
    public async Task<string> StartAsync(Proposal proposal, string? typed, bool emptyBuckets = false)
    {
        var bench = Bench;
        DemandAccount(bench, proposal.Project);
        var accounts = new ProjectAccounts(_chosen, bench.Account);
        // Before the first change: what was begun there must not be gone on with elsewhere.
        if (proposal.Wish is Wish.Deploy) await accounts.RememberAsync(proposal.Project, CancellationToken.None);
        var id = await _feed.StartAsync(proposal.Command(typed, emptyBuckets), proposal.Project);
        if (proposal.Wish is not Wish.Delete) return id;
        lock (_watching) _deletes[id] = (proposal.Project, accounts);
        // It may have ended before it was watched.
        ForgetDeleted();
        return id;
    }

    /// <summary>Leaves what was begun as it is.</summary>
    /// <returns>The id by which the feed knows it.</returns>
    /// <exception cref="FaultException">The project is in another account.</exception>
    public Task<string> KeepAsync(string slug)
    {
        DemandName(slug);
        DemandAccount(Bench, slug);
        return _feed.StartAsync(new Keep(), slug);
    }

    public void Dispose() => _feed.Changed -= ForgetDeleted;

    private async Task<(Plan Plan, OperationRecord? GoesOnWith)> PlanDeployAsync(Workbench bench, string slug, CancellationToken ct)
    {
        var blueprint = bench.Projects.Load(slug);
        var unfinished = bench.History.UnfinishedDeploy(blueprint.Project);
        var plan = await bench.Engine.PlanDeployAsync(blueprint, ct, unfinished);
        if (plan is { IsEmpty: true, Refusals.Count: 0 } && unfinished is null)
        {
            await new ProjectAccounts(_chosen, bench.Account).RememberAsync(slug, ct);
            await bench.Deployed.TakeOverAsync(blueprint, _time.GetUtcNow(), ct);
        }

        return (plan, unfinished);
    }

    /// <summary>An address can name anything, also another folder.</summary>
    private static void DemandName(string slug)
    {
        if (ProjectNames.Problem(slug) is { } problem) throw new FaultException(new Fault(FaultKind.NotFound, "NoProject", problem));
    }

    private void DemandAccount(Workbench bench, string slug)
    {
        var accounts = new ProjectAccounts(_chosen, bench.Account);
        if (accounts.Refusal(slug) is not { } refusal) return;
        throw new FaultException(new Fault(
            FaultKind.Invalid, "Elsewhere", $"{refusal} Sign in as {accounts.Elsewhere(slug)?.Identity}; or delete it there first, if it is to move."));
    }

    private void ForgetDeleted()
    {
        List<(string Project, ProjectAccounts Accounts)> gone = [];
        lock (_watching)
        {
            foreach (var (id, delete) in _deletes.ToList())
            {
                if (_feed.Find(id) is { IsRunning: true }) continue;
                _deletes.Remove(id);
                if (_feed.Find(id) is { End: Completed }) gone.Add(delete);
            }
        }

        foreach (var (project, accounts) in gone) _ = ForgetAsync(project, accounts);
    }

    private async Task ForgetAsync(string project, ProjectAccounts accounts)
    {
        try
        {
            await accounts.ForgetAsync(project, CancellationToken.None);
        }
        catch (Exception e) when (e is FaultException or IOException or UnauthorizedAccessException)
        {
            LogNotForgotten(project, e);
        }
    }

    private static FaultException NothingUnfinished(string slug) => new(new Fault(
        FaultKind.NotFound, "NothingUnfinished", $"{slug} has nothing to resume, undo or keep: its last operation has ended."));

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Project} was deleted, and its identity is remembered still")]
    private partial void LogNotForgotten(string project, Exception e);
}
