namespace Pockitect.Aws.Accounts.Sso;

/// <summary>The sections of one of the shared AWS files, as they are written.</summary>
internal static class SharedFile
{
    /// <summary>The settings of each section, by the text between its brackets; none where the file is not there.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(string path)
    {
        var sections = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (!File.Exists(path)) return sections;
        Dictionary<string, string>? section = null;
        foreach (var raw in File.ReadLines(path))
        {
            var line = raw.Trim();
            if (line is "" or ['#' or ';', ..]) continue;
            if (line[0] == '[')
            {
                var title = string.Join(' ', line[1..].Split(']')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                section = sections.GetValueOrDefault(title) as Dictionary<string, string> ?? new(StringComparer.Ordinal);
                sections[title] = section;
            }
            // An indented line belongs to the setting above it (s3 =), and none of those matters here.
            else if (section is not null && !char.IsWhiteSpace(raw[0]) && line.Split('=', 2) is [var key, var value])
            {
                section[key.Trim().ToLowerInvariant()] = Uncommented(value).Trim();
            }
        }

        return sections;
    }

    private static string Uncommented(string value)
    {
        // A comment begins after white space: a start URL may hold a bare # (…/start/#).
        var comment = value.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var hash ? hash : value.IndexOf(" ;", StringComparison.Ordinal);
        return comment >= 0 ? value[..comment] : value;
    }
}
