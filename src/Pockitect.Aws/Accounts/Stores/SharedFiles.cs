namespace Pockitect.Aws.Accounts.Stores;

/// <summary>A profile, merged from both shared AWS files. May contain keys, so it prints only its name.</summary>
internal sealed class SharedProfile(string name, IReadOnlyDictionary<string, string> values, string where, string? problem)
{
    public string Name => name;

    /// <summary>The file or files that contain it.</summary>
    public string Where => where;

    /// <summary>The invalid line; null if all are valid.</summary>
    public string? Problem => problem;

    /// <summary>Returns a setting; null if it is missing or empty.</summary>
    public string? this[string key] => values.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

    public override string ToString() => name;
}

/// <summary>The two files shared by all AWS tools, <c>config</c> and <c>credentials</c>, read like the AWS CLI does.</summary>
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

    /// <summary>In file order, <c>config</c> first.</summary>
    public IReadOnlyList<SharedProfile> Profiles => [.. _profiles.Values];

    /// <summary>Errors that belong to no profile, with file and line.</summary>
    public IReadOnlyList<string> Problems { get; }

    public SharedProfile? Find(string name) => _profiles.GetValueOrDefault(name);

    /// <summary>Whether there is an <c>[sso-session NAME]</c>.</summary>
    public bool HasSession(string session) => _sessions.ContainsKey(session);

    /// <summary>Returns a setting of an <c>[sso-session NAME]</c>; null if it is missing or empty.</summary>
    public string? OfSession(string session, string key) =>
        _sessions.GetValueOrDefault(session)?.Values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

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
            // Settings of other tools don't define an identity.
            else problems.AddRange(section.Problems);
        }

        foreach (var section in credentials.Sections) Add(section.Title, section);
        return new SharedFiles(
            profiles.ToDictionary(pair => pair.Key, pair => Together(pair.Key, pair.Value), StringComparer.Ordinal), sessions, problems);

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
        => section.Title.StartsWith(kind, StringComparison.Ordinal)
            && section.Title.Length > kind.Length
            && char.IsWhiteSpace(section.Title[kind.Length])
            ? section.Title[kind.Length..].Trim().Trim('"', '\'')
            : null;

    /// <summary>A section.</summary>
    internal sealed record Section(string Title, string File, Dictionary<string, string> Values, List<string> Problems);
}

/// <summary>One of the two files, in sections. An invalid line is a problem, and the rest is still read.</summary>
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
            file.Problems.Add($"Can't read {file._name}: {e.Message}");
        }

        return file;
    }

    // Comments start after white space: a start URL may contain a # (…/start/#).
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
                // Nested settings, such as those of s3, are not about signing in.
                if (open is null) Wrong(i, "is indented, but there is no setting above it");
            }
            else if (line[0] == '[')
            {
                open = null;
                section = line.IndexOf(']', StringComparison.Ordinal) is > 1 and var end
                    ? new SharedFiles.Section(
                        line[1..end].Trim(), _name, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), [])
                    : null;
                if (section is null) Wrong(i, "starts a section but has no ']'");
                else Sections.Add(section);
            }
            else if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                open = line[..equals].Trim();
                if (section is null) Wrong(i, "is a setting outside a section");
                else section.Values[open] = open == "credential_process"
                    ? line[(equals + 1)..].Trim()
                    : Uncommented(line[(equals + 1)..]).Trim();
            }
            else
            {
                Wrong(i, "is not a setting: it has no '='");
            }
        }

        // The line itself is not shown: it may contain part of a key.
        void Wrong(int index, string what) => (section?.Problems ?? Problems).Add($"Line {index + 1} of {_name} {what}. Fix that line.");
    }
}
