using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints.Schema;

/// <summary>The summaries of types and properties, from the XML documentation file next to an assembly. Empty without the file.</summary>
public static partial class DocComments
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Known = new();

    public static string? Summary(PropertyShape property) =>
        Summary(property.DeclaringType.Assembly, $"P:{Name(property.DeclaringType)}.{property.Name}");

    public static string? Summary(Type type) => Summary(type.Assembly, $"T:{Name(type)}");

    /// <summary>Returns the summary of an enum member.</summary>
    public static string? Summary(Type type, string member) => Summary(type.Assembly, $"F:{Name(type)}.{member}");

    /// <summary>Where AWS itself describes the type, if its comment says.</summary>
    public static string? Link(Type type) => Find(type.Assembly, $"T:{Name(type)}")?.Element("seealso")?.Attribute("href")?.Value;

    private static string? Summary(Assembly assembly, string member) =>
        Find(assembly, member)?.Element("summary") is { } summary ? SpacePattern().Replace(Text(summary), " ").Trim() : null;

    private static XElement? Find(Assembly assembly, string member) => Known.GetOrAdd(assembly, Read).GetValueOrDefault(member);

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        // Assemblies in a single-file executable have no path; shipped files are next to the executable.
        var path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (assembly.Location.Length > 0) path = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path)) return [];
        return XDocument.Load(path).Descendants("member")
            .Where(member => member.Attribute("name") is not null)
            .DistinctBy(member => member.Attribute("name")!.Value) // Filtered above and below.
            .ToDictionary(member => member.Attribute("name")!.Value);
    }

    // A cref is shown by its last name: T:Pockitect.Core.Resources.Ref`1 as Ref.
    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement e when e.Attribute("cref") is { } cref => cref.Value.Split('.', ':')[^1].Split('`')[0],
        XElement e when e.Attribute("name") is { } name => name.Value,
        XElement e => Text(e),
        _ => "",
    }));

    private static string Name(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    [GeneratedRegex(@"\s+")]
    private static partial Regex SpacePattern();
}
