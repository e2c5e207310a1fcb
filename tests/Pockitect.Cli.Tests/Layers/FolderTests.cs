using System.Text.RegularExpressions;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests.Layers;

/// <summary>The folders inside each project depend on each other in the order of <c>tools/layers.txt</c>, and never upward.</summary>
public sealed partial class FolderTests
{
    public static TheoryData<string> Projects => [.. LayerOrder.All.Select(order => order.Project)];

    [Fact]
    public void The_list_names_only_projects_that_exist() => Assert.All(LayerOrder.All, order => Assert.True(Directory.Exists(Repository.At($"src/{order.Project}")), order.Project));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_use_only_folders_below_them(string project)
    {
        var uses = TypeUses.Of(Path.Combine(AppContext.BaseDirectory, (project == "Pockitect.Cli" ? "pockitect" : project) + ".dll"));

        // If the assembly could not be read, nothing would be found.
        Assert.NotEmpty(uses);
        Assert.Empty(Of(project).Violations(uses));
    }

    /// <summary>Constants leave no trace in an assembly, but their namespace is imported.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Files_import_only_namespaces_below_them(string project)
    {
        var imports = SourcesOf(project).SelectMany(file => ImportsOf(file).Select(import => (From: $"{NamespaceOf(file)}.{Path.GetFileNameWithoutExtension(file)}", To: $"{import}.Any")));

        Assert.Empty(Of(project).Violations(imports));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_follow_folders(string project)
    {
        var wrong = SourcesOf(project).Where(file => NamespaceOf(file) is var name && name != ExpectedNamespace(project, file) && !IsProgram(file));

        Assert.Empty(wrong.Select(file => Path.GetRelativePath(Repository.Root, file)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_order_lists_each_folder_once_and_no_other(string project)
    {
        var root = Repository.At($"src/{project}");
        var folders = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) != "_Imports.razor")
            .Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Distinct();

        Assert.Equal(folders.Order(StringComparer.Ordinal), Of(project).Folders.Order(StringComparer.Ordinal));
    }

    private static LayerOrder Of(string project) => LayerOrder.All.Single(order => order.Project == project);

    private static IEnumerable<string> SourcesOf(string project) => Directory.EnumerateFiles(Repository.At($"src/{project}"), "*.cs", SearchOption.AllDirectories);

    private static IEnumerable<string> ImportsOf(string file) => Import().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value);

    private static string NamespaceOf(string file) => Namespace().Match(File.ReadAllText(file)).Groups[1].Value;

    // Top-level statements have no namespace.
    private static bool IsProgram(string file) => Path.GetFileName(file) == "Program.cs";

    private static string ExpectedNamespace(string project, string file) =>
        string.Join('.', [project, .. Path.GetRelativePath(Repository.At($"src/{project}"), Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar).Where(part => part != ".")]);

    [GeneratedRegex(@"^using (Pockitect[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
