namespace Pockitect.Core.Files;

/// <summary>What became of a file.</summary>
public enum FileChangeKind
{
    Created,

    /// <summary>Its content or its time is another; a touch is a change too, since somebody meant it.</summary>
    Changed,

    Deleted,

    /// <summary>It has another name, and is otherwise what it was.</summary>
    Renamed,
}

/// <summary>One change of one file, told when the file has come to rest.</summary>
/// <param name="Name">The file's name in its folder; after a renaming the new one.</param>
/// <param name="OldName">Where it was renamed: what it was called.</param>
/// <param name="IsOwn">This process has written what is there.</param>
public sealed record FileChange(string Name, FileChangeKind Kind, string? OldName = null, bool IsOwn = false)
{
    /// <summary>Whether it is about a file of this name, now or before.</summary>
    public bool Concerns(string name) => Name == name || OldName == name;
}
