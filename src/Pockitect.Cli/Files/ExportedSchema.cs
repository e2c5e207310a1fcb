using System.Text.Json;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Files;

/// <summary>The JSON Schema of blueprints as text.</summary>
internal static class ExportedSchema
{
    private static readonly JsonSerializerOptions Readable = new(SpecJson.Options) { WriteIndented = true };

    public static string Text(Catalog catalog) => BlueprintSchema.Generate(catalog).ToJsonString(Readable) + "\n";
}
