using Pockitect.Core.Faults;

namespace Pockitect.Core.Files;

/// <summary>Where Pockitect keeps its files, all of them on the user's own disk. The only place that makes paths of project names.</summary>
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

    /// <summary>The blueprints, theirs to edit, and beside each its status.</summary>
    public string Projects => Path.Combine(Root, "projects");

    /// <summary>Private keys of key pairs that were made here.</summary>
    public string Keys => Path.Combine(Root, "keys");

    public string Journal => Path.Combine(Root, "journal");

    /// <summary>Copies of the blueprints that were deployed, as the person wrote them.</summary>
    public string Deployed => Path.Combine(Root, "deployed");

    public string Cache => Path.Combine(Root, "cache");

    public string Logs => Path.Combine(Root, "logs");

    /// <summary><c>$POCKITECT_HOME</c>, else the platform's folder for application data.</summary>
    public static DataFolder OfThisComputer() => new(
        Environment.GetEnvironmentVariable("POCKITECT_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
                "pockitect"));

    /// <summary>A folder of the sandbox's own, so that practice and real accounts never share a file.</summary>
    public DataFolder ForSandbox() => new(Path.Combine(Root, "sandbox"));

    /// <summary>A project's blueprint.</summary>
    /// <exception cref="FaultException">No project can have this name.</exception>
    public string BlueprintOf(string slug) => Path.Combine(Projects, ProjectNames.Demand(slug) + ".yaml");

    /// <summary>A project's status file.</summary>
    /// <inheritdoc cref="BlueprintOf"/>
    public string StatusOf(string slug) => Path.Combine(Projects, ProjectNames.Demand(slug) + ".status.yaml");

    /// <summary>The folder of a project's journals, or of those of <see cref="Selections"/>.</summary>
    /// <inheritdoc cref="BlueprintOf"/>
    public string JournalOf(string place) => Path.Combine(Journal, place == Selections ? place : ProjectNames.Demand(place));

    /// <summary>The file whose lock is the right to change a project.</summary>
    /// <inheritdoc cref="BlueprintOf"/>
    public string LockOf(string slug) => Path.Combine(Journal, (IsSelection(slug) ? slug : ProjectNames.Demand(slug)) + ".lock");

    /// <summary>The folder of the blueprints that were deployed of a project.</summary>
    /// <inheritdoc cref="BlueprintOf"/>
    public string DeployedOf(string slug) => Path.Combine(Deployed, ProjectNames.Demand(slug));

    /// <summary>Whether it names one delete of selected resources: <c>_selections/20260131-…</c>.</summary>
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
            // Another user's folder: `pockitect doctor` reports who can read it.
        }
    }

    /// <summary>
    /// Whether a folder is also for other things, so that its permissions are not Pockitect's to change: the home folder or one above it,
    /// and folders such as /tmp, in which everybody keeps files.
    /// </summary>
    private static bool IsShared(string folder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + Path.DirectorySeparatorChar;
        var path = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        return home.StartsWith(path, StringComparison.Ordinal)
            || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & UnixFileMode.StickyBit) != 0);
    }
}
