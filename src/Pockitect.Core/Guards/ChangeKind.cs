namespace Pockitect.Core.Guards;

/// <summary>What a user can ask to be changed.</summary>
public enum ChangeKind
{
    /// <summary>Make AWS match a project's blueprint.</summary>
    Deploy,

    /// <summary>Delete a project, or selected resources.</summary>
    Delete,

    /// <summary>Start a project's instances and databases.</summary>
    Start,

    /// <summary>Stop a project's instances and databases.</summary>
    Stop,

    /// <summary>Finish an unfinished operation.</summary>
    Resume,

    /// <summary>Roll an unfinished operation back.</summary>
    Undo,

    /// <summary>Keep the current state and close an unfinished operation.</summary>
    Keep,
}
