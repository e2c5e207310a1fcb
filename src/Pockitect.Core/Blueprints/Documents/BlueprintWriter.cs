using Pockitect.Core.Resources;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>Writes a new blueprint. Existing files are changed by <see cref="BlueprintEditor"/>, which keeps comments and order.</summary>
public static class BlueprintWriter
{
    /// <summary>The path of the schema, relative to a project's file.</summary>
    public const string SchemaLocation = "../blueprint.schema.json";

    /// <summary>Returns YAML without defaults. Its first line tells editors where the schema is.</summary>
    public static string Write(Blueprint blueprint, Catalog catalog, string schema = SchemaLocation)
    {
        var sections = BlueprintJson.Write(blueprint, catalog)
            .Select(section => string.Concat(YamlEmitter.Entry(section.Key, section.Value, indent: 0).Select(line => line + "\n")));
        return $"# yaml-language-server: $schema={schema}\n{string.Join("\n", sections)}";
    }
}
