using Pockitect.Core.Resources;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>Writes a blueprint that no file has yet. One that has a file is changed by <see cref="BlueprintEditor"/>, which keeps what people wrote.</summary>
public static class BlueprintWriter
{
    /// <summary>Where the schema lies, seen from a project's file.</summary>
    public const string SchemaLocation = "../blueprint.schema.json";

    /// <summary>YAML without anything that is a default; an editor finds the schema by its first line.</summary>
    public static string Write(Blueprint blueprint, Catalog catalog, string schema = SchemaLocation)
    {
        var sections = BlueprintJson.Write(blueprint, catalog)
            .Select(section => string.Concat(YamlEmitter.Entry(section.Key, section.Value, indent: 0).Select(line => line + "\n")));
        return $"# yaml-language-server: $schema={schema}\n{string.Join("\n", sections)}";
    }
}
