using Pockitect.Cli.Host;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Files;

/// <summary>The template blueprints next to the executable.</summary>
internal static class Samples
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>The templates' names, with the first comment of each file as description.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All => Directory.Exists(Folder)
        ? [
            .. Directory.EnumerateFiles(Folder, "*.yaml")
                .Order(StringComparer.Ordinal)
                .Select(path => (Path.GetFileNameWithoutExtension(path), Meaning(path))),
        ]
        : [];

    /// <summary>Whether this is a template name, not a file.</summary>
    public static bool IsShipped(string name) => File.Exists(Path.Combine(Folder, $"{name}.yaml"));

    /// <summary>Returns the text of a template or a file.</summary>
    /// <exception cref="CommandException">There is neither.</exception>
    public static string Read(string nameOrFile)
    {
        var sample = Path.Combine(Folder, $"{nameOrFile}.yaml");
        if (File.Exists(sample)) return File.ReadAllText(sample);
        if (File.Exists(nameOrFile)) return DataFile.ReadText(nameOrFile, BlueprintReader.MaxBytes) ?? "";
        throw new CommandException(
            $"Unknown template '{nameOrFile}'. Templates: {string.Join(", ", All.Select(known => known.Name))}. You can also pass the "
                + "path of a blueprint.",
            ExitCodes.Usage);
    }

    /// <summary>Returns the whole first comment of a file as one line.</summary>
    private static string Meaning(string path) => string.Join(' ', File.ReadLines(path)
        .SkipWhile(line => !IsComment(line)).TakeWhile(IsComment).Select(line => line.Trim('#', ' ')).Where(line => line.Length > 0));

    private static bool IsComment(string line) => line.StartsWith('#') && !line.Contains("yaml-language-server", StringComparison.Ordinal);
}
