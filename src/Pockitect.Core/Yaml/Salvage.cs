namespace Pockitect.Core.Yaml;

/// <summary>Reads the valid YAML sections of a text when another section is invalid.</summary>
internal static class Salvage
{
    private const int MostSections = 8;

    /// <summary>Returns the tree without its unreadable sections, and their keys. The tree is null if that doesn't help.</summary>
    /// <param name="text">A text that is not YAML.</param>
    /// <param name="problems">The reasons.</param>
    public static (YamlNode? Root, IReadOnlyList<string> Lost) Read(string text, IReadOnlyList<YamlProblem> problems)
    {
        if (text.Length > YamlText.MaxBytes / 4) return (null, []);
        var lines = text.Split('\n');
        var lost = new List<string>();
        for (var tries = 0; tries < MostSections && problems.Count > 0; tries++)
        {
            if (Clear(lines, problems[^1].Position.Line - 1) is not { } key) return (null, []);
            lost.Add(key);
            var yaml = YamlText.Parse(string.Join('\n', lines));
            // Without the section that every blueprint has, it may be anything.
            if (yaml.Readable is YamlMap root)
                return lost.Contains("project") || root.Find("project") is not null ? (root, lost) : (null, []);
            problems = yaml.Problems;
        }

        return (null, []);
    }

    /// <summary>
    /// Empties the section that contains a line, so that the others keep their lines. Returns its key; null if the line is in none.
    /// </summary>
    private static string? Clear(string[] lines, int line)
    {
        var first = Math.Min(line, lines.Length - 1);
        while (first >= 0 && !IsKey(lines[first])) first--;
        if (first < 0) return null;
        var key = lines[first][..lines[first].IndexOf(':', StringComparison.Ordinal)].Trim('"', '\'', ' ');
        lines[first] = "";
        for (var next = first + 1; next < lines.Length && !IsKey(lines[next]); next++) lines[next] = "";
        return key;
    }

    private static bool IsKey(string line) =>
        line.Length > 0 && (char.IsAsciiLetter(line[0]) || line[0] is '"' or '\'') && line.Contains(':', StringComparison.Ordinal);
}
