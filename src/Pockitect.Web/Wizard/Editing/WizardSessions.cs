using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Core.Files;
using Pockitect.Web.Work;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>The open editing sessions, shared by all windows. Reopening a window restores its state.</summary>
public sealed class WizardSessions : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<OpenEditor>> _editors = new(StringComparer.Ordinal);
    private readonly SignedIn _signedIn;
    private readonly AppParts _parts;
    private AccountSession? _account;

    public WizardSessions(SignedIn signedIn, AppParts parts)
    {
        _signedIn = signedIn;
        _parts = parts;
        _account = signedIn.Session;
        signedIn.Changed += Clear;
    }

    /// <summary>Returns the session of a project, updated from its file; null for an invalid project name.</summary>
    public async Task<WizardSession?> OpenAsync(AccountSession account, string slug, CancellationToken ct)
    {
        if (!ProjectNames.IsValid(slug)) return null;
        var session = _editors.GetOrAdd(slug, _ => new Lazy<OpenEditor>(() => new OpenEditor(account, slug, _parts))).Value.Session;
        await session.File.LookAsync(ct);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        _signedIn.Changed -= Clear;
        await CloseAsync();
    }

    /// <summary>Another account may have another data folder.</summary>
    private void Clear()
    {
        if (ReferenceEquals(_account, _signedIn.Session)) return;
        _account = _signedIn.Session;
        _ = CloseAsync();
    }

    private async Task CloseAsync()
    {
        var editors = _editors.Values.ToList();
        _editors.Clear();
        foreach (var editor in editors.Where(editor => editor.IsValueCreated)) await editor.Value.DisposeAsync();
    }

    /// <summary>A session and the watcher of its file.</summary>
    private sealed class OpenEditor : IAsyncDisposable
    {
        private readonly FolderWatcher _files;

        public OpenEditor(AccountSession account, string slug, AppParts parts)
        {
            var log = parts.Logs.CreateLogger<WizardSession>();
            Session = new WizardSession(account.Cloud, account.Choices, account.Folder.BlueprintOf(slug), parts.Time, log);
            _files = account.ProjectFiles;
            _files.Changed += OnFile;
        }

        public WizardSession Session { get; }

        public async ValueTask DisposeAsync()
        {
            _files.Changed -= OnFile;
            await Session.DisposeAsync();
        }

        private void OnFile(FileChange change)
        {
            if (change.Concerns(Path.GetFileName(Session.File.Path))) _ = Session.File.LookAsync(CancellationToken.None);
        }
    }
}
