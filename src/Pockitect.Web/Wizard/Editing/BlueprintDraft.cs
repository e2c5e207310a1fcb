using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Yaml;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>
/// The text of a blueprint that is being edited, which is the only source of truth, everything derived from it, and its history.
/// All members are thread-safe.
/// </summary>
public sealed class BlueprintDraft
{
    private readonly Lock _changing = new();
    private readonly SketchReader _reader;
    private readonly TextHistory _history;
    private string? _id;

    /// <param name="slug">The project's name.</param>
    internal BlueprintDraft(string slug, SketchReader reader, TimeProvider time)
    {
        Slug = slug;
        _reader = reader;
        _history = new TextHistory(time);
    }

    /// <summary>Raised on any thread when an edit has changed the text.</summary>
    public event Action? Changed;

    /// <summary>Raised on any thread before the first change of a history step.</summary>
    public event Action? StepStarting;

    public string Slug { get; }

    public Sketch Now { get; private set; } = Sketch.Empty;

    public string Text => Now.Text;

    /// <summary>The values that fields show: from the text, or from the last valid YAML.</summary>
    public BlueprintTree FormTree { get; private set; } = BlueprintTree.Read("")!; // An empty text has no problems.

    /// <summary>The last version without errors; null if there was none.</summary>
    public Sketch? LastGood { get; private set; }

    public bool CanUndo => _history.CanUndo;

    public bool CanRedo => _history.CanRedo;

    /// <summary>Sets the whole text, as typed.</summary>
    public void Write(string text) => Change(_ => text, "text");

    /// <summary>Sets the value at a path; null removes it.</summary>
    /// <param name="subject">The field being edited: continuous typing in one field is one history step. Null for a separate step.</param>
    /// <returns>The error, or null.</returns>
    public string? Set(string path, JsonNode? value, string? subject = null) =>
        Change(text => BlueprintEditor.Set(text, path, value), subject);

    public string? Add(string path, JsonNode item) => Change(text => BlueprintEditor.Add(text, path, item), null);

    public string? Move(string path, int from, int to) => Change(text => BlueprintEditor.Move(text, path, from, to), null);

    /// <param name="answer">The user's input, if the fix asks for it.</param>
    public string? ApplyFix(BlueprintFix fix, string? answer) => Change(text => fix.Apply(text, answer), null);

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

    /// <summary>Reads the same text again, after more is known about its Region.</summary>
    internal void ReadAgain()
    {
        lock (_changing) Show(Text);
        Changed?.Invoke();
    }

    /// <summary>Shows the file's first text, which is no history step.</summary>
    internal void Load(string text)
    {
        lock (_changing) Show(text);
    }

    /// <summary>Shows another text; the present one goes to the history.</summary>
    internal void Replace(string text)
    {
        lock (_changing)
        {
            Note(null);
            Show(text);
        }
    }

    /// <summary>Replaces the text unless it was edited.</summary>
    /// <param name="unedited">The text without edits.</param>
    /// <returns>False if the present text is another one, which stays.</returns>
    internal bool TryReplace(string unedited, string text)
    {
        lock (_changing)
        {
            if (Text != unedited) return false;
            Replace(text);
            return true;
        }
    }

    /// <summary>Adopts the ID that a deploy wrote to the file, which is no history step.</summary>
    /// <returns>False if the text can't take it.</returns>
    internal bool TryAdoptId(string id)
    {
        lock (_changing)
        {
            var text = ProjectId.Put(Text, id);
            if (ProjectId.In(text) != id) return false;
            Show(text);
            return true;
        }
    }

    /// <summary>Puts a version that was not chosen into the history, and adopts its ID if the text has none.</summary>
    internal void NoteVersion(string text)
    {
        lock (_changing)
        {
            _history.Note(text, null);
            // The file may have received its ID meanwhile.
            if (ProjectId.In(text) is { } id && ProjectId.In(Text) is null) Show(ProjectId.Put(Text, id));
        }
    }

    private void Go(bool can, Func<string, string> way)
    {
        if (!can) return;
        lock (_changing)
        {
            StepStarting?.Invoke();
            var text = way(Text);
            // Versions from before the first deploy have no ID, but the resources carry it.
            Show(_id is { } id ? ProjectId.Put(text, id) : text, keepsId: true);
        }

        Changed?.Invoke();
    }

    private void Note(string? subject)
    {
        if (_history.Note(Text, subject)) StepStarting?.Invoke();
    }

    private void Show(string text, bool keepsId = false)
    {
        Now = _reader.Read(text);
        if (Now.Tree is { } tree)
        {
            FormTree = tree;
            if (!keepsId) _id = tree.TextAt("project.id");
        }

        if (Now.Resources is not null) LastGood = Now;
    }
}
