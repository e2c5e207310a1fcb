using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Planning;
using Pockitect.Core.Yaml;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>
/// A blueprint that is being edited, shared by all windows: its text, which is the only source of truth, everything derived from it, its
/// history and its file. All members are thread-safe.
/// </summary>
public sealed partial class WizardSession : IAsyncDisposable
{
    // Saves immediately; keys pressed during a write are saved with the next one.
    private static readonly TimeSpan saveAfter = TimeSpan.FromMilliseconds(20);

    private readonly Lock _changing = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly AwsCloud _cloud;
    private readonly Choices _choices;
    private readonly ILogger _log;
    private readonly TextHistory _history;
    private readonly KnownPrices _prices;
    private readonly ITimer _saving;
    private string? _saved;
    private bool _isPricing;
    private bool _priceAgain;
    private PlanPrice? _priceBefore;
    private string? _id;

    /// <param name="path">The blueprint's file; its name is the project's.</param>
    public WizardSession(AwsCloud cloud, Choices choices, string path, TimeProvider time, ILogger<WizardSession> log)
    {
        _cloud = cloud;
        _choices = choices;
        _log = log;
        Path = path;
        Slug = System.IO.Path.GetFileNameWithoutExtension(path);
        _history = new TextHistory(time);
        _prices = new KnownPrices(cloud);
        _saving = time.CreateTimer(_ => _ = FlushAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised on any thread when anything changes.</summary>
    public event Action? Changed;

    public string Slug { get; }

    public string Path { get; }

    /// <summary>Whether the file exists, or did when the session opened.</summary>
    public bool Exists => _saved is not null;

    public Sketch Now { get; private set; } = Sketch.Empty;

    public string Text => Now.Text;

    /// <summary>The values that fields show: from the text, or from the last valid YAML.</summary>
    public BlueprintTree FormTree { get; private set; } = BlueprintTree.Read("")!; // An empty text has no problems.

    /// <summary>The last version without errors; null if there was none.</summary>
    public Sketch? LastGood { get; private set; }

    /// <summary>The price of <see cref="LastGood"/>; null until computed.</summary>
    public BlueprintPrice? Price { get; private set; }

    /// <summary>How the last history step changed the price; null if one of the prices is unknown.</summary>
    public decimal? PriceOfLastChange => Price is { } price && _priceBefore is { } before && price.Total.UnpricedAfter.SequenceEqual(before.UnpricedAfter)
        ? price.Total.After - before.After
        : null;

    public bool IsSaved => Text == _saved;

    /// <summary>Why saving failed; null if it succeeded.</summary>
    public string? SaveProblem { get; private set; }

    /// <summary>Another program changed the file while it had unsaved edits here. Nothing is written until the user decides.</summary>
    public bool IsConflict { get; private set; }

    /// <summary>The file existed and is gone.</summary>
    public bool IsGone => IsConflict && !File.Exists(Path);

    /// <summary>The last text that was read from the file or written to it; null if there was none.</summary>
    public string? SavedText => _saved;

    public bool CanUndo => _history.CanUndo;

    public bool CanRedo => _history.CanRedo;

    /// <summary>Loads the file if its content differs from what was last read or written here.</summary>
    public async Task LookAtFileAsync(CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            var theirs = await ReadAsync(ct);
            lock (_changing)
            {
                if (theirs == _saved || (theirs is null && !Exists)) return;
                if (TakesId(theirs))
                {
                    // The rest is unchanged.
                }
                else if (theirs is not null && !Exists) Show(theirs);
                else if (theirs == Text) IsConflict = false;
                else if (theirs is null || !IsSaved) IsConflict = true;
                else
                {
                    Note(null);
                    Show(theirs);
                }

                if (!IsConflict) _saved = theirs;
            }
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
            _writing.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Sets the whole text, as typed.</summary>
    public void Write(string text) => Change(_ => text, "text");

    /// <summary>Sets the value at a path; null removes it.</summary>
    /// <param name="subject">The field being edited: continuous typing in one field is one history step. Null for a separate step.</param>
    /// <returns>The error, or null.</returns>
    public string? Set(string path, JsonNode? value, string? subject = null) => Change(text => BlueprintEditor.Set(text, path, value), subject);

    public string? Add(string path, JsonNode item) => Change(text => BlueprintEditor.Add(text, path, item), null);

    public string? Move(string path, int from, int to) => Change(text => BlueprintEditor.Move(text, path, from, to), null);

    /// <param name="answer">The user's input, if the fix asks for it.</param>
    public string? Mend(BlueprintFix fix, string? answer) => Change(text => fix.Apply(text, answer), null);

    /// <summary>Applies an edit to the text.</summary>
    /// <returns>The error, or null.</returns>
    public string? Change(Func<string, string> edit, string? subject)
    {
        lock (_changing)
        {
            string text;
            try
            {
                text = edit(Text);
            }
            catch (YamlEditException e)
            {
                return e.Message;
            }

            if (text == Text) return null;
            Note(subject);
            Show(text);
        }

        Changed?.Invoke();
        return null;
    }

    public void Undo() => Go(_history.CanUndo, _history.Undo);

    public void Redo() => Go(_history.CanRedo, _history.Redo);

    /// <summary>Saves unsaved text immediately, even with errors: the text belongs to the user.</summary>
    public async Task FlushAsync()
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (Text == _saved || IsConflict || _saved is null) return;
            var theirs = await ReadAsync(CancellationToken.None);
            if (theirs != _saved && !TakesIdNow(theirs))
            {
                IsConflict = true;
            }
            else
            {
                var text = Text;
                await AtomicFile.WriteAsync(Path, text, CancellationToken.None);
                _saved = text;
                SaveProblem = null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultException)
        {
            SaveProblem = $"Could not write {Path}: {e.Message} Your edits are kept here and saved with the next change.";
        }
        finally
        {
            _writing.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Resolves a conflict with the file's version; the text here goes to the history.</summary>
    public async Task TakeTheirsAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is { } theirs)
        {
            lock (_changing)
            {
                Note(null);
                _saved = theirs;
                Show(theirs);
                IsConflict = false;
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Resolves a conflict with the text here; the file's version goes to the history.</summary>
    public async Task KeepMineAsync(CancellationToken ct)
    {
        var theirs = await ReadAsync(ct);
        lock (_changing)
        {
            if (theirs is not null) _history.Note(theirs, null);
            // The file may have received its ID meanwhile.
            if (ProjectId.In(theirs) is { } id && ProjectId.In(Text) is null) Show(ProjectId.Put(Text, id));
            _saved = theirs ?? "";
            IsConflict = false;
        }

        if (theirs is null) await AtomicFile.WriteAsync(Path, _saved, ct);
        await FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _saving.DisposeAsync();
        await FlushAsync();
    }

    private void Go(bool can, Func<string, string> way)
    {
        if (!can) return;
        lock (_changing)
        {
            _priceBefore = Price?.Total;
            var text = way(Text);
            // Versions from before the first deploy have no ID, but the resources carry it.
            Show(_id is { } id ? ProjectId.Put(text, id) : text, keepsId: true);
        }

        Changed?.Invoke();
    }

    private void Note(string? subject)
    {
        if (_history.Note(Text, subject)) _priceBefore = Price?.Total;
    }

    private bool TakesIdNow(string? theirs)
    {
        lock (_changing) return TakesId(theirs);
    }

    /// <summary>
    /// Adopts the ID that a deploy wrote to the file. The blueprint is otherwise the same, so this is neither a history step nor a
    /// conflict.
    /// </summary>
    /// <returns>False if the file differs in anything else.</returns>
    private bool TakesId(string? theirs)
    {
        if (theirs is null || _saved is null || ProjectId.In(theirs) is not { } id || ProjectId.Put(_saved, id) != theirs) return false;
        if (ProjectId.Put(Text, id) is var text && ProjectId.In(text) != id) return false;
        _saved = theirs;
        Show(text);
        return true;
    }

    private void Show(string text, bool keepsId = false)
    {
        var isGuessed = false;
        Now = Sketch.Of(
            text,
            Slug,
            _cloud,
            region =>
            {
                isGuessed |= !_choices.TryZones(region, out var zones);
                return zones;
            },
            region =>
            {
                var types = _choices.KnownInstanceTypes(region);
                isGuessed |= types is null;
                return types;
            });
        if (isGuessed && Now.Region is { } guessed) _ = LearnAsync(guessed);
        if (Now.Tree is { } tree)
        {
            FormTree = tree;
            if (!keepsId) _id = tree.TextAt("project.id");
        }

        if (Now.Resources is not null)
        {
            LastGood = Now;
            AskPrice();
        }

        if (!IsSaved) _saving.Change(saveAfter, Timeout.InfiniteTimeSpan);
    }

    private async Task LearnAsync(string region)
    {
        try
        {
            await Task.WhenAll(_choices.ZonesAsync(region, _closing.Token), _choices.InstanceTypesAsync(region, _closing.Token));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return;
        }

        lock (_changing) Show(Text);
        Changed?.Invoke();
    }

    private void AskPrice()
    {
        _priceAgain = _isPricing;
        if (_isPricing) return;
        _isPricing = true;
        _ = Task.Run(WorkOutPricesAsync);
    }

    /// <summary>One save at a time, and the newest text last.</summary>
    private async Task WorkOutPricesAsync()
    {
        for (var goesOn = true; goesOn;)
        {
            BlueprintPrice? price = null;
            var sketch = LastGood!; // There is a text, or no one asks.
            try
            {
                // A valid version has both.
                price = await BlueprintPrice.OfAsync(sketch.Resources!, sketch.Region!, _cloud, _prices.FindAsync, _closing.Token);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Prices are informational; an error there must not stop editing.
                NoPrice(Slug, e);
            }

            lock (_changing)
            {
                Price = price;
                (goesOn, _priceAgain) = (_priceAgain, false);
                _isPricing = goesOn;
            }

            Changed?.Invoke();
        }
    }

    private async Task<string?> ReadAsync(CancellationToken ct) => await DataFile.ReadTextAsync(Path, ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "Can't compute the price of '{Project}'.")]
    private partial void NoPrice(string project, Exception exception);
}
