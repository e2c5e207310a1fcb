namespace Pockitect.Core.Resources;

/// <summary>All resource types that Pockitect supports.</summary>
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

    /// <summary>In the catalog file's order, which is a valid order of creation.</summary>
    public IReadOnlyList<ResourceType> Types { get; }

    /// <summary>The types that a blueprint can declare.</summary>
    public IEnumerable<ResourceType> Declarable => Types.Where(type => type.IsDeclarable);

    /// <exception cref="KeyNotFoundException">Unknown name: a bug, or a file of a newer version.</exception>
    public ResourceType this[string name] =>
        Find(name) ?? throw new KeyNotFoundException($"Unknown resource type '{name}'.");

    public ResourceType this[Type specType] => _bySpec[specType];

    public ResourceType Of(Spec spec) => _bySpec[spec.GetType()];

    /// <summary>Returns the type with this name, ignoring case, or null.</summary>
    public ResourceType? Find(string name) => _byName.GetValueOrDefault(name);
}
