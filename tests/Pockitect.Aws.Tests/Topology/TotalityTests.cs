using System.Collections;
using System.Text.Json;
using Pockitect.Aws.Topology;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests.Topology;

/// <summary>Nothing that a person can write is without effect, and what it has effect on is known.</summary>
public sealed class TotalityTests
{
    /// <summary>Where not any other text will do: one that is as good as the text of <see cref="FullBlueprint"/>.</summary>
    private static readonly Dictionary<string, string> OtherTexts = new()
    {
        ["eu-west-1"] = "eu-west-2",
        ["10.0.0.0/16"] = "10.0.0.0/17",
        ["10.0.20.0/24"] = "10.0.30.0/24",
        ["a"] = "b",
        ["b"] = "c",
        ["c"] = "a",
        ["0.0.0.0/0"] = "203.0.113.0/24",
        ["10.0.0.0/8"] = "10.0.0.0/9",
        ["2001:db8::/32"] = "2001:db8::/48",
        ["::/0"] = "2001:db8::/48",
        ["ubuntu-24.04"] = "debian-12",
        ["/dev/sdh"] = "/dev/sdi",
        ["GLACIER"] = "DEEP_ARCHIVE",
        // The twin has all in common with the first but its name.
        ["front"] = "front-twin",
        ["runner"] = "runner-twin",
        ["key"] = "made",
    };

    private static readonly SortedDictionary<string, SortedSet<string>> Effects = FindEffects();

    [Fact]
    public void Every_leaf_of_a_blueprint_changes_a_resource() =>
        Assert.Empty(Effects.Where(effect => effect.Value.Count == 0).Select(effect => effect.Key).Order());

    [Fact]
    public void Every_leaf_changes_what_the_table_says()
    {
        var effects = Effects.Select(effect => $"{effect.Key}: {string.Join(", ", effect.Value)}").ToList();
        var expected = EffectTable.Text.Split('\n').ToList();

        Assert.Empty(string.Join('\n', [.. expected.Except(effects).Select(line => $"- {line}"), .. effects.Except(expected).Select(line => $"+ {line}")]));
    }

    [Fact]
    public void The_full_blueprints_use_every_key()
    {
        var used = FullBlueprint.All.SelectMany(blueprint => Used(Shape.Of<Blueprint>(), blueprint, "")).ToHashSet();

        Assert.Empty(BlueprintKeys.All.Except(used).Order());
    }

    [Fact]
    public void The_full_blueprints_have_no_problems() =>
        Assert.Empty(FullBlueprint.All.SelectMany(blueprint => BlueprintDesigner.Design(blueprint, Designs.Zones).Problems));

    /// <summary>
    /// Each change of a leaf, and what it changes in one of the full blueprints or another: properties of resources that stay,
    /// and the types of resources that come or go.
    /// </summary>
    private static SortedDictionary<string, SortedSet<string>> FindEffects()
    {
        var effects = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var blueprint in FullBlueprint.All)
        {
            var before = Resources(blueprint);
            foreach (var (leaf, changed) in Mutations.Of(Shape.Of<Blueprint>(), blueprint, "", OtherText))
            {
                if (!effects.TryGetValue(leaf, out var known)) effects[leaf] = known = new SortedSet<string>(StringComparer.Ordinal);
                var after = Resources((Blueprint)changed!); // A blueprint changes to a blueprint.
                foreach (var id in before.Keys.Union(after.Keys)) known.UnionWith(Differences(before.GetValueOrDefault(id), after.GetValueOrDefault(id)));
            }
        }

        return effects;
    }

    private static string OtherText(string path, string text) => OtherTexts.GetValueOrDefault(text, text + "x");

    /// <summary>The properties of every resource by its logical id; its type is one of them.</summary>
    private static Dictionary<string, Dictionary<string, string>> Resources(Blueprint blueprint)
    {
        var design = BlueprintDesigner.Design(blueprint, [.. "abc".Select(letter => blueprint.Project.Region + letter)]);
        return design.Resources.ToDictionary(resource => resource.LogicalId, resource =>
        {
            var type = resource.Spec.GetType();
            return Flat(Shape.Of(type), resource.Spec, type.Name)
                // The engine writes these two into the ownership tags of everything that it makes.
                .Append(("tag pockitect:project", blueprint.Project.Name))
                .Append(("tag pockitect:project-id", blueprint.Project.Id ?? ""))
                .Append((type.Name, ""))
                .ToDictionary(property => property.Item1, property => property.Item2);
        });
    }

    private static IEnumerable<(string Name, string Value)> Flat(Shape shape, object spec, string path) => shape.Properties.SelectMany(
        property => (property.Shape.Kind, property.Get(spec)) switch
        {
            (_, null) => [],
            (ShapeKind.Record, { } inner) => Flat(property.Shape, inner, $"{path}.{property.Name}"),
            (_, { } value) => [($"{path}.{property.Name}", JsonSerializer.Serialize(value, SpecJson.Options))],
        });

    private static IEnumerable<string> Differences(Dictionary<string, string>? before, Dictionary<string, string>? after)
    {
        if (before is null || after is null) return (before ?? after ?? []).Keys.Where(name => !name.Contains('.') && !name.StartsWith("tag ", StringComparison.Ordinal));
        return before.Keys.Union(after.Keys).Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name));
    }

    private static IEnumerable<string> Used(Shape shape, object value, string path) => shape.Kind switch
    {
        ShapeKind.List => ((IEnumerable)value).Cast<object>().SelectMany(item => Used(shape.Element!, item, path)),
        ShapeKind.Record => shape.Properties
            .Where(property => property.Get(value) is not null and not ICollection { Count: 0 })
            .Select(property => (Path: BlueprintKeys.Join(path, property), property.Shape, Value: property.Get(value)!)) // Filtered above.
            .SelectMany(property => Used(property.Shape, property.Value, property.Path).Prepend(property.Path)),
        _ => [],
    };
}
