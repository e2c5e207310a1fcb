namespace Pockitect.Web.Wizard;

/// <summary>What a text was before, as far back as it was opened, and what was undone of it.</summary>
internal sealed class TextHistory(TimeProvider time)
{
    // Whoever stops typing for so long has finished a thought.
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(2);

    private readonly Stack<string> _before = new();
    private readonly Stack<string> _after = new();
    private string? _subject;
    private DateTimeOffset _at;

    public bool CanUndo => _before.Count > 0;

    public bool CanRedo => _after.Count > 0;

    /// <summary>The text is about to change.</summary>
    /// <param name="now">What it is still.</param>
    /// <param name="subject">What is typed in, so that what is typed there without a pause is one step; null for a step of its own.</param>
    /// <returns>True where a new step begins.</returns>
    public bool Note(string now, string? subject)
    {
        var at = time.GetUtcNow();
        var goesOn = subject is not null && subject == _subject && CanUndo && !CanRedo && at - _at < pause;
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
