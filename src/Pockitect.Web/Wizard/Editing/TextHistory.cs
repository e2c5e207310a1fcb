namespace Pockitect.Web.Wizard.Editing;

/// <summary>The undo and redo history of a text.</summary>
internal sealed class TextHistory(TimeProvider time)
{
    // A pause this long ends an undo step.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Stack<string> _before = new();
    private readonly Stack<string> _after = new();
    private string? _subject;
    private DateTimeOffset _at;

    public bool CanUndo => _before.Count > 0;

    public bool CanRedo => _after.Count > 0;

    /// <summary>Records that the text is about to change.</summary>
    /// <param name="now">The current text.</param>
    /// <param name="subject">The field being edited: continuous typing in one field is one step. Null for a separate step.</param>
    /// <returns>True if a new step starts.</returns>
    public bool Note(string now, string? subject)
    {
        var at = time.GetUtcNow();
        var goesOn = subject is not null && subject == _subject && CanUndo && !CanRedo && at - _at < Pause;
        if (!goesOn) _before.Push(now);
        _after.Clear();
        (_subject, _at) = (subject, at);
        return !goesOn;
    }

    public string Undo(string now) => Swap(now, _before, _after);

    public string Redo(string now) => Swap(now, _after, _before);

    private string Swap(string now, Stack<string> from, Stack<string> to)
    {
        _subject = null;
        to.Push(now);
        return from.Pop();
    }
}
