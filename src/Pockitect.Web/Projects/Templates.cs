using System.Text;
using Pockitect.Aws;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Yaml;

namespace Pockitect.Web.Projects;

/// <summary>A template blueprint.</summary>
/// <param name="Meaning">The comment at the head of the file, which describes the template.</param>
public sealed record Template(string Name, string Meaning, string Text)
{
    /// <summary>The display name.</summary>
    public string Title => char.ToUpperInvariant(Name[0]) + Name[1..].Replace('-', ' ');
}

/// <summary>The templates that ship with the app.</summary>
public static class Templates
{
    // The most common templates come first.
    private static readonly string[] Usual = [
        "web-server", "web-server-with-database", "static-site-bucket", "docker-host", "private-worker", "high-availability",
        "windows-server",
    ];

    public static IReadOnlyList<Template> In(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.yaml")
            .Select(path => Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))
            .OrderBy(template => Array.IndexOf(Usual, template.Name) is >= 0 and var place ? place : Usual.Length)
            .ThenBy(template => template.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Creates a project from the template, with the rest of the file unchanged.</summary>
    /// <returns>The error; null if the file was written.</returns>
    public static async Task<string?> UseAsync(Template template, string name, string region, AccountSession session, CancellationToken ct)
    {
        if (NewProjectName.Problem(session, name) is { } problem) return problem;
        try
        {
            var text = BlueprintEditor.Set(
                BlueprintEditor.Set(TemplateNames.Own(template.Text, name), "project.name", name), "project.region", region);
            var reading = session.Cloud.Check(BlueprintReader.Read(Encoding.UTF8.GetBytes(text), session.Cloud.Catalog));
            if (reading.Problems.FirstOrDefault(problem => problem.Severity is Severity.Error) is { } error) return error.Message;
            await AtomicFile.WriteAsync(session.Folder.BlueprintOf(name), text, ct);
            return null;
        }
        catch (Exception e) when (e is YamlEditException or FaultException { Fault.Kind: FaultKind.LocalFile })
        {
            return e.Message;
        }
    }

    private static Template Read(string name, string text) => new(
        name,
        string.Join(
            ' ',
            text.Split('\n')
                .TakeWhile(line => line.StartsWith('#'))
                .Where(line => !line.Contains("yaml-language-server", StringComparison.Ordinal))
                .Select(line => line.TrimStart('#', ' ').TrimEnd())),
        text);
}
