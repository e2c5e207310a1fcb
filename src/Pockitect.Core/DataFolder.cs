namespace Pockitect.Core;

/// <summary>Where Pockitect keeps its files, all of them on the person's own disk.</summary>
public sealed class DataFolder
{
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

    public string BlueprintOf(string slug) => Path.Combine(Projects, slug + ".yaml");

    public string StatusOf(string slug) => Path.Combine(Projects, slug + ".status.yaml");

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
