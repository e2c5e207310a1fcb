namespace Pockitect.Core.Blueprints.Import;

/// <summary>The result of importing an older file.</summary>
/// <param name="Blueprint">Null if the file can't be read as one.</param>
/// <param name="Notes">Fields that are not carried over, or carried over with changes.</param>
/// <param name="Problems">Why there is no blueprint.</param>
public sealed record ImportResult(Blueprint? Blueprint, IReadOnlyList<ImportNote> Notes, IReadOnlyList<BlueprintProblem> Problems)
{
    /// <summary>Fields that can be dropped without loss: empty ones, states, and disabled parts.</summary>
    internal IReadOnlyList<string> Settled { get; init; } = [];
}

/// <summary>A note about an import.</summary>
/// <param name="Paths">The older file's fields: <c>data.db.username</c>.</param>
/// <param name="Message">What happened to them and why, in one or two sentences.</param>
public sealed record ImportNote(IReadOnlyList<string> Paths, string Message);
