using System.Text;
using System.Text.RegularExpressions;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>A design under construction: the resources so far, the names that must exist at the end, and the problems.</summary>
internal sealed partial class Draft(ProjectSection project)
{
    private readonly OrderedDictionary<string, (Spec Spec, string Path)> _resources = new(StringComparer.Ordinal);
    private readonly List<(string Name, Type SpecType, string Path)> _uses = [];
    private readonly List<BlueprintProblem> _problems = [];

    public string Project { get; } = project.Name;

    /// <summary>Adds a resource with the project's tags. The spec's own tags take precedence.</summary>
    /// <param name="logicalId">Its name in the project.</param>
    /// <param name="spec">Its settings.</param>
    /// <param name="path">The part of the blueprint that defines it.</param>
    /// <returns>The reference to it.</returns>
    public Ref<T> Add<T>(string logicalId, T spec, string path)
        where T : Spec
    {
        Spec tagged = spec with { Tags = TagsOf(logicalId, spec.Tags) };
        if (!_resources.TryAdd(logicalId, (tagged, path)))
        {
            Problem(path, $"Two resources would have the name '{logicalId}': {_resources[logicalId].Path} defines a "
                + $"{_resources[logicalId].Spec.GetType().Name}, and this for a {spec.GetType().Name}. Rename one of them.");
        }

        return Ref.To<T>(logicalId);
    }

    /// <summary>Returns a reference to a resource of the blueprint that must exist when the design is complete.</summary>
    public Ref<T> Use<T>(string name, string path)
        where T : Spec
    {
        Use(name, typeof(T), path);
        return Ref.To<T>(name);
    }

    public void Use(string name, Type specType, string path) => _uses.Add((name, specType, path));

    public void Problem(string path, string message) => _problems.Add(new BlueprintProblem(Severity.Error, 0, 0, path, message));

    public Design Finish()
    {
        foreach (var (name, specType, path) in _uses)
        {
            if (_resources.TryGetValue(name, out var found) && found.Spec.GetType() == specType) continue;
            Problem(path, $"Unknown {specType.Name} '{name}'; {Others(specType)}.");
        }

        // A shared problem of several instances of one entry is reported once.
        return new Design([.. _resources.Select(resource => new Desired(resource.Key, resource.Value.Spec))], [.. _problems.Distinct()])
        {
            Paths = _resources.ToDictionary(resource => resource.Key, resource => resource.Value.Path, StringComparer.Ordinal),
        };
    }

    private string Others(Type specType)
    {
        var names = _resources.Where(resource => resource.Value.Spec.GetType() == specType).Select(resource => resource.Key).ToList();
        return names.Count == 0 ? "the blueprint has none" : $"use one of {string.Join(", ", names)}";
    }

    private SortedDictionary<string, string> TagsOf(string logicalId, IReadOnlyDictionary<string, string>? own)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["Name"] = OwnershipTags.NameOf(Project, logicalId) };
        if (project.Description is not null) tags["Description"] = Plain(project.Description);
        if (project.Owner is not null) tags["Owner"] = Plain(project.Owner);
        foreach (var (key, value) in project.Tags) tags[key] = value;
        if (own is null) return tags;
        foreach (var (key, value) in own) tags[key] = value;
        return tags;
    }

    /// <summary>Removes the characters (commas, quotes, brackets) that IAM and RDS don't allow in a tag.</summary>
    private static string Plain(string text) => Refused().Replace(text.Normalize(NormalizationForm.FormC), "");

    [GeneratedRegex(@"[^\p{L}\p{Z}\p{N}_.:/=+\-@]")]
    private static partial Regex Refused();
}
