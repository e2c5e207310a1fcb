namespace Pockitect.Crash;

/// <summary>What became of one point.</summary>
/// <param name="Orphans">What is there, is nobody's, and should not be there.</param>
/// <param name="Duplicates">What is there more often than it should be, or should not be there, and carries the project's tags.</param>
/// <param name="Differences">What is missing, or has other settings than it should have.</param>
/// <param name="Questions">The command that follows could not do its work by itself: it would have had to ask.</param>
/// <param name="Trouble">Why the point means nothing, or what a command said that failed; null where all went well.</param>
internal sealed record Outcome(
    Point Point, IReadOnlyList<string> Orphans, IReadOnlyList<string> Duplicates, IReadOnlyList<string> Differences, int Questions, string? Trouble)
{
    public bool IsFine => Orphans.Count + Duplicates.Count + Differences.Count + Questions == 0 && Trouble is null;

    /// <summary>Another command came after the deploy; not where that withstood the fault by itself.</summary>
    public bool WasFollowed { get; init; }

    /// <summary>The command that came after was killed as well, before it had ended.</summary>
    public bool WasKilledAgain { get; init; }

    public static Outcome Of(Point point, Picture desired, Picture has, int questions, string? trouble)
    {
        var surplus = Without(has.Resources, desired.Resources);
        return new Outcome(
            point,
            [.. surplus.Where(line => !IsOwned(line))],
            [.. surplus.Where(IsOwned)],
            [
                .. Without(desired.Resources, has.Resources).Select(line => $"missing: {line}"),
                .. Without(desired.Settings, has.Settings).Select(line => $"desired: {line}"),
                .. Without(has.Settings, desired.Settings).Select(line => $"has: {line}"),
                .. has.Projects == desired.Projects ? Array.Empty<string>() : [$"resources of {has.Projects} projects, not of {desired.Projects}"],
            ],
            questions,
            trouble);
    }

    /// <summary>All that there is to say of it, for whoever looks for the mistake.</summary>
    public IEnumerable<string> Lines() =>
    [
        Point.ToString(),
        .. Orphans.Select(line => $"orphan: {line}"),
        .. Duplicates.Select(line => $"duplicate: {line}"),
        .. Differences,
        .. Questions > 0 ? [$"questions: {Questions}"] : Array.Empty<string>(),
        .. Trouble is { } trouble ? [trouble] : Array.Empty<string>(),
    ];

    private static bool IsOwned(string line) => line.Contains("pockitect:resource", StringComparison.Ordinal);

    /// <summary>What is in the one and not in the other; of equal ones each counts.</summary>
    private static List<string> Without(IReadOnlyList<string> these, IReadOnlyList<string> those)
    {
        var left = those.GroupBy(line => line).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return [.. these.Where(line => !(left.TryGetValue(line, out var count) && (left[line] = count - 1) >= 0))];
    }
}
