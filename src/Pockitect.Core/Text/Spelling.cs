namespace Pockitect.Core.Text;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class Spelling
{
    /// <summary>The nearest of the names, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> names)
    {
        // Nobody misspells a name by half its length, and the measure takes time by the product of both.
        if (word.Length is 0 or > 100) return null;
        return names
            .Where(name => Math.Abs(name.Length - word.Length) <= 1 + (word.Length / 3))
            .Select(name => (Name: name, Distance: Distance(Folded(word), Folded(name))))
            .Where(candidate => candidate.Distance <= Math.Max(1, Math.Min(word.Length, candidate.Name.Length) / 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary><c>"; did you mean 'x'?"</c>, or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> names) =>
        Nearest(word, names) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>Damerau and Levenshtein's: how many characters to insert, delete, change or swap with their neighbour.</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }

    // instanceType and instance-type are instance_type to whoever wrote them.
    private static string Folded(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
