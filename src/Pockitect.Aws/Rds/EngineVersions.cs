using System.Globalization;

namespace Pockitect.Aws.Rds;

/// <summary>Database engine versions. RDS moves them up, also automatically, and never back.</summary>
internal static class EngineVersions
{
    /// <summary>Whether the version equals the requested one, or starts with it.</summary>
    public static bool IsOf(string version, string prefix) =>
        version == prefix || version.StartsWith($"{prefix}.", StringComparison.Ordinal);

    /// <summary>Compares versions; zero if one is a prefix of the other.</summary>
    public static int Compare(string one, string other)
    {
        foreach (var (mine, theirs) in Numbers(one).Zip(Numbers(other)))
        {
            if (mine != theirs) return mine.CompareTo(theirs);
        }

        return 0;
    }

    /// <summary>PostgreSQL's major versions have one number, the others' two.</summary>
    public static string Major(string engine, string version) => string.Join('.', version.Split('.').Take(engine is "postgres" ? 1 : 2));

    /// <summary>Returns the newest version with this prefix; null if missing.</summary>
    public static string? Newest(IEnumerable<string> versions, string prefix) =>
        versions.Where(version => IsOf(version, prefix)).Order(Comparer<string>.Create(Compare)).LastOrDefault();

    private static IEnumerable<int> Numbers(string version) =>
        version.Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
