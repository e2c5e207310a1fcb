using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>
/// What a plan keeps because of its data, and what it says about it: disks never shrink, and no state replaces a resource.
/// </summary>
internal sealed class DataSafety(PlanBasis basis)
{
    /// <summary>Returns the settings with disks at least as large as they are, and messages about disks that were to shrink.</summary>
    public (Spec Grown, IReadOnlyList<Finding> Notes) Grown(Desired desired, Spec requested, Observed now)
    {
        var notes = new List<Finding>();
        foreach (var (path, property) in GrowingSizes(Shape.Of(requested.GetType()), ""))
        {
            if (SpecTree.Get(requested, path) is not int size || SpecTree.Get(now.Spec, path) is not int there || size >= there) continue;
            var isEdited = basis.IsEdited(desired, path);
            // AWS may grow disks itself, so only a number that was lowered in the blueprint is a mistake.
            if (property.IsAtLeast && isEdited is not true) continue;
            if (property.IsAtLeast && Before(desired, requested, path) <= size) continue;
            requested = SpecTree.Put(requested, path, there);
            if (basis.IsUndo) continue;
            notes.Add(new Finding(
                isEdited is false ? Severity.Finding : Severity.Error,
                desired.LogicalId,
                $"Its {path} can't shrink from {there} to {size} GiB.",
                isEdited is false ? "It was enlarged outside Pockitect, and AWS can't shrink a disk." : "AWS can't shrink a disk.",
                $"Use {there} GiB or more. For a smaller disk, add a new one with another name, copy the data, and then remove this one."));
        }

        return (requested, notes);
    }

    /// <summary>The edited number's value at the last deploy; it was edited, so it is known.</summary>
    private int? Before(Desired desired, Spec requested, string path) =>
        SpecTree.Get(basis.Known(desired.LogicalId, requested.GetType())!, path) as int?;

    private static IEnumerable<(string Path, PropertyShape Property)> GrowingSizes(Shape shape, string prefix) =>
        shape.Properties.SelectMany(property =>
            property.OnlyGrows ? [(prefix + property.Name, property)]
            : property.Shape.Kind is ShapeKind.Record ? GrowingSizes(property.Shape, $"{prefix}{property.Name}.")
            : []);

    /// <summary>Returns what the state of a failed resource with data requires from you.</summary>
    public static IEnumerable<Finding> OfState(Desired desired, Observed now)
    {
        if (now.Phase is not Phase.Failed) yield break;
        yield return new Finding(
            Severity.Finding,
            desired.LogicalId,
            $"Its state is {now.State}.",
            now.StateReason ?? "A deploy never replaces a resource with data because of its state.",
            now.Remedy ?? $"Back up its data, delete it with `pockitect delete --id {now.Id}`, and deploy again.");
    }

    /// <summary>Returns why a setting that would replace a resource with data stays as it is.</summary>
    public static Finding OfKept(Desired desired, ResourceType type, PropertyChange difference) => new(
        Severity.Finding,
        desired.LogicalId,
        $"Its {difference.Path} is {PlanText.Short(difference.Old) ?? "not set"}; the blueprint has "
            + $"{PlanText.Short(difference.New) ?? "none"}.",
        $"The blueprint didn't change here, and another value requires a new {type.ShortName} without the data.",
        $"Write the current value into the blueprint. For a new {type.ShortName}, choose another name.");
}
