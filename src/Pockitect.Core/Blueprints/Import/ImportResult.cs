namespace Pockitect.Core.Blueprints.Import;

/// <summary>What became of an older file.</summary>
/// <param name="Blueprint">Null when the file cannot be read as one.</param>
/// <param name="Notes">What is not carried over, and what is carried over changed.</param>
/// <param name="Problems">Why there is no blueprint.</param>
public sealed record ImportResult(Blueprint? Blueprint, IReadOnlyList<ImportNote> Notes, IReadOnlyList<BlueprintProblem> Problems)
{
    /// <summary>The older file's fields that lose nothing by being left out: empty ones, states, and parts that were switched off.</summary>
    internal IReadOnlyList<string> Settled { get; init; } = [];
}

/// <summary>Something that a person should know of an import.</summary>
/// <param name="Paths">The older file's fields that it is about: <c>data.db.username</c>.</param>
/// <param name="Message">What became of them and why, one or two sentences.</param>
public sealed record ImportNote(IReadOnlyList<string> Paths, string Message);
