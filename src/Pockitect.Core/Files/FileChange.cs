namespace Pockitect.Core.Files;

/// <summary>How a file changed.</summary>
public enum FileChangeKind
{
    Created,

    /// <summary>Its content or its time changed; a touch counts, because someone intended it.</summary>
    Changed,

    Deleted,

    /// <summary>It has another name, and is otherwise what it was.</summary>
    Renamed,
}

/// <summary>A change of a file, reported when the file is stable.</summary>
/// <param name="Name">The file's name in its folder; after a rename, the new one.</param>
/// <param name="OldName">The old name of a renamed file.</param>
/// <param name="IsOwn">Whether this process wrote it.</param>
public sealed record FileChange(string Name, FileChangeKind Kind, string? OldName = null, bool IsOwn = false)
{
    /// <summary>Whether it concerns a file with this name, now or before.</summary>
    public bool Concerns(string name) => Name == name || OldName == name;
}
