using Pockitect.Aws;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Web.Preferences;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tour;

/// <summary>The sandbox tour, shared by all windows: its progress and the next step.</summary>
public sealed class TourGuide : IDisposable
{
    private readonly SignedIn _signedIn;
    private readonly OperationFeed _feed;
    private readonly WindowNotes _notes;
    private string _path = "/";

    public TourGuide(SignedIn signedIn, OperationFeed feed, WindowNotes notes)
    {
        (_signedIn, _feed, _notes) = (signedIn, feed, notes);
        signedIn.Changed += OnSignedIn;
        feed.Changed += Refresh;
    }

    /// <summary>The progress; null if the tour has not started.</summary>
    public TourNote? Note => _notes.Now.Tour;

    /// <summary>Whether the tour is visible: started, not closed, and in the sandbox.</summary>
    public bool IsShown => Note is { IsPutAway: false } && IsInSandbox;

    public bool IsInSandbox => _signedIn.Session?.Account.Identity.Kind is IdentityKind.Sandbox;

    /// <summary>Starts the tour, or continues it.</summary>
    public void Show()
    {
        _notes.Change(now => now with { Tour = now.Tour is { } tour ? tour with { IsPutAway = false } : TourProgress.Begin() });
        Refresh();
    }

    public void PutAway() => _notes.Change(now => now with { Tour = (now.Tour ?? TourProgress.Begin()) with { IsPutAway = true } });

    /// <summary>Restarts the tour with another project.</summary>
    public void BeginAnew() => _notes.Change(now => now with { Tour = TourProgress.Begin() });

    /// <summary>Handles navigation to a page.</summary>
    /// <param name="path">Without the query.</param>
    public void Visit(string path)
    {
        _path = path;
        Refresh();
    }

    /// <summary>Returns the page for a step.</summary>
    public string UrlOf(TourStep step) =>
        Note?.Project is { } project ? step.Url.Replace(TourStep.Project, Uri.EscapeDataString(project), StringComparison.Ordinal)
            : step.Url.Contains(TourStep.Project, StringComparison.Ordinal) ? "/new"
            : step.Url;

    /// <summary>Marks completed steps.</summary>
    public void Refresh()
    {
        if (!IsShown || _signedIn.Session is not { } session) return;
        _notes.Change(now =>
            now.Tour is { } tour && TourProgress.With(tour, Facts(session, tour)) is var seen && !ReferenceEquals(seen, tour)
                ? now with { Tour = seen }
                : now);
    }

    public void Dispose()
    {
        _signedIn.Changed -= OnSignedIn;
        _feed.Changed -= Refresh;
    }

    /// <summary>Starts the tour for a user who opens an empty sandbox for the first time.</summary>
    private void OnSignedIn()
    {
        if (Note is null && IsInSandbox && _signedIn.Session is { } session && session.Projects.Slugs.Count == 0) Show();
        else Refresh();
    }

    private TourFacts Facts(AccountSession session, TourNote tour)
    {
        IReadOnlyList<string> slugs = [.. session.Projects.Slugs];
        var project = tour.Project ?? (slugs is [var first, ..] ? first : null);
        IReadOnlyList<Observed> rows = [
            .. session.Inventory.Resources.Where(
                row => row.Phase is not Phase.Gone && row.Tags.GetValueOrDefault(OwnershipTags.Project) == project),
        ];
        var ended =
            _feed.All.Where(operation => operation.End is Completed && operation.Project == project)
                .Select(operation => WordOf(operation.Command))
                .OfType<string>();
        return new TourFacts(slugs, rows.Count, ProjectStatus.StateOf(rows), ended.ToHashSet(StringComparer.Ordinal), _path);
    }

    private static string? WordOf(Command command) => command switch
    {
        Deploy => "deploy",
        Power { On: false } => "stop",
        Power => "start",
        Terminate { Selection: null } => "delete",
        _ => null,
    };
}
