using System.Text;
using System.Text.RegularExpressions;
using Pockitect.Aws;
using Pockitect.Core;
using Pockitect.Core.Blueprints;

namespace Pockitect.Web.Projects;

/// <summary>A blueprint to start from.</summary>
/// <param name="Meaning">The first comment of its file, which says what it is.</param>
public sealed record Template(string Name, string Meaning, string Text);

/// <summary>The blueprints that are shipped to start from.</summary>
public static partial class Templates
{
    public static IReadOnlyList<Template> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(path => Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))]
        : [];

    /// <summary>Makes a project of it, everything else as it is written there.</summary>
    /// <returns>What is wrong, or null when the file was written.</returns>
    public static async Task<string?> UseAsync(Template template, string name, string region, Workbench bench, CancellationToken ct)
    {
        if (!WholeName().IsMatch(name)) return $"A project's name {Names.Needs}; got '{name}'.";
        if (File.Exists(bench.Folder.BlueprintOf(name))) return $"There is a project '{name}' already.";
        try
        {
            var text = BlueprintEditor.Set(BlueprintEditor.Set(template.Text, "project.name", name), "project.region", region);
            var reading = bench.Cloud.Check(BlueprintReader.Read(Encoding.UTF8.GetBytes(text), bench.Cloud.Catalog));
            if (reading.Problems.FirstOrDefault(problem => problem.Severity is Severity.Error) is { } error) return error.Message;
            await AtomicFile.WriteAsync(bench.Folder.BlueprintOf(name), text, ct);
            return null;
        }
        catch (BlueprintEditException e)
        {
            return e.Message;
        }
    }

    [GeneratedRegex($"^{Names.Pattern}$")]
    private static partial Regex WholeName();

    private static Template Read(string name, string text) => new(
        name,
        text.Split('\n').FirstOrDefault(line => line.StartsWith('#') && !line.Contains("yaml-language-server", StringComparison.Ordinal))?.TrimStart('#', ' ') ?? "",
        text);
}
