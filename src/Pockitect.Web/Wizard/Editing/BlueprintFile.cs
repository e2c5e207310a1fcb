using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>
/// The file of a blueprint that is being edited: saves the draft, and loads what other programs write. While both have changed, nothing
/// is written until the user decides. All members are thread-safe.
/// </summary>
public sealed class BlueprintFile : IAsyncDisposable
{
    // Saves immediately; keys pressed during a write are saved with the next one.
    private static readonly TimeSpan SaveAfter = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _using = new(1, 1);
    private readonly BlueprintDraft _draft;
    private readonly ITimer _saving;

    /// <param name="path">The file; its name is the project's.</param>
    internal BlueprintFile(string path, BlueprintDraft draft, TimeProvider time)
    {
        Path = path;
        _draft = draft;
        _saving = time.CreateTimer(_ => _ = FlushAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised on any thread when the file was read, written or not accessible, also when that changed the draft.</summary>
    public event Action? Changed;

    public string Path { get; }

    /// <summary>The last text that was read from the file or written to it; null if there was none.</summary>
    public string? SavedText { get; private set; }

    /// <summary>Whether the file exists, or did when the session opened.</summary>
    public bool Exists => SavedText is not null;

    public bool IsSaved => _draft.Text == SavedText;

    /// <summary>Why saving failed; null if it succeeded.</summary>
    public string? SaveProblem { get; private set; }

    /// <summary>Another program changed the file while it had unsaved edits here. Nothing is written until the user decides.</summary>
    public bool IsConflict { get; private set; }

    /// <summary>The file existed and is gone.</summary>
    public bool IsGone => IsConflict && !File.Exists(Path);

    /// <summary>Whether the draft is in the file, as text.</summary>
    public string StateText => IsConflict || SaveProblem is not null ? "Not saved" : IsSaved ? "Saved" : "Saving…";

    /// <summary>Loads the file if its content differs from what was last read or written here.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await _using.WaitAsync(ct);
        try
        {
            var theirs = await ReadAsync(ct);
            if (theirs == SavedText) return;
            Receive(theirs);
        }
        catch (IOException)
        {
            // Another program is writing it; the end of that write raises another event.
        }
        catch (FaultException e)
        {
            SaveProblem = e.Message;
        }
        finally
        {
            _using.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Saves unsaved text a moment later.</summary>
    internal void SaveSoon()
    {
        if (!IsSaved) _saving.Change(SaveAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Saves unsaved text immediately, even with errors: the text belongs to the user.</summary>
    public async Task FlushAsync()
    {
        await _using.WaitAsync(CancellationToken.None);
        try
        {
            if (IsSaved || IsConflict || SavedText is null) return;
            await SaveAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultException)
        {
            SaveProblem = $"Could not write {Path}: {e.Message} Your edits are kept here and saved with the next change.";
        }
        finally
        {
            _using.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Resolves a conflict with the file's version; the text here goes to the history.</summary>
    public async Task TakeTheirsAsync(CancellationToken ct)
    {
        await _using.WaitAsync(ct);
        try
        {
            if (await ReadAsync(ct) is { } theirs)
            {
                SavedText = theirs;
                _draft.Replace(theirs);
                IsConflict = false;
            }
        }
        finally
        {
            _using.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Resolves a conflict with the text here; the file's version goes to the history.</summary>
    public async Task KeepMineAsync(CancellationToken ct)
    {
        await _using.WaitAsync(ct);
        try
        {
            var theirs = await ReadAsync(ct);
            if (theirs is not null) _draft.NoteVersion(theirs);
            SavedText = theirs ?? "";
            IsConflict = false;
            if (theirs is null) await AtomicFile.WriteAsync(Path, SavedText, ct);
        }
        finally
        {
            _using.Release();
        }

        await FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _saving.DisposeAsync();
        await FlushAsync();
    }

    /// <summary>Takes over another program's version where nothing was edited here; otherwise it is a conflict.</summary>
    /// <param name="theirs">The file's text; null if the file is gone.</param>
    private void Receive(string? theirs)
    {
        if (TryAdoptId(theirs))
        {
            // The rest is unchanged.
        }
        else if (theirs is not null && SavedText is null) _draft.Load(theirs);
        else if (theirs == _draft.Text) IsConflict = false;
        else if (theirs is null || !_draft.TryReplace(SavedText!, theirs)) IsConflict = true; // Set, or it was loaded above.

        if (!IsConflict) SavedText = theirs;
    }

    private async Task SaveAsync()
    {
        var theirs = await ReadAsync(CancellationToken.None);
        if (theirs != SavedText && !TryAdoptId(theirs))
        {
            IsConflict = true;
            return;
        }

        var text = _draft.Text;
        await AtomicFile.WriteAsync(Path, text, CancellationToken.None);
        SavedText = text;
        SaveProblem = null;
    }

    /// <summary>
    /// Adopts the ID that a deploy wrote to the file. The blueprint is otherwise the same, so this is neither a history step nor a
    /// conflict.
    /// </summary>
    /// <returns>False if the file differs in anything else.</returns>
    private bool TryAdoptId(string? theirs)
    {
        if (theirs is null || SavedText is not { } saved) return false;
        if (ProjectId.In(theirs) is not { } id || ProjectId.Put(saved, id) != theirs) return false;
        // First: the draft with the ID is what the file has.
        SavedText = theirs;
        if (_draft.TryAdoptId(id))
        {
            SaveSoon();
            return true;
        }

        SavedText = saved;
        return false;
    }

    private async Task<string?> ReadAsync(CancellationToken ct) => await DataFile.ReadTextAsync(Path, ct);
}
