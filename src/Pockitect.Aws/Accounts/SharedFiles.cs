namespace Pockitect.Aws.Accounts;

/// <summary>One profile, as both shared AWS files together say it. It may hold keys, and so prints as its name only.</summary>
internal sealed class SharedProfile(string name, IReadOnlyDictionary<string, string> values, string where, string? problem)
{
    public string Name => name;

    /// <summary>The file, or both, that it stands in.</summary>
    public string Where => where;

    /// <summary>Which line of it can't be understood; null where all can.</summary>
    public string? Problem => problem;

    /// <summary>A setting's value; null where it is missing or empty.</summary>
    public string? this[string key] => values.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    public override string ToString() => name;
}

/// <summary>The two files that all of AWS's tools share, <c>config</c> and <c>credentials</c>, read as the AWS CLI reads them.</summary>
internal sealed class SharedFiles
{
    private readonly Dictionary<string, SharedProfile> _profiles;
    private readonly Dictionary<string, Section> _sessions;

    private SharedFiles(Dictionary<string, SharedProfile> profiles, Dictionary<string, Section> sessions, IReadOnlyList<string> problems)
    {
        _profiles = profiles;
        _sessions = sessions;
        Problems = problems;
    }

    /// <summary>In the order of the files, <c>config</c> first.</summary>
    public IReadOnlyList<SharedProfile> Profiles => [.. _profiles.Values];

    /// <summary>What can't be understood and belongs to no profile, with file and line.</summary>
    public IReadOnlyList<string> Problems { get; }

    public SharedProfile? Find(string name) => _profiles.GetValueOrDefault(name);

    /// <summary>There is an <c>[sso-session NAME]</c>.</summary>
    public bool HasSession(string session) => _sessions.ContainsKey(session);

    /// <summary>A setting of an <c>[sso-session NAME]</c>; null where it is missing or empty.</summary>
    public string? OfSession(string session, string key) => _sessions.GetValueOrDefault(session)?.Values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

    public static SharedFiles Read(SignInContext context)
    {
        var config = SharedFile.Read(context.ConfigFile, context.Home);
        var credentials = SharedFile.Read(context.CredentialsFile, context.Home);
        var profiles = new Dictionary<string, List<Section>>(StringComparer.Ordinal);
        var sessions = new Dictionary<string, Section>(StringComparer.Ordinal);
        var problems = new List<string>([.. config.Problems, .. credentials.Problems]);
        foreach (var section in config.Sections)
        {
            if (Named(section, "sso-session") is { } session) sessions[session] = section;
            else if (Named(section, "profile") is { } name) Add(name, section);
            else if (section.Title == "default") Add("default", section);
            // Settings of other tools: they say nothing of who somebody is.
            else problems.AddRange(section.Problems);
        }

        foreach (var section in credentials.Sections) Add(section.Title, section);
        return new SharedFiles(profiles.ToDictionary(pair => pair.Key, pair => Together(pair.Key, pair.Value), StringComparer.Ordinal), sessions, problems);

        void Add(string name, Section section)
        {
            if (!profiles.TryGetValue(name, out var sections)) profiles[name] = sections = [];
            sections.Add(section);
        }
    }

    /// <summary>What stands in the later section wins: that is the credentials file.</summary>
    private static SharedProfile Together(string name, List<Section> sections)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in sections.SelectMany(section => section.Values)) values[key] = value;
        var problems = sections.SelectMany(section => section.Problems).ToList();
        return new SharedProfile(
            name, values, string.Join(" and ", sections.Select(section => section.File).Distinct(StringComparer.Ordinal)),
            problems.Count == 0 ? null : string.Join(" ", problems));
    }

    private static string? Named(Section section, string kind)
        => section.Title.StartsWith(kind, StringComparison.Ordinal) && section.Title.Length > kind.Length && char.IsWhiteSpace(section.Title[kind.Length])
            ? section.Title[kind.Length..].Trim().Trim('"', '\'')
            : null;

    /// <summary>Everything under one title.</summary>
    internal sealed record Section(string Title, string File, Dictionary<string, string> Values, List<string> Problems);
}

/// <summary>One of the two files, in sections. A line that is not understood is a problem, and the rest is read all the same.</summary>
internal sealed class SharedFile
{
    private readonly string _name;

    private SharedFile(string path, string home)
        => _name = path.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? $"~{path[home.Length..]}" : path;

    public List<SharedFiles.Section> Sections { get; } = [];

    public List<string> Problems { get; } = [];

    public static SharedFile Read(string path, string home)
    {
        var file = new SharedFile(path, home);
        try
        {
            if (File.Exists(path)) file.Take(File.ReadAllLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Problems.Add($"{file._name} can't be read: {e.Message}");
        }

        return file;
    }

    // A comment begins after white space: a start URL may hold a bare # (…/start/#).
    private static string Uncommented(string value)
    {
        var comment = value.IndexOfAny(['#', ';']);
        while (comment > 0 && !char.IsWhiteSpace(value[comment - 1])) comment = value.IndexOfAny(['#', ';'], comment + 1);
        return comment >= 0 ? value[..comment] : value;
    }

    private void Take(string[] lines)
    {
        SharedFiles.Section? section = null;
        string? open = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (char.IsWhiteSpace(line[0]))
            {
                // A list below a setting, such as those of s3: nothing of it is about signing in.
                if (open is null) Wrong(i, "is indented, and no setting stands above it");
            }
            else if (line[0] == '[')
            {
                open = null;
                section = line.IndexOf(']', StringComparison.Ordinal) is > 1 and var end
                    ? new SharedFiles.Section(line[1..end].Trim(), _name, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), [])
                    : null;
                if (section is null) Wrong(i, "opens a section and has no ']'");
                else Sections.Add(section);
            }
            else if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                open = line[..equals].Trim();
                if (section is null) Wrong(i, "is a setting of no section");
                else section.Values[open] = open == "credential_process" ? line[(equals + 1)..].Trim() : Uncommented(line[(equals + 1)..]).Trim();
            }
            else
            {
                Wrong(i, "is no setting: it has no '='");
            }
        }

        // The line itself is not told: it may hold half of a key.
        void Wrong(int index, string what) => (section?.Problems ?? Problems).Add($"Line {index + 1} of {_name} {what}. Correct that line.");
    }
}
