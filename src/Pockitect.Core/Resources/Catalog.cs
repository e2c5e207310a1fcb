namespace Pockitect.Core.Resources;

/// <summary>All resource types that Pockitect knows.</summary>
public sealed class Catalog
{
    private readonly Dictionary<string, ResourceType> _byName;
    private readonly Dictionary<Type, ResourceType> _bySpec;

    public Catalog(IReadOnlyList<ResourceType> types)
    {
        Types = types;
        _byName = types.ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);
        _bySpec = types.ToDictionary(type => type.SpecType);
    }

    /// <summary>In the order of the catalog's own file, which is an order of creation.</summary>
    public IReadOnlyList<ResourceType> Types { get; }

    /// <summary>The types that a blueprint may ask for.</summary>
    public IEnumerable<ResourceType> Declarable => Types.Where(type => type.IsDeclarable);

    /// <exception cref="KeyNotFoundException">No type has this name: a bug, or a file of a newer version.</exception>
    public ResourceType this[string name] =>
        Find(name) ?? throw new KeyNotFoundException($"No resource type is called '{name}'.");

    public ResourceType this[Type specType] => _bySpec[specType];

    public ResourceType Of(Spec spec) => _bySpec[spec.GetType()];

    /// <summary>The type of this name, whatever its case, or null.</summary>
    public ResourceType? Find(string name) => _byName.GetValueOrDefault(name);
}
