using System.Globalization;

namespace Pockitect.Aws.Rds;

/// <summary>Versions of database engines. RDS moves them up, by itself too, and never back.</summary>
internal static class EngineVersions
{
    /// <summary>The version is the named one, or begins with it.</summary>
    public static bool IsOf(string version, string prefix) => version == prefix || version.StartsWith($"{prefix}.", StringComparison.Ordinal);

    /// <summary>Less than zero where the first is older; zero where one of them is the prefix of the other.</summary>
    public static int Compare(string one, string other)
    {
        foreach (var (mine, theirs) in Numbers(one).Zip(Numbers(other)))
        {
            if (mine != theirs) return mine.CompareTo(theirs);
        }

        return 0;
    }

    /// <summary>PostgreSQL counts major versions by one number, the others by two.</summary>
    public static string Major(string engine, string version) => string.Join('.', version.Split('.').Take(engine is "postgres" ? 1 : 2));

    /// <summary>The newest version that begins so; null where none does.</summary>
    public static string? Newest(IEnumerable<string> versions, string prefix) =>
        versions.Where(version => IsOf(version, prefix)).Order(Comparer<string>.Create(Compare)).LastOrDefault();

    private static IEnumerable<int> Numbers(string version) =>
        version.Split('.').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
