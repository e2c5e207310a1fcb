namespace Pockitect.Core.Text;

/// <summary>Suggests names for misspelled ones.</summary>
public static class Spelling
{
    /// <summary>Returns the closest name; null if none is close.</summary>
    public static string? Nearest(string word, IEnumerable<string> names)
    {
        // No one misspells half of a name, and the distance takes time proportional to both lengths.
        if (word.Length is 0 or > 100) return null;
        return names
            .Where(name => Math.Abs(name.Length - word.Length) <= 1 + (word.Length / 3))
            .Select(name => (Name: name, Distance: Distance(Folded(word), Folded(name))))
            .Where(candidate => candidate.Distance <= Math.Max(1, Math.Min(word.Length, candidate.Name.Length) / 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>Returns <c>" Did you mean 'x'?"</c>, or an empty string.</summary>
    public static string Hint(string word, IEnumerable<string> names) =>
        Nearest(word, names) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>The Damerau–Levenshtein distance: insertions, deletions, changes and swaps of adjacent characters.</summary>
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

    // instanceType and instance-type mean instance_type.
    private static string Folded(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
