using System.Collections;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Schema;

/// <summary>A spec value that its property doesn't accept.</summary>
/// <param name="Path">The path in the spec: <c>Policies[0].PolicyName</c>.</param>
/// <param name="Needs">What the property needs, as the end of a sentence: "needs a number from 1 to 3; got 4."</param>
public sealed record SpecProblem(string Path, string Needs);

/// <summary>Checks a spec against its properties' attributes.</summary>
public static class SpecConstraints
{
    public static IEnumerable<SpecProblem> Check(Spec spec) => Record(Shape.Of(spec.GetType()), spec, "");

    /// <summary>Returns duplicates in lists that AWS treats as sets, with the path of the second one.</summary>
    public static IEnumerable<SpecProblem> Repeated(Spec spec) =>
        from property in Shape.Of(spec.GetType()).Properties
        where property is { IsOrdered: false, Shape: { Kind: ShapeKind.List, Element.Kind: ShapeKind.Text or ShapeKind.Reference } }
        let items = property.Get(spec) as IEnumerable
        where items is not null
        from item in items.Cast<object>().Index()
        where items.Cast<object>().Take(item.Index).Contains(item.Item)
        select new SpecProblem(
            BlueprintPath.Join(property.Name, item.Index), $"has '{MessageFormat.Value($"{item.Item}")}' twice; remove one.");

    private static IEnumerable<SpecProblem> Record(Shape shape, object record, string prefix) =>
        from property in shape.Properties
        let value = property.Get(record)
        where value is not null
        let path = prefix + property.Name
        from problem in Own(property, value, path).Concat(Inside(property.Shape, value, path))
        select problem;

    private static IEnumerable<SpecProblem> Inside(Shape shape, object value, string path) => shape.Kind switch
    {
        ShapeKind.Record => Record(shape, value, path + "."),
        // A list has an element.
        ShapeKind.List =>
            ((IEnumerable)value)
                .Cast<object>()
                .Index()
                .SelectMany(item => Inside(shape.Element!, item.Item, BlueprintPath.Join(path, item.Index))),
        _ => [],
    };

    private static IEnumerable<SpecProblem> Own(PropertyShape property, object value, string path) =>
        from constraint in property.Constraints
        from item in value is IReadOnlyList<string> texts && !Constraints.IsOfList(constraint)
            ? texts.Index().Select(text => new Item(BlueprintPath.Join(path, text.Index), text.Item))
            : [new Item(path, value)]
        let problem = Constraints.Problem(constraint, item.Value)
        where problem is not null
        select new SpecProblem(item.Path, problem);

    private sealed record Item(string Path, object Value);
}
