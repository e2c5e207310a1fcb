using Pockitect.Testing;

namespace Pockitect.Cli.Tests.Layers;

/// <summary>The order of the folders of one project, lowest first. Code may use its own folder and the folders below it.</summary>
/// <param name="Project">The project, which is also the first part of its namespaces: <c>Pockitect.Core</c>.</param>
/// <param name="Folders">Paths inside the project; a dot is the project's own folder.</param>
internal sealed record LayerOrder(string Project, IReadOnlyList<string> Folders)
{
    /// <summary>The orders of all projects, from the one list of them.</summary>
    public static IReadOnlyList<LayerOrder> All { get; } = Read(File.ReadAllLines(Repository.At("tools/layers.txt")));

    /// <summary>Reads the list: the name of a project at the beginning of a line, and under it, indented, its folders.</summary>
    public static IReadOnlyList<LayerOrder> Read(IEnumerable<string> lines)
    {
        var orders = new List<(string Project, List<string> Folders)>();
        foreach (var line in lines.Select(line => line.Split('#')[0]).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            if (line[0] is not ' ') orders.Add((line.Trim(), []));
            else orders[^1].Folders.Add(line.Trim());
        }

        return [.. orders.Select(order => new LayerOrder(order.Project, order.Folders))];
    }

    /// <summary>Finds the uses that point upward, and the types in folders that the list does not have.</summary>
    /// <param name="uses">Pairs of full names of types: the first uses the second.</param>
    public IReadOnlyList<string> Violations(IEnumerable<(string From, string To)> uses)
    {
        var problems = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (from, to) in uses)
        {
            if (FolderOf(from) is not { } user || FolderOf(to) is not { } used || user == used) continue;
            if ((Unlisted(from, user) ?? Unlisted(to, used)) is { } unlisted) problems.Add(unlisted);
            else if (Index(used) > Index(user)) problems.Add($"{NameOf(from)} ({user}) uses {NameOf(to)} ({used}), but {Project}/{used} is above {Project}/{user}.");
        }

        return [.. problems];
    }

    /// <summary>The folder of a type by its namespace; null for what the compiler made outside the project's namespaces.</summary>
    public string? FolderOf(string type) => NamespaceOf(type) is var name && name == Project ? "."
        : name.StartsWith(Project + ".", StringComparison.Ordinal) ? name[(Project.Length + 1)..].Replace('.', '/')
        : null;

    /// <summary>The place of a folder in the order, from 0; -1 for one that is not in the list.</summary>
    public int Index(string folder) => Folders.ToList().IndexOf(folder);

    private string? Unlisted(string type, string folder) => Index(folder) < 0 ? $"{NameOf(type)} is in {Project}/{folder}, which tools/layers.txt does not list." : null;

    private static string NamespaceOf(string type) => type.LastIndexOf('.') is var dot and > 0 ? type[..dot] : "";

    private static string NameOf(string type) => type[(type.LastIndexOf('.') + 1)..].Split('`')[0];
}
