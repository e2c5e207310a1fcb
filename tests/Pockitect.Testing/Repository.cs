namespace Pockitect.Testing;

/// <summary>The folder that all of the repository's files are under.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A file or folder of the repository by its path there, with slashes.</summary>
    public static string At(string path) => Path.Combine([Root, .. path.Split('/')]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pockitect.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No Pockitect.slnx above {AppContext.BaseDirectory}.");
    }
}
