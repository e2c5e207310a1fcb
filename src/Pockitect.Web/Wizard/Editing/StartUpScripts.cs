using System.Reflection;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>A sample start-up script for one kind of image.</summary>
internal sealed record StartUpScript(string Name, string Title, string Text);

/// <summary>The scripts that ship with the app: <c>Wizard/Scripts</c>, one file per purpose and image family.</summary>
internal static class StartUpScripts
{
    private const string Place = "scripts/";

    private static readonly Lazy<IReadOnlyList<StartUpScript>> Made = new(() => [.. Read()]);

    public static IReadOnlyList<StartUpScript> All => Made.Value;

    /// <summary>Returns the scripts for an image; none if its family is unknown.</summary>
    public static IReadOnlyList<StartUpScript> For(string image)
    {
        var family = image switch
        {
            _ when image.StartsWith("amazon-linux", StringComparison.Ordinal) => "amazon-linux",
            _ when image.StartsWith("ubuntu", StringComparison.Ordinal) => "ubuntu",
            _ => null,
        };
        return family is null ? [] : [.. All.Where(script => script.Name.EndsWith($".{family}", StringComparison.Ordinal))];
    }

    private static IEnumerable<StartUpScript> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Place, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!); // Listed above.
            var text = reader.ReadToEnd().ReplaceLineEndings("\n");
            // The second line describes the script.
            yield return new StartUpScript(
                resource[Place.Length..^".sh".Length], text.Split('\n')[1].TrimStart('#', ' ').TrimEnd('.'), text);
        }
    }
}
