using System.Text.RegularExpressions;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>What a resource type is like is said in its own file: code anywhere else never asks for a type by its name.</summary>
public sealed class ResourceTypeNamesTests
{
    private static readonly Regex Name = new("\"(AWS::[A-Za-z0-9:]*)");

    private static readonly Regex TypeClass = new(@"class \w+Type\([^)]*\) : \w*ResourceType<");

    [Fact]
    public void Source_files_name_no_resource_type_but_their_own()
    {
        var files = Directory.EnumerateFiles(Repository.At("src"), "*.*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".razor")
            .Select(path => (Path: Path.GetRelativePath(Repository.At("src"), path), Text: File.ReadAllText(path)))
            .Select(file => (file.Path, IsTypeFile: TypeClass.IsMatch(file.Text), Names: NamesIn(file.Text)))
            .ToList();

        Assert.InRange(files.Count(file => file.IsTypeFile), 20, 200);
        Assert.All(files, file => Assert.True(file.Names.Count <= (file.IsTypeFile ? 1 : 0), $"{file.Path}: {string.Join(", ", file.Names)}"));
    }

    private static HashSet<string> NamesIn(string text) =>
        text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Name.Matches(line)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
}
