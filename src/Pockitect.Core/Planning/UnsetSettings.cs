using System.Collections;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>
/// Settings that the last deploy set and the blueprint no longer has. AWS resets them, or the plan says that they stay: a missing value
/// means "not managed" only if it was never managed.
/// </summary>
/// <param name="leaving">The project's resources that are no longer in the blueprint: nothing may keep using them.</param>
internal sealed class UnsetSettings(Catalog catalog, PlanBasis basis, IReadOnlySet<GraphKey> leaving)
{
    /// <summary>Returns the desired settings, notes about settings that stay, and settings that require a replacement.</summary>
    public (Spec Desired, IReadOnlyList<Finding> Notes, IReadOnlyList<PropertyChange> Held) Of(Desired desired, Observed now)
    {
        var requested = desired.Spec;
        var type = catalog.Of(requested);
        var exactly = new List<string>(requested.Exactly ?? []);
        var notes = new List<Finding>();
        var held = new List<PropertyChange>();
        foreach (var path in Paths(desired, now).Distinct(StringComparer.Ordinal))
        {
            if (requested.IsExact(path) || IsEmpty(SpecTree.Get(now.Spec, path))) continue;
            if (type.Unset(requested, path, now, basis.Around) is { } unset) requested = unset;
            else if (Holds(now, path) is { } target
                && Shape.Of(requested.GetType()).Property(path) is { IsReplacement: true, IsCopied: false })
                held.Add(new PropertyChange(path, target, null, IsReplacement: true));
            else if (!type.Removable.Contains(path)) notes.Add(Stays(desired.LogicalId, type, path, now));
            else if (Shape.Of(requested.GetType()).Property(path) is { Shape.Kind: ShapeKind.List } list)
                requested = SpecTree.Put(requested, path, list.Shape.NewList([]));
            else exactly.Add(path);
        }

        exactly.AddRange(TagsToRemove(desired, now).Select(key => $"Tags.{key}"));
        return (
            exactly.Count == 0
                ? requested
                : requested with { Exactly = [.. exactly.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] },
            notes,
            held);
    }

    /// <summary>Tags of ours that the blueprint no longer has. Others' tags are left alone.</summary>
    private IEnumerable<string> TagsToRemove(Desired desired, Observed now)
    {
        if (desired.Spec.Tags is not { } tags) return [];
        var ours = basis.IsUndo ? now.Tags.Keys : basis.Before(desired.LogicalId, desired.Spec.GetType())?.Tags?.Keys ?? [];
        return ours.Where(key => !tags.ContainsKey(key) && now.Tags.ContainsKey(key) && !OwnershipTags.IsReserved(key));
    }

    /// <summary>Returns the resource at a property to remove, or null.</summary>
    private string? Holds(Observed now, string path) =>
        SpecTree.Edges(now.Spec).FirstOrDefault(edge => edge.Property == path && leaving.Contains(GraphKey.Of(edge)))?.Target.ToString();

    private IEnumerable<string> Paths(Desired desired, Observed now)
    {
        var shape = Shape.Of(desired.Spec.GetType());
        var dropped = basis.Before(desired.LogicalId, desired.Spec.GetType()) is { } before ? Dropped(shape, before, desired.Spec, "") : [];
        var holding = SpecTree.Edges(now.Spec)
            // Edges belong to properties.
            .Where(edge => leaving.Contains(GraphKey.Of(edge)) && shape.Property(edge.Property)!.Get(desired.Spec) is null)
            .Select(edge => edge.Property);
        return dropped.Concat(holding);
    }

    private static IEnumerable<string> Dropped(Shape shape, object before, object? after, string prefix)
    {
        foreach (var property in shape.Properties.Where(property => property.DeclaringType != typeof(Spec)))
        {
            if (property.Get(before) is not { } earlier) continue;
            var later = after is null ? null : property.Get(after);
            var path = prefix + property.Name;
            if (property.Shape.Kind is ShapeKind.Record)
            {
                // A whole record is removed in one call if the type supports it.
                if (later is null && prefix.Length == 0) yield return path;
                foreach (var inner in Dropped(property.Shape, earlier, later, path + ".")) yield return inner;
            }
            else if (later is null && !IsEmpty(earlier))
            {
                yield return path;
            }
        }
    }

    private static bool IsEmpty(object? value) => value is null or "" or ICollection { Count: 0 };

    private static Finding Stays(string logicalId, ResourceType type, string path, Observed now)
    {
        var value = SpecTree.Get(now.Spec, path);
        var property = Shape.Of(now.Spec.GetType()).Property(path);
        var words = property is { IsScript: true } || value is not (string or int or bool or IRef) ? "as it was deployed"
            : value is IRef reference ? $"{reference.Target}" : $"{value}";
        return new Finding(
            Severity.Finding,
            logicalId,
            $"Its {path} stays {words}.",
            $"The blueprint no longer sets it, and AWS can't remove it from an existing {type.ShortName}.",
            $"Set another {path}, or keep this one.");
    }
}
