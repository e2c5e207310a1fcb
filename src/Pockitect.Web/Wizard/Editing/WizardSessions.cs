using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Core.Files;
using Pockitect.Web.Work;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>The open editing sessions, shared by all windows. Reopening a window restores its state.</summary>
public sealed class WizardSessions : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Seat>> _seats = new(StringComparer.Ordinal);
    private readonly SignedIn _signedIn;
    private readonly AppParts _parts;
    private Workbench? _bench;

    public WizardSessions(SignedIn signedIn, AppParts parts)
    {
        _signedIn = signedIn;
        _parts = parts;
        _bench = signedIn.Bench;
        signedIn.Changed += Clear;
    }

    /// <summary>Returns the session of a project, updated from its file; null for an invalid project name.</summary>
    public async Task<WizardSession?> OpenAsync(Workbench bench, string slug, CancellationToken ct)
    {
        if (!ProjectNames.IsValid(slug)) return null;
        var desk = _seats.GetOrAdd(slug, _ => new Lazy<Seat>(() => new Seat(bench, slug, _parts))).Value.Desk;
        await desk.LookAtFileAsync(ct);
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        _signedIn.Changed -= Clear;
        await CloseAsync();
    }

    /// <summary>Another account may have another data folder.</summary>
    private void Clear()
    {
        if (ReferenceEquals(_bench, _signedIn.Bench)) return;
        _bench = _signedIn.Bench;
        _ = CloseAsync();
    }

    private async Task CloseAsync()
    {
        var seats = _seats.Values.ToList();
        _seats.Clear();
        foreach (var seat in seats.Where(seat => seat.IsValueCreated)) await seat.Value.DisposeAsync();
    }

    /// <summary>A session and the watcher of its file.</summary>
    private sealed class Seat : IAsyncDisposable
    {
        private readonly FolderWatcher _files;

        public Seat(Workbench bench, string slug, AppParts parts)
        {
            Desk = new WizardSession(bench.Cloud, bench.Choices, bench.Folder.BlueprintOf(slug), parts.Time, parts.Logs.CreateLogger<WizardSession>());
            _files = bench.ProjectFiles;
            _files.Changed += OnFile;
        }

        public WizardSession Desk { get; }

        public async ValueTask DisposeAsync()
        {
            _files.Changed -= OnFile;
            await Desk.DisposeAsync();
        }

        private void OnFile(FileChange change)
        {
            if (change.Concerns(Path.GetFileName(Desk.Path))) _ = Desk.LookAtFileAsync(CancellationToken.None);
        }
    }
}
