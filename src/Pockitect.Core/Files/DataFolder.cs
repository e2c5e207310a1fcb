using Pockitect.Core.Faults;

namespace Pockitect.Core.Files;

/// <summary>The folder of Pockitect's files on the user's disk. The only class that builds paths from project names.</summary>
public sealed class DataFolder
{
    /// <summary>The folder, among those of projects, of the journals of deletes of selected resources.</summary>
    public const string Selections = "_selections";

    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public DataFolder(string root)
    {
        Root = Path.GetFullPath(root);
        foreach (var folder in (string[])[Root, Projects, Keys, Journal, Deployed, Cache, Logs]) Make(folder);
    }

    public string Root { get; }

    /// <summary>The blueprints, editable by the user, with a status file next to each.</summary>
    public string Projects => Path.Combine(Root, "projects");

    /// <summary>The private keys of key pairs generated here.</summary>
    public string Keys => Path.Combine(Root, "keys");

    public string Journal => Path.Combine(Root, "journal");

    /// <summary>Copies of deployed blueprints, as the user wrote them.</summary>
    public string Deployed => Path.Combine(Root, "deployed");

    public string Cache => Path.Combine(Root, "cache");

    public string Logs => Path.Combine(Root, "logs");

    /// <summary><c>$POCKITECT_HOME</c>, otherwise the platform's folder for application data.</summary>
    public static DataFolder OfThisComputer() => new(
        Environment.GetEnvironmentVariable("POCKITECT_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
                "pockitect"));

    /// <summary>The sandbox's own folder, so that the sandbox and real accounts never share a file.</summary>
    public DataFolder ForSandbox() => new(Path.Combine(Root, "sandbox"));

    /// <summary>A project's blueprint.</summary>
    /// <exception cref="FaultException">The project name is invalid.</exception>
    public string BlueprintOf(string slug) => Path.Combine(Projects, ProjectNames.Demand(slug) + ".yaml");

    /// <summary>A project's status file.</summary>
    /// <inheritdoc cref="BlueprintOf"/>
    public string StatusOf(string slug) => Path.Combine(Projects, ProjectNames.Demand(slug) + ".status.yaml");

    /// <summary>The folder of a project's journals, or of <see cref="Selections"/>.</summary>
    /// <inheritdoc cref="BlueprintOf"/>
    public string JournalOf(string place) => Path.Combine(Journal, place == Selections ? place : ProjectNames.Demand(place));

    /// <summary>The file whose lock is the right to change a project.</summary>
    /// <inheritdoc cref="BlueprintOf"/>
    public string LockOf(string slug) => Path.Combine(Journal, (IsSelection(slug) ? slug : ProjectNames.Demand(slug)) + ".lock");

    /// <summary>The folder of a project's deployed blueprints.</summary>
    /// <inheritdoc cref="BlueprintOf"/>
    public string DeployedOf(string slug) => Path.Combine(Deployed, ProjectNames.Demand(slug));

    /// <summary>Whether it names a selection delete: <c>_selections/20260131-…</c>.</summary>
    private static bool IsSelection(string place) =>
        place.StartsWith(Selections + "/", StringComparison.Ordinal)
        && place[(Selections.Length + 1)..].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OnlyOwner);
        if ((File.GetUnixFileMode(folder) & ~OnlyOwner) == 0 || IsShared(folder)) return;
        try
        {
            File.SetUnixFileMode(folder, OnlyOwner);
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's folder; `pockitect doctor` reports who can read it.
        }
    }

    /// <summary>
    /// Whether a folder has other uses, so that Pockitect must not change its permissions: the home folder or its parents, and shared
    /// folders such as /tmp.
    /// </summary>
    private static bool IsShared(string folder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + Path.DirectorySeparatorChar;
        var path = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        return home.StartsWith(path, StringComparison.Ordinal)
            || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & UnixFileMode.StickyBit) != 0);
    }
}
