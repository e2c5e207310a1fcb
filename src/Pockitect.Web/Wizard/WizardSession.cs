using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Core;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Execution;
using Pockitect.Core.Pricing;

namespace Pockitect.Web.Wizard;

/// <summary>
/// A blueprint as it is being edited, for all windows that show it: its text, which is the one truth, all that follows from it,
/// its history, and its file. Every member may be called from any thread.
/// </summary>
public sealed partial class WizardSession : IAsyncDisposable
{
    // At once; as long as one write takes, the next keys are waited for.
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

    /// <summary>Something is other than it was. From any thread.</summary>
    public event Action? Changed;

    public string Slug { get; }

    public string Path { get; }

    /// <summary>The file is there, or was when the desk was opened.</summary>
    public bool Exists => _saved is not null;

    public Sketch Now { get; private set; } = Sketch.Empty;

    public string Text => Now.Text;

    /// <summary>The values that fields show: those of the text, or of the last one that was YAML.</summary>
    public BlueprintTree FormTree { get; private set; } = BlueprintTree.Read("")!; // Nothing has no problems.

    /// <summary>The last one that had no errors; null where there was none yet.</summary>
    public Sketch? LastGood { get; private set; }

    /// <summary>What <see cref="LastGood"/> costs; null until that was worked out.</summary>
    public BlueprintPrice? Price { get; private set; }

    /// <summary>What the last step of the history added to the price, or saved; null where a price on either side is unknown.</summary>
    public decimal? PriceOfLastChange => Price is { } price && _priceBefore is { } before && price.Total.UnpricedAfter.SequenceEqual(before.UnpricedAfter)
        ? price.Total.After - before.After
        : null;

    public bool IsSaved => Text == _saved;

    /// <summary>Why it could not be written; null where it could.</summary>
    public string? SaveProblem { get; private set; }

    /// <summary>Somebody else has changed the file while there was something here that it did not have; nothing is written until a person decides.</summary>
    public bool IsConflict { get; private set; }

    /// <summary>The file was there and is no more.</summary>
    public bool IsGone => IsConflict && !File.Exists(Path);

    /// <summary>What was last read from the file or written to it; null where there was none.</summary>
    public string? SavedText => _saved;

    public bool CanUndo => _history.CanUndo;

    public bool CanRedo => _history.CanRedo;

    /// <summary>Takes over what is in the file, where that is not what was last read or written here.</summary>
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
                    // All else is as it was.
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
            // Somebody is writing it this moment; the end of that is told too.
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

    /// <summary>The whole text, as it was typed.</summary>
    public void Write(string text) => Change(_ => text, "text");

    /// <summary>Gives the setting at a path a value; null takes it away.</summary>
    /// <param name="subject">What is typed in, so that all that is typed there is one step of the history; null for a step of its own.</param>
    /// <returns>Why it cannot be done, or null.</returns>
    public string? Set(string path, JsonNode? value, string? subject = null) => Change(text => BlueprintEditor.Set(text, path, value), subject);

    public string? Add(string path, JsonNode item) => Change(text => BlueprintEditor.Add(text, path, item), null);

    public string? Move(string path, int from, int to) => Change(text => BlueprintEditor.Move(text, path, from, to), null);

    /// <param name="answer">What was typed, where the fix asks.</param>
    public string? Mend(BlueprintFix fix, string? answer) => Change(text => fix.Apply(text, answer), null);

    /// <summary>Any edit of the text.</summary>
    /// <returns>Why it cannot be done, or null.</returns>
    public string? Change(Func<string, string> edit, string? subject)
    {
        lock (_changing)
        {
            string text;
            try
            {
                text = edit(Text);
            }
            catch (BlueprintEditException e)
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

    /// <summary>Writes at once what is not in the file yet, also where it has problems: it is the person's.</summary>
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
            SaveProblem = $"Could not write {Path}: {e.Message} What you typed is kept here; it is tried again with the next change.";
        }
        finally
        {
            _writing.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Ends a conflict: what was typed here goes into the history, and what is in the file is shown.</summary>
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

    /// <summary>Ends a conflict: the file gets what is here, and what was in it goes into the history.</summary>
    public async Task KeepMineAsync(CancellationToken ct)
    {
        var theirs = await ReadAsync(ct);
        lock (_changing)
        {
            if (theirs is not null) _history.Note(theirs, null);
            // The file may have got its ID meanwhile.
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
            // What it was before the first deploy had no ID, and its resources still carry it.
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

    /// <summary>Takes over the ID that a deploy wrote into the file. The blueprint is the same as before: that is no step of the history, and no conflict.</summary>
    /// <returns>False where the file differs in something else.</returns>
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

    /// <summary>One at a time, and always the newest at the end.</summary>
    private async Task WorkOutPricesAsync()
    {
        for (var goesOn = true; goesOn;)
        {
            BlueprintPrice? price = null;
            var sketch = LastGood!; // There is one, or nobody asks.
            try
            {
                price = await BlueprintPrice.OfAsync(sketch.Resources!, sketch.Region!, _cloud, _prices.FindAsync, _closing.Token); // A good one has both.
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Prices only inform; a fault in one must not end the typing.
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The price of '{Project}' could not be worked out.")]
    private partial void NoPrice(string project, Exception exception);
}
