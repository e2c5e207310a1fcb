using System.Text.Json;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints;

/// <summary>Converts C# names to blueprint keys: <c>SizeGb</c> becomes <c>size_gb</c>. AWS's own names stay unchanged.</summary>
internal static class KeyNames
{
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public static string Choice(object value) => Snake(value.ToString()!); // An enum's name is never null.

    public static IEnumerable<string> Choices(Shape shape) => Enum.GetNames(shape.ClrType).Select(Snake);

    /// <summary>Returns the key of a property: snake case in the sections; outside this namespace, AWS's spelling.</summary>
    public static string Of(PropertyShape property) =>
        property.DeclaringType.Namespace == typeof(Blueprint).Namespace ? Snake(property.Name) : property.Name;
}
