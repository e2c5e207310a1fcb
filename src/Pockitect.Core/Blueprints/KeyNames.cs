using System.Text.Json;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints;

/// <summary>How the names of C# appear in a blueprint: <c>SizeGb</c> is <c>size_gb</c>, and AWS's own stay as they are.</summary>
internal static class KeyNames
{
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public static string Choice(object value) => Snake(value.ToString()!); // An enum's name is never null.

    public static IEnumerable<string> Choices(Shape shape) => Enum.GetNames(shape.ClrType).Select(Snake);

    /// <summary>The key of a property: snake case in the sections; everything outside this namespace describes AWS, in AWS's spelling.</summary>
    public static string Of(PropertyShape property) =>
        property.DeclaringType.Namespace == typeof(Blueprint).Namespace ? Snake(property.Name) : property.Name;
}
